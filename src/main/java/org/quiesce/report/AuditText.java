package org.quiesce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quiesce.audit.Examined;
import org.quiesce.audit.Flip;
import org.quiesce.audit.Standing;
import org.quiesce.audit.Trial;
import org.quiesce.report.Grid.Column;
import org.quiesce.result.Checked;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Verdict;

/** Audits as text: a table of what turns with each assumption, then on what each property rests. */
public final class AuditText {

    private static final int LEFT = 2;

    private final int width;

    /** Text whose lines are not longer than {@code width}. */
    public AuditText(int width) {
        this.width = width;
    }

    /** One audit. */
    public List<Line> draw(Audited audited) {
        List<Line> lines = new ArrayList<>(headline(audited));
        lines.add(Line.BLANK);
        List<Row> rows = rows(audited);
        lines.addAll(Grid.draw(rows.stream().map(Row::name).toList(), columns(audited, rows), width));
        List<Line> notes = notes(audited);
        if (!notes.isEmpty()) {
            lines.add(Line.BLANK);
            lines.addAll(notes);
        }
        lines.add(Line.BLANK);
        Dependence.sentences(audited).forEach(sentence -> lines.addAll(sentence(sentence)));
        return lines;
    }

    /** What all verdicts rest on besides. */
    public List<Line> restsOn(List<Audited> audits) {
        return new Basis(sheets(audits)).common(width);
    }

    /** How to learn more about what the audits name. */
    public List<Line> further(List<Audited> audits) {
        return Further.ofSheets(sheets(audits), width);
    }

    private static List<Sheet> sheets(List<Audited> audits) {
        return audits.stream().map(Audited::sheet).toList();
    }

    /** How many assumptions matter, in a sentence. */
    public List<Line> headline(Audited audited) {
        long matter = audited.examined().stream().filter(audited::matters).count();
        return Flow.of(Line.of(audited.sheet().name(), Tone.STRONG)
                        .plus(": " + matter + " of " + audited.examined().size()
                                + " assumptions change a verdict" + audited.sheet().onKernels(audited.sheet().checks())))
                .wrap(width, LEFT);
    }

    private List<Line> sentence(Dependence.Sentence sentence) {
        return Flow.of(Line.of(sentence.subject(), Tone.STRONG).plus(" " + sentence.predicate() + ".")).wrap(width, LEFT);
    }

    // ---- the table

    /** An assumption, or the heading of those that follow. */
    private record Row(Line name, Optional<Examined> examined) {}

    private static List<Row> rows(Audited audited) {
        List<Row> rows = new ArrayList<>();
        for (Standing standing : Standing.values()) {
            List<Examined> those = audited.examined().stream()
                    .filter(e -> e.assumption().standing() == standing)
                    .toList();
            if (!those.isEmpty()) {
                rows.add(new Row(Line.of(standing == Standing.MADE ? "if dropped" : "if taken on", Tone.STRONG),
                        Optional.empty()));
                those.forEach(e -> rows.add(new Row(Line.of(e.assumption().id()).indent(LEFT), Optional.of(e))));
            }
        }
        return rows;
    }

    /** First what is assumed, then the kernels; neighbours on which the same turns share a column. */
    private static List<Column> columns(Audited audited, List<Row> rows) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(Flow.EMPTY, rows.stream()
                .map(row -> row.examined().map(e -> Flow.EMPTY.words(e.assumption().clause(), Tone.QUIET))
                        .orElse(Flow.EMPTY))
                .toList()));
        Neighbours.of(audited.sheet().checks(), check -> rows.stream()
                        .map(row -> row.examined().map(e -> cell(e, check.result())).orElse(Flow.EMPTY))
                        .toList())
                .forEach(shared -> columns.add(new Column(
                        Flow.EMPTY.words(Sheet.kernels(shared.members()), Tone.STRONG), shared.saying())));
        return columns;
    }

    private static Flow cell(Examined examined, CheckResult asItIs) {
        Trial trial = examined.trials().get(asItIs.profile());
        if (trial instanceof Trial.NotApplicable) {
            return Flow.EMPTY.words("does not apply", Tone.QUIET);
        } else if (trial instanceof Trial.Refused) {
            return Flow.EMPTY.words("can't be tried", Tone.DOUBT);
        }
        List<Flip> flips = examined.flips(asItIs);
        if (flips.isEmpty()) {
            return Flow.EMPTY.words("–", Tone.QUIET);
        }
        Map<Verdict, List<String>> turned = new LinkedHashMap<>();
        flips.forEach(f -> turned.computeIfAbsent(f.to(), v -> new ArrayList<>()).add(f.property().id()));
        Flow cell = Flow.EMPTY;
        for (Map.Entry<Verdict, List<String>> entry : turned.entrySet()) {
            cell = (cell.length() == 0 ? cell : cell.closed(";"))
                    .words(entry.getKey().word() + ":", VerdictTable.tone(entry.getKey()))
                    .words(String.join(", ", entry.getValue()), Tone.PLAIN);
        }
        return cell;
    }

    // ---- below it

    /** Why something could not be tried or decided. */
    private List<Line> notes(Audited audited) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Examined examined : audited.examined()) {
            examined.trials().values().forEach(trial ->
                    reason(trial).ifPresent(why -> reasons.add(examined.assumption().id() + ": " + why)));
        }
        return reasons.stream().flatMap(why -> Facts.fact("no verdict", why, Tone.BAD, width).stream()).toList();
    }

    private static Optional<String> reason(Trial trial) {
        if (trial instanceof Trial.Refused refused) {
            return Optional.of(refused.why());
        }
        return trial instanceof Trial.Checked checked
                ? checked.result().failure().map(CheckResult.Failure::message)
                : Optional.empty();
    }
}
