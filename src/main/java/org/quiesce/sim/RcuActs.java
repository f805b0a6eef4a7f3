package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.RcuReaders;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;

/** Grace periods of RCU: of free_module(), of programs that wait for one, and of callbacks. */
final class RcuActs implements Topic {

    private static final String GRACE_PERIOD = "gracePeriod";

    private final Function<String, StateTest> running;

    /**
     * The topic, for a machine.
     *
     * @param running whether a context is running code that delays a grace period
     */
    RcuActs(Function<String, StateTest> running) {
        this.running = running;
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.RcuBegin begin) {
            return Optional.of(ofOthers("readers", StateVariable.PLAIN, begin.rcu(), scope).begin());
        } else if (micro instanceof Micro.RcuWait wait) {
            return Optional.of(ofOthers("readers", StateVariable.PLAIN, wait.rcu(), scope).goOn());
        } else if (micro instanceof Micro.SynchronizeBegin begin) {
            return Optional.of(ofOthers(GRACE_PERIOD, scope.context(), begin.rcu(), scope).begin());
        } else if (micro instanceof Micro.SynchronizeWait wait) {
            return Optional.of(ofOthers(GRACE_PERIOD, scope.context(), wait.rcu(), scope).goOn());
        } else if (micro instanceof GraceMicro.CallRcu call) {
            return Optional.of(Grace.handOver(Callback.of(call.callback(), scope), (before, after) -> Act.NEXT, scope));
        } else if (micro instanceof GraceMicro.RcuArm arm) {
            return Optional.of(Grace.of(GRACE_PERIOD, arm.callback(), reading(arm.rcu(), scope), scope)
                    .arm(Callback.of(arm.callback(), scope), scope));
        } else if (micro instanceof GraceMicro.RcuCall call) {
            return Optional.of(Grace.of(GRACE_PERIOD, scope.context(), reading(call.rcu(), scope), scope)
                    .call(Callback.of(scope.context(), scope)));
        }
        return Optional.empty();
    }

    /** The grace period that the scope's context waits for itself. */
    private Grace ofOthers(String variable, String index, RcuReaders rcu, Scope scope) {
        return Grace.ofOthers(scope.context(), variable, index, reading(rcu, scope), scope);
    }

    private Function<String, StateTest> reading(RcuReaders rcu, Scope scope) {
        return context -> {
            Field nesting = SectionActs.nesting(scope.layout(), context);
            StateTest inSection = state -> nesting.get(state) != 0;
            return rcu.running().contains(context)
                    ? Places.any(List.of(inSection, running.apply(context)))
                    : inSection;
        };
    }
}
