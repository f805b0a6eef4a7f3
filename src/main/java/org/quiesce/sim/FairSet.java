package org.quiesce.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A strongly connected set of states, with the edges within it and the demands of fairness that are enabled in it, each
 * a bit of a long. States have numbers of their own, in the same order.
 */
final class FairSet {

    private static final int MOST_DEMANDS = Long.SIZE;

    private final int[] states;
    /** By state: labels and ends of its edges, in turn. */
    private final int[][] edges;
    private final int[][] origins;
    private final long[] weak;
    private final long[] strong;
    private final FairGraph.Demands demands;
    private final Map<Integer, Integer> weakBits = new HashMap<>();
    private final Map<Integer, Integer> strongBits = new HashMap<>();

    FairSet(FairGraph graph, int[] states) {
        this.states = states;
        this.demands = graph.demands();
        this.edges = new int[states.length][];
        this.weak = new long[states.length];
        this.strong = new long[states.length];
        Numbers[] into = new Numbers[states.length];
        Arrays.setAll(into, i -> new Numbers());
        for (int i = 0; i < states.length; i++) {
            int from = i;
            Numbers own = new Numbers();
            graph.edges(states[i], (label, to) -> {
                weak[from] |= bit(weakBits, demands.weak(label));
                strong[from] |= bit(strongBits, demands.strong(label));
                int end = to == FairGraph.OUTSIDE ? -1 : Arrays.binarySearch(states, to);
                if (end >= 0) {
                    own.add(label);
                    own.add(end);
                    into[end].add(from);
                }
            });
            edges[i] = own.toArray();
        }
        this.origins = Arrays.stream(into).map(Numbers::toArray).toArray(int[][]::new);
    }

    private static long bit(Map<Integer, Integer> bits, int demand) {
        return demand == FairGraph.Demands.NONE
                ? 0
                : 1L << bits.computeIfAbsent(demand, d -> bits.size());
    }

    /** Whether there are no more demands than bits. */
    boolean isExact() {
        return weakBits.size() <= MOST_DEMANDS && strongBits.size() <= MOST_DEMANDS;
    }

    int size() {
        return states.length;
    }

    /** The number of a state in the graph. */
    int original(int state) {
        return states[state];
    }

    /** Labels and ends of the edges of a state, in turn. */
    int[] edges(int state) {
        return edges[state];
    }

    /** The states from which an edge leads to a state. */
    int[] origins(int state) {
        return origins[state];
    }

    /** The weak demands that are enabled in a state. */
    long weak(int state) {
        return weak[state];
    }

    /** The strong demands that are enabled in a state. */
    long strong(int state) {
        return strong[state];
    }

    /** The weak demand that an edge serves. */
    long weakServed(int label) {
        return known(weakBits, demands.weak(label));
    }

    /** The strong demand that an edge serves. */
    long strongServed(int label) {
        return known(strongBits, demands.strong(label));
    }

    private static long known(Map<Integer, Integer> bits, int demand) {
        Integer bit = bits.get(demand);
        return bit == null ? 0 : 1L << bit;
    }
}
