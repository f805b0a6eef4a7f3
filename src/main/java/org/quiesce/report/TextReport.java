package org.quiesce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.report.Drawing.Alike;
import org.quiesce.report.Drawing.Found;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.Explanation;
import org.quiesce.trace.Diagnosis;
import org.quiesce.trace.Outcomes;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.NearMiss;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.Verdict;

/** Results as text for a reader: the verdicts first, then each counterexample; at the end what it all rests on. */
public final class TextReport {

    private static final int LEFT = 2;

    private final int width;
    private final Abstractions abstractions;
    private final Explanations explanations;
    private final CounterexampleText counterexamples;

    /** A report whose lines are not longer than {@code width}. */
    public TextReport(int width) {
        this(width, Abstractions.COUNTED, Explanations.SENTENCE);
    }

    /** A report whose lines are not longer than {@code width}. */
    public TextReport(int width, Abstractions abstractions, Explanations explanations) {
        this.width = width;
        this.abstractions = abstractions;
        this.explanations = explanations;
        this.counterexamples = new CounterexampleText(width);
    }

    /** Everything about one protocol. */
    public List<Line> sheet(Sheet sheet) {
        List<Line> lines = new ArrayList<>(new Headline(sheet).sentence(width));
        lines.addAll(paragraph(sheet.title()));
        lines.add(Line.BLANK);
        lines.addAll(VerdictTable.draw(sheet, width));
        lines.addAll(remarks(sheet));
        lines.addAll(counterexamples(sheet));
        return lines;
    }

    /** What all that was found rests on, after the sheets. */
    public List<Line> restsOn(List<Sheet> sheets) {
        return new Basis(sheets, abstractions).full(width);
    }

    /** The same without what is peculiar to some of the protocols. */
    public List<Line> restsOnInCommon(List<Sheet> sheets) {
        return new Basis(sheets, abstractions).common(width);
    }

    /** How to learn more about what the sheets name. */
    public List<Line> further(List<Sheet> sheets) {
        return Further.ofSheets(sheets, width);
    }

    /** A sheet in one line: whether it is as expected, and what is violated or differs. */
    public List<Line> row(Sheet sheet, int nameWidth) {
        return new Headline(sheet).row(nameWidth, width);
    }

    /** One line for many checks, after their sheets. */
    public Line summary(List<Checked> checks) {
        Map<String, Long> counts = checks.stream()
                .collect(Collectors.groupingBy(TextReport::standing, Collectors.counting()));
        String parts = counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(e -> " · " + e.getKey() + ": " + e.getValue())
                .collect(Collectors.joining());
        return Line.of((checks.size() == 1 ? "1 check" : checks.size() + " checks") + parts, Tone.STRONG);
    }

    /** What the replay of a saved counterexample said; and the run, if it happens. */
    public List<Line> replay(Protocol protocol, Trace trace, ReplayReport report) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(trace.protocol(), Tone.STRONG)
                .plus(": ")
                .plus(report.confirmed() ? "confirmed" : "not confirmed", report.confirmed() ? Tone.GOOD : Tone.BAD)
                .plus(" that " + trace.property().id() + " is violated on " + trace.kernel()));
        if (report.confirmed()) {
            LoweredProtocol lowered = trace.lower(protocol);
            Diagnosis.Account account = Diagnosis.of(lowered, trace.property(), trace.run());
            lines.addAll(paragraph(account.sentence()));
            lines.add(Line.BLANK);
            lines.addAll(counterexamples.run(Story.of(lowered, trace.run()), account));
            lines.addAll(counterexamples.shown(Outcomes.of(lowered, trace.profile(), trace.property(), trace.run())));
        }
        lines.addAll(counterexamples.replay(report));
        lines.addAll(Further.of(List.of(trace.property()), width));
        return lines;
    }

    private static String standing(Checked check) {
        return check.conformance() instanceof Conformance.Unstated
                ? check.verdict().word()
                : check.conformance().words();
    }

    private List<Line> paragraph(String text) {
        return text.isEmpty()
                ? List.of()
                : Flow.of(text).wrap(width - LEFT, 0).stream().map(l -> l.indent(LEFT)).toList();
    }

    // ---- below the table

    private List<Line> remarks(Sheet sheet) {
        List<Line> lines = new ArrayList<>();
        sheet.sayings(c -> c.result().failure().stream().map(CheckResult.Failure::message).toList())
                .forEach((message, on) -> lines.addAll(
                        Facts.fact("no verdict", message + sheet.onlyKernels(on), Tone.BAD, width)));
        if (sheet.conformance() instanceof Conformance.Differs differs) {
            differs.differences().forEach(d -> lines.addAll(Facts.fact(differs.words(), d, Tone.BAD, width)));
        }
        sheet.sayings(c -> notes(c.result()))
                .forEach((note, on) -> lines.addAll(
                        Facts.fact(note.verdict().word(), note.text() + sheet.onlyKernels(on), Tone.DOUBT, width)));
        sheet.sayings(c -> c.result().neverTaken())
                .forEach((action, on) -> lines.addAll(
                        Facts.fact("never executed", step(sheet, action) + sheet.onlyKernels(on), Tone.DOUBT, width)));
        if (!lines.isEmpty()) {
            lines.add(0, Line.BLANK);
        }
        return lines;
    }

    /** Why verdicts are what they are, once for all of which it is true; not again what ended the check as a whole. */
    private static List<Note> notes(CheckResult result) {
        Map<List<Object>, List<PropertyResult>> alike = result.properties().stream()
                .filter(p -> !p.note().isEmpty())
                .filter(p -> result.failure().filter(f -> f.message().equals(p.note())).isEmpty())
                .collect(Collectors.groupingBy(p -> List.of(p.verdict(), p.note()), LinkedHashMap::new, Collectors.toList()));
        return alike.values().stream().map(Note::of).toList();
    }

    private record Note(Verdict verdict, String text) {
        static Note of(List<PropertyResult> alike) {
            return new Note(alike.get(0).verdict(), alike.stream().map(p -> p.property().id()).collect(Collectors.joining(", "))
                    + ": " + alike.get(0).note());
        }
    }

    private static String step(Sheet sheet, String action) {
        CheckResult result = sheet.checks().get(0).result();
        LoweredProtocol lowered = Lowering.lower(result.protocol(), result.granularity(), result.profile());
        return lowered.step(action)
                .map(s -> (s.line() == 0 ? "" : "line " + s.line() + ", ") + s.text() + " " + s.what()
                        + " (" + action + ")")
                .orElse(action);
    }

    // ---- counterexamples

    private List<Line> counterexamples(Sheet sheet) {
        List<Line> lines = new ArrayList<>();
        for (Drawing drawing : Drawing.of(sheet)) {
            Found lead = drawing.lead();
            lines.add(Line.BLANK);
            lines.addAll(refuted(List.of(lead.property()), lead.verdict(), sheet.onKernels(drawing.on())));
            lines.addAll(paragraph(lead.counterexample().sentence()));
            lines.add(Line.BLANK);
            lines.addAll(counterexamples.run(lead.counterexample().story(), lead.counterexample().account()));
            lines.addAll(counterexamples.judgement(lead.counterexample()));
            lines.addAll(explanation(lead));
            drawing.like().forEach(alike -> lines.addAll(alike(sheet, lead, alike)));
        }
        return lines;
    }

    private List<Line> explanation(Found lead) {
        if (explanations == Explanations.SENTENCE) {
            return List.of();
        }
        CheckResult result = lead.check().result();
        List<Line> lines = new ArrayList<>(Explanation.of(lead.counterexample(), result).map(counterexamples::explanation).orElse(List.of()));
        NearMiss.of(lead.counterexample().trace(), result.protocol(), result.profile())
                .ifPresent(near -> lines.addAll(counterexamples.nearMiss(lead.counterexample(), near)));
        return lines;
    }

    /** The property that is drawn needs only the other kernels; every other one has its own heading. */
    private List<Line> alike(Sheet sheet, Found lead, Alike alike) {
        String outcome = alike.outcome() == lead.counterexample().outcome() ? "" : ": " + alike.outcome().code();
        if (alike.properties().equals(List.of(lead.property()))) {
            return Facts.fact("likewise", alike.likeness().words() + sheet.onKernels(alike.on()) + outcome, width);
        }
        List<Line> lines = new ArrayList<>(List.of(Line.BLANK));
        lines.addAll(refuted(alike.properties(), lead.verdict(), sheet.onKernels(alike.on())));
        lines.addAll(paragraph(alike.likeness().words() + outcome
                + (lead.counterexample().replay().isPresent() ? "; replayed: confirmed" : "")));
        return lines;
    }

    private List<Line> refuted(List<Property> properties, Verdict verdict, String where) {
        List<String> names = properties.stream().map(Property::id).toList();
        String said = Phrases.and(names) + (names.size() == 1 ? " is " : " are ") + verdict.word();
        return Flow.of(Line.of(said, Tone.BAD).plus(where, Tone.STRONG)).wrap(width, LEFT);
    }
}
