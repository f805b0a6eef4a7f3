package org.quiesce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.cli.CheckOptions.Plan;
import org.quiesce.report.Abstractions;
import org.quiesce.report.Explanations;
import org.quiesce.report.Sheet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce check}: do the properties hold, and if not, why not? */
@Command(name = "check", description = "Check protocols, on one kernel version or more.",
        footer = {"", "Exit status: 0 everything as expected, 1 a property is violated or an expectation is not met,",
            "2 usage or bad input, 3 inconclusive (time, memory, a bound), 4 disputed, or an engine failed.",
            "Of several, 4 wins over 3, and 3 over 1. Bad input ends the call before anything is checked.",
            "What is expected of an id or a model stands in its model.yaml, violations included.",
            "", "Examples:",
            "  quiesce check state-set-after-check/broken --kernel 5.10,6.12",
            "  quiesce check models --quiet"})
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private Subjects subjects = new Subjects();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--format", paramLabel = "text|json|sarif|junit", defaultValue = "text",
            converter = Converters.CheckFormatName.class,
            description = "How results are printed (default: text). There are more formats for export.")
    private Format format = Format.TEXT;

    @Option(names = "--save", paramLabel = "DIR", converter = Converters.Place.class,
            description = "Save the counterexamples in this directory, all of them or none; files of the same"
                    + " names are replaced.")
    private Optional<Path> save = Optional.empty();

    @Option(names = "--explain-abstraction",
            description = "Of C files: list everything that is taken to be so, or left open, with its line.")
    private boolean explainAbstraction;

    @Option(names = "--explain",
            description = "Of a run that goes on for ever: show for each context what it waits for, its last check and the last"
                    + " wake-up for it, what is assumed all the same, and the closest run that ends well.")
    private boolean explain;

    @ArgGroup(exclusive = true)
    private Detail detail = new Detail();

    private final Environment environment;

    CheckCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        List<Plan> plans = options.plan(subjects.in(environment.library()));
        Optional<TraceStore> store = save.map(OutputDirectory::at)
                .map(directory -> TraceStore.in(directory, plans, plan -> options.kernels(plan.target())));
        Console console = common.console(environment);
        Detail.Level level = detail.of(format, plans.size());
        Output output = Output.of(format, level, abstractions(), explanations(), console,
                plans.stream().map(p -> p.target().name()).toList());
        List<Sheet> sheets = new Checks(options, level == Detail.Level.SUMMARY ? console.still() : console, environment.answers()).all(plans, output::sheet);
        store.ifPresent(s -> s.keep(sheets, console));
        ExitStatus status = ExitStatus.of(sheets);
        output.end(sheets, status);
        Checks.failures(sheets).forEach(console::say);
        return status.code();
    }

    private Explanations explanations() {
        if (explain && format != Format.TEXT) {
            throw new BadInput("--explain is for text\nexport json has all that it shows");
        }
        return explain ? Explanations.WHOLE : Explanations.SENTENCE;
    }

    private Abstractions abstractions() {
        if (explainAbstraction && format != Format.TEXT) {
            throw new BadInput("--explain-abstraction is for text; --format " + format.id() + " always says everything"
                    + "\nleave out one or the other");
        }
        return explainAbstraction ? Abstractions.LISTED : Abstractions.COUNTED;
    }
}
