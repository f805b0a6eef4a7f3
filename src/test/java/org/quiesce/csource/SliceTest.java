package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.shouldStop;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** What decides nothing is left out of a program; all else stays, in its order. */
class SliceTest {

    private static final Statement SLEEP = call(Ops.msleep());

    private static Statement call(Operation operation) {
        return new Statement.Call(1, operation, Optional.empty());
    }

    private static Statement set(String local, int number) {
        return call(Ops.setLocal(local, number));
    }

    private static Statement when(Condition condition, List<Statement> then, List<Statement> otherwise) {
        return new Statement.If(1, condition, then, otherwise);
    }

    private static List<Statement> taken(Statement... program) {
        return Slice.of(List.of(program), Set.of(), Slice.Returned.TAKEN);
    }

    @Test
    void whatNobodyAsksForIsNotChosen() {
        assertThat(taken(when(chance("size"), List.of(set("size", 1)), List.of(set("size", 2))), SLEEP))
                .containsExactly(SLEEP);
    }

    @Test
    void whatIsAskedForStays() {
        Statement choice = when(chance("size"), List.of(set("size", 1)), List.of(set("size", 2)));
        Statement question = when(notEqual("size", 1), List.of(SLEEP), List.of());
        assertThat(taken(choice, question)).containsExactly(choice, question);
        assertThat(Slice.of(List.of(choice), Set.of("size"), Slice.Returned.TAKEN)).containsExactly(choice);
    }

    @Test
    void aChainOfCopiesThatEndsNowhereIsLeftOut() {
        assertThat(taken(set("a", 1), call(Ops.setLocal("b", Value.of("a"))), SLEEP)).containsExactly(SLEEP);
    }

    @Test
    void aVariableThatTheNextTurnAsksForStays() {
        Statement loop = new Statement.While(1, always(), List.of(
                when(notEqual("n", 0), List.of(new Statement.Break(1)), List.of()), SLEEP, set("n", 1)));
        assertThat(taken(set("n", 0), loop)).containsExactly(set("n", 0), loop);
    }

    @Test
    void aVariableThatIsAskedForBehindTheLoopStaysUpToTheBreak() {
        Statement loop = new Statement.While(1, always(), List.of(
                when(shouldStop(), List.of(set("n", 1), new Statement.Break(1)), List.of()), set("n", 2), SLEEP));
        Statement question = when(notEqual("n", 0), List.of(SLEEP), List.of());
        assertThat(taken(loop, question)).containsExactly(new Statement.While(1, always(), List.of(
                when(shouldStop(), List.of(set("n", 1), new Statement.Break(1)), List.of()), SLEEP)), question);
    }

    @Test
    void theSameInBothBranchesIsDoneAfterThem() {
        assertThat(taken(when(shouldStop(), List.of(call(Ops.schedule()), SLEEP), List.of(SLEEP))))
                .containsExactly(when(shouldStop(), List.of(call(Ops.schedule())), List.of()), SLEEP);
        assertThat(taken(when(shouldStop(), List.of(SLEEP), List.of(SLEEP)))).containsExactly(SLEEP);
    }

    @Test
    void theNumberThatAUserGetsDecidesNothing() {
        List<Statement> program = List.of(set("ret", 1), SLEEP, new Statement.Return(1, Value.of("ret")));
        assertThat(Slice.of(program, Set.of(), Slice.Returned.TAKEN)).isEqualTo(program);
        assertThat(Slice.of(program, Set.of(), Slice.Returned.LOST))
                .containsExactly(SLEEP, new Statement.Return(1, Value.of(0)));
    }

    @Test
    void aBlockThatNobodyLeavesIsNone() {
        assertThat(taken(new Statement.DoWhile(1, List.of(SLEEP), Tests.NEVER))).containsExactly(SLEEP);
        Statement left = new Statement.DoWhile(1,
                List.of(when(shouldStop(), List.of(new Statement.Break(1)), List.of()), SLEEP), Tests.NEVER);
        assertThat(taken(left)).containsExactly(left);
    }
}
