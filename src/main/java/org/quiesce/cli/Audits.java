package org.quiesce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.quiesce.audit.Assumption;
import org.quiesce.audit.Audit;
import org.quiesce.audit.Examined;
import org.quiesce.audit.Standing;
import org.quiesce.audit.Trial;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.kernel.Profile;
import org.quiesce.report.Audited;
import org.quiesce.report.Sheet;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Workbench;

/** Audits what is planned, several checks at a time, and shows how far it is. */
final class Audits {

    private final CheckOptions options;
    private final Console console;
    private final AnswerCache answers;

    Audits(CheckOptions options, Console console, AnswerCache answers) {
        this.options = options;
        this.console = console;
        this.answers = answers;
    }

    /** An audit of which the checks run. */
    private record Running(String name, Future<Map<Profile, CheckResult>> asItIs, List<Future<Examined>> examined) {}

    /**
     * Audits every plan.
     *
     * @param then what is done with each audit, in the order of the plans, as soon as it and all before it are there
     */
    List<Audited> all(List<Plan> plans, Consumer<Audited> then) {
        List<Audited> audits = new ArrayList<>();
        try (Jobs jobs = new Jobs();
                ProgressLine progress = ProgressLine.of("audit", plans.size(), console);
                Workbench bench = options.workbench(answers)) {
            List<Running> running = plans.stream().map(plan -> start(jobs, plan, audit(bench, plan, progress))).toList();
            for (Running one : running) {
                progress.next(one.name());
                Sheet asItIs = sheet(one.name(), Jobs.result(one.asItIs()));
                List<Examined> examined = new ArrayList<>();
                for (Future<Examined> next : one.examined()) {
                    examined.add(Jobs.result(next));
                    progress.part(examined.size(), one.examined().size());
                }
                Audited audited = new Audited(asItIs, examined);
                progress.done(asItIs);
                progress.pause();
                then.accept(audited);
                audits.add(audited);
            }
            Checks.cached(bench).ifPresent(console::tell);
        }
        return audits;
    }

    private static Running start(Jobs jobs, Plan plan, Audit audit) {
        return new Running(plan.target().name(),
                jobs.start(audit::asItIs),
                audit.assumptions().stream().map(a -> jobs.start(() -> audit.examine(a))).toList());
    }

    /**
     * What is found of each plan with one assumption turned; nothing of plans for which it means nothing.
     *
     * @param id names the assumption
     */
    List<Sheet> turned(List<Plan> plans, String id) {
        List<Sheet> sheets = new ArrayList<>();
        try (ProgressLine progress = ProgressLine.of("audit", plans.size(), console);
                Workbench bench = options.workbench(answers)) {
            for (Plan plan : plans) {
                progress.next(plan.target().name());
                Audit audit = audit(bench, plan, progress);
                audit.assumptions().stream()
                        .filter(assumption -> assumption.id().equals(id))
                        .flatMap(assumption -> turned(plan.target().name(), audit.examine(assumption)).stream())
                        .forEach(sheets::add);
                progress.pause();
            }
            Checks.cached(bench).ifPresent(console::tell);
        }
        if (sheets.isEmpty()) {
            throw unknown(plans, id);
        }
        return sheets;
    }

    private Optional<Sheet> turned(String name, Examined examined) {
        Assumption assumption = examined.assumption();
        List<Checked> checks = new ArrayList<>();
        for (Trial trial : examined.trials().values()) {
            if (trial instanceof Trial.Refused refused) {
                throw new BadInput(assumption.id() + " can't be turned in " + name + ": " + refused.why());
            } else if (trial instanceof Trial.Checked checked) {
                checks.add(new Checked(name + (assumption.standing() == Standing.MADE ? " without " : " with ")
                        + assumption.id(), checked.result(), new Conformance.Unstated()));
            }
        }
        return checks.isEmpty() ? Optional.empty() : Optional.of(new Sheet(checks));
    }

    private BadInput unknown(List<Plan> plans, String id) {
        Plan plan = plans.get(0);
        List<Profile> kernels = options.kernels(plan.target());
        return new BadInput("--show: there is no assumption '" + id + "' in " + plan.target().name() + "\nthere are "
                + String.join(", ", Assumption.of(options.request(plan, kernels.get(0)), kernels).stream()
                        .map(Assumption::id)
                        .distinct()
                        .toList()));
    }

    private Audit audit(Workbench bench, Plan plan, ProgressLine progress) {
        List<Profile> kernels = options.kernels(plan.target());
        return new Audit(
                (request, on) -> bench.checkEach(request, on, progress.of(plan.target().name())),
                options.request(plan, kernels.get(0)), kernels);
    }

    private static Sheet sheet(String name, Map<Profile, CheckResult> results) {
        return new Sheet(results.values().stream()
                .map(result -> new Checked(name, result, new Conformance.Unstated()))
                .toList());
    }
}
