package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Micro.Insertion;
import org.quiesce.protocol.step.Step;

/** The timers of delayed work, of workqueues and of kthread workers. */
final class DelayActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.DelayArm arm) {
            return Optional.of(arm(Callback.of(arm.work(), scope), arm.into(), scope));
        } else if (micro instanceof Micro.DelayModify modify) {
            return Optional.of(modify(Callback.of(modify.work(), scope), modify.into(), scope));
        } else if (micro instanceof Micro.DelayFlush flush) {
            return Optional.of(flush(flush, scope));
        } else if (micro instanceof Micro.StealWork steal) {
            return Optional.of(CallbackActs.take(
                    Callback.of(steal.work(), scope), steal.timing(), steal.into(), scope));
        }
        return Optional.empty();
    }

    private static Act arm(Callback work, Optional<String> into, Scope scope) {
        return CallbackActs.unlessRefused(work, into, (before, after) -> {
            work.timer().start(after);
            work.remember(after);
            return Act.NEXT;
        }, scope);
    }

    private static Act modify(Callback work, Optional<String> into, Scope scope) {
        Scope.Answer wasPending = scope.answer(into);
        return (before, after) -> {
            if (work.isDropped(before)) {
                return Act.BLOCKED;
            }
            boolean forbidden = work.isForbidden(before);
            wasPending.give(forbidden ? work.pendsWhileForbidden() : work.isPending(before), before, after);
            if (!forbidden) {
                work.disarm(before, after);
                work.timer().start(after);
            }
            return Act.NEXT;
        };
    }

    private static Act flush(Micro.DelayFlush flush, Scope scope) {
        Callback work = Callback.of(flush.work(), scope);
        Act inserts = WorkqueueActs.inserting(work, flush.queue(), flush.insertion(), scope);
        return (before, after) -> {
            if (!work.timer().isOn(before)) {
                return Act.NEXT;
            }
            work.timer().stop(after);
            return inserts.run(before, after);
        };
    }

    /** The timer of the scope's context expires; blocked while it is not armed. */
    static Act expires(Scope scope) {
        Callback work = Callback.of(scope.context(), scope);
        Act fires = fires(work, scope);
        return (before, after) -> {
            if (work.timer().isOff(before)) {
                return Act.BLOCKED;
            }
            work.timer().stop(after);
            return fires.run(before, after);
        };
    }

    private static Act fires(Callback work, Scope scope) {
        Program.Callback program = Callback.program(work.name(), scope);
        if (program.kind() == CallbackKind.KTHREAD_WORK) {
            return KthreadWorkActs.timerFires(work, program.runner().orElseThrow(), scope);
        }
        Act inserts = WorkqueueActs.inserting(work, program.runner(), Insertion.OUTSIDE, scope);
        return (before, after) -> work.isForbidden(before) ? Act.NEXT : inserts.run(before, after);
    }
}
