package org.quiesce.sim;

import org.quiesce.protocol.step.Run;

/** What a search says about a property. */
public sealed interface Verdict {

    /** Every run satisfies it. */
    record Holds() implements Verdict {}

    /**
     * Some run does not.
     *
     * @param run for a safety property a shortest one, cut off at the first state that refutes it; for a progress
     *            property one that gets stuck or loops, fairly
     */
    record Violated(Run run) implements Verdict {}

    /** No run was found that does not, but not every run was looked at; {@link SearchResult#completion()} says why. */
    record Inconclusive() implements Verdict {}
}
