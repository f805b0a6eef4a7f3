package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.Grid.Column;
import org.quiesce.result.Checked;
import org.quiesce.workbench.Verdict;

/**
 * A row per property, a column per kernel profile; below them the distinct states that each engine counted. Neighbours
 * with the same column share it.
 */
final class VerdictTable {

    /** From here on a column of sentences stands beside one of verdicts. */
    private static final int WIDE = 60;

    private final Sheet sheet;

    private VerdictTable(Sheet sheet) {
        this.sheet = sheet;
    }

    static List<Line> draw(Sheet sheet, int width) {
        VerdictTable table = new VerdictTable(sheet);
        boolean explains = sheet.checks().size() == 1 && width >= WIDE;
        return Grid.draw(table.names(), explains ? table.explained() : table.verdicts(), width);
    }

    private List<Line> names() {
        return Stream.concat(sheet.properties().stream().map(Property::id),
                Stream.of("states, TLC", "states, simulator")).map(Line::of).toList();
    }

    private List<Column> verdicts() {
        return Neighbours.of(sheet.checks(), this::cells).stream()
                .map(shared -> new Column(
                        Flow.EMPTY.words(Sheet.kernels(shared.members()), Tone.STRONG), shared.saying()))
                .toList();
    }

    /** With one column there is room to say what the properties mean. */
    private List<Column> explained() {
        List<Column> columns = new ArrayList<>(verdicts());
        columns.add(new Column(Flow.EMPTY, Stream.concat(
                sheet.properties().stream().map(p -> Flow.EMPTY.words(p.meaning(), Tone.QUIET)),
                Stream.of(Flow.EMPTY, Flow.EMPTY)).toList()));
        return columns;
    }

    private List<Flow> cells(Checked check) {
        List<Line> cells = new ArrayList<>();
        sheet.properties().forEach(p -> cells.add(verdict(check, p)));
        cells.add(count(check.result().tlcStates()));
        cells.add(count(check.result().simStates()));
        return cells.stream().map(Flow::of).toList();
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
