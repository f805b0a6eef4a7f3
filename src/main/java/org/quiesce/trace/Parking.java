package org.quiesce.trace;

import java.util.OptionalInt;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Micro;

/**
 * What a run says of threads that are parked, or that somebody waits to see parked.
 *
 * <p>In {@code kernel/kthread.c} an unpark is the only wake-up whose mask matches TASK_PARKED. kthread_stop() unparks
 * too, but before its own wake-up and once: a request to park that comes later stays.
 */
final class Parking {

    private final History history;

    Parking(History history) {
        this.history = history;
    }

    boolean isParked(String context) {
        return States.isAsleep(history.last(), context) && States.is(history.last(), context, TaskState.PARKED);
    }

    /** Why a parked thread stays so. */
    String parked(String context) {
        OptionalInt slept = history.lastMove(m -> history.fellAsleep(m, context));
        return context + " has been parked" + history.placeOf(slept) + history.since(slept)
                + ": only kthread_unpark() wakes a PARKED thread, and nobody calls it any more" + lateFor(context) + ".";
    }

    /** Why a stop that is pending does not unpark it. */
    private String lateFor(String context) {
        OptionalInt unparked = history.lastMove(m -> history.aims(m, Micro.StopUnpark.class, context));
        OptionalInt asked = history.lastMove(m -> history.became(m, "shouldPark", context, Datum.of(true)));
        return States.isTrue(history.last(), "shouldStop", context) && unparked.isPresent() && asked.isPresent()
                && unparked.getAsInt() < asked.getAsInt()
                ? "; the stop looked for a request to park" + history.at(unparked) + ", and "
                        + history.mover(asked.getAsInt()) + " made it" + history.at(asked)
                : "";
    }

    /** Why somebody waits in vain for a thread to park that has ended. */
    String ended(String thread) {
        return takenBack(thread) + thread + " has ended" + history.at(history.left(thread)) + ", and parks no more.";
    }

    private String takenBack(String thread) {
        OptionalInt back = takenBackAt(thread);
        return back.isPresent() && back.getAsInt() < history.left(thread).orElse(0) && history.aims(back.getAsInt(), Micro.StopUnpark.class, thread)
                ? "The stop by " + history.mover(back.getAsInt()) + " took the request back" + history.at(back) + "; "
                : "";
    }

    /** Whether the thread could go on to park, but has no request to. */
    boolean isNotAsked(String thread) {
        return !States.isTrue(history.last(), "shouldPark", thread) && takenBackAt(thread).isPresent();
    }

    /** Why somebody waits in vain for a thread to park that is not asked to. */
    String notAsked(String thread) {
        OptionalInt back = takenBackAt(thread);
        OptionalInt taken = taken(thread);
        return (taken.isPresent() && taken.getAsInt() < back.getAsInt()
                ? history.mover(taken.getAsInt()) + " took its 'parked'" + history.at(taken) + ", and "
                : "") + history.mover(back.getAsInt()) + " took the request to park back" + history.at(back) + ": "
                + thread + " goes on and is not asked to park again.";
    }

    /** Why somebody waits in vain for a thread to park that is parked. */
    String parkedForAnother(String thread) {
        OptionalInt taken = taken(thread);
        return thread + " is parked, but 'parked' is completed once each time it parks"
                + (taken.isPresent() ? ", and " + history.mover(taken.getAsInt()) + " took that" + history.at(taken) : "")
                + ".";
    }

    private OptionalInt taken(String thread) {
        return history.lastMove(m -> history.aims(m, Micro.ParkWait.class, thread));
    }

    private OptionalInt takenBackAt(String thread) {
        return history.lastMove(m -> history.became(m, "shouldPark", thread, Datum.of(false)));
    }
}
