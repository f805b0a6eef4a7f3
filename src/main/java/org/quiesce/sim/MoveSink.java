package org.quiesce.sim;

/** Takes the moves of one state, in a fixed order. */
@FunctionalInterface
interface MoveSink {

    /**
     * One move.
     *
     * @param label who took which action, see {@link Labels}
     * @param after the state that it leads to; the array is used again for the next move
     */
    void move(int label, long[] after);

    /**
     * A step that ends the run with a fault.
     *
     * @param micro position in the step of the micro that raised it; those after it never begin
     */
    default void fault(int label, int micro, long[] after) {
        move(label, after);
    }
}
