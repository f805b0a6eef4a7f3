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
        return Optional.of(SAME_HANG).filter(l -> isStuck(one) && isStuck(other)
                || spins(one) && spins(other) && rounds(one).equals(rounds(other)));
    }

    private static boolean isStuck(Story story) {
        return story.ending() instanceof Ending.Stuck;
    }

    /** Whether it goes round in one state for ever. */
    private static boolean spins(Story story) {
        return story.ending() instanceof Ending.Loop loop
                && story.scenes().stream().skip(loop.back()).allMatch(s -> s.changes().isEmpty());
    }

    /** The steps that a story which is a loop repeats. */
    private static List<String> rounds(Story story) {
        return steps(story).subList(((Ending.Loop) story.ending()).back(), story.scenes().size());
    }

    private static List<String> steps(Story story) {
        return story.scenes().stream().map(s -> s.context() + " " + s.action()).toList();
    }

    private static List<String> sorted(Story story) {
        return steps(story).stream().sorted().toList();
    }
}
