package org.quiesce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.kernel.Profile;
import org.quiesce.report.Checked;
import org.quiesce.report.Conformance;
import org.quiesce.report.Sheet;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Workbench;

/** Checks what is planned, one protocol after the other, and shows how far it is. */
final class Checks {

    private final CheckOptions options;
    private final Console console;

    Checks(CheckOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    /**
     * Checks every plan.
     *
     * @param then what is done with each sheet as soon as it is there
     */
    List<Sheet> all(List<Plan> plans, Consumer<Sheet> then) {
        List<Sheet> sheets = new ArrayList<>();
        try (ProgressLine progress = ProgressLine.of(plans.size(), console);
                Workbench bench = Workbench.using(options.tlc(), progress)) {
            for (Plan plan : plans) {
                progress.next(plan.target().name());
                Sheet sheet = sheet(bench, plan);
                progress.pause();
                then.accept(sheet);
                sheets.add(sheet);
            }
        }
        return sheets;
    }

    private Sheet sheet(Workbench bench, Plan plan) {
        List<Profile> kernels = options.kernels(plan.target());
        List<Checked> checks = new ArrayList<>();
        bench.checkEach(options.request(plan, kernels.get(0)), kernels).forEach((kernel, result) ->
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
        return sheets.stream()
                .flatMap(sheet -> sheet.checks().stream())
                .flatMap(check -> check.result().failure().stream())
                .map(failure -> "quiesce: " + failure.message())
                .distinct()
                .toList();
    }
}
