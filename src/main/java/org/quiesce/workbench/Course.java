package org.quiesce.workbench;

import java.util.List;

/** How a single run is chosen from all that are possible. */
public sealed interface Course {

    /**
     * Each move is drawn from those that are possible.
     *
     * @param seed the same seed gives the same run
     * @param most the run is cut off after so many moves
     */
    record Random(long seed, int most) implements Course {}

    /**
     * The moves are given.
     *
     * @param schedule each entry is a context, an action, or {@code context:action}; it means the first such move
     */
    record Guided(List<String> schedule) implements Course {
        public Guided {
            schedule = List.copyOf(schedule);
        }
    }
}
