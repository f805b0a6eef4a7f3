package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * The freezer: threads that take part, their refrigerator, and what a suspend and a resume do to them.
 *
 * <p>Where no thread has a refrigerator a freeze has nobody to freeze: then it and a thaw do nothing.
 */
final class FreezerActs implements Topic {

    private static final String FREEZABLE = "freezable";
    private static final String FREEZING = "freezing";

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.SetFreezable) {
            Field freezable = scope.own(FREEZABLE);
            return Optional.of((before, after) -> {
                freezable.set(after, 1);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.FreezingTest) {
            StateTest freezing = isToFreeze(scope);
            return Optional.of((before, after) -> freezing.test(before) ? Act.TRUE : Act.FALSE);
        } else if (micro instanceof Micro.Refrigerate refrigerate) {
            return Optional.of(refrigerate(refrigerate.stop(), scope));
        } else if (micro instanceof Micro.ReadShouldStop read) {
            return Optional.of(readShouldStop(read.into(), scope));
        } else if (micro instanceof Micro.FreezeThreads) {
            return Optional.of(scope.plainIfAny(FREEZING).map(freezing -> freeze(freezing, scope))
                    .orElse((before, after) -> Act.NEXT));
        } else if (micro instanceof Micro.ThawThreads) {
            return Optional.of(scope.plainIfAny(FREEZING).map(freezing -> thaw(freezing, scope))
                    .orElse((before, after) -> Act.NEXT));
        }
        return Optional.empty();
    }

    /** Whether a freeze is under way in which this context takes part. */
    static StateTest isToFreeze(Scope scope) {
        Field freezing = scope.plain(FREEZING);
        Field freezable = scope.ownIfAny(FREEZABLE).orElse(Field.ABSENT);
        return state -> freezing.get(state) != 0 && freezable.get(state) != 0;
    }

    private static Act refrigerate(StopInRefrigerator stop, Scope scope) {
        StateTest freezing = isToFreeze(scope);
        Field shouldStop = scope.self().shouldStop();
        StateTest leaves = stop == StopInRefrigerator.HONOURED ? state -> shouldStop.get(state) != 0 : state -> false;
        TaskState frozen = scope.profile().has(Axis.FREEZER_USES_TASK_FROZEN)
                ? TaskState.FROZEN
                : TaskState.UNINTERRUPTIBLE;
        Sleeper sleeper = scope.sleeper();
        return (before, after) -> {
            if (freezing.test(before) && !leaves.test(before)) {
                sleeper.enter(after, frozen);
                return Act.TRUE;
            }
            sleeper.enter(after, TaskState.RUNNING);
            return Act.FALSE;
        };
    }

    private static Act readShouldStop(Optional<String> into, Scope scope) {
        Field shouldStop = scope.self().shouldStop();
        Scope.Store yes = scope.store(into, 1);
        Scope.Store no = scope.store(into, 0);
        return (before, after) -> {
            (shouldStop.get(before) != 0 ? yes : no).apply(before, after);
            return Act.NEXT;
        };
    }

    private static Act freeze(Field freezing, Scope scope) {
        FreezableThread[] threads = FreezableThread.all(scope);
        return (before, after) -> {
            freezing.set(after, 1);
            for (FreezableThread thread : threads) {
                if (thread.freezable().get(before) != 0) {
                    thread.tell(before, after);
                }
            }
            return Act.NEXT;
        };
    }

    private static Act thaw(Field freezing, Scope scope) {
        FreezableThread[] threads = FreezableThread.all(scope);
        return (before, after) -> {
            freezing.set(after, 0);
            for (FreezableThread thread : threads) {
                thread.thaw(before, after);
            }
            return Act.NEXT;
        };
    }
}
