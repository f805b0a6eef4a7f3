package org.quiesce.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.kernel.Profile;
import org.quiesce.report.Checked;
import org.quiesce.report.Conformance;
import org.quiesce.report.Sheet;
import org.quiesce.tlc.TlcJar;
import org.quiesce.tlc.TlcJarException;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce check}: do the properties hold, and if not, why not? */
@Command(name = "check", description = "Check protocols, on one kernel version or more.",
        footer = {"", "Exit status: 0 everything as expected, 1 a property is violated or an expectation is not met,",
            "2 usage or bad input, 3 inconclusive (time, memory, a bound), 4 disputed, or an engine failed.",
            "Of several, 4 wins over 3, and 3 over 1. Bad input ends the call before anything is checked.",
            "", "Examples:",
            "  quiesce check state-set-after-check/broken --kernel 5.10,6.12",
            "  quiesce check models"})
final class CheckCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WHAT", arity = "1..*",
            description = "Ids of the atlas (such as first-kthread or first-kthread/broken), or directories of models.")
    private List<String> what = List.of();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--format", paramLabel = "text|json", defaultValue = "text",
            converter = Converters.FormatName.class, description = "How results are printed (default: text).")
    private Format format = Format.TEXT;

    @Option(names = "--save", paramLabel = "DIR", description = "Save each counterexample in this directory.")
    private Optional<Path> save = Optional.empty();

    @Option(names = "--tlc-jar", paramLabel = "JAR", description = "Use TLC of this tla2tools.jar.")
    private Optional<Path> tlcJar = Optional.empty();

    private final Environment environment;

    CheckCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<Plan> plans = options.plan(environment.library().find(what));
        Optional<TraceStore> store = save.map(OutputDirectory::at).map(TraceStore::new);
        Console console = common.console(environment);
        Output output = Output.of(format, console);
        List<Checked> all = check(plans, console, checks -> {
            store.ifPresent(s -> s.keep(checks));
            output.sheet(new Sheet(checks));
        });
        ExitStatus status = ExitStatus.of(all);
        output.end(all, status);
        return status.code();
    }

    private List<Checked> check(List<Plan> plans, Console console, Consumer<List<Checked>> then) {
        List<Checked> all = new ArrayList<>();
        try (ProgressLine progress = ProgressLine.of(plans.size(), console);
                Workbench bench = Workbench.using(tlc(), progress)) {
            for (Plan plan : plans) {
                progress.next(plan.target().name());
                List<Checked> checks = check(bench, plan);
                progress.pause();
                then.accept(checks);
                all.addAll(checks);
            }
        }
        return all;
    }

    private TlcJar tlc() {
        try {
            return tlcJar.map(TlcJar::new).orElseGet(TlcJar::bundled);
        } catch (TlcJarException e) {
            throw new BadInput((tlcJar.isPresent() ? "--tlc-jar: " : "") + e.getMessage());
        }
    }

    private List<Checked> check(Workbench bench, Plan plan) {
        List<Profile> kernels = options.kernels(plan.target());
        List<Checked> checks = new ArrayList<>();
        bench.checkEach(options.request(plan, kernels.get(0)), kernels)
                .forEach((kernel, result) -> checks.add(new Checked(plan.target().name(), result,
                        plan.target().expectation(kernel)
                                .map(expectation -> Expected.compare(expectation, result))
                                .orElse(new Conformance.Unstated()))));
        return checks;
    }
}
