package org.quiesce.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.quiesce.bundle.Bundle;
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
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.TlcJar;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Verdict;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce experiment}: a series of checks that are measured. */
@Command(name = "experiment", description = "Measure a series of checks that a file describes.",
        footer = {"", "Everything in the file is checked with everything else: what is checked, kernels, numbers of threads,",
            "granularities, engines; each as often as it says. The directory gets measurements.json, measurements.csv and",
            "plots. What is in it already is not measured again: a call that was interrupted goes on where it was.",
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

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ExperimentCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = common.console(environment);
        String text = new InputFile(file).text("an experiment", "name the YAML file that describes one");
        List<Setting> settings = settings(read(text));
        OutputDirectory directory = OutputDirectory.at(out);
        Measurements measured = before(Bundle.sum(text.getBytes(StandardCharsets.UTF_8)));
        Set<List<Object>> known = measured.rows().stream().map(Row::key).collect(Collectors.toSet());
        List<Setting> left = settings.stream().filter(setting -> !known.contains(setting.key())).toList();
        if (left.size() < settings.size()) {
            console.say("quiesce: " + (settings.size() - left.size()) + " of " + settings.size() + " were measured before");
        }
        List<CheckResult> results = new ArrayList<>();
        try (Workbench workbench = Workbench.using(TlcJar.bundled(), AnswerCache.none());
                ProgressBar progress = progress(settings.size(), settings.size() - left.size(), console)) {
            Bench bench = new Bench(workbench);
            for (Setting setting : left) {
                progress.setExtraMessage(setting.what());
                Taken taken = bench.measure(setting);
                measured = measured.with(taken.row());
                results.add(taken.result());
                directory.write(Map.of(JSON, measured.json(), CSV, measured.csv()));
                progress.step();
            }
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put(JSON, measured.json());
        files.put(CSV, measured.csv());
        files.putAll(Plots.of(measured));
        directory.write(files, console);
        Checks.failures(results.stream()).forEach(console::say);
        return status(measured, results).code();
    }

    /** Also what was measured in an earlier call counts. */
    private static ExitStatus status(Measurements measured, List<CheckResult> results) {
        List<String> verdicts = measured.rows().stream().map(Row::verdict).toList();
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

    /** What the directory has already, if that is of the same experiment. */
    private Measurements before(String experiment) {
        Path json = out.resolve(JSON);
        Measurements none = new Measurements(Measurements.SCHEMA, experiment, Quiesce.Version.number(), Machine.here(), List.of());
        if (!Files.exists(json)) {
            return none;
        }
        InputFile input = new InputFile(json);
        try {
            Measurements before = Measurements.read(input.text("measurements", "name another directory with --out"));
            if (!before.equals(none.withRowsOf(before))) {
                throw new BadInput(input.name() + " is of another experiment, version or machine\nname another directory with --out");
            }
            return before;
        } catch (Measurements.UnreadableException e) {
            throw new BadInput(input.name() + ": " + e.getMessage() + "\nname another directory with --out");
        }
    }

    // ---- everything with everything else

    private List<Setting> settings(Experiment experiment) {
        List<Target> targets = environment.library().find(experiment.what());
        experiment.threads().keySet().stream()
                .filter(thread -> targets.stream().noneMatch(target -> target.has(thread)))
                .findFirst()
                .ifPresent(thread -> targets.get(0).with(new ThreadCount(thread, 1)));
        return targets.stream().flatMap(target -> settings(experiment, target)).toList();
    }

    private static Stream<Setting> settings(Experiment experiment, Target target) {
        List<String> functions = target.protocol().kthreads().stream().map(Program::name).toList();
        return experiment.threadCounts(functions).stream().flatMap(counts -> {
            Target with = with(target, counts);
            String threads = counts.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).collect(Collectors.joining(" "));
            return experiment.kernels().stream().flatMap(kernel -> experiment.granularities().stream()
                    .flatMap(granularity -> experiment.engines().stream().flatMap(engines -> IntStream
                            .rangeClosed(1, experiment.repetitions())
                            .mapToObj(repetition -> new Setting(target.name(), threads, new CheckRequest(with.protocol(), kernel,
                                    granularity, Set.of(), engines, experiment.timeout(), UnaryOperator.identity()), repetition)))));
        });
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

    // ---- progress

    /** A bar on a terminal; elsewhere it draws nothing. */
    private static ProgressBar progress(int total, int done, Console console) {
        boolean shown = console.terminal().isAnimated();
        return new ProgressBarBuilder()
                .setTaskName("experiment")
                .setInitialMax(total)
                .startsFrom(done, Duration.ZERO)
                .setStyle(console.terminal().charset().equals(StandardCharsets.UTF_8)
                        ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setConsumer(shown
                        ? new ConsoleProgressBarConsumer(console.err(), console.terminal().width() - 1)
                        : new DelegatingProgressBarConsumer(drawn -> { }))
                .build();
    }
}
