package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.QueueMicro;
import org.quiesce.protocol.step.Step;

/** Who is on a wait queue, and how: entries of wait_event, those that are queued by hand, and those for wait_woken. */
final class WaitQueueActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return entry(micro, scope).or(() -> woken(micro, scope)).map(List::of);
    }

    private static Optional<Act> entry(Micro micro, Scope scope) {
        if (micro instanceof Micro.WaitPrepare prepare) {
            return Optional.of(prepare(prepare.queue(), prepare.mode(), scope));
        } else if (micro instanceof QueueMicro.EnqueueUnlessSignalled prepare) {
            return Optional.of(prepare(prepare.queue(), prepare.mode(), scope));
        } else if (micro instanceof QueueMicro.Enqueue enqueue) {
            return Optional.of(enqueue(enqueue.queue(), enqueue.state(), scope));
        } else if (micro instanceof Micro.WaitFinish finish) {
            return Optional.of(finish(finish.queue(), scope));
        } else if (micro instanceof Micro.QueueAs as) {
            Field exclusive = scope.own("exclusive");
            int how = as.waiter() == Waiter.EXCLUSIVE ? 1 : 0;
            return Optional.of((before, after) -> {
                exclusive.set(after, how);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.AddWait add) {
            return Optional.of(add(add.queue(), scope));
        } else if (micro instanceof QueueMicro.TestAndSet set) {
            Field flag = scope.plain(set.flag());
            return Optional.of((before, after) -> {
                flag.set(after, 1);
                return flag.get(before) == 0 ? Act.FALSE : Act.TRUE;
            });
        } else if (micro instanceof QueueMicro.Join join) {
            return Optional.of(add(join.queue(), scope));
        } else if (micro instanceof Micro.RemoveWait remove) {
            return Optional.of(remove(remove.queue(), scope));
        }
        return Optional.empty();
    }

    private static Optional<Act> woken(Micro micro, Scope scope) {
        if (micro instanceof Micro.WokenTest test) {
            return Optional.of(wokenTest(test.into(), scope));
        } else if (micro instanceof Micro.WokenClear) {
            Field woken = scope.own("woken");
            Sleeper sleeper = scope.sleeper();
            return Optional.of((before, after) -> {
                sleeper.enter(after, TaskState.RUNNING);
                woken.set(after, 0);
                return Act.NEXT;
            });
        }
        return Optional.empty();
    }

    private static Act prepare(String name, SleepMode mode, Scope scope) {
        Act enqueues = enqueue(name, mode.state(), scope);
        Field queue = scope.plain(name);
        int self = scope.member(name);
        StateTest interrupted = scope.endedBySignal(mode);
        return (before, after) -> {
            if (interrupted.test(before)) {
                queue.set(after, queue.get(before) & ~self);
                return Act.SIGNALLED;
            }
            return enqueues.run(before, after);
        };
    }

    private static Act enqueue(String name, TaskState state, Scope scope) {
        Field queue = scope.plain(name);
        Sleeper sleeper = scope.sleeper();
        int self = scope.member(name);
        return (before, after) -> {
            queue.set(after, queue.get(before) | self);
            sleeper.enter(after, state);
            return Act.NEXT;
        };
    }

    private static Act finish(String name, Scope scope) {
        Field queue = scope.plain(name);
        Sleeper sleeper = scope.sleeper();
        int self = scope.member(name);
        return (before, after) -> {
            sleeper.enter(after, TaskState.RUNNING);
            queue.set(after, queue.get(before) & ~self);
            return Act.NEXT;
        };
    }

    private static Act add(String name, Scope scope) {
        Field queue = scope.plain(name);
        int self = scope.member(name);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if ((queue.get(before) & self) != 0) {
                warning.apply(before, after);
            }
            queue.set(after, queue.get(before) | self);
            return Act.NEXT;
        };
    }

    private static Act remove(String name, Scope scope) {
        Field queue = scope.plain(name);
        int self = scope.member(name);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if ((queue.get(before) & self) == 0) {
                warning.apply(before, after);
            }
            queue.set(after, queue.get(before) & ~self);
            return Act.NEXT;
        };
    }

    private static Act wokenTest(Optional<String> into, Scope scope) {
        Field woken = scope.own("woken");
        Field shouldStop = scope.ownIfAny("shouldStop").orElse(Field.ABSENT);
        Field shouldPark = scope.profile().has(Axis.WAIT_WOKEN_TESTS_PARK)
                ? scope.ownIfAny("shouldPark").orElse(Field.ABSENT)
                : Field.ABSENT;
        Scope.Store timeIsLeft = scope.store(into, 1);
        return (before, after) -> {
            if (woken.get(before) == 0 && shouldStop.get(before) == 0 && shouldPark.get(before) == 0) {
                return Act.FALSE;
            }
            timeIsLeft.apply(before, after);
            return Act.TRUE;
        };
    }
}
