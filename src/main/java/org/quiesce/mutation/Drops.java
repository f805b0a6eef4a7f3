package org.quiesce.mutation;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

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
                .filter(local -> call.operation().result() == Operation.Result.NUMBER)
                .map(local -> Change.to(new Statement.Call(
                        0, new Operation.SetLocal(local, Value.of(success(call.operation()))), Optional.empty())))
                .orElseGet(Change::drop);
    }

    private static int success(Operation operation) {
        return operation instanceof Operation.TryModuleGet
                || operation instanceof Operation.MutexTrylock
                || operation instanceof Operation.Queues ? 1 : 0;
    }

    static boolean isWake(Operation operation) {
        return operation instanceof Operation.WakeUpProcess
                || operation instanceof Operation.WakeUp
                || operation instanceof Operation.Complete
                || operation instanceof Operation.CompleteAll
                || operation instanceof Operation.KthreadUnpark
                || operation instanceof Operation.IrqWakeThread;
    }

    static boolean isLock(Operation operation) {
        return operation instanceof Operation.Lock
                || operation instanceof Operation.MutexLockInterruptible
                || operation instanceof Operation.MutexTrylock
                || operation instanceof Operation.Down
                || operation instanceof Operation.DownInterruptible
                || operation instanceof Operation.DownTrylock
                || operation instanceof Operation.DownRw
                || operation instanceof Operation.CpusLock
                || operation instanceof Operation.SectionBegin;
    }

    static boolean isUnlock(Operation operation) {
        return operation instanceof Operation.Unlock
                || operation instanceof Operation.Up
                || operation instanceof Operation.UpRw
                || operation instanceof Operation.CpusUnlock
                || operation instanceof Operation.SectionEnd;
    }

    static boolean isReference(Operation operation) {
        return operation instanceof Operation.GetTaskStruct
                || operation instanceof Operation.PutTaskStruct
                || operation instanceof Operation.TryModuleGet
                || operation instanceof Operation.UncheckedModuleGet
                || operation instanceof Operation.ModulePut;
    }

    static boolean isState(Operation operation) {
        return operation instanceof Operation.SetsState;
    }

    /** The loops of core code are no statements of the module: who leaves them out has no thread. */
    static boolean isOther(Operation operation) {
        return !isWake(operation) && !isLock(operation) && !isUnlock(operation) && !isReference(operation)
                && !isState(operation)
                && !(operation instanceof Operation.KthreadWorkerFn)
                && !(operation instanceof Operation.SmpbootThreadFn);
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
        return condition.atoms().anyMatch(atom -> atom instanceof Condition.PointerError
                || atom instanceof Condition.PointerNull
                || atom instanceof Condition.MemoryNull
                || atom instanceof Condition.QueueNull
                || atom instanceof Condition.WorkerError);
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
