package org.quiesce.workbench;

/**
 * What came of a {@link Question}. TLC alone evaluates the formula. The simulator knows nothing of it, but has to find
 * as many states, and to follow what violates it.
 */
public sealed interface Answer {

    /**
     * The formula is true.
     *
     * @param states distinct states that there are
     */
    record Holds(long states) implements Answer {}

    /** Some run refutes it, which the simulator has followed. */
    record Violated(Simulation run) implements Answer {}

    /** The formula is no TLA+, or TLC can't evaluate it; {@code why} in TLC's words. */
    record Rejected(String why) implements Answer {}

    /** A limit or a bound ended the check before it was decided. */
    record Undecided(String why) implements Answer {}

    /** The engines don't mean the same, or one of them failed. */
    record Unreliable(String why) implements Answer {}
}
