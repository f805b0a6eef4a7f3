package org.quiesce.sim;

import org.quiesce.protocol.step.Run;

/** How a search ended. */
public sealed interface Completion {

    /** Every reachable state was seen, and no run left the bounds. */
    record Complete() implements Completion {}

    /**
     * Every state within the bounds was seen, but some run leaves them: what holds within them may not hold.
     *
     * @param run a shortest run that does
     */
    record BoundsExceeded(Run run) implements Completion {}

    /** A limit of the search was reached first. */
    record Stopped(Limit limit) implements Completion {}

    /** The limits of a search. */
    enum Limit {
        STATES,
        TIME,
        MEMORY,
        /** The thread that searched was interrupted. */
        INTERRUPTED
    }
}
