package org.quiesce.result;

import java.util.Arrays;
import java.util.Objects;

/** Refuses what lacks something: results are also read from files. */
final class Given {

    private Given() {}

    static void all(Object... values) {
        if (Arrays.stream(values).anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("something is missing");
        }
    }
}
