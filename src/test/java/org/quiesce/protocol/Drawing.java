package org.quiesce.protocol;

import java.util.List;
import java.util.Random;

/** What is common to all that draw protocols: the same seed makes the same choices. */
abstract class Drawing {

    final Random random;

    Drawing(long seed) {
        // Seeds that are near each other would begin with the same numbers.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    final boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    final <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
