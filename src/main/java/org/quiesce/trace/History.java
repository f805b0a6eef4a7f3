package org.quiesce.trace;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskOperand;

/** Answers questions about what happened in a run, and when. Moves are counted from 1, as in a story. */
final class History {

    private final LoweredProtocol lowered;
    private final Run run;

    History(LoweredProtocol lowered, Run run) {
        this.lowered = lowered;
        this.run = run;
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
        Snapshot before = run.state(move - 1);
        return step(move).map(s -> s.micros().stream().anyMatch(micro -> {
            if (micro instanceof Micro.WakeTask wake) {
                return names(wake.task(), mover(move), before, context);
            } else if (micro instanceof Micro.StopWake wake) {
                return names(wake.task(), mover(move), before, context);
            } else if (micro instanceof Micro.ParkWake wake) {
                return names(wake.task(), mover(move), before, context);
            } else if (micro instanceof Micro.SendSignal send) {
                return names(send.task(), mover(move), before, context) && States.isTrue(before, "allowed", context);
            } else if (micro instanceof Micro.WakeNew) {
                return names(new TaskOperand.Register(), mover(move), before, context);
            }
            return micro instanceof Micro.WakeQueue wake && isOn(wake.queue(), before, context)
                    || micro instanceof Micro.WakeQueueOne one && isOn(one.queue(), before, context);
        })).orElse(false);
    }

    private static boolean isOn(String queue, Snapshot state, String context) {
        return state.get(queue).filter(q -> ((Datum.Words) q).values().contains(context)).isPresent();
    }

    /** The task that an operand names in a state, as a word. */
    static String task(TaskOperand operand, String context, Snapshot state) {
        if (operand instanceof TaskOperand.Direct direct) {
            return States.word(state, direct.pointer(), "");
        }
        return operand instanceof TaskOperand.Self ? context : States.word(state, "arg", context);
    }

    private static boolean names(TaskOperand operand, String mover, Snapshot state, String context) {
        return task(operand, mover, state).equals(context);
    }
}
