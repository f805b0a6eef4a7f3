package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Functions that stay registered when they are called: how interrupts are requested and disabled, and their threads. */
final class InterruptActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.RequestIrq request) {
            return Optional.of(request(request, step, scope));
        }
        return act(micro, scope).map(List::of);
    }

    private static List<Act> request(Micro.RequestIrq request, Step step, Scope scope) {
        Callback handler = Callback.of(request.callback(), scope);
        Scope.Store success = scope.store(request.into(), 0);
        Act granted = (before, after) -> {
            handler.arm(before, after);
            handler.disabled().set(after, 0);
            success.apply(before, after);
            return Act.NEXT;
        };
        if (request.failure() == Failure.ASSUMED_AWAY) {
            return List.of(granted);
        }
        // Where nothing tells the two outcomes apart they are one move.
        boolean alike = request.into().isEmpty()
                && step.exits().get(Exit.FAILED).equals(step.exits().get(Exit.NEXT));
        Scope.Store failure = scope.store(request.into(), Errno.ENOMEM.negative());
        Act refused = (before, after) -> {
            if (alike && handler.isArmed(before) && handler.disabled().get(before) == 0) {
                return Act.BLOCKED;
            }
            failure.apply(before, after);
            return Act.FAILED;
        };
        return List.of(granted, refused);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.CallRegistered) {
            Callback self = Callback.of(scope.context(), scope);
            return Optional.of(CallbackActs.await(self::isArmed));
        } else if (micro instanceof Micro.IrqThreadStop stop) {
            Callback thread = Callback.of(stop.callback(), scope);
            return Optional.of(CallbackActs.await(Places.not(thread::isOnItsWay)));
        } else if (micro instanceof CallbackMicro.IrqDisable disable) {
            Field disabled = Callback.of(disable.callback(), scope).disabled();
            int bound = scope.faults().bound();
            return Optional.of((before, after) ->
                    TaskActs.countUp(disabled, Bounds.DISABLED_MAX, before, after, bound));
        } else if (micro instanceof CallbackMicro.IrqEnable enable) {
            return Optional.of(TaskActs.countDown(Callback.of(enable.callback(), scope).disabled(), scope));
        }
        return Optional.empty();
    }
}
