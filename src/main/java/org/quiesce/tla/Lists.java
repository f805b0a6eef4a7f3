package org.quiesce.tla;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Immutable copies of lists, with the lengths that the grammar demands. */
final class Lists {

    private Lists() {}

    /** A copy of a list that has an item at least. */
    static <T> List<T> some(String what, List<T> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException(what + ": at least one is needed");
        }
        return List.copyOf(items);
    }

    /** A copy of a list that has two items at least. */
    static <T> List<T> several(String what, List<T> items) {
        if (items.size() < 2) {
            throw new IllegalArgumentException(what + ": at least two are needed");
        }
        return List.copyOf(items);
    }

    static void requireDistinct(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("the " + what + " \"" + name + "\" is given twice");
            }
        }
    }
}
