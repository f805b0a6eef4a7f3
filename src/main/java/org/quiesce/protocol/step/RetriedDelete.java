package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Condition.LocalCompare;
import org.quiesce.protocol.Condition.Relation;
import org.quiesce.protocol.HrtimerOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Statement.Call;
import org.quiesce.protocol.TimerOperation;

/**
 * Loops that do nothing but to call try_to_del_timer_sync() or hrtimer_try_to_cancel() until the function of the timer is
 * not running. That is all that timer_delete_sync() and hrtimer_cancel() do (kernel/time/timer.c, hrtimer.c), so that such a
 * loop is one step, and as fair: a timer that is armed again and again is between two runs at some time, and is caught there.
 */
final class RetriedDelete {

    private RetriedDelete() {}

    /** The call that waits, for a loop that is one. */
    static Optional<Call> in(Statement loop) {
        if (loop instanceof Statement.DoWhile doWhile && doWhile.body().size() == 1) {
            return call(doWhile.body().get(0), doWhile.condition());
        }
        boolean endless = loop instanceof Statement.While whileLoop && whileLoop.condition() instanceof Condition.Always;
        List<Statement> body = endless ? ((Statement.While) loop).body() : List.of();
        return body.size() == 2 && body.get(1) instanceof Statement.If test && leaves(test)
                && test.condition() instanceof Condition.Not succeeded
                ? call(body.get(0), succeeded.operand())
                : Optional.empty();
    }

    private static boolean leaves(Statement.If test) {
        return test.otherwise().isEmpty() && test.then().size() == 1 && test.then().get(0) instanceof Statement.Break;
    }

    /** The first statement as a call that waits, if it is one that tries, and the condition says that it has failed. */
    private static Optional<Call> call(Statement first, Condition failed) {
        return first instanceof Call call && call.into().filter(into -> saysFailed(failed, into)).isPresent()
                ? waiting(call.operation()).map(waits -> new Call(call.line(), waits, call.into()))
                : Optional.empty();
    }

    private static boolean saysFailed(Condition condition, String result) {
        return condition.equals(new LocalCompare(result, Relation.LESS, 0))
                || condition.equals(new LocalCompare(result, Relation.EQUAL, -1));
    }

    private static Optional<Operation> waiting(Operation tries) {
        if (tries instanceof TimerOperation.TryToDelTimerSync once) {
            return Optional.of(new TimerOperation.TimerDeleteSync(once.timer()));
        } else if (tries instanceof HrtimerOperation.HrtimerTryToCancel once) {
            return Optional.of(new HrtimerOperation.HrtimerCancel(once.timer()));
        }
        return Optional.empty();
    }
}
