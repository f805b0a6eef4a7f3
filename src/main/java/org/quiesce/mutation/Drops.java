package org.quiesce.mutation;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.KthreadWorkerOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationFamily;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Spelling;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** A statement is left out. */
final class Drops {

    private Drops() {}

    static Stream<Change> wakes(Site site) {
        return call(site, OperationFamily.Wakes.class, (call, wakes) -> without(call, wakes.withoutWake()));
    }

    static Stream<Change> locks(Site site) {
        return call(site, OperationFamily.TakesLock.class, (call, takes) -> without(call));
    }

    static Stream<Change> unlocks(Site site) {
        return call(site, OperationFamily.GivesBackLock.class, (call, givesBack) -> without(call));
    }

    static Stream<Change> references(Site site) {
        return call(site, OperationFamily.CountsReference.class,
                (call, counts) -> without(call, counts.withoutReference()));
    }

    static Stream<Change> states(Site site) {
        return call(site, OperationTrait.SetsState.class, (call, sets) -> without(call));
    }

    /** Any other call; also one that does something else beside the wake-up or the reference. */
    static Stream<Change> others(Site site) {
        return call(site, Operation.class, (call, operation) -> without(call))
                .filter(dropped -> isOther(((Statement.Call) site.statement()).operation()));
    }

    private static <T> Stream<Change> call(Site site, Class<T> kind, BiFunction<Statement.Call, T, Change> slip) {
        return site.statement() instanceof Statement.Call call && kind.isInstance(call.operation())
                ? Stream.of(slip.apply(call, kind.cast(call.operation())))
                : Stream.empty();
    }

    /** What is left of the call is there. */
    private static Change without(Statement.Call call, Optional<Operation> rest) {
        return rest.map(operation -> Change.to(call.with(any -> operation))).orElseGet(() -> without(call));
    }

    /** A number that the call would have yielded is there: what it is when the call goes well. */
    private static Change without(Statement.Call call) {
        return call.into()
                .flatMap(local -> success(call).map(number -> new DataOperation.SetLocal(local, number)))
                .map(number -> Change.to(new Statement.Call(call.line(), number, Optional.empty())))
                .orElseGet(Change::drop);
    }

    private static Optional<Value> success(Statement.Call call) {
        return call.spelling().flatMap(Spelling::yields)
                .or(() -> call.operation() instanceof OperationTrait.YieldsNumber yields
                        ? Optional.of(Value.of(yields.success()))
                        : Optional.empty());
    }

    /** The loops of core code are no statements of the module: who leaves them out has no thread. */
    private static boolean isOther(Operation operation) {
        return !(operation instanceof OperationTrait.SetsState)
                && !(operation instanceof OperationFamily.TakesLock)
                && !(operation instanceof OperationFamily.GivesBackLock)
                && !(operation instanceof OperationFamily.Wakes wakes && wakes.withoutWake().isEmpty())
                && !(operation instanceof OperationFamily.CountsReference counts && counts.withoutReference().isEmpty())
                && !(operation instanceof KthreadWorkerOperation.KthreadWorkerFn);
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
