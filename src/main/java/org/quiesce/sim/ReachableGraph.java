package org.quiesce.sim;

/** The graph of the states that an exploration found; edges are computed again each time. */
final class ReachableGraph implements FairGraph {

    private static final int CHECK_EVERY = 1 << 12;

    private final Machine machine;
    private final StateTable table;
    private final Watch watch;
    private final long[] before;
    private final long[] after;
    private int calls;

    ReachableGraph(Machine machine, StateTable table, Watch watch) {
        this.machine = machine;
        this.table = table;
        this.watch = watch;
        this.before = new long[machine.layout().words()];
        this.after = new long[machine.layout().words()];
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
        machine.moves(before, after, (label, next) -> {
            int to = table.find(next, 0, table.hash(next, 0));
            if (to != from) {
                sink.edge(label, to);
            }
        });
    }
}
