package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;

/** Facts with a label to their left, all in one column; on a narrow terminal the label stands above. */
final class Facts {

    private static final int LEFT = 2;
    private static final int COLUMN = 18;
    private static final int HANGING = 2;
    /** On less than this the column of labels would take too much. */
    private static final int NARROW = 60;

    private Facts() {}

    static List<Line> fact(String label, String text, int width) {
        return fact(label, text, Tone.PLAIN, width);
    }

    static List<Line> fact(String label, String text, Tone tone, int width) {
        return fact(label, Flow.EMPTY.words(text, tone), width);
    }

    /** A fact; without a label it belongs to the one above. */
    static List<Line> fact(String label, Flow text, int width) {
        return beside(label, text.wrap(width - column(width), HANGING), width);
    }

    /** Facts under one label, which stands beside the first. */
    static List<Line> facts(String label, List<String> texts, int width) {
        List<Line> lines = new ArrayList<>();
        texts.forEach(text -> lines.addAll(fact(lines.isEmpty() ? label : "", text, width)));
        return lines;
    }

    /** Lines, none longer than {@link #room(int)}, with a label. */
    static List<Line> beside(String label, List<Line> texts, int width) {
        List<Line> lines = new ArrayList<>();
        if (width < NARROW && !label.isEmpty()) {
            lines.add(label(label));
        }
        for (Line text : texts) {
            Line start = width < NARROW || !lines.isEmpty() ? Line.BLANK : label(label);
            lines.add(start.padTo(column(width)).plus(text));
        }
        return lines;
    }

    /** How long a text beside its label can be. */
    static int room(int width) {
        return width - column(width);
    }

    private static int column(int width) {
        return width < NARROW ? 2 * LEFT : COLUMN;
    }

    private static Line label(String label) {
        return Line.of(label, Tone.QUIET).indent(LEFT);
    }
}
