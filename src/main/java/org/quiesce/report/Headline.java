package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.workbench.Verdict;

/** What was found out about a protocol, in one sentence or in one row of a table. */
final class Headline {

    private static final int NARROWEST = 20;
    private static final int EXPECTED_WIDTH = "not as expected".length();
    private static final int GAP = 2;

    private final Sheet sheet;

    Headline(Sheet sheet) {
        this.sheet = sheet;
    }

    /** What was found on some kernels, and how that compares with what was expected there. */
    private record Finding(Verdict verdict, Line expected) {
        static Finding of(Checked check) {
            return new Finding(check.verdict(), Headline.expected(check.conformance()));
        }
    }

    /** "x/broken: violated on linux-5.10, 5.15, as expected; holds on linux-6.1 to 6.18". */
    List<Line> sentence(int width) {
        Line line = Line.of(sheet.name(), Tone.STRONG);
        Map<Finding, List<Checked>> findings = sheet.sayings(c -> List.of(Finding.of(c)));
        String separator = ": ";
        for (Map.Entry<Finding, List<Checked>> found : findings.entrySet()) {
            line = line.plus(separator)
                    .plus(verdict(found.getKey().verdict()))
                    .plus(sheet.onKernels(found.getValue()))
                    .plus(goesWithoutSaying(found, findings.size()) ? Line.BLANK
                            : Line.of(", ").plus(found.getKey().expected()));
            separator = "; ";
        }
        return Flow.of(line).wrap(width, GAP);
    }

    /** Beside a violation that is expected it is clear that what holds is expected to. */
    private static boolean goesWithoutSaying(Map.Entry<Finding, List<Checked>> found, int findings) {
        Conformance conformance = found.getValue().get(0).conformance();
        return conformance instanceof Conformance.Unstated
                || conformance instanceof Conformance.AsExpected && found.getKey().verdict() == Verdict.HOLDS
                        && findings > 1;
    }

    /** The name, whether it is as expected, and what is violated or what differs. */
    List<Line> row(int nameWidth, int width) {
        int expected = nameWidth + GAP;
        int found = expected + EXPECTED_WIDTH + GAP;
        Conformance conformance = sheet.conformance();
        if (width - found < NARROWEST) {
            return stacked(conformance, width);
        }
        Line start = Line.of(sheet.name()).padTo(expected).plus(expected(conformance)).padTo(found);
        List<Line> lines = new ArrayList<>();
        for (Line line : Flow.of(essence(conformance)).wrap(width - found, GAP)) {
            lines.add((lines.isEmpty() ? start : Line.BLANK.padTo(found)).plus(line));
        }
        return lines;
    }

    private List<Line> stacked(Conformance conformance, int width) {
        List<Line> lines = new ArrayList<>(Flow.of(sheet.name()).wrap(width, GAP));
        Flow.of(expected(conformance).plus(": ").plus(essence(conformance))).wrap(width - GAP, GAP)
                .forEach(l -> lines.add(l.indent(GAP)));
        return lines;
    }

    private Line essence(Conformance conformance) {
        if (conformance instanceof Conformance.Differs differs) {
            return Line.of(differs.brief());
        }
        Line line = Line.BLANK;
        Map<Verdict, List<Checked>> verdicts = sheet.sayings(c -> List.of(c.verdict()));
        for (Map.Entry<Verdict, List<Checked>> found : verdicts.entrySet()) {
            if (found.getKey() != Verdict.HOLDS || verdicts.size() == 1) {
                line = line.plus(line.length() == 0 ? "" : "; ")
                        .plus(verdict(found.getKey()))
                        .plus(sheet.onKernels(found.getValue()));
            }
        }
        return line;
    }

    private static Line verdict(Verdict verdict) {
        return Line.of(verdict.word(), VerdictTable.tone(verdict));
    }

    private static Line expected(Conformance conformance) {
        return Line.of(conformance.words(), conformance instanceof Conformance.AsExpected ? Tone.GOOD
                : conformance instanceof Conformance.Differs ? Tone.BAD
                : Tone.QUIET);
    }
}
