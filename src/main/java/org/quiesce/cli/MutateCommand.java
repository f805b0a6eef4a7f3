package org.quiesce.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.quiesce.catalog.Survivors;
import org.quiesce.catalog.Variant;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.mutation.MutantId;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Line;
import org.quiesce.report.Mutated;
import org.quiesce.report.Mutated.Explained;
import org.quiesce.report.MutationText;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.Fate;
import org.quiesce.workbench.MutantResult;
import org.quiesce.workbench.Mutation;
import org.quiesce.workbench.MutationResult;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code quiesce mutate}: would it be noticed if the code had a slip? */
@Command(name = "mutate", defaultValueProvider = MutateCommand.Defaults.class,
        description = "Make slips in protocols, one at a time, and see which properties notice.",
        footer = {"", "A slip that makes a property false that holds without it is killed. One that survives shows what no",
            "property protects, or what the code can do without; models say which (survivors: in model.yaml).",
            "Equivalent: no run differs. Stillborn: not even a protocol. Undecided: a run leaves the bounds.",
            "Variants that are broken are left out, unless nothing else is named.",
            "Exit status: 0 it is known of every mutant why nothing kills it, 1 it is not, 2 usage or bad input,",
            "3 inconclusive, 4 disputed, or an engine failed.",
            "", "Examples:",
            "  quiesce mutate state-set-after-check --kernel 5.10",
            "  quiesce mutate first-kthread/mended --engine both --property StopTerminates"})
final class MutateCommand implements Callable<Integer> {

    @Mixin
    private Subjects subjects = new Subjects();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @ArgGroup(exclusive = true)
    private Detail detail = new Detail();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    MutateCommand(Environment environment) {
        this.environment = environment;
    }

    /** There are many mutants: other than for a check, the simulator alone decides, and on one kernel. */
    static final class Defaults implements IDefaultValueProvider {
        @Override
        public String defaultValue(ArgSpec argument) {
            if (!(argument instanceof OptionSpec option)) {
                return null;
            }
            return switch (option.longestName()) {
                case "--engine" -> "sim";
                case "--kernel" -> Profiles.newest().name();
                default -> null;
            };
        }
    }

    @Override
    public Integer call() {
        List<Plan> plans = options.plan(withoutBroken(subjects.in(environment.library())));
        Detail.Level level = detail.of(format.format(), plans.size());
        Console console = common.console(environment);
        Console drawn = level == Detail.Level.SUMMARY ? console.still() : console;
        Survivors survivors = Survivors.read();
        List<Mutated> all = new ArrayList<>();
        try (ProgressLine progress = ProgressLine.of("mutate", plans.size(), drawn);
                Workbench bench = options.workbench(environment.answers())) {
            for (Plan plan : plans) {
                progress.next(plan.target().name());
                List<Mutated> found = options.kernels(plan.target()).stream()
                        .map(kernel -> mutate(bench, plan, kernel, survivors, progress))
                        .toList();
                progress.done(0);
                progress.pause();
                if (format.format() == Format.TEXT) {
                    found.forEach(mutated -> console.print(text(mutated, level, console.terminal().width())));
                }
                all.addAll(found);
            }
        }
        ExitStatus status = ExitStatus.ofMutants(all);
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).mutants(all));
        } else {
            console.print(new MutationText(console.terminal().width()).scores(all));
        }
        return status.code();
    }

    private static List<Line> text(Mutated mutated, Detail.Level level, int width) {
        MutationText text = new MutationText(width);
        return switch (level) {
            case SUMMARY -> List.of();
            case TABLE -> text.brief(mutated);
            case FULL -> Stream.concat(text.full(mutated).stream(), Stream.of(Line.BLANK)).toList();
        };
    }

    /** What is broken already needs no slip. */
    private static List<Target> withoutBroken(List<Target> targets) {
        List<Target> others = targets.stream().filter(t -> !t.variant().startsWith(Variant.BROKEN)).toList();
        return others.isEmpty() ? targets : others;
    }

    private Mutated mutate(Workbench bench, Plan plan, Profile kernel, Survivors survivors, ProgressLine progress) {
        CheckRequest request = options.request(plan, kernel);
        Mutation mutation = bench.mutation(request, result -> progress.saw(ProgressLine.states(result)));
        MutationResult result = mutation.result(progress::part);
        Map<Profile, Mutation> others = new HashMap<>();
        List<MutantResult> alive = result.mutants().stream()
                .filter(m -> m.fate() instanceof Fate.Survived || m.fate() instanceof Fate.Unbounded
                        || m.fate() instanceof Fate.Undecided)
                .toList();
        return new Mutated(plan.target().name(), result,
                alive.stream()
                        .map(m -> new Explained(m, m.fate() instanceof Fate.Undecided
                                ? Optional.empty()
                                : survivors.reason(m.mutant(), left(m.fate()), kernel, plan.target().expected(),
                                        other -> others
                                                .computeIfAbsent(other, o -> bench.mutation(request.with(o)))
                                                .isNoticed(m.mutant()))))
                        .toList(),
                mistold(plan, kernel, alive));
    }

    private static Optional<String> left(Fate fate) {
        return fate instanceof Fate.Unbounded unbounded ? Optional.of(unbounded.with()) : Optional.empty();
    }

    /** A model speaks of all properties together, on the newest kernel. */
    private static List<MutantId> mistold(Plan plan, Profile kernel, List<MutantResult> alive) {
        if (!plan.properties().isEmpty() || !kernel.equals(Profiles.newest())) {
            return List.of();
        }
        List<MutantId> ids = alive.stream().map(m -> m.mutant().id()).toList();
        return plan.target().expected().stream()
                .flatMap(model -> Survivors.named(model).stream())
                .filter(id -> !ids.contains(id))
                .toList();
    }
}
