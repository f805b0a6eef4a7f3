package org.quiesce.protocol.step;

import java.util.Locale;
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

    /** The suffix of the step that waits, in a call that has but that one. */
    private static final String WAIT = "wait";

    /**
     * How a call that may sleep is told.
     *
     * @param atOnce what it does first, which is all if it need not wait
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
        waitFor(chain, WAIT, told, wait, after);
    }

    /**
     * The same, where the call is one step of several.
     *
     * @param suffix of the label of the step that waits
     */
    void waitFor(Chain chain, String suffix, Told told, Micro wait, String after) {
        if (setsItsState) {
            chain.step(look(suffix), told.atOnce, told.ids, new Micro.AtOnce(wait))
                    .withoutNext()
                    .exit(Exit.TRUE, after)
                    .exit(Exit.FALSE, "." + suffix);
        }
        chain.await(suffix, told.waits, told.ids, awake(wait));
    }

    /** Target of an exit that leads to such a call whose step that waits has that suffix. */
    String entry(String suffix) {
        return "." + (setsItsState ? look(suffix) : suffix);
    }

    private static String look(String suffix) {
        return suffix.equals(WAIT) ? "try" : "try" + suffix.substring(0, 1).toUpperCase(Locale.ROOT) + suffix.substring(1);
    }

    /** A sleep that ends by itself. */
    void delay(Chain chain, String what, Length length, SleepMode mode) {
        chain.step("", what, "", awake(new Micro.Delay(length, mode)));
    }
}
