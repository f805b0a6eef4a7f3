package org.quiesce.mutation;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.InterruptOperation;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.KthreadWorkerOperation;
import org.quiesce.protocol.LockOperation;
import org.quiesce.protocol.ModuleOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SmpbootOperation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WaitQueueOperation;

/** A statement is left out. */
final class Drops {

    private Drops() {}

    /** Leaves out calls of a kind. */
    static Function<Site, Stream<Change>> of(Predicate<Operation> kind) {
        return site -> site.statement() instanceof Statement.Call call && kind.test(call.operation())
                ? Stream.of(without(call))
                : Stream.empty();
    }

    /** A number that the call would have yielded is there: what it is when the call goes well. */
    private static Change without(Statement.Call call) {
        return call.into()
                .filter(local -> call.result() == Operation.Result.NUMBER)
                .map(local -> new DataOperation.SetLocal(local, Value.of(success(call.operation()))))
                .map(number -> Change.to(new Statement.Call(call.line(), number, Optional.empty())))
                .orElseGet(Change::drop);
    }

    private static int success(Operation operation) {
        return operation instanceof ModuleOperation.TryModuleGet
                || operation instanceof LockOperation.MutexTrylock
                || operation instanceof OperationTrait.Queues ? 1 : 0;
    }

    static boolean isWake(Operation operation) {
        return operation instanceof KthreadOperation.WakeUpProcess
                || operation instanceof WaitQueueOperation.WakeUp
                || operation instanceof CompletionOperation.Complete
                || operation instanceof CompletionOperation.CompleteAll
                || operation instanceof KthreadOperation.KthreadUnpark
                || operation instanceof InterruptOperation.IrqWakeThread;
    }

    static boolean isLock(Operation operation) {
        return operation instanceof LockOperation.Lock
                || operation instanceof LockOperation.MutexLockInterruptible
                || operation instanceof LockOperation.MutexTrylock
                || operation instanceof LockOperation.Down
                || operation instanceof LockOperation.DownInterruptible
                || operation instanceof LockOperation.DownTrylock
                || operation instanceof LockOperation.DownRw
                || operation instanceof SmpbootOperation.CpusLock
                || operation instanceof RcuOperation.SectionBegin;
    }

    static boolean isUnlock(Operation operation) {
        return operation instanceof LockOperation.Unlock
                || operation instanceof LockOperation.Up
                || operation instanceof LockOperation.UpRw
                || operation instanceof SmpbootOperation.CpusUnlock
                || operation instanceof RcuOperation.SectionEnd;
    }

    static boolean isReference(Operation operation) {
        return operation instanceof KthreadOperation.GetTaskStruct
                || operation instanceof KthreadOperation.PutTaskStruct
                || operation instanceof ModuleOperation.TryModuleGet
                || operation instanceof ModuleOperation.UncheckedModuleGet
                || operation instanceof ModuleOperation.ModulePut;
    }

    static boolean isState(Operation operation) {
        return operation instanceof OperationTrait.SetsState;
    }

    /** The loops of core code are no statements of the module: who leaves them out has no thread. */
    static boolean isOther(Operation operation) {
        return !isWake(operation) && !isLock(operation) && !isUnlock(operation) && !isReference(operation)
                && !isState(operation)
                && !(operation instanceof KthreadWorkerOperation.KthreadWorkerFn)
                && !(operation instanceof SmpbootOperation.SmpbootThreadFn);
    }

    /** Leaves out what is done if a call failed. */
    static Stream<Change> checks(Site site) {
        return site.statement() instanceof Statement.If branch && looksForFailure(branch.condition())
                ? Stream.of(Change.drop())
                : Stream.empty();
    }

    /** Leaves out what is done on any other condition. */
    static Stream<Change> branches(Site site) {
        return site.statement() instanceof Statement.If branch && !looksForFailure(branch.condition())
                ? Stream.of(Change.drop())
                : Stream.empty();
    }

    private static boolean looksForFailure(Condition condition) {
        return condition instanceof Condition.Or either
                ? looksForFailure(either.left()) || looksForFailure(either.right())
                : condition instanceof Condition.PointerError
                        || condition instanceof Condition.PointerNull
                        || condition instanceof Condition.MemoryNull
                        || condition instanceof Condition.QueueNull
                        || condition instanceof Condition.WorkerError;
    }

    /** Leaves out a jump. */
    static Stream<Change> jumps(Site site) {
        return isJump(site.statement()) ? Stream.of(Change.drop()) : Stream.empty();
    }

    static boolean isJump(Statement statement) {
        return statement instanceof Statement.Break
                || statement instanceof Statement.Continue
                || statement instanceof Statement.Return;
    }
}
