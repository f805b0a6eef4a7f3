package org.quiesce.tla;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Text of users made safe to stand in a module: strings, and the lines of comments. */
final class Text {

    private static final int TAB_STOP = 8;

    private static final Pattern STRING = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");

    private Text() {}

    static void requireString(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' || c > '~') && "\t\n\f\r".indexOf(c) < 0) {
                throw new IllegalArgumentException(String.format(
                        "a TLA+ string can't hold the character U+%04X at index %d; it holds printable ASCII, tabs and"
                                + " line ends",
                        (int) c, i));
            }
        }
    }

    static void requireVerbatim(String text) {
        String code = STRING.matcher(text).replaceAll("");
        boolean isWhole = Stream.of("\"", "\\*", "(*", "*)").noneMatch(code::contains);
        if (text.isBlank() || text.lines().count() != 1 || !isWhole) {
            throw new IllegalArgumentException(
                    "TLA+ text must be one line, not blank, without comments and open strings: " + text);
        }
    }

    /** The string as a TLA+ literal. */
    static String quote(String value) {
        StringBuilder literal = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\t' -> literal.append("\\t");
                case '\n' -> literal.append("\\n");
                case '\f' -> literal.append("\\f");
                case '\r' -> literal.append("\\r");
                default -> literal.append(c);
            }
        }
        return literal.append('"').toString();
    }

    /** The lines of a comment, without tabs and control characters, and without blanks at their ends. */
    static List<String> commentLines(String comment) {
        List<String> lines = new ArrayList<>();
        for (String line : comment.split("\\R", -1)) {
            lines.add(plain(line).stripTrailing());
        }
        while (lines.size() > 1 && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** The lines, those too long for the width continued on further ones below their own beginning. */
    static List<String> wrap(List<String> lines, int width) {
        List<String> wrapped = new ArrayList<>();
        for (String line : lines) {
            String indent = line.substring(0, line.length() - line.stripLeading().length());
            String rest = line;
            while (rest.length() > width) {
                int blank = rest.lastIndexOf(' ', width);
                if (blank <= indent.length()) {
                    break;
                }
                wrapped.add(rest.substring(0, blank).stripTrailing());
                rest = indent + rest.substring(blank).stripLeading();
            }
            wrapped.add(rest);
        }
        return wrapped;
    }

    /** A line for {@code (* … *)}: {@code (*} and {@code *)} are taken apart, since they would nest or end it. */
    static String insideBlockComment(String line) {
        return line.replace("(*", "( *").replace("*)", "* )");
    }

    private static String plain(String line) {
        StringBuilder plain = new StringBuilder();
        for (char c : line.toCharArray()) {
            if (c == '\t') {
                plain.append(" ".repeat(TAB_STOP - plain.length() % TAB_STOP));
            } else {
                plain.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return plain.toString();
    }
}
