package org.quiesce.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.Verdict;

/** Results as text for a reader: the verdicts first, then each counterexample, then what it all rests on. */
public final class TextReport {

    private static final int LEFT = 2;
    private static final String KERNEL = "{kernel}";

    private final int width;
    private final CounterexampleText counterexamples;

    /** A report whose lines are not longer than {@code width}. */
    public TextReport(int width) {
        this.width = width;
        this.counterexamples = new CounterexampleText(width);
    }

    /** Everything about one protocol. */
    public List<Line> sheet(Sheet sheet) {
        List<Line> lines = new ArrayList<>();
        lines.addAll(Flow.of(headline(sheet)).wrap(width, LEFT));
        lines.addAll(paragraph(sheet.title()));
        lines.add(Line.BLANK);
        lines.addAll(VerdictTable.draw(sheet, width));
        lines.addAll(remarks(sheet));
        lines.addAll(counterexamples(sheet));
        lines.add(Line.BLANK);
        lines.addAll(restsOn(sheet));
        return lines;
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
            lines.add(Line.BLANK);
            lines.addAll(counterexamples.run(Story.of(Lowering.lower(protocol, trace.granularity()), trace.run())));
        }
        lines.addAll(counterexamples.replay(report));
        return lines;
    }

    private static String standing(Checked check) {
        return check.conformance() instanceof Conformance.Unstated
                ? check.verdict().word()
                : check.conformance().words();
    }

    /** What was found on some kernels, and whether it is what was expected there. */
    private record Finding(Verdict verdict, Line expected) {
        static Finding of(Checked check) {
            return new Finding(check.verdict(), expected(check.conformance()));
        }

        private static Line expected(Conformance conformance) {
            return conformance instanceof Conformance.Unstated
                    ? Line.BLANK
                    : Line.of(", ").plus(conformance.words(),
                            conformance instanceof Conformance.AsExpected ? Tone.GOOD : Tone.BAD);
        }
    }

    private static Line headline(Sheet sheet) {
        Line line = Line.of(sheet.name(), Tone.STRONG);
        String separator = ": ";
        for (Map.Entry<Finding, List<Checked>> found : sheet.sayings(c -> List.of(Finding.of(c))).entrySet()) {
            line = line.plus(separator)
                    .plus(found.getKey().verdict().word(), VerdictTable.tone(found.getKey().verdict()))
                    .plus(sheet.onKernels(found.getValue()))
                    .plus(found.getKey().expected());
            separator = "; ";
        }
        return line;
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
        sheet.sayings(c -> c.conformance() instanceof Conformance.Differs d ? d.differences() : List.of())
                .forEach((difference, on) -> lines.addAll(
                        Facts.fact("not as expected", difference + sheet.onlyKernels(on), Tone.BAD, width)));
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

    /** Why verdicts are what they are; not again what ended the check as a whole. */
    private static List<Note> notes(CheckResult result) {
        return result.properties().stream()
                .filter(p -> !p.note().isEmpty())
                .filter(p -> result.failure().filter(f -> f.message().equals(p.note())).isEmpty())
                .map(Note::of)
                .toList();
    }

    private record Note(Verdict verdict, String text) {
        static Note of(PropertyResult result) {
            return new Note(result.verdict(), result.property().id() + ": " + result.note());
        }
    }

    private static String step(Sheet sheet, String action) {
        CheckResult result = sheet.checks().get(0).result();
        LoweredProtocol lowered = Lowering.lower(result.protocol(), result.granularity());
        return lowered.step(action)
                .map(s -> (s.line() == 0 ? "" : "line " + s.line() + ", ") + s.text() + " " + s.what()
                        + " (" + action + ")")
                .orElse(action);
    }

    private List<Line> restsOn(Sheet sheet) {
        List<Line> lines = new ArrayList<>();
        for (Map.Entry<String, List<Checked>> basis : bases(sheet)) {
            String text = basis.getKey().contains(KERNEL)
                    ? basis.getKey().replace(KERNEL, Sheet.kernels(basis.getValue()))
                    : basis.getKey() + sheet.onlyKernels(basis.getValue());
            lines.addAll(Facts.fact(lines.isEmpty() ? "this rests on" : "", text, width));
        }
        return lines;
    }

    /** What is said of several kernels in the same words is said once; what is about one topic stands together. */
    private static List<Map.Entry<String, List<Checked>>> bases(Sheet sheet) {
        Map<String, List<Checked>> bases = sheet.sayings(c -> c.result().restsOn().stream()
                .map(basis -> basis.replace(c.result().profile().name(), KERNEL))
                .toList());
        List<String> topics = bases.keySet().stream().map(TextReport::topic).distinct().toList();
        return bases.entrySet().stream()
                .sorted(Comparator.comparingInt(e -> topics.indexOf(topic(e.getKey()))))
                .toList();
    }

    private static String topic(String basis) {
        return basis.substring(0, Math.max(0, basis.indexOf(':')));
    }

    // ---- counterexamples

    /** What a run refutes, and how that is said. */
    private record Claim(List<Property> properties, Verdict verdict, String sentence) {
        String said() {
            List<String> names = properties.stream().map(Property::id).toList();
            return names.size() == 1
                    ? names.get(0) + " is " + verdict.word()
                    : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1)
                            + " are " + verdict.word();
        }
    }

    private List<Line> counterexamples(Sheet sheet) {
        List<Line> lines = new ArrayList<>();
        List<Story> drawn = new ArrayList<>();
        for (Story story : sheet.sayings(c -> found(c).map(Counterexample::story).distinct().toList()).keySet()) {
            lines.add(Line.BLANK);
            lines.addAll(refuted(sheet, story));
            if (drawn.stream().anyMatch(earlier -> isReordered(earlier, story))) {
                lines.addAll(paragraph("By the same steps as above, in another order."));
            } else {
                lines.add(Line.BLANK);
                lines.addAll(counterexamples.run(story));
                drawn.add(story);
            }
            lines.addAll(judgements(sheet, story));
        }
        return lines;
    }

    /** Whether two runs differ only in the order of their steps, and end in the same place: one drawing shows both. */
    private static boolean isReordered(Story one, Story other) {
        return one.resting().equals(other.resting())
                && one.ending().equals(other.ending())
                && steps(one).equals(steps(other));
    }

    private static List<String> steps(Story story) {
        return story.scenes().stream().map(s -> s.context() + " " + s.action()).sorted().toList();
    }

    /** What a run refutes, on which kernels, and why. */
    private List<Line> refuted(Sheet sheet, Story story) {
        List<Line> lines = new ArrayList<>();
        sheet.sayings(c -> claims(c, story)).forEach((claim, on) -> {
            lines.addAll(Flow.of(Line.of(claim.said(), Tone.BAD).plus(sheet.onKernels(on), Tone.STRONG))
                    .wrap(width, LEFT));
            lines.addAll(paragraph(claim.sentence()));
        });
        return lines;
    }

    private Set<Line> judgements(Sheet sheet, Story story) {
        Set<Line> judgements = new LinkedHashSet<>();
        sheet.checks().forEach(c -> found(c)
                .filter(x -> x.story().equals(story))
                .forEach(x -> judgements.addAll(counterexamples.judgement(x))));
        return judgements;
    }

    private static List<Claim> claims(Checked check, Story story) {
        Map<Claim, List<Property>> bySentence = new LinkedHashMap<>();
        for (PropertyResult result : check.result().properties()) {
            result.counterexample().filter(x -> x.story().equals(story)).ifPresent(x -> bySentence
                    .computeIfAbsent(new Claim(List.of(), result.verdict(), x.sentence()), c -> new ArrayList<>())
                    .add(result.property()));
        }
        return bySentence.entrySet().stream()
                .map(e -> new Claim(List.copyOf(e.getValue()), e.getKey().verdict(), e.getKey().sentence()))
                .toList();
    }

    private static Stream<Counterexample> found(Checked check) {
        return check.result().properties().stream().flatMap(p -> p.counterexample().stream());
    }
}
