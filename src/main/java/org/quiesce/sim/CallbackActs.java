package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * Callbacks: how the kernel calls them, and how other contexts arm them, disarm them and wait for them. A callback
 * waits for itself for ever.
 */
final class CallbackActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).or(() -> withoutWaiting(micro, scope)).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.CallbackStart start) {
            return Optional.of(start.kind() == CallbackKind.KTHREAD_WORK
                    ? await(Callback.of(scope.context(), scope).running())
                    : start(start, scope));
        } else if (micro instanceof Micro.CallbackArm arm) {
            return Optional.of(arm(Callback.of(arm.callback(), scope), arm.into(), scope));
        } else if (micro instanceof Micro.CallbackDisarm disarm) {
            return Optional.of(disarm(Callback.of(disarm.callback(), scope), disarm.into(), scope));
        } else if (micro instanceof Micro.CallbackDelete delete) {
            return Optional.of(delete(Callback.of(delete.callback(), scope), delete.into(), scope));
        } else if (micro instanceof Micro.CallbackShutdown shutdown) {
            Callback timer = Callback.of(shutdown.callback(), scope);
            return Optional.of(forEver(timer, delete(timer, shutdown.into(), scope)));
        } else if (micro instanceof Micro.CancelBegin begin) {
            return Optional.of(cancelBegin(Callback.of(begin.callback(), scope), begin.timing(), begin.into(), scope));
        } else if (micro instanceof Micro.CallbackWait wait) {
            return Optional.of(await(Places.not(Callback.of(wait.callback(), scope).running())));
        } else if (micro instanceof Micro.CancelEnd end) {
            return Optional.of(TaskActs.countDown(Callback.of(end.callback(), scope).cancelling(), scope));
        } else if (micro instanceof Micro.TaskletClaim claim) {
            return Optional.of(claim(Callback.of(claim.callback(), scope)));
        } else if (micro instanceof Micro.BarrierBegin begin) {
            return Optional.of(barrierBegin(begin.callbacks(), scope));
        } else if (micro instanceof Micro.FlushBegin begin) {
            return Optional.of(flushBegin(Callback.of(begin.work(), scope), begin.into(), scope));
        } else if (micro instanceof Micro.BarrierWait wait) {
            return Optional.of(await(standsBehindNone(wait.callbacks(), scope)));
        } else if (micro instanceof Micro.CallbackReturn) {
            return Optional.of(returns(scope));
        }
        return Optional.empty();
    }

    private static Optional<Act> withoutWaiting(Micro micro, Scope scope) {
        if (micro instanceof CallbackMicro.TimerStart start) {
            return Optional.of(startTimer(Callback.of(start.timer(), scope), start.into(), scope));
        } else if (micro instanceof CallbackMicro.TryDelete attempt) {
            return Optional.of(tryDelete(attempt, scope));
        } else if (micro instanceof CallbackMicro.ShutdownAtOnce shutdown) {
            Callback timer = Callback.of(shutdown.callback(), scope);
            return Optional.of(forEver(timer, disarm(timer, shutdown.into(), scope)));
        }
        return Optional.empty();
    }

    private static Act start(Micro.CallbackStart start, Scope scope) {
        Callback self = Callback.of(scope.context(), scope);
        boolean staysArmed = start.kind() == CallbackKind.IRQ;
        StateTest queueIsBusy = Places.any(start.others().stream()
                .map(other -> Callback.of(other, scope).running())
                .toList());
        return (before, after) -> {
            if (!self.isNext(before) || self.disabled().get(before) != 0 || queueIsBusy.test(before)) {
                return Act.BLOCKED;
            }
            if (!staysArmed) {
                self.begin(before, after);
            }
            return Act.NEXT;
        };
    }

    /** Does what queues a work item, or arms its timer, unless it is pending or must not be queued; yields which. */
    static Act unlessRefused(Callback work, Optional<String> into, Act queues, Scope scope) {
        Scope.Answer isQueued = scope.answer(into);
        return (before, after) -> {
            boolean refused = work.isPending(before) || work.isForbidden(before);
            isQueued.give(!refused, before, after);
            return refused ? Act.NEXT : queues.run(before, after);
        };
    }

    private static Act arm(Callback callback, Optional<String> into, Scope scope) {
        Scope.Answer isQueued = scope.answer(into);
        return (before, after) -> {
            boolean refused = callback.isForbidden(before) || callback.timer().isOn(before);
            isQueued.give(!refused && !callback.isArmed(before), before, after);
            if (!refused) {
                callback.arm(before, after);
            }
            return Act.NEXT;
        };
    }

    private static Act startTimer(Callback timer, Optional<String> into, Scope scope) {
        Scope.Answer wasArmed = scope.answer(into);
        return (before, after) -> {
            boolean works = timer.shutdown().get(before) == 0;
            wasArmed.give(works && timer.isArmed(before), before, after);
            if (works) {
                timer.arm(before, after);
            }
            return Act.NEXT;
        };
    }

    private static Act disarm(Callback callback, Optional<String> into, Scope scope) {
        Scope.Answer wasArmed = scope.answer(into);
        return (before, after) -> {
            wasArmed.give(callback.isArmed(before), before, after);
            callback.disarm(before, after);
            return Act.NEXT;
        };
    }

    private static Act delete(Callback callback, Optional<String> into, Scope scope) {
        Act disarms = disarm(callback, into, scope);
        return (before, after) -> callback.running().test(before) ? Act.BLOCKED : disarms.run(before, after);
    }

    /** What disarms a timer, and sees to it that nobody arms it again. */
    private static Act forEver(Callback timer, Act disarms) {
        return (before, after) -> {
            timer.shutdown().set(after, 1);
            return disarms.run(before, after);
        };
    }

    private static Act tryDelete(CallbackMicro.TryDelete attempt, Scope scope) {
        Callback timer = Callback.of(attempt.callback(), scope);
        Act disarms = disarm(timer, attempt.into(), scope);
        Scope.Store refused = scope.store(attempt.into(), -1);
        return (before, after) -> {
            if (!timer.running().test(before)) {
                return disarms.run(before, after);
            }
            refused.apply(before, after);
            return Act.NEXT;
        };
    }

    /** Takes an item from where it is, once the kernel finds it there: not on no list, nor on a timer it can't stop. */
    static Act take(Callback work, Timing timing, Optional<String> into, Scope scope) {
        Scope.Answer wasThere = scope.answer(into);
        return (before, after) -> {
            if (work.isDropped(before) || timing == Timing.AT_ONCE && work.timer().isOn(before)) {
                return Act.BLOCKED;
            }
            wasThere.give(work.isToTake(before), before, after);
            work.disarm(before, after);
            work.timer().stop(after);
            return Act.NEXT;
        };
    }

    static Act cancelBegin(Callback work, Timing timing, Optional<String> into, Scope scope) {
        Act takes = take(work, timing, into, scope);
        int bound = scope.faults().bound();
        return (before, after) -> work.isCancelled(before) || takes.run(before, after) == Act.BLOCKED
                ? Act.BLOCKED
                : TaskActs.countUp(work.cancelling(), Bounds.CANCELLING_MAX, before, after, bound);
    }

    /** tasklet_kill() schedules the tasklet itself, for nobody to run: so nobody else can. */
    private static Act claim(Callback tasklet) {
        return (before, after) -> {
            if (tasklet.isArmed(before) || tasklet.isForbidden(before)) {
                return Act.BLOCKED;
            }
            tasklet.cancelling().set(after, 1);
            return Act.NEXT;
        };
    }

    /** Puts a barrier behind every instance of some callbacks that is on its way. */
    private static Act barrierBegin(List<String> names, Scope scope) {
        List<Act> begins = names.stream().map(name -> barrierBegin(Callback.of(name, scope), scope)).toList();
        return (before, after) -> {
            begins.forEach(act -> act.run(before, after));
            return Act.NEXT;
        };
    }

    private static Act barrierBegin(Callback callback, Scope scope) {
        Barriers.Barrier own = callback.barriers().barrierOf(scope.context(), scope);
        return (before, after) -> {
            if (callback.isArmed(before)) {
                own.standBehindQueued(before, after);
            }
            if (callback.running().test(before)) {
                own.standBehindRunning(before, after);
            }
            return Act.NEXT;
        };
    }

    /** Puts a barrier behind the last instance of an item. */
    private static Act flushBegin(Callback work, Optional<String> into, Scope scope) {
        Barriers.Barrier own = work.barriers().barrierOf(scope.context(), scope);
        Scope.Answer waits = scope.answer(into);
        return (before, after) -> {
            if (work.isArmed(before)) {
                own.standBehindQueued(before, after);
            } else if (work.running().test(before)) {
                own.standBehindRunning(before, after);
            }
            waits.give(work.isOnItsWay(before), before, after);
            return Act.NEXT;
        };
    }

    /** Whether the scope's context waits behind no instance of some callbacks. */
    private static StateTest standsBehindNone(List<String> names, Scope scope) {
        return Places.not(Places.any(names.stream()
                .map(name -> Callback.of(name, scope).barriers().barrierOf(scope.context(), scope))
                .map(barrier -> (StateTest) barrier::isStanding)
                .toList()));
    }

    private static Act returns(Scope scope) {
        Barriers barriers = Callback.of(scope.context(), scope).barriers();
        Scope.Store leavesWorker = leavesWorker(scope);
        return (before, after) -> {
            barriers.end(after);
            leavesWorker.apply(before, after);
            return Act.NEXT;
        };
    }

    /** The worker's thread goes on when the work that it runs has returned. */
    private static Scope.Store leavesWorker(Scope scope) {
        return Optional.of(Callback.program(scope.context(), scope))
                .filter(program -> program.kind() == CallbackKind.KTHREAD_WORK)
                .flatMap(program -> program.runner())
                .map(worker -> KthreadWorkerActs.runsNothing(worker, scope))
                .orElse((before, after) -> { });
    }

    /** Waits until a guard holds, and changes nothing. */
    static Act await(StateTest guard) {
        return (before, after) -> guard.test(before) ? Act.NEXT : Act.BLOCKED;
    }
}
