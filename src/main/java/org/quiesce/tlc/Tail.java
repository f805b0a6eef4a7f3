package org.quiesce.tlc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of a stream that are not blank, for evidence. */
final class Tail {
    private static final int LINES = 60;
    private static final int LONGEST_LINE = 400;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (line.isBlank()) {
            return;
        }
        if (lines.size() == LINES) {
            lines.removeFirst();
        }
        lines.add(line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + " ...");
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
