package org.quiesce.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Refuses what is named twice: it is a slip, or two values of which only one could count. */
final class Once {

    private Once() {}

    /** The same list, of which no two have one name. */
    static <T> List<T> each(String option, List<T> all, Function<T, String> name) {
        Set<String> seen = new HashSet<>();
        for (T one : all) {
            if (!seen.add(name.apply(one))) {
                throw new BadInput(option + ": " + name.apply(one) + " is named twice\nname it once");
            }
        }
        return all;
    }
}
