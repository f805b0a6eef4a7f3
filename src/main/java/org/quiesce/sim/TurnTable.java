package org.quiesce.sim;

import java.util.Arrays;

/** The {@link Turns} of the states that an exploration found, worked out level by level as far as they are asked for. */
final class TurnTable {

    private final FairGraph graph;
    private final Labels labels;
    private final Levels levels;
    private int[] changes = {};
    private long[] last = {};
    /** The farthest level that is worked out. */
    private int reached = -1;

    TurnTable(FairGraph graph, Labels labels, Levels levels) {
        this.graph = graph;
        this.labels = labels;
        this.levels = levels;
    }

    /**
     * On the shortest ways to a state.
     *
     * @throws LimitReached if working it out reached a limit
     */
    Turns of(int state) {
        reach(levels.distance(state));
        return get(state);
    }

    private void reach(int level) {
        if (level <= reached) {
            return;
        }
        makeRoom(levels.first(level + 1));
        if (reached < 0) {
            set(0, Turns.NONE);
            reached = 0;
        }
        for (; reached < level; reached++) {
            int next = levels.first(reached + 1);
            for (int state = levels.first(reached); state < next; state++) {
                Turns before = get(state);
                graph.edges(state, (label, to) -> {
                    if (to >= next) {
                        set(to, get(to).or(before, labels.actor(label)));
                    }
                });
            }
        }
    }

    private void makeRoom(int states) {
        int known = changes.length;
        if (states > known) {
            int[] moreChanges = Arrays.copyOf(changes, states);
            long[] moreLast = Arrays.copyOf(last, states);
            changes = moreChanges;
            last = moreLast;
            for (int state = known; state < states; state++) {
                set(state, Turns.UNREACHED);
            }
        }
    }

    private Turns get(int state) {
        return new Turns(changes[state], last[state]);
    }

    private void set(int state, Turns turns) {
        changes[state] = turns.changes();
        last[state] = turns.last();
    }
}
