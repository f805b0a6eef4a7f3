package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Task states, schedule() and timed sleeps. */
final class SleepActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.SetState set) {
            Sleeper sleeper = scope.sleeper();
            return Optional.of((before, after) -> {
                sleeper.enter(after, set.state());
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.Schedule) {
            return Optional.of(schedule(scope));
        } else if (micro instanceof Micro.TimerArm) {
            Field timer = scope.own("timer");
            int armed = timerCode("armed", scope);
            return Optional.of((before, after) -> {
                timer.set(after, armed);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.TimerOff off) {
            return Optional.of(timerOff(off.into(), scope));
        }
        return Optional.empty();
    }

    /** schedule(), in any state. */
    static Act schedule(Scope scope) {
        Sleeper sleeper = scope.sleeper();
        StateTest interrupted = scope.endedBySignal(SleepMode.INTERRUPTIBLE);
        StateTest killed = scope.endedBySignal(SleepMode.KILLABLE);
        return (before, after) -> {
            if (sleeper.is(before, TaskState.RUNNING)) {
                return Act.NEXT;
            }
            if (sleeper.is(before, TaskState.INTERRUPTIBLE) && interrupted.test(before)
                    || sleeper.is(before, TaskState.KILLABLE) && killed.test(before)) {
                sleeper.enter(after, TaskState.RUNNING);
            } else {
                sleeper.asleep().set(after, 1);
            }
            return Act.NEXT;
        };
    }

    private static Act timerOff(Optional<String> into, Scope scope) {
        Field timer = scope.own("timer");
        int expired = timerCode("expired", scope);
        int off = timerCode("off", scope);
        Scope.Store timeIsOver = scope.store(into, 0);
        Scope.Store timeIsLeft = scope.store(into, 1);
        return (before, after) -> {
            (timer.get(before) == expired ? timeIsOver : timeIsLeft).apply(before, after);
            timer.set(after, off);
            return Act.NEXT;
        };
    }

    private static int timerCode(String word, Scope scope) {
        return scope.layout().code("timer", scope.context(), Datum.of(word));
    }
}
