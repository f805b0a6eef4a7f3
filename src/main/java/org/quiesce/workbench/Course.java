package org.quiesce.workbench;

import java.util.List;
import java.util.OptionalInt;
import org.quiesce.protocol.step.Snapshot;

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
     * The states are given, and any move that leads from one to the next will do.
     *
     * @param states at least one
     * @param loop   number of the state, from 0, that follows the last one; empty if nothing is said of what follows
     */
    record Given(List<Snapshot> states, OptionalInt loop) implements Course {
        public Given {
            states = List.copyOf(states);
        }
    }

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
