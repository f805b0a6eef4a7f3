package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds one program, or one block of it, statement by statement, in the order of the C.
 *
 * <p>Each block is given a body of its own. While it is being built the body around it takes no statements: they would
 * come before the block's.
 */
public final class Body {

    private enum Phase {
        TAKES_STATEMENTS,
        BLOCK_WITHIN_IS_BUILT,
        COMPLETE
    }

    /** What refusals begin with. */
    private final String place;
    private final List<Statement> statements = new ArrayList<>();
    private Phase phase = Phase.TAKES_STATEMENTS;

    private Body(String place) {
        this.place = place;
    }

    /** The statements that a consumer adds to a new body. */
    static List<Statement> of(String place, Consumer<Body> content) {
        Body body = new Body(place);
        content.accept(body);
        body.phase = Phase.COMPLETE;
        return List.copyOf(body.statements);
    }

    /** A statement that was made elsewhere; its line is that of the file it comes from. */
    public Body statement(Statement statement) {
        return add(given("statement", statement));
    }

    /** Calls an operation and drops its result. */
    public Body call(Operation operation) {
        return add(new Statement.Call(0, given("operation", operation), Optional.empty()));
    }

    /** Calls an operation by another name and drops its result. */
    public Body call(Spelling spelling) {
        return add(new Statement.Call(
                0, given("spelling", spelling).operation(), Optional.empty(), Optional.of(spelling)));
    }

    /** Calls an operation and stores its result in a task pointer or a local variable. */
    public Body assign(String variable, Operation operation) {
        return add(new Statement.Call(0, given("operation", operation), Optional.of(given("variable", variable)),
                Optional.empty()));
    }

    /** Calls an operation by another name and stores its result in a local variable. */
    public Body assign(String variable, Spelling spelling) {
        return add(new Statement.Call(0, given("spelling", spelling).operation(),
                Optional.of(given("variable", variable)), Optional.of(spelling)));
    }

    /** {@code if (condition) { … }}. */
    public Body when(Condition condition, Consumer<Body> then) {
        return add(new Statement.If(0, given("condition", condition), block(given("then", then)), List.of()));
    }

    /** {@code if (condition) { … } else { … }}. */
    public Body when(Condition condition, Consumer<Body> then, Consumer<Body> otherwise) {
        return add(new Statement.If(0, given("condition", condition), block(given("then", then)),
                block(given("otherwise", otherwise))));
    }

    /** {@code while (condition) { … }}. */
    public Body loop(Condition condition, Consumer<Body> body) {
        return add(new Statement.While(0, given("condition", condition), block(given("body", body))));
    }

    /** {@code while (!condition) { … }}. */
    public Body until(Condition condition, Consumer<Body> body) {
        return loop(new Condition.Not(given("condition", condition)), body);
    }

    /** {@code do { … } while (condition);}. */
    public Body doWhile(Consumer<Body> body, Condition condition) {
        return add(new Statement.DoWhile(0, block(given("body", body)), given("condition", condition)));
    }

    /** What the kernel's own code does: if the module's text is freed meanwhile that does not matter to it. */
    Body kernelText(String function, Consumer<Body> body) {
        return add(new Statement.Text(Statement.Owner.KERNEL, function, block(body)));
    }

    /** A function of the module that the kernel's own code calls. */
    Body moduleText(String function, Consumer<Body> body) {
        return add(new Statement.Text(Statement.Owner.MODULE, function, block(body)));
    }

    /** {@code break;}. */
    public Body leaveLoop() {
        return add(new Statement.Break(0));
    }

    /** {@code continue;}. */
    public Body nextTurn() {
        return add(new Statement.Continue(0));
    }

    /** {@code return value;}. */
    public Body returns(int value) {
        return returns(Value.of(value));
    }

    /** {@code return value;}. */
    public Body returns(Value value) {
        return add(new Statement.Return(0, given("value", value)));
    }

    /** {@code return -ERRNO;}. */
    public Body returns(Errno errno) {
        return returns(Value.error(errno));
    }

    private Body add(Statement statement) {
        switch (phase) {
            case TAKES_STATEMENTS -> statements.add(statement);
            case BLOCK_WITHIN_IS_BUILT -> throw refuse(statement, "is added around the block that is being"
                    + " built; add it to the body that the block was given");
            case COMPLETE -> throw refuse(statement, "comes too late: its block is complete; add it while it is built");
        }
        return this;
    }

    private List<Statement> block(Consumer<Body> content) {
        Phase before = phase;
        phase = Phase.BLOCK_WITHIN_IS_BUILT;
        List<Statement> block = of(place, content);
        phase = before;
        return block;
    }

    private ProtocolException refuse(Statement statement, String why) {
        Numbering numbering = new Numbering(Optional.empty(), line -> line);
        numbering.number(place, List.of(statement));
        return new ProtocolException(place + ": '" + numbering.listing().text(1).orElseThrow() + "' " + why);
    }
}
