package org.quiesce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelFileException;
import org.quiesce.experiment.Bench;
import org.quiesce.experiment.Bench.Setting;
import org.quiesce.experiment.Bench.Taken;
import org.quiesce.experiment.Experiment;
import org.quiesce.experiment.ExperimentReader;
import org.quiesce.experiment.Measurements;
import org.quiesce.experiment.Measurements.Machine;
import org.quiesce.experiment.Plots;
import org.quiesce.experiment.Row;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.report.Line;
import org.quiesce.report.Printable;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.TlcJar;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Verdict;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce experiment}: a series of checks that are measured. */
@Command(name = "experiment", description = "Measure a series of checks that a file describes.",
        footer = {"", "Everything in the file is checked with everything else: what is checked, kernels, numbers of threads,",
            "granularities, engines; each as often as it says. The directory gets measurements.json, measurements.csv and",
            "plots. What is in it already is not measured again: a call that was interrupted goes on where it was, and one",
            "with a file that asks for more measures only that.",
            "TLC always runs afresh.",
            "", "Exit status: 0 all was measured, 2 usage or bad input, 3 inconclusive, 4 disputed, or an engine failed.",
            "A violation is no error here.",
            "", "Example:", "  quiesce experiment sweep.yaml --out sweep"})
final class ExperimentCommand implements Callable<Integer> {

    private static final String JSON = "measurements.json";
    private static final String CSV = "measurements.csv";

    @Parameters(paramLabel = "FILE.yaml", converter = Converters.Place.class, description = "The file that says what is swept.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, converter = Converters.Place.class,
            description = "The directory for what is measured.")
    private Path out = Path.of("");

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ExperimentCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        Experiment experiment = read(new InputFile(file).text("an experiment", "name the YAML file that describes one"));
        List<Setting> settings = settings(experiment);
        OutputDirectory directory = OutputDirectory.at(out);
        Measurements measured = before();
        List<Setting> left = new ArrayList<>(settings);
        left.removeIf(measured::has);
        int before = settings.size() - left.size();
        if (before > 0) {
            console.tell("quiesce: " + before + " of " + settings.size() + " were measured before");
        }
        List<CheckResult> results = new ArrayList<>();
        try (Workbench workbench = Workbench.using(TlcJar.bundled(), AnswerCache.none());
                ProgressLine progress = ProgressLine.goingOn("experiment", settings.size(), before, console)) {
            Bench bench = new Bench(workbench);
            for (Setting setting : left) {
                progress.next(setting.what());
                Taken taken = bench.measure(setting, progress.of(setting.what()));
                measured = measured.with(taken.row());
                results.add(taken.result());
                directory.write(files(measured, settings));
                progress.done(ProgressLine.states(taken.result()));
                progress.pause();
                console.remark(List.of(Line.of(said(taken.row()))));
            }
        }
        directory.write(files(measured, settings), console);
        Checks.failures(results.stream()).forEach(console::say);
        return status(measured.of(settings), results).code();
    }

    /** All that was ever measured, and plots of what is asked for now. */
    private static Map<String, String> files(Measurements measured, List<Setting> settings) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(JSON, measured.json());
        files.put(CSV, measured.csv());
        files.putAll(Plots.of(measured.of(settings)));
        return files;
    }

    private static String said(Row row) {
        return String.format(Locale.ROOT, "%s on %s, %s%s, %s, %d: %s, %s%.3f s", row.what(), row.kernel(),
                row.threads().isEmpty() ? "" : row.threads() + ", ", row.granularity(), row.engines(), row.repetition(), row.verdict(),
                row.states().isPresent() ? row.states().getAsLong() + " states, " : "", row.seconds());
    }

    /** Also what was measured in an earlier call counts. */
    private static ExitStatus status(List<Row> rows, List<CheckResult> results) {
        List<String> verdicts = rows.stream().map(Row::verdict).toList();
        ExitStatus before = verdicts.contains(Verdict.DISPUTED.word()) ? ExitStatus.UNRELIABLE
                : verdicts.contains(Verdict.INCONCLUSIVE.word()) ? ExitStatus.INCONCLUSIVE : ExitStatus.OK;
        return Collections.min(List.of(before, ExitStatus.ofUndecided(results.stream())));
    }

    private Experiment read(String text) {
        try {
            return ExperimentReader.read(file.toString(), text);
        } catch (ModelFileException e) {
            throw new BadInput(e.getMessage());
        }
    }

    /** What the directory has already, if that was measured here. */
    private Measurements before() {
        Path json = out.resolve(JSON);
        Measurements none = new Measurements(Measurements.SCHEMA, Quiesce.Version.number(), Machine.here(), List.of());
        if (!Files.exists(json)) {
            return none;
        }
        InputFile input = new InputFile(json);
        try {
            Measurements before = Measurements.read(input.text("measurements", "name another directory with --out"));
            if (!before.equals(none.withRowsOf(before))) {
                throw new BadInput(input.name() + " is of another version or machine\nname another directory with --out");
            }
            return before;
        } catch (Measurements.UnreadableException e) {
            throw new BadInput(input.name() + ": " + e.getMessage() + "\nname another directory with --out");
        }
    }

    // ---- everything with everything else

    private List<Setting> settings(Experiment experiment) {
        if (!experiment.elements().isEmpty()) {
            return experiment.elements().stream().flatMap(number -> targets(experiment, Optional.of(number)).stream()
                    .filter(target -> target.protocol().origin().isPresent() || number.equals(experiment.elements().get(0)))
                    .flatMap(target -> settings(experiment, target, target,
                            target.protocol().origin().isPresent() ? number.toString() : "")))
                    .toList();
        }
        List<Target> targets = targets(experiment, Optional.empty());
        experiment.threads().keySet().stream()
                .filter(thread -> targets.stream().noneMatch(target -> target.has(thread)))
                .findFirst()
                .ifPresent(thread -> targets.get(0).with(new ThreadCount(thread, 1)));
        return targets.stream().flatMap(target -> settings(experiment, target)).toList();
    }

    private List<Target> targets(Experiment experiment, Optional<Integer> elements) {
        SourceOptions source = SourceOptions.of(experiment.source(), elements);
        try {
            return source.adapt(environment.library().find(experiment.what(), source.reading(environment.library())));
        } catch (BadInput e) {
            throw new BadInput(Printable.echo(file.toString()) + ": " + e.getMessage());
        }
    }

    private static Stream<Setting> settings(Experiment experiment, Target target) {
        List<String> functions = target.protocol().kthreads().stream().map(Program::name).toList();
        return experiment.threadCounts(functions).stream().flatMap(counts -> settings(experiment, target, with(target, counts),
                counts.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).collect(Collectors.joining(" "))));
    }

    /** @param changed the target with so many threads */
    private static Stream<Setting> settings(Experiment experiment, Target target, Target changed, String threads) {
        List<Granularity> granularities = experiment.granularities().isEmpty() ? List.of(target.granularity()) : experiment.granularities();
        return experiment.kernels().stream().flatMap(kernel -> granularities.stream()
                .flatMap(granularity -> experiment.engines().stream().flatMap(engines -> IntStream
                        .rangeClosed(1, experiment.repetitions())
                        .mapToObj(repetition -> new Setting(target.name(), threads, new CheckRequest(changed.protocol(), kernel,
                                granularity, Set.of(), engines, experiment.timeout(), UnaryOperator.identity()), repetition)))));
    }

    private static Target with(Target target, Map<String, Integer> counts) {
        List<ThreadCount> threads = counts.entrySet().stream().map(c -> new ThreadCount(c.getKey(), c.getValue())).toList();
        Target with = target;
        for (ThreadCount count : threads) {
            with = with.with(count);
        }
        threads.forEach(with::needs);
        return with;
    }
}
