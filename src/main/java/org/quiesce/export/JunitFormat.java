package org.quiesce.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quiesce.result.Check;
import org.quiesce.result.Evidence;
import org.quiesce.result.Finding;
import org.quiesce.result.Links;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;
import org.quiesce.result.Results;

/**
 * Results as the XML in which test runners report: a suite for each protocol and kernel, a test for each property.
 *
 * <p>A test fails where a property does not hold, and is in error where there is no telling. Of a model that says what it
 * expects, violations included, one more test compares, and fails if it is otherwise.
 */
final class JunitFormat {

    private static final String COMPARISON = "as the model expects";

    /** A test, and what is wrong with it. */
    private record Test(String name, Optional<Problem> problem, String output) {}

    /** {@code failure} or {@code error}. */
    private record Problem(String element, String type, String message) {}

    private JunitFormat() {}

    static String write(Results results) {
        StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
        results.checks().forEach(check -> suite(xml, check));
        return xml.append("</testsuites>\n").toString();
    }

    private static void suite(StringBuilder xml, Check check) {
        List<Test> tests = new ArrayList<>(check.properties().stream().map(finding -> test(check, finding)).toList());
        check.asExpected().ifPresent(expected -> tests.add(new Test(COMPARISON, expected
                ? Optional.empty()
                : Optional.of(new Problem("failure", "unexpected", String.join("; ", check.reasons()))), "")));
        xml.append("  <testsuite name=\"").append(Xml.text(check.nameOnKernel()))
                .append("\" tests=\"").append(tests.size())
                .append("\" failures=\"").append(count(tests, "failure"))
                .append("\" errors=\"").append(count(tests, "error"))
                .append("\" skipped=\"0\" time=\"0\">\n");
        tests.forEach(test -> test(xml, check, test));
        xml.append("  </testsuite>\n");
    }

    private static long count(List<Test> tests, String element) {
        return tests.stream().flatMap(t -> t.problem().stream()).filter(p -> p.element().equals(element)).count();
    }

    private static Test test(Check check, Finding finding) {
        String text = finding.counterexample().map(evidence -> text(finding, evidence)).orElse("");
        String message = finding.counterexample().map(Evidence::account).or(finding::note).orElse(finding.claim());
        if (finding.isUndecided()) {
            return new Test(finding.name(), Optional.of(new Problem("error", finding.verdict(), message)), text);
        }
        boolean fails = !finding.verdict().equals("holds") && check.asExpected().isEmpty();
        return new Test(finding.name(),
                fails ? Optional.of(new Problem("failure", finding.verdict(), message)) : Optional.empty(), text);
    }

    private static void test(StringBuilder xml, Check check, Test test) {
        xml.append("    <testcase name=\"").append(Xml.text(test.name()))
                .append("\" classname=\"").append(Xml.text(check.nameOnKernel())).append("\" time=\"0\"");
        if (test.problem().isEmpty() && test.output().isEmpty()) {
            xml.append("/>\n");
            return;
        }
        xml.append(">\n");
        test.problem().ifPresent(problem -> xml.append("      <").append(problem.element())
                .append(" message=\"").append(Xml.text(problem.message()))
                .append("\" type=\"").append(Xml.text(problem.type()))
                .append("\">").append(content(test.output().isEmpty() ? problem.message() : test.output()))
                .append("</").append(problem.element()).append(">\n"));
        if (test.problem().isEmpty()) {
            xml.append("      <system-out>").append(content(test.output())).append("</system-out>\n");
        }
        xml.append("    </testcase>\n");
    }

    /** Between tags a line break may stand as it is. */
    private static String content(String text) {
        return Xml.text(text).replace("&#10;", "\n");
    }

    private static String text(Finding finding, Evidence evidence) {
        PlainRun run = evidence.run();
        StringBuilder text = new StringBuilder(finding.standing() + ": " + finding.claim() + "\n"
                + Plain.line(evidence.account()) + "\n");
        Links links = Links.of(evidence);
        int names = run.movers().stream().mapToInt(String::length).max().orElse(0);
        for (Step step : run.steps()) {
            text.append(String.format(Locale.ROOT, "%4d  ", step.number())).append(step.context())
                    .append(" ".repeat(names - step.context().length() + 2))
                    .append(step.line().isPresent() ? step.line().getAsInt() + "  " : "").append(Plain.line(step.text()))
                    .append(": ").append(Plain.effect(step, links)).append('\n');
        }
        run.goesOn().ifPresent(clause -> text.append(clause).append('\n'));
        for (Resting resting : run.resting()) {
            text.append(resting.context()).append(": ").append(Plain.line(resting.where())).append('\n');
        }
        return text.append("a kernel shows ").append(evidence.outcome().code()).append(": ")
                .append(Plain.line(evidence.outcome().signature())).append("\nlearn more: quiesce list --explain ")
                .append(finding.name()).append('\n').toString();
    }
}
