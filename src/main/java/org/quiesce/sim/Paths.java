package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.quiesce.protocol.step.Run;

/**
 * Turns numbers of states back into runs that lead there: shortest ones, and of those some with the fewest changes of
 * who acts.
 */
final class Paths {

    /** Whoever acted last. */
    static final int ANYBODY = -1;

    private final Machine machine;
    private final StateTable table;
    private final Levels levels;
    private final FairGraph graph;
    private final TurnTable turns;

    Paths(Machine machine, Exploration exploration, Watch watch) {
        this.machine = machine;
        this.table = exploration.table();
        this.levels = exploration.levels();
        this.graph = new ReachableGraph(machine, table, watch);
        this.turns = new TurnTable(graph, machine.labels(), levels);
    }

    /**
     * A run to one of several states that are equally far. Where a limit is reached before the fewest changes are known
     * it is a shortest one still.
     */
    Run to(IntStream ends, Run.Ending ending) {
        int[] numbers = ends.toArray();
        try {
            return run(moves(fewestTurns(numbers), ANYBODY), ending);
        } catch (LimitReached | OutOfMemoryError e) {
            return run(movesAsFound(numbers[0]), ending);
        }
    }

    private Run run(List<Run.Move> moves, Run.Ending ending) {
        return new Run(machine.layout().decode(machine.initial()), moves, ending);
    }

    /** That of some equally far states to which there is a way with the fewest changes. */
    int fewestTurns(int[] numbers) {
        int best = numbers[0];
        for (int number : numbers) {
            best = turns(number).changes() < turns(best).changes() ? number : best;
        }
        return best;
    }

    /** How far a state is from the initial one. */
    int distance(int number) {
        return levels.distance(number);
    }

    /** On the shortest ways to a state. */
    Turns turns(int number) {
        return turns.of(number);
    }

    /**
     * The moves to a state, with as few changes as there can be.
     *
     * @param actor who acts last, with so few; or {@link #ANYBODY}
     */
    List<Run.Move> moves(int number, int actor) {
        List<Run.Move> moves = new ArrayList<>();
        int wanted = actor;
        for (int at = number; at != 0;) {
            Arrival arrival = arrival(at, wanted);
            moves.add(move(arrival.label, at));
            int mover = machine.labels().actor(arrival.label);
            wanted = turns(arrival.from).canEndWith(mover) ? mover : ANYBODY;
            at = arrival.from;
        }
        Collections.reverse(moves);
        return moves;
    }

    private record Arrival(int from, int label) {}

    /** The first move to a state that is the last one of a way with the fewest changes. */
    private Arrival arrival(int to, int actor) {
        int changes = turns(to).changes();
        int[] label = {Labels.NONE};
        int level = levels.distance(to) - 1;
        for (int from = levels.first(level); from < levels.first(level + 1); from++) {
            Turns before = turns(from);
            if (before.changes() == changes || before.changes() == changes - 1) {
                graph.edges(from, (taken, end) -> {
                    int mover = machine.labels().actor(taken);
                    if (end == to && label[0] == Labels.NONE && before.changesWhen(mover) == changes
                            && (actor == ANYBODY || actor == mover)) {
                        label[0] = taken;
                    }
                });
                if (label[0] != Labels.NONE) {
                    return new Arrival(from, label[0]);
                }
            }
        }
        throw new IllegalStateException("internal error: no way leads to a state that was found");
    }

    /** The moves by which a state was found. */
    private List<Run.Move> movesAsFound(int number) {
        List<Run.Move> moves = new ArrayList<>();
        for (int at = number; table.parent(at) != StateTable.ROOT; at = table.parent(at)) {
            moves.add(move(labelBetween(table.parent(at), at), at));
        }
        Collections.reverse(moves);
        return moves;
    }

    /** The move that leads to a state with a certain label. */
    Run.Move move(int label, int to) {
        return new Run.Move(machine.labels().context(label), machine.labels().action(label),
                machine.layout().decode(state(to)));
    }

    /** The label of the first move that leads from one state to the other. */
    private int labelBetween(int from, int to) {
        long[] target = state(to);
        int[] found = {Labels.NONE};
        machine.moves(state(from), new long[target.length], (label, after) -> {
            if (found[0] == Labels.NONE && Arrays.equals(after, target)) {
                found[0] = label;
            }
        });
        return found[0];
    }

    private long[] state(int number) {
        long[] state = new long[machine.layout().words()];
        table.read(number, state);
        return state;
    }
}
