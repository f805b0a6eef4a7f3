package org.quiesce.mutation;

import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Operation.Waiters;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;

/** Another call of the same family. */
final class Replacements {

    private Replacements() {}

    static Stream<Change> state(Site site) {
        return calls(site, Replacements::otherStates);
    }

    static Stream<Change> store(Site site) {
        return calls(site, Replacements::otherStores);
    }

    static Stream<Change> wake(Site site) {
        return calls(site, Replacements::otherWakes);
    }

    static Stream<Change> teardown(Site site) {
        return calls(site, Replacements::lesserTeardowns);
    }

    private static Stream<Change> calls(Site site, Function<Operation, Stream<Operation>> others) {
        return site.statement() instanceof Statement.Call call
                ? others.apply(call.operation()).map(other -> Change.to(new Statement.Call(0, other, call.into())))
                : Stream.empty();
    }

    private static Stream<Operation> otherStates(Operation operation) {
        if (operation instanceof Operation.SetCurrentState set) {
            return sleeps(set.state()).map(Operation.SetCurrentState::new);
        } else if (operation instanceof Operation.PlainSetCurrentState set) {
            return sleeps(set.state()).map(Operation.PlainSetCurrentState::new);
        } else if (operation instanceof Operation.WaitEvent wait) {
            return modes(wait.mode(), SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE, SleepMode.IDLE)
                    .map(mode -> new Operation.WaitEvent(
                            wait.queue(), wait.condition(), mode, wait.timeout(), wait.waiter()));
        } else if (operation instanceof Operation.WaitForCompletion wait) {
            return modes(wait.mode(), SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(mode -> new Operation.WaitForCompletion(wait.completion(), mode, wait.timeout()));
        } else if (operation instanceof Operation.WaitWoken wait) {
            return modes(wait.mode(), SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(mode -> new Operation.WaitWoken(mode, wait.timeout()));
        } else if (operation instanceof Operation.Msleep sleep) {
            return Stream.of(new Operation.MsleepInterruptible(sleep.length()));
        } else if (operation instanceof Operation.MsleepInterruptible sleep) {
            return Stream.of(new Operation.Msleep(sleep.length()));
        }
        return Stream.empty();
    }

    private static Stream<TaskState> sleeps(TaskState state) {
        return Stream.of(TaskState.UNINTERRUPTIBLE, TaskState.INTERRUPTIBLE, TaskState.IDLE)
                .filter(other -> state != TaskState.RUNNING && other != state);
    }

    private static Stream<SleepMode> modes(SleepMode mode, SleepMode... all) {
        return Stream.of(all).filter(other -> other != mode);
    }

    private static Stream<Operation> otherStores(Operation operation) {
        if (operation instanceof Operation.SetCurrentState set) {
            return Stream.of(new Operation.PlainSetCurrentState(set.state()));
        }
        return operation instanceof Operation.PlainSetCurrentState set
                ? Stream.of(new Operation.SetCurrentState(set.state()))
                : Stream.empty();
    }

    private static Stream<Operation> otherWakes(Operation operation) {
        if (operation instanceof Operation.WakeUp wake) {
            return Stream.of(
                    new Operation.WakeUp(wake.queue(),
                            wake.mask() == WakeMask.NORMAL ? WakeMask.INTERRUPTIBLE : WakeMask.NORMAL, wake.waiters()),
                    new Operation.WakeUp(wake.queue(), wake.mask(),
                            wake.waiters() == Waiters.ALL ? Waiters.ONE_EXCLUSIVE : Waiters.ALL));
        } else if (operation instanceof Operation.Complete complete) {
            return Stream.of(new Operation.CompleteAll(complete.completion()));
        }
        return operation instanceof Operation.CompleteAll complete
                ? Stream.of(new Operation.Complete(complete.completion()))
                : Stream.empty();
    }

    /** Each call with the next lesser one. */
    private static Stream<Operation> lesserTeardowns(Operation operation) {
        if (operation instanceof Operation.TimerShutdownSync timer) {
            return Stream.of(new Operation.TimerDeleteSync(timer.timer()));
        } else if (operation instanceof Operation.TimerDeleteSync timer) {
            return Stream.of(new Operation.TimerDelete(timer.timer()));
        } else if (operation instanceof Operation.DisableWorkSync work) {
            return Stream.of(new Operation.CancelWorkSync(work.work()));
        } else if (operation instanceof Operation.CancelWorkSync work) {
            return Stream.of(new Operation.CancelWork(work.work()), new Operation.FlushWork(work.work()));
        } else if (operation instanceof Operation.CancelDelayedWorkSync work) {
            return Stream.of(new Operation.CancelDelayedWork(work.work()), new Operation.CancelWorkSync(work.work()));
        } else if (operation instanceof Operation.KthreadCancelDelayedWorkSync work) {
            return Stream.of(new Operation.KthreadCancelWorkSync(work.work()));
        } else if (operation instanceof Operation.KthreadCancelWorkSync work) {
            return Stream.of(new Operation.KthreadFlushWork(work.work()));
        } else if (operation instanceof Operation.FlushDelayedWork work) {
            return Stream.of(new Operation.FlushWork(work.work()));
        } else if (operation instanceof Operation.DrainWorkqueue queue) {
            return Stream.of(new Operation.FlushWorkqueue(queue.queue()));
        }
        return operation instanceof Operation.RcuBarrier
                ? Stream.of(new Operation.SynchronizeRcu())
                : Stream.empty();
    }
}
