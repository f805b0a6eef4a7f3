package org.quiesce.protocol;

import java.util.stream.Stream;

/** The state field of a task, as far as a wake-up or {@code schedule()} looks at it. */
public enum TaskState {
    /** On a run queue or on a CPU; never matched by a wake. */
    RUNNING,
    INTERRUPTIBLE,
    UNINTERRUPTIBLE,
    KILLABLE,
    IDLE,
    /** Asleep in {@code kthread_parkme()}; woken by {@code kthread_unpark()} only. */
    PARKED,
    /** In the refrigerator, on kernels that have TASK_FROZEN; woken by a thaw only. */
    FROZEN,
    /** After the final {@code schedule()}. */
    DEAD,
    /** Not created yet. */
    NEW;

    /** The kernel's spelling, such as {@code TASK_INTERRUPTIBLE}. */
    public String c() {
        return "TASK_" + name();
    }

    /** The states of the sleeps that a thread may choose for this one; none for what is no sleep. */
    Stream<TaskState> otherSleeps() {
        return Stream.of(UNINTERRUPTIBLE, INTERRUPTIBLE, IDLE).filter(other -> isNormalSleep() && other != this);
    }

    /** Whether {@code wake_up_process()} (mask TASK_NORMAL) matches this state. */
    public boolean isNormalSleep() {
        return this == INTERRUPTIBLE || this == UNINTERRUPTIBLE || this == KILLABLE || this == IDLE;
    }
}
