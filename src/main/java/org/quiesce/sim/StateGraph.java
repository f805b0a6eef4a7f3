package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.protocol.step.Snapshot;

/**
 * Every reachable state and every move, for comparison with another semantics.
 *
 * @param states breadth first; number 0 is the initial one
 * @param edges  in the order of their origins
 */
public record StateGraph(List<Snapshot> states, List<Edge> edges) {

    public StateGraph {
        states = List.copyOf(states);
        edges = List.copyOf(edges);
    }

    /**
     * A move; it may lead from a state to itself.
     *
     * @param from number of the state in which it happens
     * @param to   number of the state that it leads to
     */
    public record Edge(int from, String context, String action, int to) {}

    /** The graph was not built: it has more states than were allowed. */
    public static final class TooLarge extends Exception {

        private static final long serialVersionUID = 1L;

        TooLarge(int most) {
            super("more than " + most + " states");
        }
    }

    /**
     * The graph of a protocol on a kernel.
     *
     * @throws TooLarge if it has more than {@code most} states
     */
    public static StateGraph of(Simulator simulator, int most) throws TooLarge {
        Machine machine = simulator.machine();
        Labels labels = machine.labels();
        int words = machine.layout().words();
        StateTable table = new StateTable(words);
        table.add(machine.initial(), 0, table.hash(machine.initial(), 0), StateTable.ROOT);
        List<Edge> edges = new ArrayList<>();
        List<Snapshot> states = new ArrayList<>();
        long[] before = new long[words];
        for (int from = 0; from < table.size(); from++) {
            if (table.size() > most) {
                throw new TooLarge(most);
            }
            int origin = from;
            table.read(from, before);
            states.add(machine.layout().decode(before));
            machine.moves(before, new long[words], (label, after) -> {
                long hash = table.hash(after, 0);
                table.add(after, 0, hash, origin);
                edges.add(new Edge(origin, labels.context(label), labels.action(label), table.find(after, 0, hash)));
            });
        }
        return new StateGraph(states, edges);
    }
}
