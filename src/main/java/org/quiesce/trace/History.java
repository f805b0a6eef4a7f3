package org.quiesce.trace;

import java.util.Collections;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.QueueMicro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;

/**
 * Answers questions about what happened in a run, and when. Moves are counted from 1, as in a story. It knows of which it
 * told when: who reads of a move may want to see it.
 */
final class History {

    private final LoweredProtocol lowered;
    private final Run run;
    private final SortedSet<Integer> told = new TreeSet<>();

    History(LoweredProtocol lowered, Run run) {
        this.lowered = lowered;
        this.run = run;
    }

    /** The moves of which it told when they were. */
    SortedSet<Integer> told() {
        return Collections.unmodifiableSortedSet(told);
    }

    /** " at step 3", or nothing if there is no such move. */
    String at(OptionalInt move) {
        return move.isPresent() ? " at " + number(move.getAsInt()) : "";
    }

    /** " since step 3", or nothing if there is no such move. */
    String since(OptionalInt move) {
        return move.isPresent() ? " since " + number(move.getAsInt()) : "";
    }

    /** "step 3". */
    String number(int move) {
        told.add(move);
        return "step " + move;
    }

    int length() {
        return run.moves().size();
    }

    Run run() {
        return run;
    }

    LoweredProtocol lowered() {
        return lowered;
    }

    Snapshot last() {
        return run.state(length());
    }

    String mover(int move) {
        return run.moves().get(move - 1).context();
    }

    /** The step that a move took; empty for an event that is no step. */
    Optional<Step> step(int move) {
        return lowered.step(run.moves().get(move - 1).action());
    }

    /** The step that a context would take next. */
    Optional<Step> next(String context) {
        return lowered.programOf(context).at(States.label(last(), context));
    }

    /** The last move before {@code limit} that fits. */
    OptionalInt lastMove(int limit, IntPredicate fits) {
        return IntStream.iterate(limit - 1, i -> i >= 1, i -> i - 1).filter(fits).findFirst();
    }

    OptionalInt lastMove(IntPredicate fits) {
        return lastMove(length() + 1, fits);
    }

    /** Whether a move made an entry become a value that it was not before. */
    boolean became(int move, String variable, String index, Datum value) {
        return run.state(move).get(variable, index).equals(Optional.of(value))
                && !run.state(move - 1).get(variable, index).equals(Optional.of(value));
    }

    boolean fellAsleep(int move, String context) {
        return mover(move).equals(context) && became(move, "asleep", context, Datum.of(true));
    }

    /** Whether a move tried to wake the context, with or without effect. */
    boolean triedToWake(int move, String context) {
        return step(move).map(s -> s.micros().stream().anyMatch(m -> wakes(m, move, context))).orElse(false);
    }

    /** Whether a move ended the sleep of a context. */
    boolean woke(int move, String context) {
        return States.isAsleep(run.state(move - 1), context) && !States.isAsleep(run.state(move), context);
    }

    private boolean wakes(Micro micro, int move, String context) {
        Snapshot before = run.state(move - 1);
        if (micro instanceof Micro.WakeQueue wake) {
            return isOn(wake.queue(), before, context);
        } else if (micro instanceof Micro.WakeQueueOne wake) {
            return isOn(wake.queue(), before, context);
        } else if (micro instanceof QueueMicro.WakeQueueSome wake) {
            return isOn(wake.queue(), before, context);
        } else if (micro instanceof QueueMicro.WakeQueueFirst wake) {
            return isOn(wake.queue(), before, context);
        } else if (micro instanceof QueueMicro.SwakeUpOne wake) {
            return isOn(wake.queue(), before, context);
        } else if (micro instanceof Micro.SendSignal && !States.isTrue(before, "allowed", context)) {
            return false;
        }
        boolean unparks = micro instanceof Micro.StopUnpark || micro instanceof Micro.Unpark;
        return Operands.wakes(micro)
                && names(micro, move, context)
                && (!unparks || States.isTrue(before, "shouldPark", context));
    }

    private static boolean isOn(String queue, Snapshot state, String context) {
        return state.get(queue).filter(q -> ((Datum.Words) q).values().contains(context)).isPresent();
    }

    /** Whether a move did that to the context. */
    boolean aims(int move, Class<? extends Micro> kind, String context) {
        return step(move)
                .map(s -> s.micros().stream().anyMatch(m -> kind.isInstance(m) && names(m, move, context)))
                .orElse(false);
    }

    private boolean names(Micro micro, int move, String context) {
        return Operands.of(micro)
                .filter(o -> Operands.task(o, mover(move), run.state(move - 1)).equals(context))
                .isPresent();
    }

    /** The move with which a thread left its thread function. */
    OptionalInt left(String thread) {
        return lastMove(m -> hasLeft(run.state(m), thread) && !hasLeft(run.state(m - 1), thread));
    }

    /** Whether a thread is past the last instruction of its function in a state. */
    boolean hasLeft(Snapshot state, String thread) {
        return lowered().programOf(thread).out().contains(States.label(state, thread));
    }

    /** " at line 3 (schedule();)", or the core function; nothing if the move is no step. */
    String placeOf(OptionalInt move) {
        Optional<Step> step = move.isPresent() ? step(move.getAsInt()) : Optional.empty();
        return step.map(History::placeOf).orElse("");
    }

    /** The same of a step. */
    static String placeOf(Step step) {
        return step.line() == 0 ? " in " + step.text() : " at line " + step.line() + " (" + step.text() + ")";
    }
}
