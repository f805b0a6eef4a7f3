package org.quiesce.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * How lines become characters.
 *
 * @param letters which characters the reader's terminal or file can hold
 * @param colour  whether tones are shown
 */
public record Ink(Letters letters, Colour colour) {

    /** What every file can hold: no colour. */
    public static final Ink PLAIN = new Ink(Letters.UNICODE, Colour.OFF);

    private static final String ESCAPE = "\u001b[";

    /** Which characters may be used. */
    public enum Letters {
        UNICODE,
        /** Box drawing, arrows and typographic signs are replaced. */
        ASCII
    }

    /** Whether tones are shown. */
    public enum Colour {
        ON,
        OFF
    }

    /** The lines as text; each ends in a line break, none in a blank. */
    public String write(List<Line> lines) {
        return lines.stream().map(this::write).collect(Collectors.joining());
    }

    private String write(Line line) {
        if (colour == Colour.OFF) {
            return spelled(line.toString()) + "\n";
        }
        StringBuilder text = new StringBuilder();
        for (Line.Span span : line.spans()) {
            String sgr = span.text().isBlank() ? "" : span.tone().sgr();
            text.append(sgr.isEmpty() ? "" : ESCAPE + sgr + "m")
                    .append(spelled(span.text()))
                    .append(sgr.isEmpty() ? "" : ESCAPE + "0m");
        }
        return text.toString().stripTrailing() + "\n";
    }

    private String spelled(String text) {
        if (letters == Letters.UNICODE) {
            return text;
        }
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(c -> ascii.append(c < 0x80 ? Character.toString(c) : inAscii(c)));
        return ascii.toString();
    }

    /** Everything that a drawing uses keeps its width. */
    private static String inAscii(int c) {
        return switch (c) {
            case '│' -> "|";
            case '┊' -> ":";
            case '─', '–', '—', '·' -> "-";
            case '┌', '└', '┼', '┬', '┴', '├' -> "+";
            case '●' -> "*";
            case '◆' -> "#";
            case '→' -> ">";
            case '←' -> "<-";
            case '…' -> "...";
            case '≤' -> "<=";
            case '≥' -> ">=";
            case '×' -> "x";
            case '‘', '’' -> "'";
            case '“', '”' -> "\"";
            case 0xa0 -> " ";
            default -> "?";
        };
    }
}
