package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
     * @param shown    the number that a reader knows it by: its own, or that of the line in the file it comes from; 0 for
     *                 a line that says nothing by itself there
     * @param source  what the lines of all files together, counted through, have there; the number shown, if there is one
     *                file or none
     * @param label    where a context is that executes it next, unique in the listing: what is shown, if nothing else is
     *                 there, too
     */
    public record Line(String function, int number, int depth, String text, int shown, int source, String label) {

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

    /** The line of that number. */
    public Line at(int number) {
        return lines.get(number - 1);
    }

    /** The listing as it is shown: function, number, text; the function's name stands at its first line only. */
    public List<String> render() {
        List<Line> visible = lines.stream().filter(line -> !line.text().isEmpty()).toList();
        int nameWidth = visible.stream().mapToInt(l -> l.function().length()).max().orElse(0);
        int numberWidth = Integer.toString(visible.stream().mapToInt(Line::shown).max().orElse(0)).length();
        return IntStream.range(0, visible.size())
                .mapToObj(i -> {
                    Line line = visible.get(i);
                    boolean first = i == 0 || !visible.get(i - 1).function().equals(line.function());
                    String function = first ? line.function() : "";
                    String number = line.shown() == 0 ? "" : Integer.toString(line.shown());
                    return function + " ".repeat(nameWidth - function.length() + 2)
                            + " ".repeat(numberWidth - number.length()) + number + "  " + line.indented();
                })
                .toList();
    }

    @Override
    public String toString() {
        return render().stream().collect(Collectors.joining(System.lineSeparator()));
    }
}
