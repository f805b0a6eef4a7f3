package org.quiesce.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.kernel.Profiles;
import org.quiesce.report.HeldLog;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Printable;
import org.quiesce.tlc.TlcJar;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.LogMismatchException;
import org.quiesce.workbench.LogQuestion;
import org.quiesce.workbench.Validation;
import org.quiesce.workbench.Validation.Answer;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce validate}: is the log of a real kernel a run of the protocol? */
@Command(name = "validate", description = "Hold the log of a real kernel against a protocol: is it one of its runs?",
        footer = {"", "What the log does not show is filled in by search. It has to begin before the module is loaded; record at least",
            "sched_switch, sched_waking, sched_kthread_stop, sched_kthread_stop_ret, sched_process_fork and module. Of a kind of",
            "event that does not occur it is not known whether it was recorded: --recorded says so.",
            "", "Exit status: 0 a run, 1 none, or one that ends in a fault, 2 usage, no log, or one of something else, 3 it can't be",
            "told, 4 the engines disagree.",
            "", "Example:", "  quiesce validate trace.txt --model driver.c --kernel 6.1"})
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    private GivenLog given = new GivenLog();

    @Option(names = "--model", paramLabel = "WHAT", required = true, converter = Converters.Name.class,
            description = "The protocol: a C file, or a variant of the atlas or of a model.")
    private String what = "";

    @Option(names = "--kernel", paramLabel = "VERSION", converter = Converters.KernelNames.class,
            description = "The kernel that wrote the log, such as 6.12 or linux-6.12 (default: the newest).")
    private Kernels kernels = new Kernels(List.of(Profiles.newest()));

    @Option(names = "--loaded", paramLabel = "NAME", converter = Converters.Name.class,
            description = "What the module is called in the log (default: the only one that is loaded there).")
    private Optional<String> loaded = Optional.empty();

    @Option(names = "--called", paramLabel = "FUNCTION=NAME",
            description = "Threads of this function are called so in the log, where the model does not say it; up to a %%, if there"
                    + " is one. May be given several times.")
    private Map<String, String> called = Map.of();

    @Option(names = "--recorded", paramLabel = "EVENT", split = ",", splitSynopsisLabel = ",",
            description = "Events that were recorded, although none occurs.")
    private List<String> recorded = List.of();

    @Option(names = "--engine", paramLabel = "both|sim", defaultValue = "both", converter = Converters.EngineName.class,
            description = "Who follows the log: the simulator, and TLC, too, if it is not too long (default: ${DEFAULT-VALUE}).")
    private Engines engines = Engines.BOTH;

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ValidateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (engines == Engines.TLC) {
            throw new BadInput("--engine tlc: TLC is asked about what the simulator found\nwrite both, or sim");
        }
        Target target = sources.single(environment.library(), what, "followed");
        HeldLog held = new HeldLog(given.name(), target.name(), validation(target));
        ExitStatus status = status(held.validation().answer());
        Console console = common.console(environment);
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).validation(held));
        } else {
            console.print(held.lines(console.terminal().width()));
        }
        return status.code();
    }

    private Validation validation(Target target) {
        try (Workbench workbench = Workbench.using(TlcJar.bundled(), environment.answers())) {
            return workbench.validate(new LogQuestion(target.protocol(), kernels.single(), given.log(), loaded,
                    called, new LinkedHashSet<>(recorded), engines));
        } catch (LogMismatchException e) {
            throw new BadInput(Printable.echo(given.name()) + ": " + Printable.of(e.getMessage()));
        }
    }

    private static ExitStatus status(Answer answer) {
        if (answer instanceof Answer.Accepted) {
            return ExitStatus.OK;
        } else if (answer instanceof Answer.Undecided) {
            return ExitStatus.INCONCLUSIVE;
        }
        return answer instanceof Answer.Disputed ? ExitStatus.UNRELIABLE : ExitStatus.NOT_AS_EXPECTED;
    }
}
