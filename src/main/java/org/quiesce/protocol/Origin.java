package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.List;

/**
 * The C file that a protocol was read from.
 *
 * @param file       its name, as the user gave it
 * @param lines      its text, by line
 * @param assumed    what is taken to be so though the file does not say it, one clause each, with its line
 * @param unmodelled what the file does that the protocol does not: while there is such a thing, nothing is known to hold
 */
public record Origin(String file, List<String> lines, List<String> assumed, List<String> unmodelled) {

    /** A statement that goes on for longer is shown by its beginning. */
    private static final int MOST_LINES = 4;

    public Origin {
        given("file", file);
        lines = List.copyOf(lines);
        assumed = List.copyOf(assumed);
        unmodelled = List.copyOf(unmodelled);
    }

    /** A line, with the ones that it goes on in, and without indentation and comments. */
    String text(int line) {
        StringBuilder text = new StringBuilder();
        for (int i = line; i <= lines.size() && i < line + MOST_LINES; i++) {
            String next = lines.get(i - 1).replaceAll("/\\*.*?(\\*/|$)|//.*$", " ").replaceAll("[\\p{C}\\s]+", " ").strip();
            text.append(text.length() == 0 || next.isEmpty() ? "" : " ").append(next);
            if (opened(text) <= 0) {
                break;
            }
        }
        return text.toString();
    }

    private static int opened(CharSequence text) {
        return text.chars().map(c -> c == '(' ? 1 : c == ')' ? -1 : 0).sum();
    }
}
