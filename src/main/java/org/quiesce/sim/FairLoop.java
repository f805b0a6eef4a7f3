package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds a loop through a strongly connected set that meets every demand of fairness: from the lowest state it goes
 * each time the shortest way to whatever meets another demand, and at last back. Not always the shortest loop.
 */
final class FairLoop {

    /** A move of the loop. */
    record Edge(int label, int to) {}

    private static final int UNSEEN = -2;
    private static final int START = -1;

    private final FairGraph graph;
    private final FairGraph.Demands demands;
    private final int[] states;
    private final List<Edge> loop = new ArrayList<>();
    /** Demands that the loop does not meet yet: weak ones enabled all along, strong ones enabled on the way. */
    private final Set<Integer> weak = new HashSet<>();
    private final Set<Integer> strong = new HashSet<>();
    private final Set<Integer> served = new HashSet<>();

    private FairLoop(FairGraph graph, int[] states) {
        this.graph = graph;
        this.demands = graph.demands();
        this.states = states;
    }

    /**
     * A loop from the first state of the set.
     *
     * @param states as {@link FairCycles#find} gives them
     */
    static List<Edge> through(FairGraph graph, int[] states) {
        FairLoop loop = new FairLoop(graph, states);
        loop.build();
        return List.copyOf(loop.loop);
    }

    private void build() {
        graph.edges(states[0], (label, to) -> note(weak, demands.weak(label)));
        visit(states[0]);
        int at = states[0];
        do {
            while (loop.isEmpty() || !weak.isEmpty() || !strong.isEmpty()) {
                at = go(at, this::isWanted);
            }
            if (at != states[0]) {
                at = go(at, (label, to) -> to == states[0]);
            }
            // On the way back something may have become possible that must be taken, too.
        } while (!weak.isEmpty() || !strong.isEmpty());
    }

    /** What a visit of a state asks for, and what it meets. */
    private void visit(int state) {
        Set<Integer> enabled = new HashSet<>();
        graph.edges(state, (label, to) -> {
            note(enabled, demands.weak(label));
            note(strong, demands.strong(label));
        });
        weak.retainAll(enabled);
        strong.removeAll(served);
    }

    private static void note(Set<Integer> numbers, int demand) {
        if (demand != FairGraph.Demands.NONE) {
            numbers.add(demand);
        }
    }

    private interface Goal {
        boolean isReachedBy(int label, int to);
    }

    private boolean isWanted(int label, int to) {
        return weak.isEmpty() && strong.isEmpty()
                || weak.contains(demands.weak(label))
                || strong.contains(demands.strong(label))
                || weak.stream().anyMatch(demand -> !isEnabled(demand, to));
    }

    private boolean isEnabled(int weakDemand, int state) {
        boolean[] enabled = {false};
        graph.edges(state, (label, to) -> enabled[0] |= demands.weak(label) == weakDemand);
        return enabled[0];
    }

    /** Appends the shortest way from a state that ends with an edge to the goal; returns its end. */
    private int go(int from, Goal goal) {
        int[] cameFrom = new int[states.length];
        int[] cameBy = new int[states.length];
        Arrays.fill(cameFrom, UNSEEN);
        cameFrom[position(from)] = START;
        Numbers open = new Numbers();
        open.add(from);
        for (int next = 0; next < open.size(); next++) {
            int at = open.get(next);
            List<Edge> last = new ArrayList<>();
            graph.edges(at, (label, to) -> {
                int position = to == FairGraph.OUTSIDE ? -1 : position(to);
                if (position < 0 || !last.isEmpty()) {
                    return;
                }
                if (goal.isReachedBy(label, to)) {
                    last.add(new Edge(label, to));
                } else if (cameFrom[position] == UNSEEN) {
                    cameFrom[position] = at;
                    cameBy[position] = label;
                    open.add(to);
                }
            });
            if (!last.isEmpty()) {
                append(at, cameFrom, cameBy, last.get(0));
                return last.get(0).to();
            }
        }
        throw new IllegalStateException("internal error: a strongly connected set has a state without a way on");
    }

    private void append(int end, int[] cameFrom, int[] cameBy, Edge last) {
        List<Edge> way = new ArrayList<>(List.of(last));
        for (int at = end; cameFrom[position(at)] != START; at = cameFrom[position(at)]) {
            way.add(new Edge(cameBy[position(at)], at));
        }
        Collections.reverse(way);
        for (Edge edge : way) {
            loop.add(edge);
            served.add(demands.strong(edge.label()));
            weak.remove(demands.weak(edge.label()));
            visit(edge.to());
        }
    }

    private int position(int state) {
        return Arrays.binarySearch(states, state);
    }
}
