package org.quiesce.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Builds one program, statement by statement, in the order of the C. */
public final class Body {

    private final List<Statement> statements = new ArrayList<>();

    /** Calls an operation and drops its result. */
    public Body call(Operation operation) {
        statements.add(new Statement.Call(0, operation, Optional.empty()));
        return this;
    }

    /** Calls an operation and stores its result in a task pointer or a local variable. */
    public Body assign(String variable, Operation operation) {
        statements.add(new Statement.Call(0, operation, Optional.of(variable)));
        return this;
    }

    /** {@code if (condition) { … }}. */
    public Body when(Condition condition, Consumer<Body> then) {
        statements.add(new Statement.If(0, condition, block(then), List.of()));
        return this;
    }

    /** {@code if (condition) { … } else { … }}. */
    public Body when(Condition condition, Consumer<Body> then, Consumer<Body> otherwise) {
        statements.add(new Statement.If(0, condition, block(then), block(otherwise)));
        return this;
    }

    /** {@code while (condition) { … }}. */
    public Body loop(Condition condition, Consumer<Body> body) {
        statements.add(new Statement.While(0, condition, block(body)));
        return this;
    }

    /** {@code while (!condition) { … }}. */
    public Body until(Condition condition, Consumer<Body> body) {
        return loop(new Condition.Not(condition), body);
    }

    /** {@code do { … } while (condition);}. */
    public Body doWhile(Consumer<Body> body, Condition condition) {
        statements.add(new Statement.DoWhile(0, block(body), condition));
        return this;
    }

    /** {@code break;}. */
    public Body leaveLoop() {
        statements.add(new Statement.Break(0));
        return this;
    }

    /** {@code continue;}. */
    public Body nextTurn() {
        statements.add(new Statement.Continue(0));
        return this;
    }

    /** {@code return value;}. */
    public Body returns(int value) {
        return returns(Value.of(value));
    }

    /** {@code return value;}. */
    public Body returns(Value value) {
        statements.add(new Statement.Return(0, value));
        return this;
    }

    /** {@code return -ERRNO;}. */
    public Body returns(Errno errno) {
        return returns(Value.error(errno));
    }

    static List<Statement> block(Consumer<Body> content) {
        Body body = new Body();
        content.accept(body);
        return List.copyOf(body.statements);
    }
}
