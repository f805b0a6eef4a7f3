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
     *            property a shortest one that gets stuck or loops, fairly, where the moves of a loop count once. Of
     *            several one in which those who act take turns least often: contexts, and as one more the kernel with
     *            the world outside. Two exceptions: once a limit ended the search it is a shortest one still, but may
     *            have more turns; and the shortest loop is looked for within bounds, see {@link Lassos}
     */
    record Violated(Run run) implements Verdict {}

    /** No run was found that does not, but not every run was looked at; {@link SearchResult#completion()} says why. */
    record Inconclusive() implements Verdict {}
}
