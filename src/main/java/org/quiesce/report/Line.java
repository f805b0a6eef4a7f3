package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;

/** A line of text, in pieces that each have a tone. Immutable. */
public record Line(List<Span> spans) {

    /** A blank line. */
    public static final Line BLANK = new Line(List.of());

    public Line {
        spans = List.copyOf(spans);
    }

    /** A piece of a line; control characters in it are made visible, so that input can't steer a terminal. */
    public record Span(String text, Tone tone) {
        public Span {
            text = Printable.of(text);
        }
    }

    public static Line of(String text) {
        return BLANK.plus(text);
    }

    public static Line of(String text, Tone tone) {
        return BLANK.plus(text, tone);
    }

    public Line plus(String text) {
        return plus(text, Tone.PLAIN);
    }

    public Line plus(String text, Tone tone) {
        return plus(new Line(List.of(new Span(text, tone))));
    }

    public Line plus(Line more) {
        List<Span> all = new ArrayList<>(spans);
        for (Span span : more.spans) {
            if (span.text().isEmpty()) {
                continue;
            }
            int last = all.size() - 1;
            if (last >= 0 && all.get(last).tone() == span.tone()) {
                all.set(last, new Span(all.get(last).text() + span.text(), span.tone()));
            } else {
                all.add(span);
            }
        }
        return new Line(all);
    }

    /** This line with blanks up to a column; unchanged if it is that long already. */
    public Line padTo(int column) {
        return length() >= column ? this : plus(" ".repeat(column - length()));
    }

    /** This line, moved to the right. */
    public Line indent(int columns) {
        return Line.of(" ".repeat(columns)).plus(this);
    }

    /** Its first columns. */
    Line first(int columns) {
        Line first = BLANK;
        for (Span span : spans) {
            int room = Math.max(0, columns - first.length());
            first = first.plus(span.text().substring(0, Math.min(room, span.text().length())), span.tone());
        }
        return first;
    }

    /** What comes after its first columns. */
    Line after(int columns) {
        Line after = BLANK;
        int left = columns;
        for (Span span : spans) {
            int cut = Math.min(left, span.text().length());
            left -= cut;
            after = after.plus(span.text().substring(cut), span.tone());
        }
        return after;
    }

    /** How many columns it takes. */
    public int length() {
        return spans.stream().mapToInt(s -> s.text().length()).sum();
    }

    /** Its text without tones and trailing blanks. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        spans.forEach(s -> text.append(s.text()));
        return text.toString().stripTrailing();
    }
}
