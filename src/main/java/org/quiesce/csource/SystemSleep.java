package org.quiesce.csource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Statement;

/**
 * Who suspends the machine freezes user tasks first: then none of them is in the module, and none comes until it is resumed;
 * while some are, he gives up (kernel/power/process.c). Those are counted that are.
 */
final class SystemSleep {

    /** More users are in no module. */
    private static final int MOST = 7;

    private final Names names;
    private Optional<String> lock = Optional.empty();
    private String inside;

    SystemSleep(Names names) {
        this.names = names;
    }

    /** Does something while no user is in the module, if that is so and something else is, too. */
    void alone(Translation in, int line, Condition besides, Runnable does) {
        if (lock.isEmpty()) {
            lock = Optional.of(names.fresh("suspend_lock"));
            inside = names.fresh("users_inside");
        }
        in.emit(line, Ops.mutexLock(lock.get()));
        in.out().branch(line, Conditions.and(Conditions.not(Conditions.above(inside, 0)), besides), does, () -> { });
        in.emit(line, Ops.mutexUnlock(lock.get()));
    }

    /** What a user task does in the module, counted while it is there. */
    List<Statement> counted(int line, List<Statement> statements) {
        if (lock.isEmpty()) {
            return statements;
        }
        List<Statement> whole = new ArrayList<>();
        whole.add(call(line, Ops.mutexLock(lock.get())));
        whole.add(call(line, Ops.increment(inside)));
        whole.add(call(line, Ops.mutexUnlock(lock.get())));
        whole.addAll(Rewriting.leaves(statements, leaf -> leaf instanceof Statement.Return
                ? Stream.of(leaves(leaf.line()), leaf)
                : Stream.of(leaf)));
        if (statements.isEmpty() || !(statements.get(statements.size() - 1) instanceof Statement.Return)) {
            whole.add(leaves(line));
        }
        return whole;
    }

    private Statement leaves(int line) {
        return call(line, Ops.decrement(inside));
    }

    private static Statement call(int line, Operation operation) {
        return new Statement.Call(line, operation, Optional.empty());
    }

    void declare(ProtocolBuilder builder) {
        lock.ifPresent(mutex -> builder.mutex(mutex).counter(inside, 0, MOST));
    }
}
