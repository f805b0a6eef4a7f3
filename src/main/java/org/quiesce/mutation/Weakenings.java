package org.quiesce.mutation;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Statement;

/** A condition lacks a part. */
final class Weakenings {

    private Weakenings() {}

    static Stream<Change> of(Site site) {
        Statement statement = site.statement();
        if (statement instanceof Statement.Call call) {
            return call.operation() instanceof OperationTrait.AwaitsCondition wait
                    ? lacking(wait.condition()).map(weak -> Change.to(call.with(any -> wait.with(weak))))
                    : Stream.empty();
        } else if (statement instanceof Statement.If branch) {
            return lacking(branch.condition())
                    .map(weak -> Change.to(new Statement.If(branch.line(), weak, branch.then(), branch.otherwise())));
        } else if (statement instanceof Statement.While loop) {
            return Stream.concat(
                    lacking(loop.condition())
                            .map(weak -> Change.to(new Statement.While(loop.line(), weak, loop.body()))),
                    endless(loop).stream());
        } else if (statement instanceof Statement.DoWhile loop) {
            return lacking(loop.condition())
                    .map(weak -> Change.to(new Statement.DoWhile(loop.line(), loop.body(), weak)));
        }
        return Stream.empty();
    }

    /** A loop whose only test is left out. */
    private static Optional<Change> endless(Statement.While loop) {
        return loop.condition().atoms().count() == 1
                ? Optional.of(Change.to(new Statement.While(loop.line(), new Condition.Always(), loop.body())))
                : Optional.empty();
    }

    /** The condition without one of the parts that and, or or joins, for each of them. */
    private static Stream<Condition> lacking(Condition condition) {
        if (condition instanceof Condition.And both) {
            return Stream.of(
                            Stream.of(both.right(), both.left()),
                            lacking(both.left()).map(left -> (Condition) new Condition.And(left, both.right())),
                            lacking(both.right()).map(right -> (Condition) new Condition.And(both.left(), right)))
                    .flatMap(s -> s);
        } else if (condition instanceof Condition.Or either) {
            return Stream.of(
                            Stream.of(either.right(), either.left()),
                            lacking(either.left()).map(left -> (Condition) new Condition.Or(left, either.right())),
                            lacking(either.right()).map(right -> (Condition) new Condition.Or(either.left(), right)))
                    .flatMap(s -> s);
        } else if (condition instanceof Condition.Not not) {
            return lacking(not.operand()).map(Condition.Not::new);
        }
        return Stream.empty();
    }
}
