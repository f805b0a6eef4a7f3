package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes a run easier to read: where two moves that follow each other could as well happen the other way round, their
 * order is chosen so that contexts take turns less often. Start, end and length stay.
 */
final class Tidying {

    /** A move and the state that it leads to. */
    record Hop(int label, long[] after) {}

    private final Machine machine;
    private final long[] start;

    Tidying(Machine machine, long[] start) {
        this.machine = machine;
        this.start = start;
    }

    /** The same moves in an order with no more, and if possible fewer, changes of the running context. */
    List<Hop> tidied(List<Hop> hops) {
        List<Hop> best = hops;
        for (int from = 1; from < best.size(); from++) {
            Optional<List<Hop>> better = joined(best, from);
            if (better.isPresent()) {
                best = better.get();
                from = 0;
            }
        }
        return best;
    }

    /** The hops with one of them moved up to the last earlier one of its context, if that can be and is worth it. */
    private Optional<List<Hop>> joined(List<Hop> hops, int from) {
        List<Hop> moved = new ArrayList<>(hops);
        for (int at = from; !context(moved.get(at - 1)).equals(context(hops.get(from))); at--) {
            if (at == 1 || !swap(moved, at - 1)) {
                return Optional.empty();
            }
        }
        return switches(moved) < switches(hops) ? Optional.of(moved) : Optional.empty();
    }

    /** Exchanges two hops, the first of which has that position, if they lead to the same state either way. */
    private boolean swap(List<Hop> hops, int position) {
        long[] before = position == 0 ? start : hops.get(position - 1).after();
        Hop first = hops.get(position);
        Hop second = hops.get(position + 1);
        for (long[] between : after(before, second.label())) {
            if (after(between, first.label()).stream().anyMatch(end -> Arrays.equals(end, second.after()))) {
                hops.set(position, new Hop(second.label(), between));
                hops.set(position + 1, new Hop(first.label(), second.after()));
                return true;
            }
        }
        return false;
    }

    private List<long[]> after(long[] before, int label) {
        List<long[]> states = new ArrayList<>();
        machine.moves(before, new long[before.length], (taken, after) -> {
            if (taken == label) {
                states.add(after.clone());
            }
        });
        return states;
    }

    private int switches(List<Hop> hops) {
        int switches = 0;
        for (int i = 1; i < hops.size(); i++) {
            switches += context(hops.get(i)).equals(context(hops.get(i - 1))) ? 0 : 1;
        }
        return switches;
    }

    private String context(Hop hop) {
        return machine.labels().context(hop.label());
    }
}
