package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/**
 * Gives local variables a value where the C has none on some path: there it may be anything, and code that is right
 * does not look at it. A protocol reads nothing that is not assigned.
 */
final class Assignment {

    /** Paths that leave the innermost loop, and those that go to its test. */
    private static final class Loop {
        private Optional<Set<String>> left = Optional.empty();
        private Optional<Set<String>> again = Optional.empty();
    }

    private final Set<String> unassigned = new TreeSet<>();

    private Assignment() {}

    /** The statements, with an assignment before them for each variable that needs one. */
    static List<Statement> completed(List<Statement> body) {
        Assignment assignment = new Assignment();
        assignment.block(body, Optional.of(Set.of()), new Loop());
        List<Statement> completed = new ArrayList<>();
        assignment.unassigned.forEach(local ->
                completed.add(new Statement.Call(0, Ops.setLocal(local, 0), Optional.empty())));
        completed.addAll(body);
        return completed;
    }

    private Optional<Set<String>> block(List<Statement> statements, Optional<Set<String>> before, Loop loop) {
        Optional<Set<String>> known = before;
        for (Statement statement : statements) {
            if (known.isPresent()) {
                known = statement(statement, known.get(), loop);
            }
        }
        return known;
    }

    private Optional<Set<String>> statement(Statement statement, Set<String> known, Loop loop) {
        statement.tested().ifPresent(condition -> reads(condition, known));
        if (statement instanceof Statement.Call call) {
            return call(call, known);
        } else if (statement instanceof Statement.If branch) {
            return meet(block(branch.then(), Optional.of(known), loop), block(branch.otherwise(), Optional.of(known), loop));
        } else if (statement instanceof Statement.While inner) {
            Loop turns = new Loop();
            block(inner.body(), Optional.of(known), turns);
            boolean ends = !inner.condition().decided().equals(Optional.of(true));
            return meet(ends ? Optional.of(known) : Optional.empty(), turns.left);
        } else if (statement instanceof Statement.DoWhile inner) {
            Loop turns = new Loop();
            Optional<Set<String>> tested = meet(block(inner.body(), Optional.of(known), turns), turns.again);
            tested.ifPresent(k -> reads(inner.condition(), k));
            boolean ends = !inner.condition().decided().equals(Optional.of(true));
            return meet(ends ? tested : Optional.empty(), turns.left);
        } else if (statement instanceof Statement.Text text) {
            return block(text.body(), Optional.of(known), loop);
        } else if (statement instanceof Statement.Return exit) {
            reads(exit.value(), known);
        } else if (statement instanceof Statement.Break) {
            loop.left = meet(loop.left, Optional.of(known));
        } else if (statement instanceof Statement.Continue) {
            loop.again = meet(loop.again, Optional.of(known));
        }
        return Optional.empty();
    }

    private Optional<Set<String>> call(Statement.Call call, Set<String> known) {
        if (call.operation() instanceof DataOperation.SetLocal set) {
            reads(set.value(), known);
        } else if (call.operation() instanceof OperationTrait.LeavesThread leave) {
            reads(leave.code(), known);
        }
        if (call.operation().neverReturns()) {
            return Optional.empty();
        }
        Set<String> after = new HashSet<>(known);
        call.assigned().ifPresent(after::add);
        return Optional.of(after);
    }

    private static Optional<Set<String>> meet(Optional<Set<String>> one, Optional<Set<String>> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        Set<String> both = new HashSet<>(one.get());
        both.retainAll(other.get());
        return Optional.of(both);
    }

    private void reads(Condition condition, Set<String> known) {
        condition.atoms()
                .filter(Condition.LocalCompare.class::isInstance)
                .map(atom -> ((Condition.LocalCompare) atom).local())
                .filter(local -> !known.contains(local))
                .forEach(unassigned::add);
    }

    private void reads(Value value, Set<String> known) {
        if (value instanceof Value.LocalVariable local && !known.contains(local.name())) {
            unassigned.add(local.name());
        }
    }
}
