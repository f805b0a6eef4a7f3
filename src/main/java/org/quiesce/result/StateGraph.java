package org.quiesce.result;

import java.util.List;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.workbench.StateMap;

/**
 * The first states of a protocol, breadth first, and the steps between them.
 *
 * @param states number 0 is the initial one
 * @param edges  between states of the list
 * @param whole  whether there are no other states
 */
public record StateGraph(List<Snapshot> states, List<Edge> edges, boolean whole) {

    /** @throws IllegalArgumentException if an edge is between others than these states */
    public StateGraph {
        int most = states.size();
        states = List.copyOf(states);
        edges = List.copyOf(edges);
        if (edges.stream().anyMatch(e -> e.from() < 0 || e.from() >= most || e.to() < 0 || e.to() >= most)) {
            throw new IllegalArgumentException("a step is between states that are not there");
        }
    }

    /** A step of a context, or something that happens to it. */
    public record Edge(int from, int to, String context, String action) {
        public Edge {
            Given.all(context, action);
        }
    }

    /** The same as the workbench has it. */
    public static StateGraph of(StateMap map) {
        return new StateGraph(map.states(),
                map.moves().stream().map(m -> new Edge(m.from(), m.to(), m.context(), m.action())).toList(), map.whole());
    }
}
