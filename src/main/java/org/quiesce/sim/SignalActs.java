package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
        if (micro instanceof Micro.AllowSignal allow) {
            return Optional.of(store(List.of(receiving(allow.signal())), 1, scope));
        } else if (micro instanceof Micro.FlushSignals) {
            return Optional.of(store(List.of("signals", "killPending", "sharedKill"), 0, scope));
        } else if (micro instanceof TaskMicro.DisallowSignal disallow) {
            List<String> forgotten = new ArrayList<>(pending(disallow.signal()));
            forgotten.add(receiving(disallow.signal()));
            return Optional.of(store(forgotten, 0, scope));
        } else if (micro instanceof TaskMicro.DequeueSignal dequeue) {
            return Optional.of(dequeue(dequeue.into(), scope));
        } else if (micro instanceof Micro.SendSignal send) {
            Scope.Operand operand = scope.operand(send.task());
            return Optional.of(scope.checked(operand, send.signal() == Signal.SIGKILL
                    ? killed(operand, Threads.Signals::killPending, scope)
                    : signalled(operand, scope)));
        } else if (micro instanceof Micro.KillProcess kill) {
            Scope.Operand operand = scope.operand(kill.task());
            return Optional.of(scope.checked(operand, killed(operand, Threads.Signals::sharedKill, scope)));
        }
        return Optional.empty();
    }

    private static String receiving(Signal signal) {
        return signal == Signal.SIGKILL ? "allowsKill" : "allowed";
    }

    /** Where the signal waits to be taken. */
    private static List<String> pending(Signal signal) {
        return signal == Signal.SIGKILL ? List.of("killPending", "sharedKill") : List.of("signals");
    }

    private static Act store(List<String> variables, int code, Scope scope) {
        List<Field> fields = variables.stream().flatMap(variable -> scope.ownIfAny(variable).stream()).toList();
        return (before, after) -> {
            fields.forEach(field -> field.set(after, code));
            return Act.NEXT;
        };
    }

    /** A place where a signal may be pending, and what it yields if it is taken there. */
    private record Source(Field pending, Scope.Store number) {

        static Optional<Source> of(String variable, Signal signal, Optional<String> into, Scope scope) {
            return scope.ownIfAny(variable).map(field -> new Source(field, scope.store(into, signal.number())));
        }
    }

    /** Signals of the thread itself come first, and of those the lowest. */
    private static Act dequeue(Optional<String> into, Scope scope) {
        List<Source> sources = List.of(
                        Source.of("killPending", Signal.SIGKILL, into, scope),
                        Source.of("signals", Signal.SIGTERM, into, scope),
                        Source.of("sharedKill", Signal.SIGKILL, into, scope))
                .stream()
                .flatMap(Optional::stream)
                .toList();
        Scope.Store none = scope.store(into, 0);
        return (before, after) -> {
            for (Source source : sources) {
                if (source.pending().get(before) != 0) {
                    source.pending().set(after, 0);
                    source.number().apply(before, after);
                    return Act.NEXT;
                }
            }
            none.apply(before, after);
            return Act.NEXT;
        };
    }

    private static Act signalled(Scope.Operand operand, Scope scope) {
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

    /** SIGKILL that is pending already is not sent once more, and wakes nobody. */
    private static Act killed(Scope.Operand operand, Function<Threads.Signals, Field> where, Scope scope) {
        Act wake = scope.waking(operand, WakeMask.KILL);
        return (before, after) -> {
            Threads.Signals signals = scope.threads().at(operand.pointer(before)).signals();
            Field pending = where.apply(signals);
            if (signals.allowsKill().get(before) == 0 || pending.get(before) != 0) {
                return Act.NEXT;
            }
            pending.set(after, 1);
            return wake.run(before, after);
        };
    }
}
