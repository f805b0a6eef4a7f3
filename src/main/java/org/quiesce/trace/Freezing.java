package org.quiesce.trace;

import java.util.Optional;
import java.util.OptionalInt;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * What a run says of threads in the refrigerator.
 *
 * <p>A thread leaves it when it is thawed. Since Linux 6.1 it sleeps there in TASK_FROZEN, which no other wake-up
 * matches; before it slept in TASK_UNINTERRUPTIBLE, and each wake-up let it look again whether it may leave.
 */
final class Freezing {

    private final History history;

    Freezing(History history) {
        this.history = history;
    }

    boolean isFrozen(String context) {
        return States.isAsleep(history.last(), context) && refrigerate(context).isPresent();
    }

    /** Why a thread in the refrigerator stays there. */
    String frozen(String context) {
        OptionalInt slept = history.lastMove(m -> history.fellAsleep(m, context));
        String said = context + " has been in the refrigerator" + history.placeOf(slept) + history.since(slept);
        if (!States.is(history.last(), context, TaskState.FROZEN)) {
            return said + ": a wake-up does not let it out, only a thaw does, and none comes any more.";
        }
        OptionalInt stopped = history.lastMove(m -> history.became(m, "shouldStop", context, Datum.of(true)));
        boolean late = refrigerate(context).filter(r -> r.stop() == StopInRefrigerator.HONOURED).isPresent()
                && stopped.isPresent() && slept.isPresent() && stopped.getAsInt() > slept.getAsInt();
        return said + ": only a thaw wakes a FROZEN thread, and none comes any more"
                + (late ? "; the stop" + history.at(stopped) + " came when it slept already" : "") + ".";
    }

    /** A sleeper in the refrigerator goes on with another turn of its loop. */
    private Optional<Micro.Refrigerate> refrigerate(String context) {
        return history.next(context).map(Step::micros).stream()
                .flatMap(micros -> micros.stream())
                .filter(Micro.Refrigerate.class::isInstance)
                .map(Micro.Refrigerate.class::cast)
                .findFirst();
    }
}
