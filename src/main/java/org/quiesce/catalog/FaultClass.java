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
    MISSING_STOP_IN_EXIT(Family.OUTLIVES),
    MISSING_STOP_ON_INIT_ERROR(Family.OUTLIVES),
    PARTIAL_CREATE_ROLLBACK(Family.OUTLIVES),
    FREE_BEFORE_STOP(Family.OUTLIVES),
    ARG_LIFETIME(Family.OUTLIVES),
    INIT_SECTION_THREADFN(Family.OUTLIVES),
    COMPLETE_THEN_RETURN(Family.OUTLIVES),
    MODULE_PUT_THEN_RETURN(Family.OUTLIVES),
    LATE_MODULE_GET(Family.OUTLIVES),
    MODULE_GET_UNPROTECTED(Family.OUTLIVES),
    INTERFACE_OUTLIVES_THREAD(Family.OUTLIVES),
    CALLBACK_AFTER_UNLOAD(Family.OUTLIVES),
    RCU_CALLBACK_AT_UNLOAD(Family.OUTLIVES),
    TIMER_AT_UNLOAD(Family.OUTLIVES),
    TASKLET_AT_UNLOAD(Family.OUTLIVES),
    WORK_AT_UNLOAD(Family.OUTLIVES),
    TASK_WORK_AFTER_EXITED(Family.OUTLIVES),
    LOST_THREAD_POINTER(Family.OUTLIVES),
    INIT_FAIL_IGNORES_REFS(Family.OUTLIVES),
    RELEASE_AFTER_UNLOAD(Family.OUTLIVES),

    STOP_ERROR_POINTER(Family.BAD_POINTERS),
    STOP_UNINITIALISED(Family.BAD_POINTERS),
    STOP_EXITED_NO_REF(Family.BAD_POINTERS),
    STOP_SELFEXIT_TOCTOU(Family.BAD_POINTERS),
    SIGNAL_EXIT_STALE_STOP(Family.BAD_POINTERS),
    DOUBLE_STOP_SEQUENTIAL(Family.BAD_POINTERS),
    DOUBLE_STOP_CONCURRENT(Family.BAD_POINTERS),
    WAKE_FREED_TASK(Family.BAD_POINTERS),
    TASK_REF_IMBALANCE(Family.BAD_POINTERS),
    TASK_POINTER_RACE(Family.BAD_POINTERS),
    SHOULD_STOP_OUTSIDE_KTHREAD(Family.BAD_POINTERS),

    SELF_STOP(Family.DEADLOCKS),
    STOP_FROM_OWN_WORK(Family.DEADLOCKS),
    STOP_HOLDING_LOCK(Family.DEADLOCKS),
    STOP_CYCLE(Family.DEADLOCKS),
    STOP_ORDER_INVERSION(Family.DEADLOCKS),
    STOP_IN_ATOMIC(Family.DEADLOCKS),
    CANCEL_SYNC_SELF(Family.DEADLOCKS),
    CANCEL_SYNC_HOLDING_LOCK(Family.DEADLOCKS),
    SMPBOOT_HOTPLUG_DEADLOCK(Family.DEADLOCKS),
    STOP_FROZEN_THREAD(Family.DEADLOCKS),
    FREEZE_FAILS(Family.DEADLOCKS),
    OOPSED_LOCK_HOLDER(Family.DEADLOCKS),
    EXIT_WITH_LOCK_HELD(Family.DEADLOCKS),
    REAP_WAIT_IN_EXIT(Family.DEADLOCKS),

    WAIT_COND_OMITS_STOP(Family.SLEEP),
    STATE_SET_AFTER_CHECK(Family.SLEEP),
    PLAIN_STATE_STORE(Family.SLEEP),
    WAKE_BEFORE_PUBLISH(Family.SLEEP),
    WAITQUEUE_ACTIVE_NO_BARRIER(Family.SLEEP),
    WRONG_WAKE_MASK(Family.SLEEP),
    FLAG_WITHOUT_WAKE(Family.SLEEP),
    OWN_FLAG_NOT_SHOULD_STOP(Family.SLEEP),
    ERESTARTSYS_SPIN(Family.SLEEP),
    STOP_ABORTS_CLEANUP(Family.SLEEP),
    SINGLE_SHOT_SCHEDULE(Family.SLEEP),
    BLOCKING_OP_IN_WAIT_WINDOW(Family.SLEEP),
    BREAK_WITHOUT_RUNNING(Family.SLEEP),
    EXCLUSIVE_WAKE_LOST(Family.SLEEP),
    UNINTERRUPTIBLE_EXTERNAL_WAIT(Family.SLEEP),
    LONG_UNINTERRUPTIBLE_DELAY(Family.SLEEP),
    BUSY_POLL_NO_STOP_CHECK(Family.SLEEP),
    ORPHANED_REQUEST(Family.SLEEP),

    STOP_BEFORE_FIRST_RUN(Family.BIRTH),
    NEVER_WOKEN(Family.BIRTH),
    PARKED_BIRTH_RUNS_FN(Family.BIRTH),
    BIND_AFTER_WAKE(Family.BIRTH),
    CREATE_ERROR_AS_NULL(Family.BIRTH),
    DOUBLE_START_WORKER(Family.BIRTH),

    PARK_UNRESPONSIVE(Family.PARK),
    PARKED_NEVER_UNPARKED(Family.PARK),
    PARK_EXIT_RACE(Family.PARK),
    PARK_STOP_RACE(Family.PARK),
    DOUBLE_PARK(Family.PARK),
    NO_RECHECK_AFTER_PARKME(Family.PARK),
    WAIT_WOKEN_MISSES_PARK(Family.PARK),

    QUEUE_AFTER_FLUSH(Family.DEFERRED),
    DESTROY_WQ_WITH_DELAYED(Family.DEFERRED),
    TIMER_WORK_MUTUAL_REARM(Family.DEFERRED),
    SELF_REARMING_NONSYNC(Family.DEFERRED),
    CANCEL_WRONG_VARIANT(Family.DEFERRED),
    KWORKER_QUEUE_AFTER_FLUSH(Family.DEFERRED),
    KWORKER_FLUSH_DEAD(Family.DEFERRED),
    KWORKER_DELAYED_PENDING(Family.DEFERRED),
    IRQ_WAKES_DEAD_THREAD(Family.DEFERRED),
    FREE_IRQ_DEADLOCK(Family.DEFERRED),
    IRQ_THREAD_LAST_RUN(Family.DEFERRED),
    DRAIN_NEVER_ENDS(Family.DEFERRED),
    DRAINING_QUEUE_DROP(Family.DEFERRED),

    SELF_PINNED_MODULE(Family.MODULE_REFERENCES),
    MODULE_REF_LEAK(Family.MODULE_REFERENCES),
    MODULE_REF_OVERPUT(Family.MODULE_REFERENCES),
    STOP_WITHOUT_EXIT_FUNCTION(Family.MODULE_REFERENCES),
    EXIT_LEAK(Family.MODULE_REFERENCES);

    /** What classes have in common. */
    public enum Family {
        OUTLIVES("A thread, callback or object outlives its module or memory"),
        BAD_POINTERS("Bad pointers and references on stop"),
        DEADLOCKS("Deadlocks around stop"),
        SLEEP("Sleep and wake-up"),
        BIRTH("Birth"),
        PARK("Park"),
        DEFERRED("Work, timers and interrupts"),
        MODULE_REFERENCES("Module references");

        private final String title;

        Family(String title) {
            this.title = title;
        }

        /** A heading. */
        public String title() {
            return title;
        }
    }

    private final Family family;

    FaultClass(Family family) {
        this.family = family;
    }

    /** The family that it is of; classes of a family stand side by side. */
    public Family family() {
        return family;
    }

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
