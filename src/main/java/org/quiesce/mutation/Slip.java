package org.quiesce.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;

/**
 * What is different in a mutant.
 *
 * @param original the protocol without it
 * @param function that it is in, as the listing of the original names it
 * @param repeated whether a loop is around it
 * @param before   the statements that are replaced
 * @param after    those that stand in their place
 */
public record Slip(Protocol original, String function, boolean repeated, List<Statement> before, List<Statement> after) {

    public Slip {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    /** Whether all that it does is that two statements change places. */
    boolean isSwap() {
        return before.size() == 2 && after.equals(List.of(before.get(1), before.get(0)));
    }

    /**
     * Whether it makes no difference, as no run comes there: all that is replaced is never executed, or is left out and
     * is a test that never succeeds.
     *
     * @param dead whether no run of the original executes what stands in a line
     */
    public boolean isInDeadCode(IntPredicate dead) {
        return before.stream().allMatch(statement -> dead.test(statement.line())
                || after.isEmpty() && statement instanceof Statement.If test && test.otherwise().isEmpty()
                        && test.within().allMatch(inner -> dead.test(inner.line())));
    }

    /** The operations that are no more there. */
    List<Operation> lost() {
        List<Operation> lost = new ArrayList<>(operations(before).toList());
        operations(after).forEach(lost::remove);
        return lost;
    }

    /** The statements of the other functions; of its own, too, if several contexts run it. */
    Stream<Statement> elsewhere() {
        return original.bodies().entrySet().stream()
                .filter(body -> !body.getKey().equals(function) || isRunBySeveral())
                .flatMap(body -> body.getValue().stream())
                .flatMap(Statement::all);
    }

    private boolean isRunBySeveral() {
        return original.programs().stream().anyMatch(p -> p.name().equals(function) && p.count() > 1);
    }

    private static Stream<Operation> operations(List<Statement> statements) {
        return statements.stream().flatMap(Statement::calls).map(Statement.Call::operation);
    }
}
