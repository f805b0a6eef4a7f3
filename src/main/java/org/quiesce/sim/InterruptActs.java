package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Functions that stay registered when they are called, and the threads of interrupts. */
final class InterruptActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.CallRegistered) {
            Callback self = Callback.of(scope.context(), scope);
            return Optional.of(List.of((before, after) -> self.isArmed(before) ? Act.NEXT : Act.BLOCKED));
        } else if (micro instanceof Micro.IrqThreadStop stop) {
            Callback thread = Callback.of(stop.callback(), scope);
            return Optional.of(List.of((before, after) ->
                    thread.isOnItsWay(before) ? Act.BLOCKED : Act.NEXT));
        }
        return Optional.empty();
    }
}
