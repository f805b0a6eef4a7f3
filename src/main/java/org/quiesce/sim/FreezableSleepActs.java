package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.step.FreezableMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Sleeps in which a thread may be frozen where it is, and what it does after one. */
final class FreezableSleepActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof FreezableMicro.ScheduleFreezable) {
            return Optional.of(List.of(schedule(scope)));
        } else if (micro instanceof FreezableMicro.SleptFreezable) {
            return Optional.of(List.of(slept(scope)));
        }
        return Optional.empty();
    }

    private static Act schedule(Scope scope) {
        Act schedules = SleepActs.schedule(scope);
        Sleeper sleeper = scope.sleeper();
        return (before, after) -> {
            int exit = schedules.run(before, after);
            if (sleeper.isAsleep(after)) {
                sleeper.inPlace().sleep(after);
            }
            return exit;
        };
    }

    /** Where a freezer took the sleeper for frozen without doing anything to it, it has to freeze by itself. */
    private static Act slept(Scope scope) {
        InPlace inPlace = scope.sleeper().inPlace();
        StateTest staysFrozen = scope.profile().has(Axis.FREEZER_USES_TASK_FROZEN)
                ? state -> false
                : FreezerActs.isToFreeze(scope);
        return (before, after) -> {
            inPlace.end(after);
            return staysFrozen.test(before) ? Act.TRUE : Act.FALSE;
        };
    }
}
