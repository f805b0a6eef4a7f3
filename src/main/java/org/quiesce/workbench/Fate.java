package org.quiesce.workbench;

import java.util.List;
import org.quiesce.protocol.property.Property;

/** What came of a mutant. */
public sealed interface Fate {

    /** The builder refused it: no property was asked. */
    record Stillborn(String why) implements Fate {}

    /** Whatever the original does it does as well, and nothing else: no property could tell the two apart. */
    record Equivalent(Likeness likeness) implements Fate {}

    /** It violates properties that hold of the original, at least one. */
    record Killed(List<Property> by) implements Fate {
        public Killed {
            by = List.copyOf(by);
        }
    }

    /**
     * All that holds of the original holds of it, but it is another protocol.
     *
     * @param vacuous    what holds of it only because no run does what it speaks of, and means something for the original
     * @param neverTaken C of its steps that no run takes, without what no run of the original takes
     */
    record Survived(List<Property> vacuous, List<String> neverTaken) implements Fate {
        public Survived {
            vacuous = List.copyOf(vacuous);
            neverTaken = List.copyOf(neverTaken);
        }
    }

    /**
     * Within the bounds of the model no property is violated, and some run leaves them.
     *
     * @param with the C of the step with which a shortest such run does
     */
    record Unbounded(String with) implements Fate {}

    /** No property is violated, and not all were decided. */
    record Undecided(Cause cause, String why) implements Fate {}

    /** What keeps a property from being decided. */
    enum Cause {
        /** The time or the memory was used up, or an engine failed. */
        ENGINE,
        /** The engines do not agree. */
        DISPUTE
    }

    /** In what a mutant is equal to its original. */
    enum Likeness {
        /** Its steps are the same: only the C reads differently. */
        SAME_STEPS,
        /** No run of the original comes to where they differ, or only to a test that never succeeds. */
        DEAD_CODE,
        /** Its states can be paired with those of the original, so that the same steps lead from pair to pair. */
        SAME_GRAPH
    }
}
