package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskMicro;

/**
 * Signals that kernel threads are sent by other code, and allow, take and forget.
 *
 * <p>Where nobody sends any, there is nothing to allow and nothing to forget.
 */
final class SignalActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.AllowSignal) {
            return Optional.of(store("allowed", 1, scope));
        } else if (micro instanceof Micro.FlushSignals) {
            return Optional.of(store("signals", 0, scope));
        } else if (micro instanceof TaskMicro.DisallowSignal) {
            Act forgets = store("signals", 0, scope);
            Act disallows = store("allowed", 0, scope);
            return Optional.of((before, after) -> {
                forgets.run(before, after);
                return disallows.run(before, after);
            });
        } else if (micro instanceof TaskMicro.DequeueSignal dequeue) {
            return Optional.of(dequeue(dequeue.into(), scope));
        } else if (micro instanceof Micro.SendSignal send) {
            Scope.Operand operand = scope.operand(send.task());
            return Optional.of(scope.checked(operand, deliver(operand, scope)));
        }
        return Optional.empty();
    }

    private static Act store(String variable, int code, Scope scope) {
        Optional<Field> field = scope.ownIfAny(variable);
        return (before, after) -> {
            field.ifPresent(f -> f.set(after, code));
            return Act.NEXT;
        };
    }

    private static Act dequeue(Optional<String> into, Scope scope) {
        Field pending = scope.ownIfAny("signals").orElse(Field.ABSENT);
        Scope.Store taken = scope.store(into, Signal.SIGTERM.number());
        Scope.Store none = scope.store(into, 0);
        return (before, after) -> {
            (pending.get(before) != 0 ? taken : none).apply(before, after);
            pending.set(after, 0);
            return Act.NEXT;
        };
    }

    private static Act deliver(Scope.Operand operand, Scope scope) {
        Act wake = scope.waking(operand, WakeMask.INTERRUPTIBLE);
        return (before, after) -> {
            Threads.Signals signals = scope.threads().at(operand.pointer(before)).signals();
            if (signals.allowed().get(before) == 0) {
                return Act.NEXT;
            }
            signals.pending().set(after, 1);
            return wake.run(before, after);
        };
    }
}
