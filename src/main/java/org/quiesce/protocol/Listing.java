package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The programs of a protocol as numbered C.
 *
 * @param lines in order, numbered from 1 without gaps
 */
public record Listing(List<Line> lines) {

    public Listing {
        lines = List.copyOf(lines);
    }

    /**
     * A line.
     *
     * @param function name of the function it belongs to: a thread function, {@code init}, {@code exit}, …
     * @param number   its number in the listing
     * @param depth    how deep it is nested, 0 for the function's own statements
     * @param text     the C, without indentation
     */
    public record Line(String function, int number, int depth, String text) {

        /** The C, indented by four blanks per level. */
        public String indented() {
            return "    ".repeat(depth) + text;
        }
    }

    /** The function that a piece of C calls: the last word before its first bracket. */
    static String calledIn(String c) {
        String before = c.substring(0, c.indexOf('('));
        return before.substring(before.lastIndexOf(' ') + 1);
    }

    /** The text of a line, if there is a line of that number. */
    public Optional<String> text(int number) {
        return number >= 1 && number <= lines.size() ? Optional.of(lines.get(number - 1).text()) : Optional.empty();
    }

    /** The listing as it is shown: function, number, text; the function's name stands at its first line only. */
    public List<String> render() {
        int nameWidth = lines.stream().mapToInt(l -> l.function().length()).max().orElse(0);
        int numberWidth = Integer.toString(lines.size()).length();
        return lines.stream()
                .map(line -> {
                    boolean first = line.number() == 1
                            || !lines.get(line.number() - 2).function().equals(line.function());
                    String function = first ? line.function() : "";
                    return function + " ".repeat(nameWidth - function.length() + 2)
                            + String.format("%" + numberWidth + "d", line.number()) + "  " + line.indented();
                })
                .toList();
    }

    @Override
    public String toString() {
        return render().stream().collect(Collectors.joining(System.lineSeparator()));
    }
}
