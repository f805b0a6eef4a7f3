package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Sleepable RCU: read sections of a domain, and its grace periods. A reader that waits for one waits for itself. */
final class SrcuActs implements Topic {

    private static final String SRCU_GRACE = "srcuGrace";

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof GraceMicro.SrcuBegin begin) {
            Field sections = scope.own(begin.domain());
            int bound = scope.faults().bound();
            return Optional.of((before, after) ->
                    TaskActs.countUp(sections, Bounds.NESTING_MAX, before, after, bound));
        } else if (micro instanceof GraceMicro.SrcuEnd end) {
            return Optional.of(TaskActs.countDown(scope.own(end.domain()), scope));
        } else if (micro instanceof GraceMicro.SrcuSynchronizeBegin begin) {
            return Optional.of(grace(scope.context(), begin.domain(), begin.readers(), scope).begin());
        } else if (micro instanceof GraceMicro.SrcuSynchronizeWait wait) {
            return Optional.of(grace(scope.context(), wait.domain(), wait.readers(), scope).goOn());
        } else if (micro instanceof GraceMicro.SrcuArm arm) {
            return Optional.of(grace(arm.callback(), arm.domain(), arm.readers(), scope)
                    .arm(Callback.of(arm.callback(), scope), scope));
        } else if (micro instanceof GraceMicro.SrcuCall call) {
            return Optional.of(grace(scope.context(), call.domain(), call.readers(), scope)
                    .call(Callback.of(scope.context(), scope)));
        }
        return Optional.empty();
    }

    private static Grace grace(String index, String domain, List<String> readers, Scope scope) {
        Function<String, StateTest> reading = context -> {
            if (!readers.contains(context)) {
                return state -> false;
            }
            Field sections = scope.layout().field(domain, context);
            return state -> sections.get(state) != 0;
        };
        return Grace.of(SRCU_GRACE, index, reading, scope);
    }
}
