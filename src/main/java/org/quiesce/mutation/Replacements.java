package org.quiesce.mutation;

import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.KthreadWorkerOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.SleepOperation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.TimerOperation;
import org.quiesce.protocol.WaitQueueOperation;
import org.quiesce.protocol.WaitQueueOperation.Waiters;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.WorkOperation;

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
                ? others.apply(call.operation())
                        .map(other -> Change.to(new Statement.Call(call.line(), other, call.into())))
                : Stream.empty();
    }

    private static Stream<Operation> otherStates(Operation operation) {
        if (operation instanceof SleepOperation.SetCurrentState set) {
            return sleeps(set.state()).map(SleepOperation.SetCurrentState::new);
        } else if (operation instanceof SleepOperation.PlainSetCurrentState set) {
            return sleeps(set.state()).map(SleepOperation.PlainSetCurrentState::new);
        } else if (operation instanceof WaitQueueOperation.WaitEvent wait) {
            return modes(wait.mode(), SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE, SleepMode.IDLE)
                    .map(mode -> new WaitQueueOperation.WaitEvent(
                            wait.queue(), wait.condition(), mode, wait.timeout(), wait.waiter(), wait.around()));
        } else if (operation instanceof CompletionOperation.WaitForCompletion wait) {
            return modes(wait.mode(), SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(mode -> new CompletionOperation.WaitForCompletion(wait.completion(), mode, wait.timeout()));
        } else if (operation instanceof WaitQueueOperation.WaitWoken wait) {
            return modes(wait.mode(), SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(mode -> new WaitQueueOperation.WaitWoken(mode, wait.timeout()));
        } else if (operation instanceof SleepOperation.Msleep sleep) {
            return Stream.of(new SleepOperation.MsleepInterruptible(sleep.length()));
        } else if (operation instanceof SleepOperation.MsleepInterruptible sleep) {
            return Stream.of(new SleepOperation.Msleep(sleep.length()));
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
        if (operation instanceof SleepOperation.SetCurrentState set) {
            return Stream.of(new SleepOperation.PlainSetCurrentState(set.state()));
        }
        return operation instanceof SleepOperation.PlainSetCurrentState set
                ? Stream.of(new SleepOperation.SetCurrentState(set.state()))
                : Stream.empty();
    }

    private static Stream<Operation> otherWakes(Operation operation) {
        if (operation instanceof WaitQueueOperation.WakeUp wake) {
            return Stream.of(
                    new WaitQueueOperation.WakeUp(wake.queue(),
                            wake.mask() == WakeMask.NORMAL ? WakeMask.INTERRUPTIBLE : WakeMask.NORMAL, wake.waiters()),
                    new WaitQueueOperation.WakeUp(wake.queue(), wake.mask(),
                            wake.waiters() == Waiters.ALL ? Waiters.ONE_EXCLUSIVE : Waiters.ALL));
        } else if (operation instanceof CompletionOperation.Complete complete) {
            return Stream.of(new CompletionOperation.CompleteAll(complete.completion()));
        }
        return operation instanceof CompletionOperation.CompleteAll complete
                ? Stream.of(new CompletionOperation.Complete(complete.completion()))
                : Stream.empty();
    }

    /** Each call with the next lesser one. */
    private static Stream<Operation> lesserTeardowns(Operation operation) {
        if (operation instanceof TimerOperation.TimerShutdownSync timer) {
            return Stream.of(new TimerOperation.TimerDeleteSync(timer.timer()));
        } else if (operation instanceof TimerOperation.TimerDeleteSync timer) {
            return Stream.of(new TimerOperation.TimerDelete(timer.timer()));
        } else if (operation instanceof WorkOperation.DisableWorkSync work) {
            return Stream.of(new WorkOperation.CancelWorkSync(work.work()));
        } else if (operation instanceof WorkOperation.CancelWorkSync work) {
            return Stream.of(new WorkOperation.CancelWork(work.work()), new WorkOperation.FlushWork(work.work()));
        } else if (operation instanceof WorkOperation.CancelDelayedWorkSync work) {
            return Stream.of(
                    new WorkOperation.CancelDelayedWork(work.work()), new WorkOperation.CancelWorkSync(work.work()));
        } else if (operation instanceof KthreadWorkerOperation.KthreadCancelDelayedWorkSync work) {
            return Stream.of(new KthreadWorkerOperation.KthreadCancelWorkSync(work.work()));
        } else if (operation instanceof KthreadWorkerOperation.KthreadCancelWorkSync work) {
            return Stream.of(new KthreadWorkerOperation.KthreadFlushWork(work.work()));
        } else if (operation instanceof WorkOperation.FlushDelayedWork work) {
            return Stream.of(new WorkOperation.FlushWork(work.work()));
        } else if (operation instanceof WorkOperation.DrainWorkqueue queue) {
            return Stream.of(new WorkOperation.FlushWorkqueue(queue.queue()));
        }
        return operation instanceof RcuOperation.RcuBarrier
                ? Stream.of(new RcuOperation.SynchronizeRcu())
                : Stream.empty();
    }
}
