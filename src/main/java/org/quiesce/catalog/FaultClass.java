package org.quiesce.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The classes of stop and unload faults, by the families of the project's reference on kthreads. The atlas shows
 * each of them; a real bug says which one it is of.
 */
public enum FaultClass {
    // A: a thread, callback or object outlives its module or memory
    MISSING_STOP_IN_EXIT,
    MISSING_STOP_ON_INIT_ERROR,
    PARTIAL_CREATE_ROLLBACK,
    FREE_BEFORE_STOP,
    ARG_LIFETIME,
    INIT_SECTION_THREADFN,
    COMPLETE_THEN_RETURN,
    MODULE_PUT_THEN_RETURN,
    LATE_MODULE_GET,
    MODULE_GET_UNPROTECTED,
    INTERFACE_OUTLIVES_THREAD,
    CALLBACK_AFTER_UNLOAD,
    RCU_CALLBACK_AT_UNLOAD,
    TIMER_AT_UNLOAD,
    TASKLET_AT_UNLOAD,
    WORK_AT_UNLOAD,
    TASK_WORK_AFTER_EXITED,
    LOST_THREAD_POINTER,
    INIT_FAIL_IGNORES_REFS,
    RELEASE_AFTER_UNLOAD,

    // B: bad pointers and references on stop
    STOP_ERROR_POINTER,
    STOP_UNINITIALISED,
    STOP_EXITED_NO_REF,
    STOP_SELFEXIT_TOCTOU,
    SIGNAL_EXIT_STALE_STOP,
    DOUBLE_STOP_SEQUENTIAL,
    DOUBLE_STOP_CONCURRENT,
    WAKE_FREED_TASK,
    TASK_REF_IMBALANCE,
    TASK_POINTER_RACE,
    SHOULD_STOP_OUTSIDE_KTHREAD,

    // C: deadlocks around stop
    SELF_STOP,
    STOP_FROM_OWN_WORK,
    STOP_HOLDING_LOCK,
    STOP_CYCLE,
    STOP_ORDER_INVERSION,
    STOP_IN_ATOMIC,
    CANCEL_SYNC_SELF,
    CANCEL_SYNC_HOLDING_LOCK,
    SMPBOOT_HOTPLUG_DEADLOCK,
    STOP_FROZEN_THREAD,
    FREEZE_FAILS,
    OOPSED_LOCK_HOLDER,
    EXIT_WITH_LOCK_HELD,
    REAP_WAIT_IN_EXIT,

    // D: sleep and wake-up
    WAIT_COND_OMITS_STOP,
    STATE_SET_AFTER_CHECK,
    PLAIN_STATE_STORE,
    WAKE_BEFORE_PUBLISH,
    WAITQUEUE_ACTIVE_NO_BARRIER,
    WRONG_WAKE_MASK,
    FLAG_WITHOUT_WAKE,
    OWN_FLAG_NOT_SHOULD_STOP,
    ERESTARTSYS_SPIN,
    STOP_ABORTS_CLEANUP,
    SINGLE_SHOT_SCHEDULE,
    BLOCKING_OP_IN_WAIT_WINDOW,
    BREAK_WITHOUT_RUNNING,
    EXCLUSIVE_WAKE_LOST,
    UNINTERRUPTIBLE_EXTERNAL_WAIT,
    LONG_UNINTERRUPTIBLE_DELAY,
    BUSY_POLL_NO_STOP_CHECK,
    ORPHANED_REQUEST,

    // E: birth
    STOP_BEFORE_FIRST_RUN,
    NEVER_WOKEN,
    PARKED_BIRTH_RUNS_FN,
    BIND_AFTER_WAKE,
    CREATE_ERROR_AS_NULL,
    DOUBLE_START_WORKER,

    // F: park
    PARK_UNRESPONSIVE,
    PARKED_NEVER_UNPARKED,
    PARK_EXIT_RACE,
    PARK_STOP_RACE,
    DOUBLE_PARK,
    NO_RECHECK_AFTER_PARKME,
    WAIT_WOKEN_MISSES_PARK,

    // G: work, timers and interrupts
    QUEUE_AFTER_FLUSH,
    DESTROY_WQ_WITH_DELAYED,
    TIMER_WORK_MUTUAL_REARM,
    SELF_REARMING_NONSYNC,
    CANCEL_WRONG_VARIANT,
    KWORKER_QUEUE_AFTER_FLUSH,
    KWORKER_FLUSH_DEAD,
    KWORKER_DELAYED_PENDING,
    IRQ_WAKES_DEAD_THREAD,
    FREE_IRQ_DEADLOCK,
    IRQ_THREAD_LAST_RUN,
    DRAIN_NEVER_ENDS,
    DRAINING_QUEUE_DROP,

    // H: module references
    SELF_PINNED_MODULE,
    MODULE_REF_LEAK,
    MODULE_REF_OVERPUT,
    STOP_WITHOUT_EXIT_FUNCTION,
    EXIT_LEAK;

    /** Its name in model files: lower-case words joined by hyphens, as the ids of the atlas. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class of that id. */
    public static Optional<FaultClass> named(String id) {
        return Arrays.stream(values()).filter(c -> c.id().equals(id)).findFirst();
    }

    /** All ids, in their order. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(FaultClass::id).toList();
    }
}
