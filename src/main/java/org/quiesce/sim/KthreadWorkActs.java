package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.WorkerMicro;

/** Work for kthread workers: how it is queued, flushed and cancelled. */
final class KthreadWorkActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof WorkerMicro.WorkerQueue queue) {
            return Optional.of(scope.checked(queue.worker(), queue(queue, scope)));
        } else if (micro instanceof WorkerMicro.WorkerFlush flush) {
            return Optional.of(scope.checked(flush.worker(),
                    putFlush(flush.worker(), flush.works(), Worker.of(flush.worker(), scope), scope)));
        } else if (micro instanceof WorkerMicro.KthreadFlush flush) {
            return Optional.of(flush(flush, scope));
        } else if (micro instanceof WorkerMicro.FlushItemWait) {
            return Optional.of(CallbackActs.await(Places.not(FlushItem.of(scope.context(), scope)::isWaiting)));
        } else if (micro instanceof Micro.Never) {
            return Optional.of((before, after) -> Act.BLOCKED);
        } else if (micro instanceof WorkerMicro.DelayStop stop) {
            return Optional.of(stop(stop, scope));
        } else if (micro instanceof WorkerMicro.KthreadCancel cancel) {
            return Optional.of(cancel(cancel, scope));
        }
        return Optional.empty();
    }

    // ---- queueing

    private static Act queue(WorkerMicro.WorkerQueue queue, Scope scope) {
        Callback work = Callback.of(queue.work(), scope);
        Act inserts = inserting(work, queue.worker(), scope);
        return CallbackActs.unlessRefused(work, queue.into(), inserts, scope);
    }

    /** Puts work on the list. */
    private static Act inserting(Callback work, String worker, Scope scope) {
        Act wakes = Worker.of(worker, scope).wakes(scope);
        return scope.checked(worker, (before, after) -> {
            work.arm(before, after);
            work.remember(after);
            return wakes.run(before, after);
        });
    }

    /** What the timer of delayed work does when it expires. */
    static Act timerFires(Callback work, String worker, Scope scope) {
        Act inserts = inserting(work, worker, scope);
        Act checks = scope.checked(worker, (before, after) -> Act.NEXT);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (work.timer().isUnlinked(before)) {
                warning.apply(before, after);
            }
            return (work.isForbidden(before) ? checks : inserts).run(before, after);
        };
    }

    // ---- flushing

    /**
     * Puts the flush item of the scope's context on the list.
     *
     * @param behind the work, or for all its works the worker, that it stands behind
     */
    private static Act putFlush(String behind, List<String> works, Worker worker, Scope scope) {
        FlushItem item = FlushItem.of(scope.context(), scope);
        List<Act> notes = works.stream().map(work -> note(Callback.of(work, scope), scope)).toList();
        Act wakes = worker.wakes(scope);
        return (before, after) -> {
            notes.forEach(act -> act.run(before, after));
            item.put(behind, after);
            return wakes.run(before, after);
        };
    }

    /** The flush item stands behind the work, if that is on the list. */
    private static Act note(Callback work, Scope scope) {
        Barriers.Barrier own = work.barriers().barrierOf(scope.context(), scope);
        return (before, after) -> {
            if (work.isArmed(before)) {
                own.standBehindQueued(before, after);
            }
            return Act.NEXT;
        };
    }

    /** Only work that is on a list, or was taken last, is waited for; the list of delayed work is one that nobody runs. */
    private static Act flush(WorkerMicro.KthreadFlush flush, Scope scope) {
        Callback work = Callback.of(flush.work(), scope);
        Worker worker = Worker.of(flush.worker(), scope);
        StateTest tookLast = worker.tookLast(flush.work(), scope);
        Act puts = putFlush(flush.work(), List.of(flush.work()), worker, scope);
        return ofItsWorker(work, flush.worker(), Act.FALSE, scope, (before, after) -> {
            if (work.timer().isOn(before)) {
                return Act.FAILED;
            }
            return work.isArmed(before) || tookLast.test(before) ? puts.run(before, after) : Act.FALSE;
        });
    }

    /** What begins with the worker of the work: where there is none, as it was never queued, nothing is done. */
    private static Act ofItsWorker(Callback work, String worker, int exit, Scope scope, Act act) {
        Act checked = scope.checked(worker, act);
        return (before, after) -> work.hasWorker().get(before) == 0 ? exit : checked.run(before, after);
    }

    // ---- cancelling

    /** Nobody queues the work while its timer is deleted, for which the kernel lets go of the lock. */
    private static Act stop(WorkerMicro.DelayStop stop, Scope scope) {
        Callback work = Callback.of(stop.work(), scope);
        int bound = scope.faults().bound();
        Scope.Answer wasOn = scope.answer(stop.into());
        Act stops = ofItsWorker(work, stop.worker(), Act.FAILED, scope, (before, after) -> {
            work.timer().stop(after);
            return TaskActs.countUp(work.cancelling(), Bounds.CANCELLING_MAX, before, after, bound);
        });
        return (before, after) -> {
            wasOn.give(work.timer().isOn(before), before, after);
            return stops.run(before, after);
        };
    }

    private static Act cancel(WorkerMicro.KthreadCancel cancel, Scope scope) {
        Callback work = Callback.of(cancel.work(), scope);
        Act takes = takeOff(work, Worker.of(cancel.worker(), scope).tookLast(cancel.work(), scope), scope);
        Scope.Store wasThere = scope.store(cancel.into(), 1);
        if (cancel.timing() == Timing.DELAYED) {
            // What deleting its timer has found stays.
            return scope.checked(cancel.worker(),
                    answering(work, wasThere, (before, after) -> { }, allowed(work, takes, scope)));
        }
        return answering(work, wasThere, scope.store(cancel.into(), 0),
                ofItsWorker(work, cancel.worker(), Act.FALSE, scope, takes));
    }

    /** Stores whether the work was queued, or on its timer, before something is done. */
    private static Act answering(Callback work, Scope.Store wasThere, Scope.Store wasNot, Act act) {
        return (before, after) -> {
            (work.isToTake(before) ? wasThere : wasNot).apply(before, after);
            return act.run(before, after);
        };
    }

    private static Act takeOff(Callback work, StateTest tookLast, Scope scope) {
        int bound = scope.faults().bound();
        return (before, after) -> {
            work.disarm(before, after);
            if (work.timer().isOn(before)) {
                work.timer().unlink(after);
            }
            if (!tookLast.test(before)) {
                return Act.FALSE;
            }
            // What deleting its timer has counted is taken back by now.
            int outcome = TaskActs.countUp(work.cancelling(), Bounds.CANCELLING_MAX, after, after, bound);
            return outcome == Act.NEXT ? Act.TRUE : outcome;
        };
    }

    /** Work that whoever deleted its timer has forbidden to queue is allowed to be queued before anything else is done. */
    private static Act allowed(Callback work, Act takes, Scope scope) {
        Act allows = TaskActs.countDown(work.cancelling(), scope);
        return (before, after) -> {
            allows.run(before, after);
            return takes.run(before, after);
        };
    }
}
