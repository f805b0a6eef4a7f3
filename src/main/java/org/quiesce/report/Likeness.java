package org.quiesce.report;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.trace.Story;

/** How much two runs are alike: so much that one drawing shows both. Declared from the closest on. */
enum Likeness {
    SAME_RUN("by the same run"),
    OTHER_ORDER("by the same steps in another order"),
    SAME_HANG("by another run into the same hang");

    private final String words;

    Likeness(String words) {
        this.words = words;
    }

    /** As in "is violated by the same run". */
    String words() {
        return words;
    }

    /** How alike two runs are, if they are. What only the kernel changes in a step makes no difference. */
    static Optional<Likeness> between(Story one, Story other) {
        if (!one.resting().equals(other.resting())) {
            return Optional.empty();
        } else if (one.ending().equals(other.ending()) && steps(one).equals(steps(other))) {
            return Optional.of(SAME_RUN);
        } else if (one.ending().equals(other.ending()) && sorted(one).equals(sorted(other))) {
            return Optional.of(OTHER_ORDER);
        }
        return Optional.of(SAME_HANG).filter(l -> isStuck(one) && isStuck(other));
    }

    private static boolean isStuck(Story story) {
        return story.ending() instanceof Ending.Stuck;
    }

    private static List<String> steps(Story story) {
        return story.scenes().stream().map(s -> s.context() + " " + s.action()).toList();
    }

    private static List<String> sorted(Story story) {
        return steps(story).stream().sorted().toList();
    }
}
