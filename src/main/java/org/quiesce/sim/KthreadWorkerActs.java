package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.WorkerMicro;

/** Kthread workers and the loops of their threads: W*, Y*. */
final class KthreadWorkerActs implements Topic {

    private static final String ERROR = "error";
    private static final String FREED = "freed";

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof WorkerMicro.WorkerTake take) {
            return Optional.of(take(take, scope));
        }
        return life(micro, scope).or(() -> loop(micro, scope)).map(List::of);
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
        Act lives = becomes(name, Worker.LIVE, scope);
        return (before, after) -> {
            worker.task().set(after, task.pointer(before));
            worker.current().set(after, worker.nothing());
            worker.running().set(after, worker.idle());
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
        StateTest waitedFor = Places.any(FlushItem.of(free.flushers(), scope).stream()
                .flatMap(item -> Stream.concat(Stream.of(free.worker()), free.works().stream()).map(item::isBehind))
                .toList());
        boolean seesTimers = scope.profile().has(Axis.DESTROY_WORKER_SEES_DELAYED);
        Act frees = becomes(free.worker(), FREED, scope);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (waitedFor.test(before)
                    || works.stream().anyMatch(w -> w.isArmed(before) || seesTimers && w.timer().isOn(before))) {
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
            return Optional.of(CallbackActs.await(state -> worker.running().get(state) == worker.idle()));
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

    /** One act for each item that may be the first of the list, and one for when the list is empty, or the worker gone. */
    private static List<Act> take(WorkerMicro.WorkerTake take, Scope scope) {
        Worker worker = Worker.of(take.worker(), scope);
        int live = scope.code(take.worker(), Worker.LIVE);
        StateTest isLive = state -> worker.pointer().get(state) == live;
        List<FlushItem> items = FlushItem.of(take.flushers(), scope);
        StateTest flushComesNext = Places.any(items.stream().map(item -> comesNext(item, take, scope)).toList());
        StateTest workComesNext = Places.both(Places.not(flushComesNext), Places.any(take.works().stream()
                .map(work -> (StateTest) Callback.of(work, scope)::isArmed)
                .toList()));
        List<Act> acts = new ArrayList<>();
        items.forEach(item -> acts.add(takeFlush(item, worker,
                Places.both(isLive, comesNext(item, take, scope)), scope)));
        take.works().forEach(work -> acts.add(takeWork(Callback.of(work, scope), worker,
                Places.both(isLive, workComesNext), scope)));
        acts.add(scope.checked(take.worker(), (before, after) -> {
            if (flushComesNext.test(before) || workComesNext.test(before)) {
                return Act.BLOCKED;
            }
            worker.current().set(after, worker.nothing());
            return Act.FALSE;
        }));
        return acts;
    }

    /** Whether all that was queued before a flush item is done. */
    private static StateTest comesNext(FlushItem item, WorkerMicro.WorkerTake take, Scope scope) {
        List<StateTest> ways = new ArrayList<>();
        List<StateTest> open = new ArrayList<>();
        for (String name : take.works()) {
            StateTest isOpen = Callback.of(name, scope).barriers().barrierOf(item.context(), scope)::isBehindQueued;
            open.add(isOpen);
            ways.add(Places.both(item.isBehind(name), Places.not(isOpen)));
        }
        ways.add(Places.both(item.isBehind(take.worker()), Places.not(Places.any(open))));
        return Places.any(ways);
    }

    /** A flush item is taken, and run at once. */
    private static Act takeFlush(FlushItem item, Worker worker, StateTest guard, Scope scope) {
        Sleeper sleeper = scope.sleeper();
        int code = scope.code(new KthreadWorker(worker.name()).current(), item.context());
        return (before, after) -> {
            if (!guard.test(before)) {
                return Act.BLOCKED;
            }
            worker.current().set(after, code);
            item.leave(after);
            sleeper.enter(after, TaskState.RUNNING);
            return Act.TRUE;
        };
    }

    private static Act takeWork(Callback work, Worker worker, StateTest guard, Scope scope) {
        Sleeper sleeper = scope.sleeper();
        KthreadWorker names = new KthreadWorker(worker.name());
        int current = scope.code(names.current(), work.name());
        int running = scope.code(names.running(), work.name());
        return (before, after) -> {
            if (!guard.test(before) || !work.isNext(before)) {
                return Act.BLOCKED;
            }
            work.disarm(before, after);
            worker.current().set(after, current);
            worker.running().set(after, running);
            sleeper.enter(after, TaskState.RUNNING);
            return Act.TRUE;
        };
    }

    /** The end of a run of its work. */
    static Scope.Store runsNothing(String name, Scope scope) {
        Worker worker = Worker.of(name, scope);
        return (before, after) -> worker.running().set(after, worker.idle());
    }
}
