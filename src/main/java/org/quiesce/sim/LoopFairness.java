package org.quiesce.sim;

import java.util.Arrays;
import java.util.List;

/** Whether it is fair to repeat a loop, or to stay in a state, for ever. */
final class LoopFairness {

    private final Machine machine;
    private final Labels labels;

    LoopFairness(Machine machine) {
        this.machine = machine;
        this.labels = machine.labels();
    }

    /**
     * Whether every demand of fairness is met.
     *
     * @param states the states of the loop; one for staying there
     * @param moves  the labels of the moves in it; none for staying
     */
    boolean isFair(List<long[]> states, List<Integer> moves) {
        int[] weakEnabled = new int[labels.weakDemands()];
        boolean[] strongEnabled = new boolean[labels.strongDemands()];
        for (long[] state : states) {
            boolean[] weakHere = new boolean[labels.weakDemands()];
            machine.moves(state, new long[state.length], (label, after) -> {
                // A step that changes nothing is no progress: fairness neither demands it nor is served by it.
                if (!Arrays.equals(state, after)) {
                    mark(weakHere, labels.weak(label));
                    mark(strongEnabled, labels.strong(label));
                }
            });
            for (int demand = 0; demand < weakHere.length; demand++) {
                weakEnabled[demand] += weakHere[demand] ? 1 : 0;
            }
        }
        boolean[] weakTaken = new boolean[labels.weakDemands()];
        boolean[] strongTaken = new boolean[labels.strongDemands()];
        for (int label : moves) {
            mark(weakTaken, labels.weak(label));
            mark(strongTaken, labels.strong(label));
        }
        for (int demand = 0; demand < weakTaken.length; demand++) {
            if (weakEnabled[demand] == states.size() && !weakTaken[demand]) {
                return false;
            }
        }
        for (int demand = 0; demand < strongTaken.length; demand++) {
            if (strongEnabled[demand] && !strongTaken[demand]) {
                return false;
            }
        }
        return true;
    }

    private static void mark(boolean[] demands, int demand) {
        if (demand != Labels.NONE) {
            demands[demand] = true;
        }
    }
}
