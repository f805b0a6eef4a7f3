package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Checks in a row that say the same.
 *
 * @param saying what they say
 * @param checks at least one
 */
record Neighbours<T>(T saying, List<Checked> checks) {

    Neighbours {
        checks = List.copyOf(checks);
    }

    /** All checks, in their order, as few neighbourhoods as can be. */
    static <T> List<Neighbours<T>> of(List<Checked> checks, Function<Checked, T> saying) {
        List<Neighbours<T>> all = new ArrayList<>();
        for (Checked check : checks) {
            T said = saying.apply(check);
            int last = all.size() - 1;
            if (last >= 0 && all.get(last).saying().equals(said)) {
                all.set(last, all.get(last).with(check));
            } else {
                all.add(new Neighbours<>(said, List.of(check)));
            }
        }
        return all;
    }

    private Neighbours<T> with(Checked check) {
        List<Checked> more = new ArrayList<>(checks);
        more.add(check);
        return new Neighbours<>(saying, more);
    }
}
