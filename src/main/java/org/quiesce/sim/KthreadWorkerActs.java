package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkerMicro;

/** Kthread workers: W*, Y*, and the work that is queued for them. */
final class KthreadWorkerActs implements Topic {

    private static final String LIVE = "live";
    private static final String ERROR = "error";
    private static final String FREED = "freed";

    /**
     * A worker's variables.
     *
     * @param name of the variable that tells whether it is there
     * @param task the thread that runs its work
     * @param none the value of {@code current} while it runs none
     */
    private record Worker(String name, Field pointer, Field task, Field current, int none) {

        static Worker of(String name, Scope scope) {
            KthreadWorker worker = new KthreadWorker(name);
            return new Worker(
                    name,
                    scope.plain(name),
                    scope.plain(worker.task()),
                    scope.plain(worker.current()),
                    scope.code(worker.current(), Vocabulary.NONE));
        }
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof WorkerMicro.WorkerTake take) {
            return Optional.of(take(take, scope));
        }
        return life(micro, scope).or(() -> loop(micro, scope)).or(() -> work(micro, scope)).map(List::of);
    }

    // ---- birth and end of a worker

    private static Optional<Act> life(Micro micro, Scope scope) {
        if (micro instanceof WorkerMicro.WorkerInit init) {
            return Optional.of(initialise(init.worker(), before -> Threads.NULL, scope));
        } else if (micro instanceof WorkerMicro.WorkerSetUp setUp) {
            return Optional.of(initialise(setUp.worker(), scope.own("arg")::get, scope));
        } else if (micro instanceof WorkerMicro.WorkerStart) {
            return Optional.of(scope.profile().has(Axis.CREATE_WORKER_WAKES)
                    ? scope.waking(scope.own("arg")::get, WakeMask.NORMAL)
                    : (before, after) -> Act.NEXT);
        } else if (micro instanceof WorkerMicro.WorkerFailed failed) {
            return Optional.of(becomes(failed.worker(), ERROR, scope));
        } else if (micro instanceof WorkerMicro.WorkerCheck check) {
            return Optional.of(scope.checked(check.worker(), (before, after) -> Act.NEXT));
        } else if (micro instanceof WorkerMicro.WorkerTask task) {
            return Optional.of(scope.checked(task.worker(), task(Worker.of(task.worker(), scope), scope)));
        } else if (micro instanceof WorkerMicro.WorkerFree free) {
            return Optional.of(free(free, scope));
        }
        return Optional.empty();
    }

    private static Act becomes(String worker, String word, Scope scope) {
        Field pointer = scope.plain(worker);
        int code = scope.code(worker, word);
        return (before, after) -> {
            pointer.set(after, code);
            return Act.NEXT;
        };
    }

    private static Act initialise(String name, Scope.Operand task, Scope scope) {
        Worker worker = Worker.of(name, scope);
        Act lives = becomes(name, LIVE, scope);
        return (before, after) -> {
            worker.task().set(after, task.pointer(before));
            worker.current().set(after, worker.none());
            return lives.run(before, after);
        };
    }

    private static Act task(Worker worker, Scope scope) {
        Field arg = scope.own("arg");
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (worker.task().get(before) == Threads.NULL) {
                warning.apply(before, after);
                return Act.FAILED;
            }
            arg.set(after, worker.task().get(before));
            return Act.NEXT;
        };
    }

    private static Act free(WorkerMicro.WorkerFree free, Scope scope) {
        List<Callback> works = free.works().stream().map(work -> Callback.of(work, scope)).toList();
        boolean seesTimers = scope.profile().has(Axis.DESTROY_WORKER_SEES_DELAYED);
        Act frees = becomes(free.worker(), FREED, scope);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (works.stream().anyMatch(w -> w.isArmed(before) || seesTimers && w.timer().isOn(before))) {
                warning.apply(before, after);
            }
            return frees.run(before, after);
        };
    }

    // ---- the loop of its thread

    private static Optional<Act> loop(Micro micro, Scope scope) {
        if (micro instanceof WorkerMicro.WorkerEnter enter) {
            return Optional.of(scope.checked(enter.worker(), enter(Worker.of(enter.worker(), scope), scope)));
        } else if (micro instanceof WorkerMicro.WorkerStopTest test) {
            return Optional.of(stopTest(Worker.of(test.worker(), scope), scope));
        } else if (micro instanceof WorkerMicro.WorkerRun run) {
            Worker worker = Worker.of(run.worker(), scope);
            return Optional.of(CallbackActs.await(state -> worker.current().get(state) == worker.none()));
        }
        return Optional.empty();
    }

    private static Act enter(Worker worker, Scope scope) {
        int self = scope.threads().pointer(scope.context());
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            int task = worker.task().get(before);
            if (task != Threads.NULL && task != self) {
                warning.apply(before, after);
            }
            worker.task().set(after, self);
            return Act.NEXT;
        };
    }

    /** The stop is seen before the list is looked at: what is on it stays there. */
    private static Act stopTest(Worker worker, Scope scope) {
        Threads.KernelThread self = scope.self();
        Scope.Store success = scope.store(Optional.of("result"), 0);
        Act leaves = scope.checked(worker.name(), (before, after) -> {
            worker.task().set(after, Threads.NULL);
            self.sleeper().enter(after, TaskState.RUNNING);
            success.apply(before, after);
            return Act.TRUE;
        });
        return (before, after) -> self.shouldStop().get(before) == 0 ? Act.FALSE : leaves.run(before, after);
    }

    /** One act for each work that may be the first of the list, and one for when the list is empty, or gone. */
    private static List<Act> take(WorkerMicro.WorkerTake take, Scope scope) {
        Worker worker = Worker.of(take.worker(), scope);
        Sleeper sleeper = scope.sleeper();
        int live = scope.code(take.worker(), LIVE);
        List<Callback> works = take.works().stream().map(work -> Callback.of(work, scope)).toList();
        List<Act> acts = new ArrayList<>();
        for (Callback work : works) {
            int code = scope.code(new KthreadWorker(take.worker()).current(), work.name());
            acts.add((before, after) -> {
                if (worker.pointer().get(before) != live || !work.isArmed(before)) {
                    return Act.BLOCKED;
                }
                work.disarm(after);
                worker.current().set(after, code);
                sleeper.enter(after, TaskState.RUNNING);
                return Act.TRUE;
            });
        }
        acts.add(scope.checked(take.worker(), (before, after) ->
                works.stream().anyMatch(work -> work.isArmed(before)) ? Act.BLOCKED : Act.FALSE));
        return acts;
    }

    /** The end of a run of its work. */
    static Scope.Store runsNothing(KthreadWorker worker, Scope scope) {
        Field current = scope.plain(worker.current());
        int none = scope.code(worker.current(), Vocabulary.NONE);
        return (before, after) -> current.set(after, none);
    }

    // ---- work

    private static Optional<Act> work(Micro micro, Scope scope) {
        if (micro instanceof WorkerMicro.WorkerQueue queue) {
            return Optional.of(scope.checked(queue.worker(), queue(queue, scope)));
        } else if (micro instanceof WorkerMicro.KthreadFlush flush) {
            Callback work = Callback.of(flush.work(), scope);
            Act notes = CallbackActs.barrierBegin(List.of(flush.work()), scope);
            return Optional.of((before, after) ->
                    work.timer().isOn(before) ? Act.FAILED : notes.run(before, after));
        } else if (micro instanceof Micro.Never) {
            return Optional.of((before, after) -> Act.BLOCKED);
        } else if (micro instanceof WorkerMicro.FlushItemWait wait) {
            Worker worker = Worker.of(wait.worker(), scope);
            return Optional.of(CallbackActs.await(Places.both(
                    CallbackActs.noneAwaited(wait.works(), scope),
                    state -> worker.task().get(state) != Threads.NULL)));
        } else if (micro instanceof WorkerMicro.KthreadCancel cancel) {
            Callback work = Callback.of(cancel.work(), scope);
            Act takes = cancel(work, scope);
            return Optional.of(cancel.timing() == Timing.AT_ONCE ? takes : allowed(work, takes, scope));
        }
        return Optional.empty();
    }

    private static Act queue(WorkerMicro.WorkerQueue queue, Scope scope) {
        Callback work = Callback.of(queue.work(), scope);
        Act inserts = inserting(work, queue.worker(), scope);
        Scope.Store queued = scope.store(queue.into(), 1);
        Scope.Store refused = scope.store(queue.into(), 0);
        return (before, after) -> {
            if (work.isPending(before) || work.isForbidden(before)) {
                refused.apply(before, after);
                return Act.NEXT;
            }
            queued.apply(before, after);
            return inserts.run(before, after);
        };
    }

    /** Puts work on the list, and wakes the worker's thread if it runs none. */
    private static Act inserting(Callback work, String name, Scope scope) {
        Worker worker = Worker.of(name, scope);
        int normal = Sleeper.bits(WakeMask.NORMAL);
        return scope.checked(name, (before, after) -> {
            work.arm(after);
            int task = worker.task().get(before);
            if (worker.current().get(before) == worker.none() && Threads.isThread(task)) {
                Threads.KernelThread thread = scope.threads().at(task);
                thread.sleeper().wake(before, after, normal);
                return scope.faults().ofTouching(thread, before);
            }
            return Act.NEXT;
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

    private static Act cancel(Callback work, Scope scope) {
        int bound = scope.faults().bound();
        return (before, after) -> {
            work.disarm(after);
            if (work.timer().isOn(before)) {
                work.timer().unlink(after);
            }
            if (!work.running().test(before)) {
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
