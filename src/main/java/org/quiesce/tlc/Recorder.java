package org.quiesce.tlc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers lines, unless they become too many. */
final class Recorder {
    private static final long MOST_CHARACTERS = 8 << 20;

    private final List<String> lines = new ArrayList<>();
    private long characters;

    void line(String line) {
        characters += line.length() + 1;
        if (characters <= MOST_CHARACTERS) {
            lines.add(line);
        } else {
            lines.clear();
        }
    }

    /** All lines; empty if they were too many. */
    Optional<List<String>> lines() {
        return characters <= MOST_CHARACTERS ? Optional.of(lines) : Optional.empty();
    }
}
