package org.quiesce.protocol;

import java.util.List;

/**
 * What may happen to threads without any program doing it, in a run or never.
 *
 * @param spuriousWakeUps how many spurious wake-ups there may be in one run
 * @param oopsing         the thread functions of which one thread may die of an oops
 * @param reuse           whether the memory of a task that is freed may be used again for another one
 */
record Disturbances(int spuriousWakeUps, List<String> oopsing, Reuse reuse) {

    /** Whether the memory of freed tasks is used again. */
    enum Reuse {
        ASSUMED_AWAY,
        POSSIBLE
    }

    Disturbances {
        oopsing = List.copyOf(oopsing);
    }

    Disturbances withSpuriousWakeUps(int most) {
        return new Disturbances(most, oopsing, reuse);
    }

    Disturbances withOopsing(List<String> threads) {
        return new Disturbances(spuriousWakeUps, threads, reuse);
    }

    Disturbances with(Reuse other) {
        return new Disturbances(spuriousWakeUps, oopsing, other);
    }
}
