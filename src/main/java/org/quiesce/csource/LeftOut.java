package org.quiesce.csource;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.protocol.LockOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SleepOperation;
import org.quiesce.protocol.Statement;

/** A program without some of its operations. */
final class LeftOut {

    private LeftOut() {}

    /** The program without those operations. */
    static List<Statement> of(List<Statement> program, Predicate<Operation> out) {
        return Rewriting.calls(program, call -> out.test(call.operation()) ? Stream.empty() : Stream.of(call));
    }

    /** The program without what only asks whether it may sleep, if it may everywhere. */
    static List<Statement> checksOfSleep(List<Statement> program, ContextRules.Kind kind) {
        boolean mayNotSleep = kind == ContextRules.Kind.INTERRUPT
                || program.stream().flatMap(Statement::calls).map(Statement.Call::operation).anyMatch(LeftOut::forbidsSleep);
        return mayNotSleep ? program : of(program, operation ->
                operation instanceof SleepOperation.MightSleep || operation instanceof SleepOperation.CondResched);
    }

    private static boolean forbidsSleep(Operation operation) {
        return operation instanceof OperationTrait.BeginsSection
                || operation instanceof LockOperation.Lock lock && lock.kind() == LockOperation.LockKind.SPINLOCK
                || operation instanceof LockOperation.Trylock lock && lock.kind() == LockOperation.LockKind.SPINLOCK
                || operation instanceof OperationTrait.SetsState;
    }
}
