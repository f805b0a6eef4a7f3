package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
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
            return Optional.of(disable(disable, scope));
        } else if (micro instanceof WorkMicro.EnableTest enable) {
            return Optional.of(enable(Callback.of(enable.work(), scope), scope));
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

    private static Act disable(WorkMicro.Disable disable, Scope scope) {
        Callback work = Callback.of(disable.work(), scope);
        Act takes = CallbackActs.cancelBegin(work, disable.timing(), scope);
        Scope.Store wasQueued = scope.store(disable.into(), 1);
        Scope.Store wasNot = scope.store(disable.into(), 0);
        return (before, after) -> {
            (work.isArmed(before) || work.timer().isOn(before) ? wasQueued : wasNot).apply(before, after);
            return takes.run(before, after);
        };
    }

    private static Act enable(Callback work, Scope scope) {
        Act enables = WorkqueueActs.enable(work, scope);
        return (before, after) -> {
            enables.run(before, after);
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
            work.disarm(after);
            work.timer().stop(after);
            work.cancelling().set(after, 0);
            work.hasWorker().set(after, 0);
            return Act.NEXT;
        };
    }

    private static Act modify(WorkMicro.KthreadModify modify, Scope scope) {
        Callback work = Callback.of(modify.work(), scope);
        Scope.Store wasQueued = scope.store(modify.into(), 1);
        Scope.Store wasNot = scope.store(modify.into(), 0);
        return (before, after) -> {
            work.remember(after);
            if (work.isForbidden(before)) {
                wasQueued.apply(before, after);
                work.timer().stop(after);
                return Act.NEXT;
            }
            (work.isArmed(before) || work.timer().isOn(before) ? wasQueued : wasNot).apply(before, after);
            work.disarm(after);
            work.timer().start(after);
            return Act.NEXT;
        };
    }
}
