package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Numbers in columns, to the right, behind a name. */
final class NumberTable {

    private static final int LEFT = 2;
    private static final int GAP = 2;

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

    List<Line> draw() {
        int names = Math.max(headings.get(0).length(), rows.stream().mapToInt(r -> r.name().length()).max().orElse(0));
        List<Integer> widths = IntStream.range(1, headings.size())
                .mapToObj(i -> Math.max(headings.get(i).length(),
                        rows.stream().mapToInt(r -> r.cells().get(i - 1).length()).max().orElse(0)))
                .toList();
        List<Line> lines = new ArrayList<>();
        lines.add(line(new Row(headings.get(0), headings.subList(1, headings.size())), names, widths, Tone.QUIET));
        rows.forEach(row -> lines.add(line(row, names, widths, Tone.PLAIN)));
        return lines;
    }

    private static Line line(Row row, int names, List<Integer> widths, Tone tone) {
        Line line = Line.of(row.name(), tone).indent(LEFT).padTo(LEFT + names);
        for (int i = 0; i < widths.size(); i++) {
            String cell = row.cells().get(i);
            line = line.plus(" ".repeat(GAP + widths.get(i) - cell.length())).plus(cell, tone);
        }
        return line;
    }
}
