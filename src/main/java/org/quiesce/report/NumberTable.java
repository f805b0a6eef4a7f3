package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.report.Grid.Column;

/** Numbers in columns, to the right, behind a name. */
final class NumberTable {

    private final List<String> headings;
    private final List<Row> rows = new ArrayList<>();

    /** A table with those headings, the first of them that of the names. */
    NumberTable(String... headings) {
        this.headings = List.of(headings);
    }

    private record Row(String name, List<String> cells) {}

    NumberTable row(String name, Object... cells) {
        rows.add(new Row(name, Stream.of(cells).map(Object::toString).toList()));
        return this;
    }

    /** The table, in parts or as a list where {@code width} leaves no room for its columns side by side. */
    List<Line> draw(int width) {
        List<Line> names = new ArrayList<>(List.of(Line.of(headings.get(0), Tone.QUIET)));
        rows.forEach(row -> names.add(Line.of(row.name())));
        List<Column> columns = IntStream.range(1, headings.size()).mapToObj(this::column).toList();
        return Grid.draw(names, columns, width).stream().filter(NumberTable::isNoHeading).toList();
    }

    /** The row of headings is blank, as these stand in that of the heading of the names; blank lines part the parts. */
    private static boolean isNoHeading(Line line) {
        return line.spans().isEmpty() || !line.toString().isEmpty();
    }

    /** The heading stands in the row of the heading of the names. */
    private Column column(int index) {
        int wide = Stream.concat(Stream.of(headings.get(index)), rows.stream().map(row -> row.cells().get(index - 1)))
                .mapToInt(String::length)
                .max()
                .orElse(0);
        List<Flow> cells = new ArrayList<>(List.of(cell(headings.get(index), wide, Tone.QUIET)));
        rows.forEach(row -> cells.add(cell(row.cells().get(index - 1), wide, Tone.PLAIN)));
        return new Column(Flow.EMPTY, cells);
    }

    private static Flow cell(String text, int wide, Tone tone) {
        return Flow.EMPTY.atom(" ".repeat(wide - text.length()) + text, tone);
    }
}
