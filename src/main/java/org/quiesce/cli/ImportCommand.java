package org.quiesce.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.report.JsonReport;
import org.quiesce.report.SimulationText;
import org.quiesce.trace.ItfFile;
import org.quiesce.trace.TraceFileException;
import org.quiesce.workbench.Course;
import org.quiesce.workbench.Simulation;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce import}: is a trace of another tool a run of the protocol? */
@Command(name = "import", description = "Follow a trace of another tool, of the same specification, on the simulator.",
        footer = {"", "Every state has to follow from the one before by a step; what the tool calls the steps is not looked at.",
            "", "Exit status: 0 every state is explained, 1 one is not, 2 usage or bad input.",
            "", "Example:", "  quiesce import itf violation.itf.json --of first-kthread/broken --kernel 5.10"})
final class ImportCommand implements Callable<Integer> {

    /** The formats that are read. */
    enum Source {
        /** The Informal Trace Format. */
        ITF
    }

    @Parameters(index = "0", paramLabel = "FORMAT", converter = Converters.SourceName.class,
            completionCandidates = Candidates.Sources.class, description = "itf.")
    private Source source = Source.ITF;

    @Parameters(index = "1", paramLabel = "FILE", converter = Converters.Place.class, description = "The trace.")
    private Path file = Path.of("");

    @Option(names = "--of", paramLabel = "WHAT", required = true, converter = Converters.Name.class,
            description = "The protocol: a variant of the atlas or of a model, or a C file.")
    private String what = "";

    @Option(names = "--kernel", paramLabel = "VERSION", converter = Converters.KernelNames.class,
            description = "The kernel version (default: what the trace says, or the newest).")
    private Optional<Kernels> kernels = Optional.empty();

    @Option(names = "--granularity", paramLabel = "micro|merged", converter = Converters.GranularityName.class,
            description = "What counted as one step in the specification (default: what the trace says, or what emit takes).")
    private Optional<Granularity> granularity = Optional.empty();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ImportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        InputFile input = new InputFile(file);
        Target target = sources.single(environment.library(), what, "followed");
        Simulation simulation;
        try {
            ItfFile trace = ItfFile.read(input.text("a trace", "name a file in the Informal Trace Format"));
            Profile kernel = kernel(trace);
            Granularity steps = granularity.or(() -> trace.about("granularity").flatMap(Granularity::named))
                    .orElseGet(target::granularity);
            Course course = new Course.Given(
                    trace.states(Vocabulary.of(Lowering.lower(target.protocol(), steps, kernel))), trace.loop());
            simulation = Workbench.simulate(target.protocol(), steps, kernel, course);
        } catch (TraceFileException e) {
            throw new BadInput(input.name() + ": " + e.getMessage() + "\nname a trace of the specification that emit writes of "
                    + target.name());
        }
        ExitStatus status = simulation.end() instanceof Simulation.End.Unexplained
                ? ExitStatus.NOT_AS_EXPECTED
                : ExitStatus.OK;
        Console console = common.console(environment);
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).simulation(target.name(), simulation));
        } else {
            console.print(new SimulationText(console.terminal().width()).draw(target.name(), simulation));
        }
        return status.code();
    }

    private Profile kernel(ItfFile trace) {
        return kernels.map(Kernels::single).or(() -> trace.about("kernel").flatMap(Profiles::named)).orElseGet(Profiles::newest);
    }
}
