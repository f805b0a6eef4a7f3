package org.quiesce.sim;

import org.quiesce.kernel.Profile;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;

/** The scheduling state of one context, and what a wake-up does to it. */
record Sleeper(Field state, Field asleep, InPlace inPlace) {

    private static final int INTERRUPTIBLE = 1 << code(TaskState.INTERRUPTIBLE);

    static Sleeper of(Layout layout, Profile profile, String context) {
        return new Sleeper(
                layout.field("state", context),
                layout.field("asleep", context),
                InPlace.of(layout, profile, context));
    }

    /** The position of a task state in the domain of {@code state}. */
    static int code(TaskState state) {
        return state.ordinal();
    }

    /** The states that a mask matches, a bit each. */
    static int bits(WakeMask mask) {
        int bits = 0;
        for (TaskState state : TaskState.values()) {
            if (mask.matches(state)) {
                bits |= 1 << code(state);
            }
        }
        return bits;
    }

    boolean isAsleep(long[] before) {
        return asleep.get(before) != 0;
    }

    boolean is(long[] before, TaskState value) {
        return state.get(before) == code(value);
    }

    void enter(long[] after, TaskState value) {
        state.set(after, code(value));
    }

    /** Whether a mask, given as {@link #bits}, matches the state. */
    boolean isWokenBy(long[] before, int mask) {
        return (mask >>> state.get(before) & 1) != 0;
    }

    /** Wakes with a mask, given as {@link #bits}; tells whether that did anything. */
    boolean wake(long[] before, long[] after, int mask) {
        if (isWokenBy(before, mask)) {
            run(after);
            return true;
        }
        return (mask & INTERRUPTIBLE) != 0 && inPlace.noteWake(before, after);
    }

    /** Puts it back on the run queue. */
    void run(long[] after) {
        enter(after, TaskState.RUNNING);
        asleep.set(after, 0);
    }
}
