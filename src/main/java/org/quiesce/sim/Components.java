package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Strongly connected components of a part of a graph (Tarjan's algorithm, without recursion). */
final class Components {

    private static final int NOT_MEMBER = -1;
    private static final int UNSEEN = 0;

    private final FairGraph graph;
    private final int[] members;
    /** Position among the members, by state. */
    private final int[] position;
    /** By position: when it was seen, counted from 1; and the earliest seen that it leads back to. */
    private final int[] seen;
    private final int[] low;
    private final boolean[] open;
    private final Numbers stack = new Numbers();
    /** The way to the state at hand: positions, and where the edges not yet followed of each begin. */
    private final Numbers way = new Numbers();
    private final Numbers bases = new Numbers();
    private final Numbers edges = new Numbers();
    private final List<int[]> found = new ArrayList<>();
    private int count;

    private Components(FairGraph graph, int[] members) {
        this.graph = graph;
        this.members = members;
        this.position = new int[graph.size()];
        Arrays.fill(position, NOT_MEMBER);
        for (int i = 0; i < members.length; i++) {
            position[members[i]] = i;
        }
        this.seen = new int[members.length];
        this.low = new int[members.length];
        this.open = new boolean[members.length];
    }

    /**
     * The components with at least two states of the part that has these states; the states of each in ascending order,
     * the components in the order of their first states.
     *
     * @param members in ascending order
     */
    static List<int[]> of(FairGraph graph, int[] members) {
        Components components = new Components(graph, members);
        for (int root = 0; root < members.length; root++) {
            if (components.seen[root] == UNSEEN) {
                components.explore(root);
            }
        }
        components.found.sort(Comparator.comparingInt(c -> c[0]));
        return components.found;
    }

    private void explore(int root) {
        enter(root);
        while (way.size() > 0) {
            int at = way.last();
            if (edges.size() > bases.last()) {
                follow(at, edges.removeLast());
            } else {
                leave(at);
            }
        }
    }

    private void enter(int at) {
        seen[at] = ++count;
        low[at] = count;
        open[at] = true;
        stack.add(at);
        way.add(at);
        bases.add(edges.size());
        graph.edges(members[at], (label, to) -> {
            if (to != FairGraph.OUTSIDE && position[to] != NOT_MEMBER) {
                edges.add(position[to]);
            }
        });
    }

    private void follow(int at, int to) {
        if (seen[to] == UNSEEN) {
            enter(to);
        } else if (open[to]) {
            low[at] = Math.min(low[at], seen[to]);
        }
    }

    private void leave(int at) {
        way.removeLast();
        bases.removeLast();
        if (way.size() > 0) {
            low[way.last()] = Math.min(low[way.last()], low[at]);
        }
        if (low[at] == seen[at]) {
            Numbers component = new Numbers();
            int last;
            do {
                last = stack.removeLast();
                open[last] = false;
                component.add(members[last]);
            } while (last != at);
            if (component.size() > 1) {
                int[] states = component.toArray();
                Arrays.sort(states);
                found.add(states);
            }
        }
    }
}
