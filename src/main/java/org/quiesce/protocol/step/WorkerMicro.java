package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program.Timing;

/**
 * Kthread workers and their work, in protocols that have some.
 *
 * <p>Of a worker {@code w} there are the variables {@code w} ("null", "error", "live" or "freed"), {@code w_task} (a task
 * pointer), {@code w_running} (the work that its thread runs, from its being taken to its return, or "none") and
 * {@code w_current}, which is {@code worker->current_work}: what its thread took last, a work or the flush item of a
 * context {@code c}, for which stands {@code c}; or "none" since it found nothing to take. Nothing clears it when a work
 * returns, nor when the thread leaves (kernel/kthread.c, kthread_worker_fn()). {@code hasWorker[b]}, for works that
 * somebody flushes or cancels, is {@code work->worker}: true from the first time that the work is queued.
 * {@code flushing[c]} says what the flush item of {@code c}, if it is on the list of a worker, stands behind: the work that
 * it names, or all works of the worker that it names; else it is "none". {@code behind[b]} are the contexts whose flush
 * item stands behind {@code b}, which is queued; when that is taken, to be run or because it is cancelled, they stand behind
 * nothing any more.
 *
 * <p><em>Checking</em> a worker: "null" and "error" fault with NULL-DEREF, "freed" with KASAN-UAF. <em>Waking</em> the
 * worker: with {@code w_current = "none"} and a thread {@code t} in {@code w_task}, {@code t} faults if it is freed, as
 * said at {@link Micro}, and else is woken with mask NORMAL. <em>Inserting</em> work {@code b} into its worker: the worker
 * is checked, {@code armed[b]} becomes true, {@code hasWorker[b]}, where there is such a variable, true, and the worker is
 * woken. Such work waits, for its CallbackStart, until {@code w_running = c} instead of {@code armed[c]}, and leaves
 * {@code armed[c]} as it is; its CallbackReturn also makes {@code w_running} "none".
 */
public sealed interface WorkerMicro extends Micro.OfTopic {

    /** kthread_init_worker: {@code w} becomes "live", {@code w_task} NULL, {@code w_current} and {@code w_running} "none". */
    record WorkerInit(String worker) implements WorkerMicro {}

    /** kthread_create_worker has its thread: as {@link WorkerInit}, but {@code w_task} becomes {@code arg[c]}. */
    record WorkerSetUp(String worker) implements WorkerMicro {}

    /** With CREATE_WORKER_WAKES {@code arg[c]} is woken with mask NORMAL; otherwise nothing happens. */
    record WorkerStart() implements WorkerMicro {}

    /** kthread_create_worker has failed: {@code w} becomes "error". */
    record WorkerFailed(String worker) implements WorkerMicro {}

    /** The worker is checked. */
    record WorkerCheck(String worker) implements WorkerMicro {}

    /**
     * The worker's thread begins: the worker is checked; if {@code w_task} is neither NULL nor {@code c} then
     * {@code warned} becomes true; {@code w_task} becomes {@code c}.
     */
    record WorkerEnter(String worker) implements WorkerMicro {}

    /**
     * W2: with {@code shouldStop[c]} the worker is checked, {@code w_task} becomes NULL, {@code state[c]} RUNNING and
     * {@code result[c]} 0: {@link Exit#TRUE}; otherwise {@link Exit#FALSE}. What is on the list stays there, and
     * {@code w_current} as it is.
     */
    record WorkerStopTest(String worker) implements WorkerMicro {}

    /**
     * W3: the worker is checked. A flush item <em>comes next</em> if it is that of a context {@code f} of
     * {@code flushers} with {@code flushing[f]} naming the worker, and {@code f} is not in {@code behind} of any of the
     * works, or naming one of the works, and it is not in that one's: whatever was queued before it is done. If one comes
     * next then
     * one of those that do, any of them, is taken and run at once: {@code w_current} becomes {@code f},
     * {@code flushing[f]} "none" and {@code state[c]} RUNNING: {@link Exit#TRUE}. If none comes next, and one of the works
     * is armed, the one that was queued first, of which {@code ahead}, where there is such a variable, is empty (as said in
     * {@link Micro} of ordered workqueues), is taken: {@code w_current} and {@code w_running} become it, its {@code armed}
     * false, its {@code behind}, where there is such a variable, empty, and {@code state[c]} RUNNING: {@link Exit#TRUE}.
     * Otherwise
     * {@code w_current} becomes "none": {@link Exit#FALSE}.
     *
     * @param flushers the contexts that ever have a flush item on the list of this worker
     */
    record WorkerTake(String worker, List<String> works, List<String> flushers) implements WorkerMicro {
        public WorkerTake {
            works = List.copyOf(works);
            flushers = List.copyOf(flushers);
        }
    }

    /** W4: waits until {@code w_running} is "none": the work, which is a context of its own, has returned. */
    record WorkerRun(String worker) implements WorkerMicro {}

    /**
     * kthread_queue_work: the worker is checked; if {@code armed[b]}, {@code timed[b]} is "on" or {@code cancelling[b]}
     * above 0 (where there are such variables) then {@code into} becomes 0; otherwise {@code b} is inserted and
     * {@code into} becomes 1.
     */
    record WorkerQueue(String worker, String work, Optional<String> into) implements WorkerMicro {}

    /**
     * kthread_flush_worker puts its flush item behind all that is queued: the worker is checked; {@code c} joins
     * {@code behind[b]} of each of the works with {@code armed[b]}; {@code flushing[c]} becomes the name of the worker, and
     * the worker is woken.
     */
    record WorkerFlush(String worker, List<String> works) implements WorkerMicro {
        public WorkerFlush {
            works = List.copyOf(works);
        }

        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * kthread_flush_work: without {@code hasWorker[b]} nothing happens: {@link Exit#FALSE}. Otherwise the worker is
     * checked. If {@code timed[b]}, where there is such a variable, is "on" the flush item goes where nobody runs it:
     * {@link Exit#FAILED}. If {@code armed[b]} or {@code w_current = b}: with {@code armed[b]} {@code c} joins
     * {@code behind[b]}; {@code flushing[c]} becomes {@code b}, and the worker is woken: {@link Exit#NEXT}. Otherwise nothing
     * happens: {@link Exit#FALSE}.
     */
    record KthreadFlush(String worker, String work) implements WorkerMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * Waits until {@code flushing[c]} is "none": the flush item was run.
     *
     * @param works what it stands behind, all or some works of the worker
     */
    record FlushItemWait(String worker, List<String> works) implements WorkerMicro {
        public FlushItemWait {
            works = List.copyOf(works);
        }

        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * The begin of kthread_cancel_delayed_work_sync, which deletes the timer, without the worker's lock: without
     * {@code hasWorker[b]} nothing happens: {@link Exit#FAILED}. Otherwise the worker is checked, {@code cancelling[b]}
     * grows by one, above the bound it faults with BOUND, so that nobody queues the item before {@link KthreadCancel} takes
     * that back, and {@code timed[b]} becomes "off": {@link Exit#NEXT}. Either way {@code into} becomes 1 if
     * {@code timed[b]} was "on", else 0.
     */
    record DelayStop(String worker, String work, Optional<String> into) implements WorkerMicro {}

    /**
     * The begin of kthread_cancel_work_sync (AT_ONCE), and what kthread_cancel_delayed_work_sync goes on with after
     * {@link DelayStop} (DELAYED). AT_ONCE: without {@code hasWorker[b]} {@code into} becomes 0 and nothing else happens:
     * {@link Exit#FALSE}; otherwise the worker is checked. DELAYED: the worker is checked, and {@code cancelling[b]} shrinks by one; at 0, where somebody
     * has initialised the item meanwhile, {@code warned} becomes true instead. Then, in both: if {@code armed[b]} is true
     * or {@code timed[b]} "on" then {@code into} becomes 1, otherwise AT_ONCE 0 (DELAYED it stays what {@link DelayStop} has
     * made it); {@code armed[b]} becomes false, {@code behind[b]}, where there is such a variable, empty and {@code timed[b]}, where there is such a variable and it is "on", "unlinked"; with {@code w_current = b}
     * {@code cancelling[b]} grows by one, above the bound it faults with BOUND: {@link Exit#TRUE}; otherwise
     * {@link Exit#FALSE}.
     */
    record KthreadCancel(String worker, String work, Timing timing, Optional<String> into) implements WorkerMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * Y1: the worker is checked; if {@code w_task} is NULL then {@code warned} becomes true: {@link Exit#FAILED};
     * otherwise {@code arg[c]} becomes {@code w_task}: {@link Exit#NEXT}.
     */
    record WorkerTask(String worker) implements WorkerMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * Y4 to Y6: {@code warned} becomes true if one of the works is armed, if {@code flushing} of one of the flushers names
     * the worker or one of the works, or, with DESTROY_WORKER_SEES_DELAYED, if one of the works has {@code timed} "on";
     * {@code w} becomes "freed".
     *
     * @param flushers as of {@link WorkerTake}
     */
    record WorkerFree(String worker, List<String> works, List<String> flushers) implements WorkerMicro {
        public WorkerFree {
            works = List.copyOf(works);
            flushers = List.copyOf(flushers);
        }
    }
}
