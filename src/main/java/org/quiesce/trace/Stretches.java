package org.quiesce.trace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/**
 * When each context of a run goes on and when it is held up, and whom its moves tried to wake in vain.
 *
 * @param states for the first state, and the one after each move: how each context is in it
 * @param missed for each move: the contexts that it tried to wake and did not
 */
public record Stretches(List<Map<String, Life>> states, List<List<Missed>> missed) {

    private static final Set<String> OUTSIDE = Set.of(Label.NONE, Label.IDLE, Label.DONE, Label.DEAD, Label.GONE);
    private static final String WAITS = "waits ";

    /** Of a run of which nothing is known. */
    static final Stretches NONE = new Stretches(List.of(), List.of());

    public Stretches {
        states = List.copyOf(states);
        missed = List.copyOf(missed);
    }

    /** How a context is. */
    public enum Life {
        /** It was not created, is not called, or has ended. */
        ABSENT,
        GOES_ON,
        /** Asleep, or the next that it does is to wait, or it never goes on again although it would. */
        HELD
    }

    /** A context that somebody tried to wake. */
    public record Missed(String context, Life life) {

        /** Why it did not wake, as a clause. */
        public String why() {
            return context + (life == Life.HELD ? " is in a sleep that this does not end" : " is not asleep");
        }
    }

    /** @param held those that are held up from their last move on */
    static Stretches of(LoweredProtocol lowered, Run run, Set<String> held) {
        History history = new History(lowered, run);
        List<Map<String, Life>> states = new ArrayList<>();
        List<List<Missed>> missed = new ArrayList<>();
        Map<String, OptionalInt> since = new HashMap<>();
        held.forEach(context -> since.put(context, history.lastMove(move -> history.mover(move).equals(context))));
        for (int move = 0; move <= history.length(); move++) {
            Map<String, Life> lives = new LinkedHashMap<>();
            for (String context : lowered.contexts()) {
                boolean isHeld = held.contains(context) && move >= since.get(context).orElse(0);
                lives.put(context, isHeld ? Life.HELD : life(lowered, run.state(move), context));
            }
            states.add(lives);
            if (move > 0) {
                missed.add(missed(history, move));
            }
        }
        return new Stretches(states, missed);
    }

    private static Life life(LoweredProtocol lowered, Snapshot state, String context) {
        String label = States.label(state, context);
        if (OUTSIDE.contains(label)) {
            return Life.ABSENT;
        }
        boolean waits = lowered.programOf(context).at(label).filter(step -> step.what().startsWith(WAITS)).isPresent();
        return waits || States.isAsleep(state, context) ? Life.HELD : Life.GOES_ON;
    }

    private static List<Missed> missed(History history, int move) {
        return history.lowered().contexts().stream()
                .filter(context -> !context.equals(history.mover(move)))
                .filter(context -> history.triedToWake(move, context) && !history.woke(move, context))
                .map(context -> new Missed(context, States.isAsleep(history.run().state(move - 1), context) ? Life.HELD : Life.GOES_ON))
                .toList();
    }

    /** What is left of them after the first moves. */
    public Stretches after(int moves) {
        return new Stretches(states.subList(moves, states.size()), missed.subList(moves, missed.size()));
    }
}
