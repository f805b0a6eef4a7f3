package org.quiesce.protocol;

import java.util.stream.Stream;

/** How a waiting primitive sleeps, and so what else than its condition ends it. */
public enum SleepMode {
    UNINTERRUPTIBLE(TaskState.UNINTERRUPTIBLE, ""),
    INTERRUPTIBLE(TaskState.INTERRUPTIBLE, "_interruptible"),
    /** Ends on a fatal signal only: SIGKILL that was sent to a kthread which allowed it. */
    KILLABLE(TaskState.KILLABLE, "_killable"),
    IDLE(TaskState.IDLE, "_idle");

    private final TaskState state;
    private final String suffix;

    SleepMode(TaskState state, String suffix) {
        this.state = state;
        this.suffix = suffix;
    }

    /** The task state slept in. */
    public TaskState state() {
        return state;
    }

    /** Those of some modes that are not this one. */
    Stream<SleepMode> others(SleepMode... some) {
        return Stream.of(some).filter(other -> other != this);
    }

    /** The one whose functions have that in their names. */
    public static SleepMode suffixed(String suffix) {
        return Stream.of(values()).filter(mode -> mode.suffix.equals(suffix)).findFirst()
                .orElseThrow(() -> new AssertionError(suffix));
    }

    /** What the name of the kernel function gets appended, such as {@code _interruptible}. */
    public String suffix() {
        return suffix;
    }
}
