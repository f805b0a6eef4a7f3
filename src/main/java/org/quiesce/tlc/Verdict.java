package org.quiesce.tlc;

import java.util.List;

/** What TLC found, once exit status, messages and evidence agree. */
public sealed interface Verdict {

    /** The complete state space was explored and every property holds. */
    record NoError() implements Verdict {}

    /** An invariant, or a property of the form {@code []P}, fails in the last state of the trace. */
    record InvariantViolated(String name) implements Verdict {}

    /**
     * A temporal or action property fails.
     *
     * @param names those TLC names; empty for a temporal property, as TLC 2.18 doesn't say which of several it is
     */
    record PropertyViolated(List<String> names) implements Verdict {
        public PropertyViolated {
            names = List.copyOf(names);
        }
    }

    /** The last state of the trace has no successor. */
    record Deadlock() implements Verdict {}

    /** An {@code ASSUME} is false; no state was explored. */
    record AssumptionFalse(String where) implements Verdict {}

    /** {@code Assert(FALSE, message)} was evaluated. */
    record AssertionFailed(String message) implements Verdict {}
}
