package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.Verdict;

/** A row per property, a column per kernel profile; below them the distinct states that each engine counted. */
final class VerdictTable {

    private static final int LEFT = 2;
    private static final int GAP = 2;

    private final Sheet sheet;
    private final int width;
    private final int nameWidth;
    private final int cellWidth;

    private VerdictTable(Sheet sheet, int width) {
        this.sheet = sheet;
        this.width = width;
        this.nameWidth = GAP + Math.max("states, simulator".length(),
                sheet.properties().stream().mapToInt(p -> p.id().length()).max().orElse(0));
        this.cellWidth = GAP + sheet.checks().stream().mapToInt(VerdictTable::widest).max().orElse(0);
    }

    private static int widest(Checked check) {
        return Math.max(check.result().profile().name().length(),
                check.result().properties().stream().mapToInt(p -> p.verdict().word().length()).max().orElse(0));
    }

    /** The table, in as many parts beside each other as the width asks for. */
    static List<Line> draw(Sheet sheet, int width) {
        return new VerdictTable(sheet, width).draw();
    }

    private List<Line> draw() {
        int columns = Math.max(1, (width - LEFT - nameWidth) / cellWidth);
        List<Line> lines = new ArrayList<>();
        for (int from = 0; from < sheet.checks().size(); from += columns) {
            if (from > 0) {
                lines.add(Line.BLANK);
            }
            lines.addAll(part(sheet.checks().subList(from, Math.min(from + columns, sheet.checks().size()))));
        }
        return lines;
    }

    private List<Line> part(List<Checked> checks) {
        List<Line> lines = new ArrayList<>();
        lines.add(row("", checks, c -> Line.of(c.result().profile().name(), Tone.STRONG)));
        for (Property property : sheet.properties()) {
            Line row = row(property.id(), checks, c -> verdict(c, property));
            lines.addAll(sheet.checks().size() == 1 ? explained(row, property) : List.of(row));
        }
        lines.add(row("states, TLC", checks, c -> count(c.result().tlcStates())));
        lines.add(row("states, simulator", checks, c -> count(c.result().simStates())));
        return lines;
    }

    private List<Line> explained(Line row, Property property) {
        List<Line> lines = new ArrayList<>();
        int column = LEFT + nameWidth + cellWidth;
        for (Line meaning : Flow.EMPTY.words(property.meaning(), Tone.QUIET).wrap(Math.max(20, width - column), 2)) {
            lines.add((lines.isEmpty() ? row : Line.BLANK).padTo(column).plus(meaning));
        }
        return lines;
    }

    private Line row(String name, List<Checked> checks, Function<Checked, Line> cell) {
        Line row = Line.of(name).indent(LEFT);
        for (int i = 0; i < checks.size(); i++) {
            row = row.padTo(LEFT + nameWidth + i * cellWidth).plus(cell.apply(checks.get(i)));
        }
        return row;
    }

    private static Line verdict(Checked check, Property property) {
        return check.result().properties().stream()
                .filter(p -> p.property() == property)
                .map(p -> Line.of(p.verdict().word(), tone(p.verdict())))
                .findFirst()
                .orElse(Line.of("–", Tone.QUIET));
    }

    private static Line count(OptionalLong states) {
        return states.isPresent()
                ? Line.of(String.format(Locale.ROOT, "%,d", states.getAsLong()))
                : Line.of("–", Tone.QUIET);
    }

    /** How a verdict is coloured. */
    static Tone tone(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> Tone.GOOD;
            case VIOLATED, DISPUTED -> Tone.BAD;
            case VACUOUS, INCONCLUSIVE -> Tone.DOUBT;
        };
    }
}
