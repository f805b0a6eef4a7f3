package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.kernellog.Lint;
import org.quiesce.kernellog.LintFinding;
import org.quiesce.kernellog.LintFinding.Sureness;
import org.quiesce.kernellog.LintRule;

/**
 * What rules find in the log of a kernel.
 *
 * @param name   of the log
 * @param log    what it holds
 * @param report what was found
 */
public record LintedLog(String name, KernelLog log, Lint.Report report) {

    private long events() {
        return log.events().count();
    }

    /** How many findings are of that kind. */
    public long count(Sureness sureness) {
        return report.findings().stream().filter(f -> f.sureness() == sureness).count();
    }

    /** As text, no line longer than that. */
    public List<Line> lines(int width) {
        long events = events();
        List<Line> lines = new ArrayList<>(Flow.of(Line.of(Printable.echo(name), Tone.STRONG).plus(": ").plus(summary())
                .plus(events == 1 ? " in 1 event" : " in " + events + " events")).wrap(width, 2));
        for (LintFinding finding : report.findings()) {
            boolean isCertain = finding.sureness() == Sureness.CERTAIN;
            Line start = Line.of("line " + finding.line() + ": " + (isCertain ? "" : "possibly "))
                    .plus(finding.rule().id(), isCertain ? Tone.BAD : Tone.DOUBT).plus(": ");
            lines.addAll(Flow.of(start.plus(finding.sentence())).wrap(width - 2, 2).stream().map(l -> l.indent(2)).toList());
        }
        Set<String> recorded = log.names();
        for (LintRule rule : LintRule.values()) {
            if (!report.applied().contains(rule)) {
                lines.addAll(Flow.of("not looked at: " + rule.id() + ", as nothing was recorded of " + missing(rule, recorded)).wrap(width, 2));
            }
        }
        return lines;
    }

    private Line summary() {
        long certain = count(Sureness.CERTAIN);
        long possible = count(Sureness.POSSIBLE);
        if (report.applied().isEmpty()) {
            return Line.of("no rule can be looked at", Tone.DOUBT);
        }
        List<Line> kinds = new ArrayList<>();
        if (certain > 0) {
            kinds.add(Line.of(certain + (certain == 1 ? " finding" : " findings"), Tone.BAD));
        }
        if (possible > 0) {
            kinds.add(Line.of(possible + (possible == 1 ? " possible finding" : " possible findings"), Tone.DOUBT));
        }
        return kinds.stream().reduce((a, b) -> a.plus(" and ").plus(b)).orElse(Line.of("nothing found", Tone.GOOD));
    }

    private static String missing(LintRule rule, Set<String> recorded) {
        return rule.missingFrom(recorded).stream()
                .map(any -> any.stream().sorted().collect(Collectors.joining(" or ")))
                .collect(Collectors.joining(", nor of "));
    }

    /** Why a call that shows it does not end with 0. */
    List<String> reasons() {
        return report.applied().isEmpty()
                ? List.of(name + ": no rule can be looked at")
                : report.findings().stream().map(f -> name + ": line " + f.line() + ": " + f.rule().id()).toList();
    }

    void put(ObjectNode lint) {
        lint.put("log", name);
        lint.put("events", events());
        ArrayNode findings = lint.putArray("findings");
        for (LintFinding finding : report.findings()) {
            findings.addObject().put("rule", finding.rule().id()).put("line", finding.line())
                    .put("sureness", finding.sureness().name().toLowerCase(Locale.ROOT)).put("sentence", finding.sentence());
        }
        ArrayNode rules = lint.putArray("rules");
        Arrays.stream(LintRule.values()).forEach(rule -> rules.addObject().put("id", rule.id()).put("meaning", rule.meaning())
                .put("applied", report.applied().contains(rule)));
    }
}
