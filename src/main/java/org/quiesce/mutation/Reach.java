package org.quiesce.mutation;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Statement;

/** What control never gets to. A compiler takes it, and the builder of protocols does not. */
final class Reach {

    private Reach() {}

    /** The statements without those that stand behind one that control never gets past. */
    static List<Statement> reached(List<Statement> block) {
        List<Statement> reached = new ArrayList<>();
        for (Statement statement : block) {
            reached.add(within(statement));
            if (!goesOn(statement)) {
                break;
            }
        }
        return reached;
    }

    private static Statement within(Statement statement) {
        if (statement instanceof Statement.If branch) {
            return new Statement.If(
                    branch.line(), branch.condition(), reached(branch.then()), reached(branch.otherwise()));
        } else if (statement instanceof Statement.While loop) {
            return new Statement.While(loop.line(), loop.condition(), reached(loop.body()));
        } else if (statement instanceof Statement.DoWhile loop) {
            return new Statement.DoWhile(loop.line(), reached(loop.body()), loop.condition());
        } else if (statement instanceof Statement.Text text) {
            return new Statement.Text(text.owner(), text.function(), reached(text.body()));
        }
        return statement;
    }

    /** Whether control may get behind it. */
    static boolean goesOn(Statement statement) {
        if (statement instanceof Statement.Call call) {
            return !call.operation().neverReturns();
        } else if (statement instanceof Statement.If branch) {
            return goOn(branch.then()) || goOn(branch.otherwise());
        } else if (statement instanceof Statement.While loop) {
            return !(loop.condition() instanceof Condition.Always) || isLeft(reached(loop.body()));
        } else if (statement instanceof Statement.DoWhile loop) {
            return !(loop.condition() instanceof Condition.Always) || isLeft(reached(loop.body()));
        } else if (statement instanceof Statement.Text text) {
            return goOn(text.body());
        }
        return false;
    }

    private static boolean goOn(List<Statement> block) {
        return block.stream().allMatch(Reach::goesOn);
    }

    /** Whether a break in the body of a loop leaves it. */
    private static boolean isLeft(List<Statement> body) {
        return body.stream().anyMatch(statement -> statement instanceof Statement.Break
                || statement instanceof Statement.If branch
                        && (isLeft(branch.then()) || isLeft(branch.otherwise())));
    }
}
