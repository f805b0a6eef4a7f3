package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Things in a row of which the same is said.
 *
 * @param saying  what is said
 * @param members at least one
 */
record Neighbours<E, T>(T saying, List<E> members) {

    Neighbours {
        members = List.copyOf(members);
    }

    /** All of them, in their order, as few neighbourhoods as can be. */
    static <E, T> List<Neighbours<E, T>> of(List<E> all, Function<E, T> saying) {
        List<Neighbours<E, T>> found = new ArrayList<>();
        for (E member : all) {
            T said = saying.apply(member);
            int last = found.size() - 1;
            if (last >= 0 && found.get(last).saying().equals(said)) {
                found.set(last, found.get(last).with(member));
            } else {
                found.add(new Neighbours<>(said, List.of(member)));
            }
        }
        return found;
    }

    private Neighbours<E, T> with(E member) {
        List<E> more = new ArrayList<>(members);
        more.add(member);
        return new Neighbours<>(saying, more);
    }
}
