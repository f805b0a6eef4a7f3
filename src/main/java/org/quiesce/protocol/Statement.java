package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A statement of a structured program.
 *
 * <p>{@link #line()} is its line in the protocol's listing; 0 until the protocol is built.
 */
public sealed interface Statement {

    int line();

    /** This statement's calls and those of every statement within it, in the order of the listing. */
    default Stream<Call> calls() {
        return Stream.empty();
    }

    /** Whether no statement after this one in the same block is ever reached. */
    default boolean leaves() {
        return this instanceof Return
                || this instanceof Break
                || this instanceof Continue
                || this instanceof Call call && call.operation().neverReturns();
    }

    /** A call of a kernel operation, its result stored in a local variable or a task pointer, or dropped. */
    record Call(int line, Operation operation, Optional<String> into) implements Statement {
        @Override
        public Stream<Call> calls() {
            return Stream.of(this);
        }
    }

    /** {@code if (condition) … else …}; an empty second branch is no {@code else}. */
    record If(int line, Condition condition, List<Statement> then, List<Statement> otherwise) implements Statement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public Stream<Call> calls() {
            return Stream.concat(then.stream(), otherwise.stream()).flatMap(Statement::calls);
        }
    }

    /** {@code while (condition) …}. */
    record While(int line, Condition condition, List<Statement> body) implements Statement {
        public While {
            body = List.copyOf(body);
        }

        @Override
        public Stream<Call> calls() {
            return body.stream().flatMap(Statement::calls);
        }
    }

    /** {@code do … while (condition);} the line is that of the condition. */
    record DoWhile(int line, List<Statement> body, Condition condition) implements Statement {
        public DoWhile {
            body = List.copyOf(body);
        }

        @Override
        public Stream<Call> calls() {
            return body.stream().flatMap(Statement::calls);
        }
    }

    /** Leaves the innermost loop. */
    record Break(int line) implements Statement {}

    /** Goes to the test of the innermost loop. */
    record Continue(int line) implements Statement {}

    /** {@code return value;}. */
    record Return(int line, Value value) implements Statement {}
}
