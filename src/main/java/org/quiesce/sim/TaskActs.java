package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Reading a task pointer, waking a task, and references on it. */
final class TaskActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.LoadArg load) {
            return Optional.of(load(load.task(), scope));
        } else if (micro instanceof Micro.DropArg) {
            Field arg = scope.own("arg");
            return Optional.of((before, after) -> {
                arg.set(after, Threads.NULL);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.WakeTask wake) {
            Scope.Operand operand = scope.operand(wake.task());
            return Optional.of(scope.checked(operand, scope.waking(operand, WakeMask.NORMAL)));
        } else if (micro instanceof Micro.GetTask get) {
            return Optional.of(get(scope.operand(get.task()), scope));
        } else if (micro instanceof Micro.PutTask put) {
            return Optional.of(put(scope.operand(put.task()), scope));
        }
        return Optional.empty();
    }

    private static Act load(TaskRef task, Scope scope) {
        Field arg = scope.own("arg");
        if (task instanceof TaskRef.Pointer pointer) {
            Field source = scope.plain(pointer.name());
            return (before, after) -> {
                arg.set(after, source.get(before));
                return Act.NEXT;
            };
        }
        int self = scope.threads().pointer(scope.context());
        return (before, after) -> {
            arg.set(after, self);
            return Act.NEXT;
        };
    }

    /** A new reference on a task that must be valid. */
    static Act get(Scope.Operand operand, Scope scope) {
        int bound = scope.faults().bound();
        return scope.checked(operand, (before, after) -> {
            Field usage = scope.threads().at(operand.pointer(before)).usage();
            return countUp(usage, Bounds.REFERENCES_MAX, before, after, bound);
        });
    }

    private static Act put(Scope.Operand operand, Scope scope) {
        return (before, after) -> {
            int pointer = operand.pointer(before);
            return Threads.isThread(pointer)
                    ? put(scope.threads().at(pointer), before, after, scope.faults().refcount())
                    : scope.faults().nullDeref();
        };
    }

    /** One reference of a caller less, or a fault if it is not a caller's: a thread has one until it is gone. */
    static int put(Threads.KernelThread thread, long[] before, long[] after, int fault) {
        boolean isOfThread = thread.usage().get(before) == 1 && !thread.gone().test(before);
        return isOfThread ? fault : drop(thread.usage(), before, after, fault);
    }

    /** One reference less, or a fault if there is none. */
    static int drop(Field usage, long[] before, long[] after, int fault) {
        int count = usage.get(before);
        if (count == 0) {
            return fault;
        }
        usage.set(after, count - 1);
        return Act.NEXT;
    }

    /** One more, or a fault above the bound. */
    static int countUp(Field counter, int bound, long[] before, long[] after, int fault) {
        int count = counter.get(before);
        if (count == bound) {
            return fault;
        }
        counter.set(after, count + 1);
        return Act.NEXT;
    }
}
