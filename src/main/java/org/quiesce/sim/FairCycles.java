package org.quiesce.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Finds where a run can go round for ever, fairly.
 *
 * <p>A run that goes round for ever visits, from some time on, the states of a strongly connected set again and again.
 * It can be fair exactly if it is fair to visit all of the set and to take all edges within it:
 * <ul>
 *   <li>A weak demand that is enabled in every state of the set and served by no edge within it is not met, by this set
 *       nor by a part of it.
 *   <li>A strong demand that is enabled in some state of the set and served by no edge within it is met only by parts
 *       without the states where it is enabled: these are removed, and what is left is searched again.
 * </ul>
 */
final class FairCycles {

    private final FairGraph graph;
    private final FairGraph.Demands demands;

    FairCycles(FairGraph graph) {
        this.graph = graph;
        this.demands = graph.demands();
    }

    /**
     * The strongly connected sets of at least two states, all among these, that can be visited for ever, as large as
     * they can be: whatever a fair run visits for ever within these states lies in one of them.
     *
     * @param within in ascending order
     */
    List<int[]> sets(int[] within) {
        List<int[]> found = new ArrayList<>();
        Deque<int[]> parts = new ArrayDeque<>(Components.of(graph, within));
        while (!parts.isEmpty()) {
            int[] part = parts.pop();
            Tally tally = new Tally(part);
            if (!tally.meetsWeakDemands()) {
                continue;
            }
            int[] rest = tally.withoutUnmetStrongDemands();
            if (rest.length == part.length) {
                found.add(part);
            } else {
                parts.addAll(Components.of(graph, rest));
            }
        }
        found.sort(Comparator.comparingInt(set -> set[0]));
        return found;
    }

    /** Which demands are enabled and which are served within a set of states. */
    private final class Tally {

        private final int[] states;
        private final int[] weakEnabled = new int[demands.weakDemands()];
        private final boolean[] weakServed = new boolean[demands.weakDemands()];
        private final boolean[] strongEnabled = new boolean[demands.strongDemands()];
        private final boolean[] strongServed = new boolean[demands.strongDemands()];

        Tally(int[] states) {
            this.states = states;
            boolean[] here = new boolean[demands.weakDemands()];
            for (int state : states) {
                Arrays.fill(here, false);
                graph.edges(state, (label, to) -> {
                    boolean inside = to != FairGraph.OUTSIDE && Arrays.binarySearch(states, to) >= 0;
                    int weak = demands.weak(label);
                    if (weak != FairGraph.Demands.NONE) {
                        here[weak] = true;
                        weakServed[weak] |= inside;
                    }
                    int strong = demands.strong(label);
                    if (strong != FairGraph.Demands.NONE) {
                        strongEnabled[strong] = true;
                        strongServed[strong] |= inside;
                    }
                });
                for (int demand = 0; demand < here.length; demand++) {
                    weakEnabled[demand] += here[demand] ? 1 : 0;
                }
            }
        }

        boolean meetsWeakDemands() {
            for (int demand = 0; demand < weakServed.length; demand++) {
                if (!weakServed[demand] && weakEnabled[demand] == states.length) {
                    return false;
                }
            }
            return true;
        }

        int[] withoutUnmetStrongDemands() {
            return Arrays.stream(states).filter(state -> {
                boolean[] unmet = {false};
                graph.edges(state, (label, to) -> {
                    int strong = demands.strong(label);
                    unmet[0] |= strong != FairGraph.Demands.NONE && !strongServed[strong];
                });
                return !unmet[0];
            }).toArray();
        }
    }
}
