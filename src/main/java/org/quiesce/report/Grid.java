package org.quiesce.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table: rows with a name, columns with a heading. Texts of several words are broken where the width asks for it;
 * what still does not fit comes in parts, one below the other.
 */
final class Grid {

    private static final int LEFT = 2;
    private static final int GAP = 2;
    private static final int HANGING = 2;

    private final List<Line> names;
    private final int room;

    private Grid(List<Line> names, int width) {
        this.names = names;
        this.room = width - nameWidth();
    }

    /** A heading, and a text for every row. */
    record Column(Flow heading, List<Flow> cells) {
        Column {
            cells = List.copyOf(cells);
        }

        private Stream<Flow> texts() {
            return Stream.concat(Stream.of(heading), cells.stream());
        }

        private int natural() {
            return GAP + texts().mapToInt(Flow::length).max().orElse(0);
        }

        /** Where a text is broken, its later lines are indented. */
        private int narrowest() {
            return GAP + texts().mapToInt(t -> Math.min(t.length(), HANGING + t.widest())).max().orElse(0);
        }
    }

    /** The table, not wider than {@code width}; a list of its cells, if that leaves no room for columns. */
    static List<Line> draw(List<Line> names, List<Column> columns, int width) {
        Grid grid = new Grid(names, width);
        boolean fits = columns.stream().allMatch(column -> column.narrowest() <= grid.room + GAP);
        return fits ? grid.parts(columns) : stacked(names, columns, width);
    }

    /** Whether all columns stand beside each other. */
    static boolean isOneTable(List<Line> names, List<Column> columns, int width) {
        return narrowest(columns) <= new Grid(names, width).room + GAP;
    }

    /** Under each name a line for every cell, with the heading of its column. */
    private static List<Line> stacked(List<Line> names, List<Column> columns, int width) {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Line name = names.get(i);
            int inner = LEFT + indent(name) + LEFT;
            (name.length() <= width - LEFT ? List.of(name) : Flow.of(name).wrap(width - LEFT, HANGING))
                    .forEach(l -> lines.add(l.indent(LEFT)));
            for (Column column : columns) {
                Flow cell = column.cells().get(i);
                if (cell.length() > 0) {
                    column.heading().closed(":").plus(cell).wrap(width - inner, HANGING)
                            .forEach(l -> lines.add(l.indent(inner)));
                }
            }
        }
        return lines;
    }

    private static int indent(Line name) {
        String text = name.toString();
        return text.length() - text.stripLeading().length();
    }

    private int nameWidth() {
        return LEFT + names.stream().mapToInt(Line::length).max().orElse(0) + GAP;
    }

    private List<Line> parts(List<Column> columns) {
        List<Line> lines = new ArrayList<>();
        int from = 0;
        while (from < columns.size()) {
            int to = from + 1;
            while (to < columns.size() && narrowest(columns.subList(from, to + 1)) <= room + GAP) {
                to++;
            }
            if (from > 0) {
                lines.add(Line.BLANK);
            }
            lines.addAll(part(columns.subList(from, to)));
            from = to;
        }
        return lines;
    }

    private static int narrowest(List<Column> columns) {
        return columns.stream().mapToInt(Column::narrowest).sum();
    }

    private List<Line> part(List<Column> columns) {
        List<Integer> widths = widths(columns);
        List<Line> lines = new ArrayList<>(row(Line.BLANK, columns.stream().map(Column::heading).toList(), widths));
        for (int i = 0; i < names.size(); i++) {
            int row = i;
            lines.addAll(row(names.get(i), columns.stream().map(c -> c.cells().get(row)).toList(), widths));
        }
        return lines;
    }

    /** Every column gets what it needs at least; what is left over goes to the first that can use it. */
    private List<Integer> widths(List<Column> columns) {
        List<Integer> widths = new ArrayList<>();
        int spare = Math.max(0, room + GAP - narrowest(columns));
        for (Column column : columns) {
            int more = Math.min(spare, column.natural() - column.narrowest());
            widths.add(column.narrowest() + more);
            spare -= more;
        }
        return widths;
    }

    private List<Line> row(Line name, List<Flow> cells, List<Integer> widths) {
        List<List<Line>> wrapped = IntStream.range(0, cells.size())
                .mapToObj(i -> cells.get(i).wrap(widths.get(i) - GAP, HANGING))
                .toList();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < Collections.max(wrapped.stream().map(List::size).toList()); i++) {
            Line line = i == 0 ? name.indent(LEFT) : Line.BLANK;
            int column = nameWidth();
            for (int c = 0; c < cells.size(); c++) {
                line = i < wrapped.get(c).size() ? line.padTo(column).plus(wrapped.get(c).get(i)) : line;
                column += widths.get(c);
            }
            lines.add(line);
        }
        return lines;
    }
}
