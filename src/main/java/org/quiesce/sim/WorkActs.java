package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.WorkMicro;

/** What is done to work items and asked of them besides queueing, cancelling and flushing. */
final class WorkActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof WorkMicro.Disable disable) {
            return Optional.of(CallbackActs.cancelBegin(
                    Callback.of(disable.work(), scope), disable.timing(), disable.into(), scope));
        } else if (micro instanceof Micro.EnableWork enable) {
            return Optional.of(enable(Callback.of(enable.work(), scope), enable.timing(), enable.into(), scope));
        } else if (micro instanceof WorkMicro.EnableTest enable) {
            return Optional.of(enableTest(Callback.of(enable.work(), scope), scope));
        } else if (micro instanceof WorkMicro.RcuWorkWait wait) {
            Callback.DelayTimer gracePeriod = Callback.of(wait.work(), scope).timer();
            return Optional.of(CallbackActs.await(Places.not(gracePeriod::isOn)));
        } else if (micro instanceof WorkMicro.ReadBusy read) {
            return Optional.of(readBusy(read, scope));
        } else if (micro instanceof WorkMicro.KthreadInit init) {
            return Optional.of(initialise(Callback.of(init.work(), scope), scope));
        } else if (micro instanceof WorkMicro.KthreadModify modify) {
            return Optional.of(scope.checked(modify.worker(), modify(modify, scope)));
        }
        return Optional.empty();
    }

    // ---- items of workqueues

    /** Whoever enables an item takes it first, and lets it go. */
    private static Act enable(Callback work, Timing timing, Optional<String> into, Scope scope) {
        Act takes = CallbackActs.take(work, timing, Optional.empty(), scope);
        Act enables = TaskActs.countDown(work.cancelling(), scope);
        Scope.Answer isEnabled = scope.answer(into);
        return (before, after) -> {
            if (takes.run(before, after) == Act.BLOCKED) {
                return Act.BLOCKED;
            }
            enables.run(before, after);
            isEnabled.give(!work.isForbidden(after), before, after);
            return Act.NEXT;
        };
    }

    private static Act enableTest(Callback work, Scope scope) {
        Act enables = enable(work, Timing.AT_ONCE, Optional.empty(), scope);
        return (before, after) -> {
            if (enables.run(before, after) == Act.BLOCKED) {
                return Act.BLOCKED;
            }
            return work.isForbidden(after) ? Act.FALSE : Act.TRUE;
        };
    }

    private static Act readBusy(WorkMicro.ReadBusy read, Scope scope) {
        Callback work = Callback.of(read.work(), scope);
        List<Scope.Store> answers = List.of(
                scope.store(read.into(), 0),
                scope.store(read.into(), 1),
                scope.store(read.into(), 2),
                scope.store(read.into(), 3));
        return (before, after) -> {
            int busy = (work.isPending(before) ? 1 : 0) + (work.running().test(before) ? 2 : 0);
            answers.get(busy).apply(before, after);
            return Act.NEXT;
        };
    }

    // ---- kthread work

    private static Act initialise(Callback work, Scope scope) {
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (work.isArmed(before) || !work.timer().isOff(before)) {
                warning.apply(before, after);
            }
            work.disarm(before, after);
            work.timer().stop(after);
            work.cancelling().set(after, 0);
            work.hasWorker().set(after, 0);
            return Act.NEXT;
        };
    }

    private static Act modify(WorkMicro.KthreadModify modify, Scope scope) {
        Callback work = Callback.of(modify.work(), scope);
        Scope.Answer wasQueued = scope.answer(modify.into());
        return (before, after) -> {
            work.remember(after);
            wasQueued.give(work.isForbidden(before) || work.isToTake(before), before, after);
            if (work.isForbidden(before)) {
                work.timer().stop(after);
                return Act.NEXT;
            }
            work.disarm(before, after);
            work.timer().start(after);
            return Act.NEXT;
        };
    }
}
