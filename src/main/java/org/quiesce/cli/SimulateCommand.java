package org.quiesce.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.report.JsonReport;
import org.quiesce.report.SimulationText;
import org.quiesce.workbench.Course;
import org.quiesce.workbench.Simulation;
import org.quiesce.workbench.Workbench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce simulate}: one run, at random or along a schedule. */
@Command(name = "simulate", description = "Run a protocol once on the simulator, at random or along a schedule.",
        footer = {"", "One run shows what can happen, and proves nothing: check looks at all of them.",
            "The same call always gives the same run.",
            "", "Exit status: 0 the run was made, whatever came of it, 1 the schedule can't be followed to its end,",
            "2 usage or bad input.",
            "", "Examples:",
            "  quiesce simulate first-kthread/broken --seed 7",
            "  quiesce simulate first-kthread/broken --kernel 5.10 --schedule modprobe,modprobe,worker:WorkerBorn"})
final class SimulateCommand implements Callable<Integer> {

    @Mixin
    private OneProtocol protocol = new OneProtocol();

    @Option(names = "--seed", paramLabel = "N", converter = Converters.WholeNumber.class,
            description = "Which random run (default: 1).")
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--steps", paramLabel = "N", converter = Converters.WholeNumber.class,
            description = "Cut a random run off after N steps (default: 100).")
    private Optional<Long> steps = Optional.empty();

    @Option(names = "--schedule", paramLabel = "WHO[,WHO...]", converter = Converters.ScheduleEntries.class,
            description = "Who moves, step by step: a context, an action, or context:action.")
    private Optional<Course.Guided> schedule = Optional.empty();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    SimulateCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Target target = protocol.target(environment.library(), "simulated");
        Simulation simulation = Workbench.simulate(target.protocol(), protocol.granularity(target), protocol.kernel(), course(target));
        Console console = common.console(environment);
        ExitStatus status = simulation.end() instanceof Simulation.End.Refused
                ? ExitStatus.NOT_AS_EXPECTED
                : ExitStatus.OK;
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).simulation(target.name(), simulation));
        } else {
            console.print(new SimulationText(console.terminal().width()).draw(target.name(), simulation));
        }
        return status.code();
    }

    private Course course(Target target) {
        if (schedule.isEmpty()) {
            return RandomCourse.of(seed, steps);
        } else if (seed.isPresent() || steps.isPresent()) {
            throw new BadInput("--seed and --steps are for random runs, and --schedule says every step"
                    + "\nleave out one or the other");
        }
        return Schedule.checked(schedule.get(), Lowering.lower(target.protocol(), protocol.granularity(target), protocol.kernel()));
    }
}
