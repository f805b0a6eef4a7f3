package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskMicro;

/** Parking: P*, N*, Q*. */
final class ParkActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.ParkTest test) {
            return Optional.of(test(scope.operand(test.task()), test.into(), scope));
        } else if (micro instanceof Micro.ParkBusyTest test) {
            return Optional.of(busy(scope.operand(test.task()), test.into(), scope));
        } else if (micro instanceof Micro.ParkSet set) {
            return Optional.of(ask(scope.operand(set.task()), set.into(), scope));
        } else if (micro instanceof Micro.ParkTestAndSet test) {
            Act busy = busy(scope.operand(test.task()), test.into(), scope);
            Act ask = ask(scope.operand(test.task()), test.into(), scope);
            return Optional.of((before, after) ->
                    busy.run(before, after) == Act.FAILED ? Act.FAILED : ask.run(before, after));
        } else if (micro instanceof Micro.ParkWake wake) {
            return Optional.of(scope.waking(scope.operand(wake.task()), WakeMask.NORMAL));
        } else if (micro instanceof Micro.ParkWait wait) {
            Scope.Operand task = scope.operand(wait.task());
            return Optional.of((before, after) ->
                    StopActs.take(scope.threads().at(task.pointer(before)).park().parked(), before, after));
        } else if (micro instanceof Micro.ParkVerify verify) {
            return Optional.of(verify(scope.operand(verify.task()), verify.into(), scope));
        } else if (micro instanceof Micro.Unpark unpark) {
            Scope.Operand task = scope.operand(unpark.task());
            return Optional.of(scope.checked(task, unpark(task, scope)));
        } else if (micro instanceof Micro.ParkmeTest) {
            return Optional.of(parkmeTest(scope));
        } else if (micro instanceof TaskMicro.ReadShouldPark read) {
            return Optional.of(readShouldPark(scope.operand(read.task()), read.into(), scope));
        }
        return Optional.empty();
    }

    private static Act test(Scope.Operand task, Optional<String> into, Scope scope) {
        Scope.Store refused = scope.store(into, Errno.ENOSYS.negative());
        Scope.Store warning = scope.warning();
        return scope.checked(task, (before, after) -> {
            if (!scope.threads().at(task.pointer(before)).out().test(before)) {
                return Act.NEXT;
            }
            warning.apply(before, after);
            refused.apply(before, after);
            return Act.FAILED;
        });
    }

    private static Act busy(Scope.Operand task, Optional<String> into, Scope scope) {
        Scope.Store refused = scope.store(into, Errno.EBUSY.negative());
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (scope.threads().at(task.pointer(before)).park().shouldPark().get(before) == 0) {
                return Act.NEXT;
            }
            warning.apply(before, after);
            refused.apply(before, after);
            return Act.FAILED;
        };
    }

    /** A thread that asks itself does not wait until it has parked. */
    private static Act ask(Scope.Operand task, Optional<String> into, Scope scope) {
        boolean isThread = scope.threads().includes(scope.context());
        int self = isThread ? scope.threads().pointer(scope.context()) : Threads.NULL;
        Scope.Store returned = scope.store(into, 0);
        return (before, after) -> {
            int pointer = task.pointer(before);
            scope.threads().at(pointer).park().shouldPark().set(after, 1);
            if (pointer != self) {
                return Act.NEXT;
            }
            returned.apply(before, after);
            return Act.TRUE;
        };
    }

    private static Act verify(Scope.Operand task, Optional<String> into, Scope scope) {
        Scope.Store returned = scope.store(into, 0);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            Sleeper sleeper = scope.threads().at(task.pointer(before)).sleeper();
            if (sleeper.is(before, TaskState.PARKED)) {
                if (!sleeper.isAsleep(before)) {
                    return Act.BLOCKED;
                }
            } else {
                warning.apply(before, after);
            }
            returned.apply(before, after);
            return Act.NEXT;
        };
    }

    /** Takes back a request to park, if there is one, and wakes the task from being parked. */
    static Act unpark(Scope.Operand task, Scope scope) {
        int parked = Sleeper.bits(WakeMask.PARKED);
        return (before, after) -> {
            Threads.KernelThread thread = scope.threads().at(task.pointer(before));
            Field shouldPark = thread.park().shouldPark();
            if (shouldPark.get(before) != 0) {
                shouldPark.set(after, 0);
                thread.sleeper().wake(before, after, parked);
            }
            return Act.NEXT;
        };
    }

    private static Act readShouldPark(Scope.Operand task, Optional<String> into, Scope scope) {
        Scope.Store yes = scope.store(into, 1);
        Scope.Store no = scope.store(into, 0);
        return scope.checked(task, (before, after) -> {
            boolean asked = scope.threads().at(task.pointer(before)).park().shouldPark().get(before) != 0;
            (asked ? yes : no).apply(before, after);
            return Act.NEXT;
        });
    }

    private static Act parkmeTest(Scope scope) {
        Threads.Park park = scope.self().park();
        int bound = scope.faults().bound();
        return (before, after) -> {
            if (park.shouldPark().get(before) == 0) {
                return Act.FALSE;
            }
            int outcome = TaskActs.countUp(park.parked(), Bounds.PARKED_MAX, before, after, bound);
            return outcome == Act.NEXT ? Act.TRUE : outcome;
        };
    }
}
