package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Statement.Call;
import org.quiesce.protocol.Statement.DoWhile;
import org.quiesce.protocol.Statement.If;
import org.quiesce.protocol.Statement.Return;
import org.quiesce.protocol.Statement.Text;
import org.quiesce.protocol.Statement.While;

/**
 * Follows all paths through a structured program at once. What is known at a place is what holds on every path that
 * leads there; where no path leads nothing is known (empty).
 *
 * @param <K> what is known; of finitely many values, of which a {@link #join} only loses
 */
abstract class Paths<K> {

    /** Paths that leave the innermost loop, and those that go to its test. */
    private final class Loop {
        private Optional<K> left = Optional.empty();
        private Optional<K> again = Optional.empty();
    }

    /** Whether some path leads to the end of a body. */
    static boolean reachEndOf(List<Statement> body) {
        return new Paths<Optional<Void>>() {
            @Override
            Optional<Void> join(Optional<Void> one, Optional<Void> other) {
                return one;
            }
        }.follow(body, Optional.empty()).isPresent();
    }

    /** What is known where two paths meet. */
    abstract K join(K one, K other);

    /** What is known after a call. */
    K call(Call call, K before) {
        return before;
    }

    /** A condition is tested. */
    void test(int line, Condition condition, K known) {}

    /** The function is left. */
    void returns(Return exit, K known) {}

    /** No path leads to a statement, or to the test of a loop. */
    void unreached(Statement statement) {}

    /** What is known at the end of a body. */
    final Optional<K> follow(List<Statement> body, K atEntry) {
        return block(body, Optional.of(atEntry), new Loop());
    }

    private Optional<K> block(List<Statement> statements, Optional<K> atEntry, Loop loop) {
        Optional<K> known = atEntry;
        for (Statement statement : statements) {
            if (known.isEmpty()) {
                unreached(statement);
                return known;
            }
            known = statement(statement, known.get(), loop);
        }
        return known;
    }

    private Optional<K> statement(Statement statement, K known, Loop loop) {
        if (statement instanceof Call call) {
            K after = call(call, known);
            return call.operation().neverReturns() ? Optional.empty() : Optional.of(after);
        } else if (statement instanceof If branch) {
            test(branch.line(), branch.condition(), known);
            return meet(block(branch.then(), where(branch.condition(), Way.TRUE, known), loop),
                    block(branch.otherwise(), where(branch.condition(), Way.FALSE, known), loop));
        } else if (statement instanceof While inner) {
            return loop(inner, known);
        } else if (statement instanceof DoWhile inner) {
            return loop(inner, known);
        } else if (statement instanceof Text text) {
            return block(text.body(), Optional.of(known), loop);
        } else if (statement instanceof Return exit) {
            returns(exit, known);
        } else if (statement instanceof Statement.Break) {
            loop.left = meet(loop.left, Optional.of(known));
        } else if (statement instanceof Statement.Continue) {
            loop.again = meet(loop.again, Optional.of(known));
        }
        return Optional.empty();
    }

    /** Turns go on until none adds a path on which less is known. */
    private Optional<K> loop(While statement, K atEntry) {
        K atTest = atEntry;
        while (true) {
            Loop loop = new Loop();
            test(statement.line(), statement.condition(), atTest);
            Optional<K> atEnd = block(statement.body(), where(statement.condition(), Way.TRUE, atTest), loop);
            K next = joinAll(atEntry, meet(atEnd, loop.again));
            if (next.equals(atTest)) {
                return meet(where(statement.condition(), Way.FALSE, atTest), loop.left);
            }
            atTest = next;
        }
    }

    private Optional<K> loop(DoWhile statement, K atEntry) {
        K atStart = atEntry;
        while (true) {
            Loop loop = new Loop();
            Optional<K> atTest = meet(block(statement.body(), Optional.of(atStart), loop), loop.again);
            atTest.ifPresent(known -> test(statement.line(), statement.condition(), known));
            if (atTest.isEmpty() && statement.condition().decided().isEmpty()) {
                unreached(statement);
            }
            K next = joinAll(atEntry, atTest.flatMap(known -> where(statement.condition(), Way.TRUE, known)));
            if (next.equals(atStart)) {
                return meet(atTest.flatMap(known -> where(statement.condition(), Way.FALSE, known)), loop.left);
            }
            atStart = next;
        }
    }

    private enum Way {
        TRUE,
        FALSE
    }

    private Optional<K> where(Condition condition, Way way, K known) {
        boolean possible = condition.decided().filter(is -> is != (way == Way.TRUE)).isEmpty();
        return possible ? Optional.of(known) : Optional.empty();
    }

    private Optional<K> meet(Optional<K> one, Optional<K> other) {
        return one.map(known -> joinAll(known, other)).or(() -> other);
    }

    private K joinAll(K one, Optional<K> other) {
        return other.map(known -> join(one, known)).orElse(one);
    }
}
