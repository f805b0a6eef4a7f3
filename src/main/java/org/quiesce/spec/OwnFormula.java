package org.quiesce.spec;

/**
 * A formula of the user's own, over the variables and operators of an emitted module.
 *
 * @param form what TLC makes of it
 * @param text TLA+, on one line
 */
public record OwnFormula(Form form, String text) {

    /** The kinds of formulas that TLC checks. */
    public enum Form {
        /** A predicate of a state, to be true in all states. */
        INVARIANT,
        /** A temporal formula, to be true of all fair behaviours. */
        TEMPORAL
    }

    /** @throws IllegalArgumentException if the text is blank or has more than one line */
    public OwnFormula {
        if (text.isBlank() || !text.equals(text.lines().findFirst().orElse(""))) {
            throw new IllegalArgumentException("a formula has one line, which is not blank");
        }
    }
}
