package org.quiesce.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;

/** Of a run that stays or goes round for ever: since when each context sleeps, what it had checked, and who tried to wake it. */
public final class Waits {

    private Waits() {}

    /**
     * A context, and the steps that made its sleep what it is.
     *
     * @param slept   with which it fell asleep for the last time; empty if it is awake in the last state
     * @param checked its last test before that
     * @param wakes   all that tried to wake it, in order
     */
    public record Wait(String context, OptionalInt slept, OptionalInt checked, List<Wake> wakes) {
        public Wait {
            wakes = List.copyOf(wakes);
        }
    }

    /**
     * A step that tries to wake a context.
     *
     * @param woke whether that was asleep, and is not any more
     */
    public record Wake(int step, boolean woke) {}

    /** Those of every context that sleeps in the end, or that somebody tried to wake. */
    public static List<Wait> of(LoweredProtocol lowered, Run run) {
        History history = new History(lowered, run);
        List<Wait> waits = new ArrayList<>();
        for (String context : lowered.contexts()) {
            OptionalInt slept = States.isAsleep(history.last(), context)
                    ? history.lastMove(m -> history.fellAsleep(m, context))
                    : OptionalInt.empty();
            OptionalInt checked = slept.isEmpty() ? slept : history.lastMove(slept.getAsInt(), m ->
                    history.mover(m).equals(context) && history.step(m).filter(s -> s.does(Micro.Test.class)).isPresent());
            List<Wake> wakes = IntStream.rangeClosed(1, history.length())
                    .filter(m -> history.triedToWake(m, context))
                    .mapToObj(m -> new Wake(m, history.woke(m, context)))
                    .toList();
            if (slept.isPresent() || !wakes.isEmpty()) {
                waits.add(new Wait(context, slept, checked, wakes));
            }
        }
        return waits;
    }
}
