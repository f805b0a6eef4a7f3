package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Run.Move;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Simulator;

/**
 * A run whose states are those of a trace that names no actions. A state that is the one before once more, which no step
 * leads to, is a stutter: nothing happened.
 *
 * @param run         as far as steps explain the trace
 * @param unexplained the first state of the trace that no step leads to, if there is one, and what is nearest to it
 */
record FollowedTrace(Run run, Optional<String> unexplained) {

    static FollowedTrace of(Simulator simulator, Course.Given given) {
        Snapshot initial = simulator.initial();
        Optional<String> otherStart = difference(given.states().get(0), initial);
        if (otherStart.isPresent()) {
            return new FollowedTrace(new Run(initial, List.of(), new Ending.Finite()),
                    Optional.of("state 0 is not the first one: " + otherStart.get()));
        }
        List<Move> moves = new ArrayList<>();
        List<Integer> before = new ArrayList<>(List.of(0));
        for (int i = 1; i < given.states().size(); i++) {
            Optional<String> stray = take(simulator, given.states().get(i - 1), given.states().get(i), moves);
            if (stray.isPresent()) {
                return cutOff(initial, moves, "state " + i + " follows from nothing: " + stray.get());
            }
            before.add(moves.size());
        }
        if (given.loop().isEmpty()) {
            return new FollowedTrace(new Run(initial, moves, new Ending.Finite()), Optional.empty());
        }
        int loop = given.loop().getAsInt();
        Optional<String> stray =
                take(simulator, given.states().get(given.states().size() - 1), given.states().get(loop), moves);
        if (stray.isPresent()) {
            return cutOff(initial, moves, "from the last state none leads back to state " + loop + ": " + stray.get());
        }
        Ending ending = before.get(loop) < moves.size() ? new Ending.Loop(before.get(loop)) : new Ending.Stuck();
        return new FollowedTrace(new Run(initial, moves, ending), Optional.empty());
    }

    private static FollowedTrace cutOff(Snapshot initial, List<Move> moves, String why) {
        return new FollowedTrace(new Run(initial, moves, new Ending.Finite()), Optional.of(why));
    }

    /** Adds the move that leads from one state to the next, if there is one; else says what is nearest. */
    private static Optional<String> take(Simulator simulator, Snapshot from, Snapshot to, List<Move> moves) {
        List<Move> successors = simulator.successors(from);
        Optional<Move> move = successors.stream().filter(m -> m.after().equals(to)).findFirst();
        move.ifPresent(moves::add);
        if (move.isPresent() || from.equals(to)) {
            return Optional.empty();
        }
        return Optional.of(successors.stream()
                .min(Comparator.comparingInt(m -> differences(m.after(), to)))
                .map(nearest -> "nearest to it is " + nearest.context() + ":" + nearest.action() + ", and "
                        + difference(to, nearest.after()).orElseThrow())
                .orElse("nothing can happen before it"));
    }

    private static int differences(Snapshot one, Snapshot other) {
        return one.changesTo(other).values().stream().mapToInt(Map::size).sum();
    }

    /** The first entry in which a state of the trace is another than that of the simulator. */
    private static Optional<String> difference(Snapshot ofTrace, Snapshot ofSimulator) {
        for (Map.Entry<String, SortedMap<String, Datum>> variable : ofTrace.changesTo(ofSimulator).entrySet()) {
            String index = variable.getValue().firstKey();
            return Optional.of(variable.getKey() + (index.isEmpty() ? "" : "[" + index + "]") + " is "
                    + ofTrace.get(variable.getKey(), index).orElseThrow() + " instead of "
                    + variable.getValue().get(index));
        }
        return Optional.empty();
    }
}
