package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** kthread_stop: S2 to S11. */
final class StopActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        Threads threads = scope.threads();
        if (micro instanceof Micro.StopGet get) {
            return Optional.of(TaskActs.get(scope.operand(get.task()), scope));
        } else if (micro instanceof Micro.StopSet set) {
            Scope.Operand task = scope.operand(set.task());
            return Optional.of((before, after) -> {
                // Where the reference could not be taken in this very step there is no task; that faults on its own.
                int pointer = task.pointer(before);
                if (Threads.isThread(pointer)) {
                    threads.at(pointer).shouldStop().set(after, 1);
                }
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.StopUnpark unpark) {
            return Optional.of(ParkActs.unpark(scope.operand(unpark.task()), scope));
        } else if (micro instanceof Micro.StopNotify notify) {
            return Optional.of(notify(scope.operand(notify.task()), scope));
        } else if (micro instanceof Micro.StopWake wake) {
            return Optional.of(scope.waking(scope.operand(wake.task()), WakeMask.NORMAL));
        } else if (micro instanceof Micro.StopWait wait) {
            Scope.Operand task = scope.operand(wait.task());
            return Optional.of((before, after) ->
                    take(threads.at(task.pointer(before)).exited(), before, after));
        } else if (micro instanceof Micro.StopReturn back) {
            return Optional.of(returns(scope.operand(back.task()), back.into(), scope));
        }
        return Optional.empty();
    }

    private static Act notify(Scope.Operand task, Scope scope) {
        if (!scope.profile().has(Axis.STOP_SETS_NOTIFY_SIGNAL)) {
            return (before, after) -> Act.NEXT;
        }
        return (before, after) -> {
            scope.threads().at(task.pointer(before)).notified().set(after, 1);
            return Act.NEXT;
        };
    }

    /** Takes one off a count once it is above 0. */
    static int take(Field count, long[] before, long[] after) {
        int value = count.get(before);
        if (value == 0) {
            return Act.BLOCKED;
        }
        count.set(after, value - 1);
        return Act.NEXT;
    }

    private static Act returns(Scope.Operand task, Optional<String> into, Scope scope) {
        Threads threads = scope.threads();
        Optional<Field> target = into.map(scope::own);
        target.ifPresent(field -> requireSameNumbers(into.orElseThrow(), scope));
        return (before, after) -> {
            Threads.KernelThread thread = threads.at(task.pointer(before));
            if (target.isPresent()) {
                target.get().set(after, thread.result().get(before));
            }
            return TaskActs.put(thread, before, after, scope.faults());
        };
    }

    private static void requireSameNumbers(String local, Scope scope) {
        List<Datum> numbers = scope.layout().domain(local, scope.context());
        for (Threads.KernelThread thread : scope.threads().all()) {
            if (!scope.layout().domain("result", thread.id()).equals(numbers)) {
                throw new IllegalStateException("internal error: " + local + " can't hold every result");
            }
        }
    }
}
