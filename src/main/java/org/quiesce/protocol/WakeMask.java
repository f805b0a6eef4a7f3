package org.quiesce.protocol;

import java.util.EnumSet;
import java.util.Set;

/** Which sleeping states a wake matches. */
public enum WakeMask {
    /** TASK_NORMAL: every ordinary sleep. */
    NORMAL(EnumSet.of(TaskState.INTERRUPTIBLE, TaskState.UNINTERRUPTIBLE, TaskState.KILLABLE, TaskState.IDLE)),
    /** TASK_INTERRUPTIBLE alone, as {@code wake_up_interruptible()} uses it. */
    INTERRUPTIBLE(EnumSet.of(TaskState.INTERRUPTIBLE)),
    /** TASK_INTERRUPTIBLE and TASK_WAKEKILL: whom SIGKILL wakes. */
    KILL(EnumSet.of(TaskState.INTERRUPTIBLE, TaskState.KILLABLE)),
    /** TASK_PARKED alone, as {@code kthread_unpark()} uses it. */
    PARKED(EnumSet.of(TaskState.PARKED));

    private final Set<TaskState> states;

    WakeMask(EnumSet<TaskState> states) {
        this.states = Set.copyOf(states);
    }

    /** Whether a task in that state is woken. */
    public boolean matches(TaskState state) {
        return states.contains(state);
    }
}
