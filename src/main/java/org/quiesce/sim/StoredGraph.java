package org.quiesce.sim;

import java.util.Arrays;

/** A part of another graph, its edges stored. States keep their order and get numbers of their own. */
final class StoredGraph implements FairGraph {

    private final Demands demands;
    private final int[] states;
    /** Where the edges of each state begin; each is a label and an end. */
    private final int[] first;
    private final Numbers edges = new Numbers();

    /**
     * Stores the edges of some states; those that lead elsewhere lead outside.
     *
     * @param states in ascending order
     */
    StoredGraph(FairGraph graph, int[] states) {
        this.demands = graph.demands();
        this.states = states;
        this.first = new int[states.length + 1];
        for (int i = 0; i < states.length; i++) {
            graph.edges(states[i], (label, to) -> {
                edges.add(label);
                edges.add(Math.max(OUTSIDE, Arrays.binarySearch(states, to)));
            });
            first[i + 1] = edges.size();
        }
    }

    /** The number that a state has in the other graph. */
    int original(int state) {
        return states[state];
    }

    @Override
    public int size() {
        return states.length;
    }

    @Override
    public Demands demands() {
        return demands;
    }

    @Override
    public void edges(int from, EdgeSink sink) {
        for (int i = first[from]; i < first[from + 1]; i += 2) {
            sink.edge(edges.get(i), edges.get(i + 1));
        }
    }
}
