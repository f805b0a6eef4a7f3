package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A statement of a structured program.
 *
 * <p>{@link #line()} is its line in the protocol's listing; 0 until the protocol is built.
 */
public sealed interface Statement {

    int line();

    /** The C of its line; of a statement with blocks, what opens the first or, for {@code do}, closes it. */
    String c();

    /** The statements of its blocks, in the order of the listing. */
    default Stream<Statement> within() {
        return Stream.empty();
    }

    /** This statement, those within it, those within these, …, in the order of the listing. */
    default Stream<Statement> all() {
        return Stream.concat(Stream.of(this), within().flatMap(Statement::all));
    }

    /** This statement's calls and those of every statement within it, in the order of the listing. */
    default Stream<Call> calls() {
        return all().filter(Call.class::isInstance).map(Call.class::cast);
    }

    /** The same statement, in which every call, its own and those within it, is of the operation that is given for it. */
    default Statement with(Function<Call, Operation> operations) {
        return this;
    }

    private static List<Statement> with(List<Statement> block, Function<Call, Operation> operations) {
        return block.stream().map(statement -> statement.with(operations)).toList();
    }

    /** The condition that it tests, if it does. */
    default Optional<Condition> tested() {
        return Optional.empty();
    }

    /** Names of the kernel functions that it calls itself, those of its condition included. */
    default Stream<String> functions() {
        return tested().stream()
                .flatMap(Condition::atoms)
                .filter(Condition.Call.class::isInstance)
                .map(atom -> ((Condition.Call) atom).function());
    }

    /**
     * A call of a kernel operation, its result stored in a local variable or a task pointer, or dropped.
     *
     * @param spelling how it is called, if by another name than the operation's own
     */
    record Call(int line, Operation operation, Optional<String> into, Optional<Spelling> spelling)
            implements Statement {

        /** A call by the operation's own name. */
        public Call(int line, Operation operation, Optional<String> into) {
            this(line, operation, into, Optional.empty());
        }

        /** The call as C, without what it is assigned to and without the semicolon. */
        public String called() {
            return spelling.map(Spelling::c).orElseGet(operation::c);
        }

        /** Name of the kernel function that is called; empty for a plain access. */
        public Optional<String> function() {
            return spelling.map(Spelling::function).or(operation::function);
        }

        /** What the call yields. */
        public Operation.Result result() {
            return spelling.map(Spelling::result).orElseGet(operation::result);
        }

        @Override
        public String c() {
            return into.map(v -> v + " = ").orElse("") + called() + ";";
        }

        @Override
        public Statement with(Function<Call, Operation> operations) {
            Operation other = operations.apply(this);
            return new Call(line, other, into, spelling.filter(s -> other.equals(operation)));
        }

        @Override
        public Optional<Condition> tested() {
            return operation instanceof OperationTrait.AwaitsCondition wait
                    ? Optional.of(wait.condition())
                    : Optional.empty();
        }

        @Override
        public Stream<String> functions() {
            return Stream.concat(function().stream(), Statement.super.functions());
        }

        /** The local variable or task pointer that it stores to, if it does. */
        public Optional<String> assigned() {
            return operation instanceof OperationTrait.Assigns store ? Optional.of(store.variable()) : into;
        }
    }

    /** {@code if (condition) … else …}; an empty second branch is no {@code else}. */
    record If(int line, Condition condition, List<Statement> then, List<Statement> otherwise) implements Statement {
        public If {
            then = List.copyOf(then);
            otherwise = List.copyOf(otherwise);
        }

        @Override
        public String c() {
            return "if (" + condition.c() + ") {";
        }

        @Override
        public Statement with(Function<Call, Operation> operations) {
            return new If(line, condition, Statement.with(then, operations), Statement.with(otherwise, operations));
        }

        @Override
        public Stream<Statement> within() {
            return Stream.concat(then.stream(), otherwise.stream());
        }

        @Override
        public Optional<Condition> tested() {
            return Optional.of(condition);
        }
    }

    /** {@code while (condition) …}. */
    record While(int line, Condition condition, List<Statement> body) implements Statement {
        public While {
            body = List.copyOf(body);
        }

        @Override
        public String c() {
            return "while (" + condition.c() + ") {";
        }

        @Override
        public Statement with(Function<Call, Operation> operations) {
            return new While(line, condition, Statement.with(body, operations));
        }

        @Override
        public Stream<Statement> within() {
            return body.stream();
        }

        @Override
        public Optional<Condition> tested() {
            return Optional.of(condition);
        }
    }

    /** {@code do … while (condition);} the line is that of the condition. */
    record DoWhile(int line, List<Statement> body, Condition condition) implements Statement {
        public DoWhile {
            body = List.copyOf(body);
        }

        @Override
        public String c() {
            return "} while (" + condition.c() + ");";
        }

        @Override
        public Statement with(Function<Call, Operation> operations) {
            return new DoWhile(line, Statement.with(body, operations), condition);
        }

        @Override
        public Stream<Statement> within() {
            return body.stream();
        }

        @Override
        public Optional<Condition> tested() {
            return Optional.of(condition);
        }
    }

    /** Leaves the innermost loop. */
    record Break(int line) implements Statement {
        @Override
        public String c() {
            return "break;";
        }
    }

    /** Goes to the test of the innermost loop. */
    record Continue(int line) implements Statement {
        @Override
        public String c() {
            return "continue;";
        }
    }

    /** Whose code it is. */
    enum Owner {
        KERNEL,
        MODULE
    }

    /**
     * The code of a function of the kernel, or, within such, of a function of the module that it calls; in the listing
     * there is nothing but what is in the block.
     *
     * @param function such as {@code smpboot_thread_fn}
     */
    record Text(Owner owner, String function, List<Statement> body) implements Statement {
        public Text {
            body = List.copyOf(body);
        }

        /** The line of its first statement; 0 if there is none. */
        @Override
        public int line() {
            return body.isEmpty() ? 0 : body.get(0).line();
        }

        @Override
        public String c() {
            return body.stream().map(Statement::c).findFirst().orElse("");
        }

        @Override
        public Statement with(Function<Call, Operation> operations) {
            return new Text(owner, function, Statement.with(body, operations));
        }

        @Override
        public Stream<Statement> within() {
            return body.stream();
        }
    }

    /** {@code return value;}. */
    record Return(int line, Value value) implements Statement {
        @Override
        public String c() {
            return "return " + value.c() + ";";
        }
    }
}
