package org.quiesce.sim;

import org.quiesce.protocol.step.Exit;

/**
 * What one micro of a step does for one context: reads the state before the step and writes the one after it, which
 * starts as a copy. A micro that has several outcomes in one state is several acts.
 */
@FunctionalInterface
interface Act {

    /** This act can't happen now: a guard does not hold. What it wrote is thrown away. */
    int BLOCKED = -1;

    int NEXT = Exit.NEXT.ordinal();
    int TRUE = Exit.TRUE.ordinal();
    int FALSE = Exit.FALSE.ordinal();
    int SIGNALLED = Exit.SIGNALLED.ordinal();
    int TIMED_OUT = Exit.TIMED_OUT.ordinal();
    int FAILED = Exit.FAILED.ordinal();

    /** The exit taken, {@link #BLOCKED}, or a fault as {@link Faults} number them. */
    int run(long[] before, long[] after);
}
