package org.quiesce.cli;

import java.util.Optional;
import org.quiesce.workbench.Course;

/** Reads how a random run is to be. */
final class RandomCourse {

    private static final long DEFAULT_SEED = 1;
    private static final long DEFAULT_STEPS = 100;
    private static final int MOST_STEPS = 10_000;

    private RandomCourse() {}

    static Course of(Optional<Long> seed, Optional<Long> steps) {
        long most = steps.orElse(DEFAULT_STEPS);
        if (most < 1 || most > MOST_STEPS) {
            throw new BadInput("--steps " + most + ": a run can have 1 to " + MOST_STEPS + " steps");
        }
        return new Course.Random(seed.orElse(DEFAULT_SEED), (int) most);
    }
}
