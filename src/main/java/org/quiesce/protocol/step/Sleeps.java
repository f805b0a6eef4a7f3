package org.quiesce.protocol.step;

import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.SleepOperation.Length;
import org.quiesce.protocol.TaskState;

/**
 * How the calls of one program sleep. A primitive that slept set its own state and is RUNNING when it returns, whatever the
 * state was before.
 *
 * @param setsItsState whether the program sets its state by hand: only then is there a state to lose
 */
record Sleeps(boolean setsItsState) {

    /**
     * How a call that may sleep is told.
     *
     * @param atOnce what it takes if it need not wait
     * @param waits  what it does in general
     * @param ids    micro-step ids of the reference
     */
    record Told(String atOnce, String waits, String ids) {}

    /** What a sleep does, and that the state is RUNNING after it. */
    Micro[] awake(Micro sleep) {
        return setsItsState
                ? new Micro[] {sleep, new Micro.SetState(TaskState.RUNNING)}
                : new Micro[] {sleep};
    }

    /**
     * A call that sleeps only if what it waits for is not there yet, and leaves the state alone otherwise. Where that
     * state matters, the look at it is a step of its own.
     *
     * @param after where it leads if it need not wait
     */
    void waitFor(Chain chain, Told told, Micro wait, String after) {
        if (setsItsState) {
            chain.step("try", "takes " + told.atOnce, told.ids, new Micro.AtOnce(wait))
                    .withoutNext()
                    .exit(Exit.TRUE, after)
                    .exit(Exit.FALSE, ".wait");
        }
        chain.await("wait", told.waits, told.ids, awake(wait));
    }

    /** A sleep that ends by itself. */
    void delay(Chain chain, String what, Length length, SleepMode mode) {
        chain.step("", what, "", awake(new Micro.Delay(length, mode)));
    }
}
