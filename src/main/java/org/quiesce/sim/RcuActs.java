package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Grace periods of RCU: of free_module(), of programs that wait for one, and of callbacks. */
final class RcuActs implements Topic {

    private final RcuGrace graces;

    RcuActs(RcuGrace graces) {
        this.graces = graces;
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.RcuBegin begin) {
            return Optional.of(graces.ofUnload(begin.rcu(), scope).begin());
        } else if (micro instanceof Micro.RcuWait wait) {
            return Optional.of(graces.ofUnload(wait.rcu(), scope).goOn());
        } else if (micro instanceof Micro.SynchronizeBegin begin) {
            return Optional.of(graces.own(begin.rcu(), scope).begin());
        } else if (micro instanceof Micro.SynchronizeWait wait) {
            return Optional.of(graces.own(wait.rcu(), scope).goOn());
        } else if (micro instanceof GraceMicro.CallRcu call) {
            return Optional.of(Grace.handOver(Callback.of(call.callback(), scope), (before, after) -> Act.NEXT, scope));
        } else if (micro instanceof GraceMicro.RcuArm arm) {
            return Optional.of(graces.ofCallback(arm.callback(), arm.rcu(), scope)
                    .arm(Callback.of(arm.callback(), scope), scope));
        } else if (micro instanceof GraceMicro.RcuCall call) {
            return Optional.of(graces.ofCallback(scope.context(), call.rcu(), scope)
                    .call(Callback.of(scope.context(), scope)));
        }
        return Optional.empty();
    }
}
