package org.quiesce.sim;

import java.util.Arrays;

/**
 * The graph of the states that an exploration found; edges are computed again each time. The edges of one state must
 * have been told before those of another are asked for.
 */
final class ReachableGraph implements FairGraph {

    private static final int CHECK_EVERY = 1 << 12;

    private final Machine machine;
    private final StateTable table;
    private final Watch watch;
    private final long[] before;
    private final long[] after;
    private int calls;

    /** The moves of the state at hand. */
    private int[] labels = new int[16];
    private long[] ends;
    private long[] hashes = new long[16];
    private int moves;
    private long touched;

    ReachableGraph(Machine machine, StateTable table, Watch watch) {
        this.machine = machine;
        this.table = table;
        this.watch = watch;
        this.before = new long[machine.layout().words()];
        this.after = new long[machine.layout().words()];
        this.ends = new long[16 * before.length];
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public Demands demands() {
        return machine.labels();
    }

    @Override
    public void edges(int from, EdgeSink sink) {
        if (++calls % CHECK_EVERY == 0) {
            watch.reached(table, 0).ifPresent(limit -> {
                throw new LimitReached(limit);
            });
        }
        table.read(from, before);
        moves = 0;
        machine.moves(before, after, this::gather);
        // As in an exploration: the memory accesses of all moves overlap.
        for (int i = 0; i < moves; i++) {
            touched += table.peekState(table.peek(hashes[i]));
        }
        for (int i = 0; i < moves; i++) {
            int to = table.find(ends, i * before.length, hashes[i]);
            if (to != from) {
                sink.edge(labels[i], to);
            }
        }
    }

    private void gather(int label, long[] next) {
        if (moves == labels.length) {
            labels = Arrays.copyOf(labels, 2 * moves);
            hashes = Arrays.copyOf(hashes, 2 * moves);
            ends = Arrays.copyOf(ends, 2 * moves * before.length);
        }
        labels[moves] = label;
        hashes[moves] = table.hash(next, 0);
        System.arraycopy(next, 0, ends, moves * before.length, before.length);
        moves++;
    }
}
