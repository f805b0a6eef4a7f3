package org.quiesce.tlc;

import java.util.List;
import java.util.Optional;

/**
 * How often each action was taken, from TLC's last coverage report.
 *
 * <p>After a violation TLC evaluates actions again to rebuild the trace and counts those too, so the numbers are exact
 * only if the verdict is no error. Zero is always exact.
 *
 * @param initial the initial predicates; for these TLC counts the states it generates
 * @param actions the actions of the next-state relation in the order of TLC
 */
public record TlcCoverage(List<Count> initial, List<Count> actions) {
    public TlcCoverage {
        initial = List.copyOf(initial);
        actions = List.copyOf(actions);
    }

    /**
     * One action.
     *
     * @param name the operator's name; that of the enclosing one for a disjunct without its own
     * @param span the operator's name in the module
     * @param disjunct TLC's {@code beginLine beginColumn endLine endColumn} of a disjunct without a name
     * @param distinct new states found by it
     * @param taken times it was taken, those that led to a known state included
     */
    public record Count(String name, Optional<SourceSpan> span, Optional<String> disjunct, long distinct, long taken) {}

    /** The actions that were enabled in no reachable state. */
    public List<Count> neverTaken() {
        return actions.stream().filter(action -> action.taken() == 0).toList();
    }
}
