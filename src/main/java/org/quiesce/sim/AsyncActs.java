package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Asynchronous function calls. */
final class AsyncActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof CallbackMicro.AsyncSchedule schedule) {
            return Optional.of(List.of(schedule(Callback.of(schedule.callback(), scope), scope)));
        } else if (micro instanceof CallbackMicro.AsyncWait wait) {
            return Optional.of(List.of(CallbackActs.await(Places.not(Callback.anyOnItsWay(wait.callbacks(), scope)))));
        }
        return Optional.empty();
    }

    /** The kernel would make two calls of two, and the model has room for one. */
    private static Act schedule(Callback call, Scope scope) {
        int bound = scope.faults().bound();
        return (before, after) -> {
            if (call.isArmed(before)) {
                return bound;
            }
            call.arm(before, after);
            return Act.NEXT;
        };
    }
}
