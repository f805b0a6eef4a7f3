package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.report.Grid.Column;

/** Protocols against kernels: a row for each protocol with what it does on every kernel; a sentence each. */
public final class Matrix {

    private static final int LEFT = 2;

    private static final Line PROPERTIES_LEFT_OUT = Line.of(
            "A cell has only what a kernel shows: the names of the properties need a wider terminal, or fewer protocols.",
            Tone.QUIET);

    private final List<Sheet> sheets;
    private final int width;
    private final int room;

    /**
     * A matrix of all that was checked.
     *
     * @param width how long its lines may be
     * @param room  how long those of its table may be, where there are too many columns for that
     */
    public Matrix(List<Sheet> sheets, int width, int room) {
        this.sheets = List.copyOf(sheets);
        this.width = width;
        this.room = room;
    }

    /** A protocol, or the name of the model whose variants follow. */
    private record Row(Line name, Optional<Sheet> sheet) {}

    /** The table, the sentences, and what it all rests on. */
    public List<Line> draw() {
        List<Row> rows = rows();
        List<Line> names = rows.stream().map(Row::name).toList();
        List<Line> lines = new ArrayList<>();
        List<Column> columns = columns(rows, Behaviour::cell);
        if (Grid.isOneTable(names, columns, width)) {
            lines.addAll(Grid.draw(names, columns, width));
        } else {
            lines.addAll(Grid.draw(names, columns(rows, Behaviour::brief), room));
            lines.add(Line.BLANK);
            lines.addAll(Flow.of(PROPERTIES_LEFT_OUT).wrap(width, 0));
        }
        lines.add(Line.BLANK);
        sheets.forEach(sheet -> lines.addAll(new AcrossKernels(sheet).sentence(width)));
        lines.add(Line.BLANK);
        lines.addAll(new Basis(sheets).common(width));
        lines.addAll(Further.ofSheets(sheets, width));
        return lines;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String model = "";
        for (Sheet sheet : sheets) {
            String[] parts = sheet.name().split("/", 2);
            if (!parts[0].equals(model)) {
                model = parts[0];
                rows.add(new Row(Line.of(model, Tone.STRONG), Optional.empty()));
            }
            rows.add(new Row(Line.of(parts[parts.length - 1]).indent(LEFT), Optional.of(sheet)));
        }
        return rows;
    }

    /** Neighbouring kernels on which every protocol behaves the same share a column. */
    private List<Column> columns(List<Row> rows, Function<Behaviour, Line> entry) {
        return Neighbours.of(kernels(sheets), kernel -> rows.stream().map(row -> cell(row, kernel, entry)).toList()).stream()
                .map(shared -> new Column(
                        Flow.EMPTY.words(KernelNames.of(shared.members()), Tone.STRONG), shared.saying()))
                .toList();
    }

    /** Every kernel that any sheet has, oldest first, then the other builds. */
    static List<Profile> kernels(List<Sheet> sheets) {
        List<Profile> checked = sheets.stream()
                .flatMap(s -> s.checks().stream())
                .map(c -> c.result().profile())
                .toList();
        return Stream.concat(Profiles.all().stream().filter(checked::contains), checked.stream()).distinct().toList();
    }

    private static Flow cell(Row row, Profile kernel, Function<Behaviour, Line> entry) {
        return row.sheet()
                .map(sheet -> sheet.checks().stream()
                        .filter(c -> c.result().profile().equals(kernel))
                        .findFirst()
                        .map(c -> Flow.of(entry.apply(Behaviour.of(c))))
                        .orElse(Flow.EMPTY.words("–", Tone.QUIET)))
                .orElse(Flow.EMPTY);
    }
}
