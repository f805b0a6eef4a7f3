package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;

/** Facts with a label to their left, all in one column. */
final class Facts {

    private static final int LEFT = 2;
    private static final int COLUMN = 18;

    private Facts() {}

    static Line label(String label) {
        return Line.of(label, Tone.QUIET).indent(LEFT).padTo(COLUMN);
    }

    static List<Line> fact(String label, String text, int width) {
        return fact(label, text, Tone.PLAIN, width);
    }

    static List<Line> fact(String label, String text, Tone tone, int width) {
        List<Line> lines = new ArrayList<>();
        for (Line line : Flow.EMPTY.words(text, tone).wrap(width - COLUMN, 2)) {
            lines.add(label(lines.isEmpty() ? label : "").plus(line));
        }
        return lines;
    }
}
