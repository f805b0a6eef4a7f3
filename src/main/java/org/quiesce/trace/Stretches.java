package org.quiesce.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Step;

/**
 * When each context of a run goes on and when it is held up, and whom its moves tried to wake in vain.
 *
 * @param states for the first state, and the one after each move: how each context is in it
 * @param missed for each move: the contexts that it tried to wake and did not
 */
public record Stretches(List<Map<String, Life>> states, List<List<Missed>> missed) {

    public Stretches {
        states = List.copyOf(states);
        missed = List.copyOf(missed);
    }

    /** A context that somebody tried to wake, and whether it was asleep. */
    public record Missed(String context, boolean asleep) {

        /** Why it did not wake, as a clause. */
        public String why() {
            return context + (asleep ? " is in a sleep that this does not end" : " is not asleep");
        }
    }

    /** @param held those that are held up from their last move on */
    static Stretches of(LoweredProtocol lowered, Run run, Set<String> held) {
        History history = new History(lowered, run);
        List<Map<String, Life>> states = new ArrayList<>();
        List<List<Missed>> missed = new ArrayList<>();
        Map<String, Integer> since = held.stream().collect(Collectors.toMap(context -> context,
                context -> history.lastMove(move -> history.mover(move).equals(context)).orElse(0)));
        for (int move = 0; move <= history.length(); move++) {
            Map<String, Life> lives = new LinkedHashMap<>();
            for (String context : lowered.contexts()) {
                lives.put(context, Life.of(run.state(move), context, label -> lowered.programOf(context).at(label).map(Step::what),
                        move >= since.getOrDefault(context, Integer.MAX_VALUE)));
            }
            states.add(lives);
            if (move > 0) {
                missed.add(missed(history, move));
            }
        }
        return new Stretches(states, missed);
    }

    private static List<Missed> missed(History history, int move) {
        return history.lowered().contexts().stream()
                .filter(context -> !context.equals(history.mover(move)))
                .filter(context -> history.triedToWake(move, context) && !history.woke(move, context))
                .map(context -> new Missed(context, States.isAsleep(history.run().state(move - 1), context)))
                .toList();
    }

    /** What is left of them after the first moves. */
    public Stretches after(int moves) {
        return new Stretches(states.subList(moves, states.size()), missed.subList(moves, missed.size()));
    }
}
