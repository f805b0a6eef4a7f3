package org.quiesce.sim;

import java.util.List;

/**
 * Where an item stands among those that are run in the order in which they were queued.
 *
 * @param ahead  those that were queued before it, and still are: a bit each
 * @param others the other items, in the order of their bits
 */
record Line(Field ahead, List<Other> others) {

    private static final String AHEAD = "ahead";

    /**
     * Another item.
     *
     * @param armed whether it is queued
     * @param ahead those that were queued before it
     * @param self  the bit there of the item whose line this is
     */
    private record Other(Field armed, Field ahead, int self) {}

    /** The line of an item; one that is in none stands behind nobody. */
    static Line of(String item, Scope scope) {
        Layout layout = scope.layout();
        return layout.has(AHEAD, item)
                ? new Line(layout.field(AHEAD, item), scope.members(AHEAD, item).stream()
                        .map(other -> new Other(layout.field("armed", other), layout.field(AHEAD, other),
                                1 << scope.members(AHEAD, other).indexOf(item)))
                        .toList())
                : new Line(Field.ABSENT, List.of());
    }

    boolean isFirst(long[] state) {
        return ahead.get(state) == 0;
    }

    /** The item, which was not queued, joins behind all that are. */
    void join(long[] before, long[] after) {
        int queued = 0;
        for (int i = 0; i < others.size(); i++) {
            queued |= others.get(i).armed().get(before) << i;
        }
        ahead.set(after, queued);
    }

    /** The item is not queued any more. */
    void leave(long[] before, long[] after) {
        ahead.set(after, 0);
        for (Other other : others) {
            other.ahead().set(after, other.ahead().get(before) & ~other.self());
        }
    }
}
