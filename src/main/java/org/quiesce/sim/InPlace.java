package org.quiesce.sim;

import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Vocabulary;

/**
 * Whether a sleeper is in a sleep in which the freezer may freeze it where it is, and did. A context without such sleeps
 * is never in one.
 *
 * @param recordsWakes whether a wake-up that comes while it is frozen is noted, for the thaw
 */
record InPlace(Field field, int none, int sleeping, int frozen, int woken, boolean recordsWakes) {

    private static final String VARIABLE = "inPlace";
    /** A value that no field has. */
    private static final int NEVER = -1;

    static InPlace of(Layout layout, Profile profile, String context) {
        return layout.has(VARIABLE, context)
                ? new InPlace(
                        layout.field(VARIABLE, context),
                        layout.code(VARIABLE, context, Datum.of(Vocabulary.NONE)),
                        layout.code(VARIABLE, context, Datum.of("sleeping")),
                        layout.code(VARIABLE, context, Datum.of("frozen")),
                        layout.code(VARIABLE, context, Datum.of("woken")),
                        profile.has(Axis.THAW_RESTORES_SLEEP))
                : new InPlace(Field.ABSENT, 0, NEVER, NEVER, NEVER, false);
    }

    /** Whether it sleeps, or slept, so that it may be frozen, and was not. */
    boolean isSleeping(long[] state) {
        return field.get(state) == sleeping;
    }

    /** Whether it is frozen, woken meanwhile or not. */
    boolean isFrozen(long[] state) {
        return isUndisturbed(state) || field.get(state) == woken;
    }

    /** Whether it is frozen, and nobody tried to wake it since. */
    boolean isUndisturbed(long[] state) {
        return field.get(state) == frozen;
    }

    void sleep(long[] after) {
        field.set(after, sleeping);
    }

    void freeze(long[] after) {
        field.set(after, frozen);
    }

    /** Notes a wake-up for the thaw, on kernels that do; tells whether it did. */
    boolean noteWake(long[] before, long[] after) {
        boolean notes = recordsWakes && isUndisturbed(before);
        if (notes) {
            field.set(after, woken);
        }
        return notes;
    }

    void end(long[] after) {
        field.set(after, none);
    }
}
