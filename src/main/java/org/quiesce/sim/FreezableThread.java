package org.quiesce.sim;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * A thread as the freezer sees it.
 *
 * @param freezable      whether it takes part
 * @param inRefrigerator whether it is at the refrigerator's loop, or at the sleep in it
 * @param missing        whether the freezer has still to wait for it
 * @param switchesState  whether a thread that is frozen is in TASK_FROZEN
 */
record FreezableThread(
        Field freezable, StateTest inRefrigerator, StateTest missing, Sleeper sleeper, boolean switchesState) {

    private static final int NORMAL = Sleeper.bits(WakeMask.NORMAL);

    /** All threads, in order. */
    static FreezableThread[] all(Scope scope) {
        return scope.threads().all().stream().map(thread -> of(thread, scope)).toArray(FreezableThread[]::new);
    }

    private static FreezableThread of(Threads.KernelThread thread, Scope scope) {
        Field freezable = scope.layout().has("freezable", thread.id())
                ? scope.layout().field("freezable", thread.id())
                : Field.ABSENT;
        List<Step> turns = scope.lowered().programOf(thread.id()).steps().stream()
                .filter(step -> step.does(Micro.Refrigerate.class))
                .toList();
        boolean switchesState = scope.profile().has(Axis.FREEZER_USES_TASK_FROZEN);
        StateTest frozen = Places.any(List.of(
                Places.both(thread.sleeper()::isAsleep, at(turns.stream().map(Step::label), thread)),
                frozenInPlace(thread.sleeper(), switchesState)));
        return new FreezableThread(
                freezable,
                at(turns.stream().flatMap(step -> Stream.of(step.label(), step.exits().get(Exit.TRUE))), thread),
                state -> freezable.get(state) != 0 && !frozen.test(state) && !thread.out().test(state),
                thread.sleeper(),
                switchesState);
    }

    private static StateTest at(Stream<String> labels, Threads.KernelThread thread) {
        return thread.pc().isIn(labels.collect(Collectors.toSet()));
    }

    /** Without a state of its own, whoever sleeps so that it may be frozen counts as frozen. */
    private static StateTest frozenInPlace(Sleeper sleeper, boolean switchesState) {
        InPlace inPlace = sleeper.inPlace();
        return switchesState
                ? inPlace::isFrozen
                : state -> inPlace.isFrozen(state) || sleeper.isAsleep(state) && inPlace.isSleeping(state);
    }

    /** Tells it that a freeze is under way: wakes it, or freezes it where it is; nothing if that was done before. */
    void tell(long[] before, long[] after) {
        if (sleeper.inPlace().isFrozen(before)) {
            return;
        }
        if (!sleeper.isAsleep(before) || !sleeper.inPlace().isSleeping(before)) {
            sleeper.wake(before, after, NORMAL);
        } else if (switchesState) {
            sleeper.enter(after, TaskState.FROZEN);
            sleeper.inPlace().freeze(after);
        }
    }

    /** The freeze is over. */
    void thaw(long[] before, long[] after) {
        InPlace inPlace = sleeper.inPlace();
        if (inRefrigerator.test(before)) {
            sleeper.run(after);
        } else if (inPlace.recordsWakes() && inPlace.isUndisturbed(before)) {
            sleeper.enter(after, TaskState.INTERRUPTIBLE);
            inPlace.sleep(after);
        } else if (inPlace.isFrozen(before)) {
            sleeper.run(after);
            inPlace.end(after);
        }
    }

    /** Whether the freezer can wake it once more. */
    boolean canBeWoken(long[] state) {
        return sleeper.isAsleep(state) && sleeper.isWokenBy(state, NORMAL);
    }
}
