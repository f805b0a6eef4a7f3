package org.quiesce.mutation;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.HrtimerOperation;
import org.quiesce.protocol.InterruptOperation;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.LockOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationFamily;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.SleepOperation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TimerOperation;
import org.quiesce.protocol.UserFileOperation;
import org.quiesce.protocol.WaitQueueOperation;

/** Something that can be seen of a slip without running it, and so need not be believed. */
public enum Circumstance {
    /** Two plain accesses change places, and one of them is to what no other function touches. */
    ORDER_IS_PRIVATE(Circumstance::isOrderPrivate),
    /** A statement comes into a critical section, or out of one. */
    EDGE_OF_SECTION(Circumstance::isAtEdge),
    /** A lock is taken, kept or given back at another place, and no other function ever takes it. */
    LOCK_OF_NOBODY_ELSE(slip -> locks(slip).count() > 0
            && locks(slip).noneMatch(lock -> calls(slip.elsewhere()).anyMatch(other -> isLock(other, lock)))),
    /** A statement comes into a critical section, or out of one, and is about what no other function touches. */
    PRIVATE_AT_EDGE(slip -> isAtEdge(slip) && slip.before().stream()
            .filter(moved -> !isLockCall(moved))
            .allMatch(moved -> Collections.disjoint(Names.in(slip.original()).of(moved.all()), others(slip)))),
    /** Whoever one of two statements starts, wakes, ends or waits for never touches what the other is about. */
    APART(slip -> slip.isSwap() && slip.before().stream().noneMatch(s -> reach(slip, s).isEmpty())
            && Collections.disjoint(reach(slip, slip.before().get(0)), reach(slip, slip.before().get(1)))),
    /** Somebody is woken before what he looks for is stored. */
    WOKEN_BEFORE_THE_STORE(slip -> slip.isSwap() && isPlain(slip.before().get(0))
            && slip.before().get(1) instanceof Statement.Call call && call.operation() instanceof OperationFamily.Wakes),
    /** Two statements that only end things change places. */
    BOTH_TEAR_DOWN(slip -> slip.isSwap() && areAll(slip.before(), OperationFamily.TearsDown.class::isInstance)),
    /** Two statements that only set something going change places. */
    BOTH_START(slip -> slip.isSwap() && areAll(slip.before(), Circumstance::starts)),
    /** In a loop a wait and what stands beside it change places: from the second turn on it is as before. */
    TURN_OF_A_LOOP(slip -> slip.isSwap() && slip.repeated()
            && slip.before().stream().flatMap(Statement::calls).map(Statement.Call::operation).anyMatch(Circumstance::waits)),
    /** Nothing that is left out takes anything back but locks that are not taken either, wakes anybody, or waits. */
    NOTHING_IS_TAKEN_BACK(slip -> losesAsManyLocks(slip) && slip.lost().stream().noneMatch(
            operation -> takesBack(operation) || operation instanceof OperationFamily.Wakes || waits(operation))),
    /** What is left out tears something down, and exit does that, too. */
    LEFT_TO_EXIT(slip -> slip.lost().stream().anyMatch(OperationFamily.TearsDown.class::isInstance)
            && slip.lost().stream()
                    .filter(OperationFamily.TearsDown.class::isInstance)
                    .allMatch(lost -> inExit(slip).anyMatch(lost::equals))),
    /** Somebody who would wait does not. */
    WAITS_NO_MORE(slip -> slip.lost().stream().anyMatch(Circumstance::waits)),
    /** Somebody who would be woken is not. */
    WAKES_NO_MORE(slip -> slip.lost().stream().anyMatch(OperationFamily.Wakes.class::isInstance)),
    /** Somebody holds a reference on the thread, or nobody stops it. */
    THREAD_MAY_END(slip -> slip.original().operations(KthreadOperation.GetTaskStruct.class).findAny().isPresent()
            || slip.original().operations(KthreadOperation.KthreadStop.class).findAny().isEmpty());

    private final Predicate<Slip> seen;

    Circumstance(Predicate<Slip> seen) {
        this.seen = seen;
    }

    /** Whether it is so of the slip of a mutant. */
    public boolean of(Mutant mutant) {
        return seen.test(mutant.slip());
    }

    // ---- what changes places

    private static boolean isOrderPrivate(Slip slip) {
        Names names = Names.in(slip.original());
        return slip.isSwap() && slip.before().stream().allMatch(Circumstance::isPlain)
                && slip.before().stream().anyMatch(s -> Collections.disjoint(names.of(s.all()), others(slip)));
    }

    private static Set<String> others(Slip slip) {
        return Names.in(slip.original()).of(slip.elsewhere());
    }

    private static Set<String> reach(Slip slip, Statement statement) {
        return Names.in(slip.original()).reachedFrom(statement);
    }

    private static boolean isAtEdge(Slip slip) {
        return slip.isSwap() && slip.before().stream().filter(Circumstance::isLockCall).count() == 1;
    }

    private static boolean areAll(List<Statement> statements, Predicate<Operation> kind) {
        return statements.stream().allMatch(s -> s.calls().findAny().isPresent()
                && s.calls().map(Statement.Call::operation).allMatch(kind));
    }

    private static boolean starts(Operation operation) {
        return operation instanceof OperationFamily.Wakes
                || operation instanceof OperationTrait.Queues
                || operation instanceof OperationTrait.Creation
                || operation instanceof TimerOperation.ModTimer
                || operation instanceof HrtimerOperation.HrtimerStart
                || operation instanceof InterruptOperation.TaskletSchedule
                || operation instanceof InterruptOperation.RequestIrq
                || operation instanceof UserFileOperation.RegisterFile;
    }

    /** Whether it only reads and writes memory. */
    private static boolean isPlain(Statement statement) {
        return statement.all().allMatch(s -> s instanceof Statement.Call call
                ? call.operation() instanceof DataOperation
                : s.tested().stream().flatMap(Condition::atoms).noneMatch(Condition.Call.class::isInstance));
    }

    // ---- what is left out

    private static boolean takesBack(Operation operation) {
        return operation instanceof OperationFamily.TearsDown || operation instanceof OperationFamily.CountsReference;
    }

    private static boolean losesAsManyLocks(Slip slip) {
        return slip.lost().stream().filter(OperationFamily.TakesLock.class::isInstance).count()
                == slip.lost().stream().filter(OperationFamily.GivesBackLock.class::isInstance).count();
    }

    private static boolean waits(Operation operation) {
        return operation instanceof OperationTrait.AwaitsCondition
                || operation instanceof CompletionOperation.WaitForCompletion
                || operation instanceof WaitQueueOperation.WaitWoken
                || operation instanceof SleepOperation.Schedule
                || operation instanceof SleepOperation.ScheduleTimeout
                || operation instanceof KthreadOperation.KthreadParkme;
    }

    private static Stream<Operation> inExit(Slip slip) {
        return calls(slip.original().loader().exit().stream().flatMap(List::stream).flatMap(Statement::all));
    }

    // ---- locks

    private static boolean isLockCall(Statement statement) {
        return statement instanceof Statement.Call call && (call.operation() instanceof OperationFamily.TakesLock
                || call.operation() instanceof OperationFamily.GivesBackLock);
    }

    /** The names of the locks that the slip is about. */
    private static Stream<String> locks(Slip slip) {
        return slip.before().stream()
                .filter(Circumstance::isLockCall)
                .map(s -> ((Statement.Call) s).operation())
                .filter(OperationTrait.AboutObject.class::isInstance)
                .map(operation -> ((OperationTrait.AboutObject) operation).object());
    }

    private static boolean isLock(Operation operation, String lock) {
        return operation instanceof LockOperation
                && operation instanceof OperationTrait.AboutObject about && about.object().equals(lock);
    }

    private static Stream<Operation> calls(Stream<Statement> statements) {
        return statements.filter(Statement.Call.class::isInstance).map(s -> ((Statement.Call) s).operation());
    }
}
