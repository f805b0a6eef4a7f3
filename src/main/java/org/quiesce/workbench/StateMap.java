package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Simulator;

/**
 * States of a protocol that can be reached, breadth first, and the moves between them.
 *
 * @param states the first one is the initial one
 * @param moves  between states of the list
 * @param whole  whether there are no other states
 */
public record StateMap(List<Snapshot> states, List<Move> moves, boolean whole) {

    public StateMap {
        states = List.copyOf(states);
        moves = List.copyOf(moves);
    }

    /** A move from one state to another, by their places in the list. */
    public record Move(int from, int to, String context, String action) {}

    /** Not more than so many states. */
    static StateMap of(Simulator simulator, int most) {
        List<Snapshot> states = new ArrayList<>(List.of(simulator.initial()));
        Map<Snapshot, Integer> numbers = new HashMap<>(Map.of(simulator.initial(), 0));
        List<Move> moves = new ArrayList<>();
        boolean whole = true;
        for (int from = 0; from < states.size(); from++) {
            for (Run.Move move : simulator.successors(states.get(from))) {
                if (!numbers.containsKey(move.after()) && states.size() < most) {
                    numbers.put(move.after(), states.size());
                    states.add(move.after());
                }
                if (numbers.containsKey(move.after())) {
                    moves.add(new Move(from, numbers.get(move.after()), move.context(), move.action()));
                } else {
                    whole = false;
                }
            }
        }
        return new StateMap(states, moves, whole);
    }
}
