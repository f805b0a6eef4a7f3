package org.quiesce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.kernel.Profile;
import org.quiesce.report.Sheet;
import org.quiesce.report.TextReport;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.Expected;
import org.quiesce.sim.ProgressListener;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Workbench;

/** Checks what is planned, several protocols at a time, and shows how far it is. */
final class Checks {

    private final CheckOptions options;
    private final Console console;
    private final AnswerCache answers;

    Checks(CheckOptions options, Console console, AnswerCache answers) {
        this.options = options;
        this.console = console;
        this.answers = answers;
    }

    /**
     * Checks every plan.
     *
     * @param then what is done with each sheet, in the order of the plans, as soon as it and all before it are there
     */
    List<Sheet> all(List<Plan> plans, Consumer<Sheet> then) {
        List<Sheet> sheets = new ArrayList<>();
        int names = plans.stream().mapToInt(plan -> plan.target().name().length()).max().orElse(0);
        try (Jobs jobs = new Jobs();
                ProgressLine progress = ProgressLine.of("check", plans.size(), console);
                Workbench bench = options.workbench(answers)) {
            List<Future<Sheet>> running = plans.stream()
                    .map(plan -> jobs.start(() -> sheet(bench, plan, progress.of(plan.target().name()))))
                    .toList();
            for (int i = 0; i < plans.size(); i++) {
                progress.next(plans.get(i).target().name());
                Sheet sheet = Jobs.result(running.get(i));
                progress.done(sheet);
                progress.pause();
                console.remark(new TextReport(console.terminal().messageWidth()).row(sheet, names));
                then.accept(sheet);
                sheets.add(sheet);
            }
            cached(bench).ifPresent(console::tell);
        }
        return sheets;
    }

    /** Where errors go, as data must not depend on what is in a cache. */
    static Optional<String> cached(Workbench bench) {
        int answers = bench.cachedAnswers();
        return answers == 0
                ? Optional.empty()
                : Optional.of("quiesce: " + (answers == 1 ? "an answer of TLC is" : answers + " answers of TLC are")
                        + " from earlier runs on the same specifications; --no-cache has it run again");
    }

    /** Where there is no room for all contexts fewer are checked, which finds less. */
    private Sheet sheet(Workbench bench, Plan plan, ProgressListener progress) {
        Sheet all = whole(bench, plan, progress);
        return all.isCutShort()
                ? plan.target().fewer().get()
                        .map(fewer -> whole(bench, new Plan(fewer, plan.properties()), progress))
                        .filter(fewer -> !fewer.isCutShort())
                        .map(all::answeredBy)
                        .orElse(all)
                : all;
    }

    private Sheet whole(Workbench bench, Plan plan, ProgressListener progress) {
        List<Profile> kernels = options.kernels(plan.target());
        List<Checked> checks = new ArrayList<>();
        bench.checkEach(options.request(plan, kernels.get(0)), kernels, progress).forEach((kernel, result) ->
                checks.add(new Checked(plan.target().name(), result, conformance(plan.target(), kernel, result))));
        return new Sheet(checks);
    }

    private static Conformance conformance(Target target, Profile kernel, CheckResult result) {
        return target.expectation(kernel)
                .map(expectation -> Expected.compare(expectation, result))
                .orElse(new Conformance.Unstated());
    }

    /** Why some verdicts are missing: an error, and so also said where errors go. */
    static List<String> failures(List<Sheet> sheets) {
        return failures(sheets.stream().flatMap(sheet -> sheet.checks().stream()).map(Checked::result));
    }

    static List<String> failures(Stream<CheckResult> results) {
        return results
                .flatMap(result -> result.failure().stream())
                .map(failure -> "quiesce: " + failure.message())
                .distinct()
                .toList();
    }
}
