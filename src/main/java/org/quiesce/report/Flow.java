package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.report.Line.Span;

/** Words that are set into lines of a width. Immutable; each addition gives a new flow. */
record Flow(List<Line> words) {

    private static final String BREAKS = "([,/-";

    static final Flow EMPTY = new Flow(List.of());

    Flow {
        words = List.copyOf(words);
    }

    static Flow of(String text) {
        return EMPTY.words(text, Tone.PLAIN);
    }

    /** A line that may be broken at its blanks. */
    static Flow of(Line line) {
        List<Line> words = new ArrayList<>();
        Line word = Line.BLANK;
        for (Span span : line.spans()) {
            String[] parts = span.text().split(" ", -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    words.add(word);
                    word = Line.BLANK;
                }
                word = parts[i].isEmpty() ? word : word.plus(parts[i], span.tone());
            }
        }
        words.add(word);
        return new Flow(words.stream().filter(w -> w.length() > 0).toList());
    }

    /** With a text that may be broken at its blanks. */
    Flow words(String text, Tone tone) {
        return plus(of(Line.of(text, tone)));
    }

    /** With a text that stays on one line if it fits any. */
    Flow atom(String text, Tone tone) {
        return plus(new Flow(List.of(Line.of(text, tone))));
    }

    /** This flow, and then that. */
    Flow plus(Flow more) {
        List<Line> all = new ArrayList<>(words);
        all.addAll(more.words);
        return new Flow(all);
    }

    /** How much of a word that is too long goes on a line: up to a bracket, a comma or the like if there is one. */
    private static int cut(Line word, int room) {
        String text = word.first(room).toString();
        int after = 1 + BREAKS.chars().map(text::lastIndexOf).max().orElse(-1);
        return after > room / 3 ? after : room;
    }

    /** This flow with a sign at its last word. */
    Flow closed(String sign) {
        int last = words.size() - 1;
        return words.isEmpty()
                ? this
                : new Flow(words.subList(0, last)).plus(new Flow(List.of(words.get(last).plus(sign))));
    }

    /** How long it is on one line. */
    int length() {
        return words.stream().mapToInt(w -> w.length() + 1).sum() - (words.isEmpty() ? 0 : 1);
    }

    /** The length of its longest word. */
    int widest() {
        return words.stream().mapToInt(Line::length).max().orElse(0);
    }

    /** The lines, none longer than {@code width}; all but the first are indented. At least one line. */
    List<Line> wrap(int width, int hanging) {
        List<Line> lines = new ArrayList<>();
        Line line = Line.BLANK;
        boolean fresh = true;
        for (Line word : words) {
            if (!fresh && line.length() + 1 + word.length() > width) {
                lines.add(line);
                line = Line.of(" ".repeat(hanging));
                fresh = true;
            }
            Line rest = word;
            while (fresh && line.length() + rest.length() > width && line.length() < width) {
                int room = cut(rest, width - line.length());
                lines.add(line.plus(rest.first(room)));
                rest = rest.after(room);
                line = Line.of(" ".repeat(hanging));
            }
            line = (fresh ? line : line.plus(" ", rest.spans().get(0).tone())).plus(rest);
            fresh = false;
        }
        lines.add(line);
        return lines;
    }
}
