package org.quiesce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.kernelreplay.Finding;
import org.quiesce.kernelreplay.GateSchedule;
import org.quiesce.kernelreplay.GateSearch;
import org.quiesce.kernelreplay.Grant;
import org.quiesce.kernelreplay.InfrastructureException;
import org.quiesce.kernelreplay.KernelFolder;
import org.quiesce.kernelreplay.KernelReplay;
import org.quiesce.kernelreplay.KernelReplay.Source;
import org.quiesce.kernelreplay.Mode;
import org.quiesce.kernelreplay.ReplayKernel;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.report.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce kernel-replay}: does a real kernel do what the model says? */
@Command(name = "kernel-replay",
        description = "Force a schedule that violates a property on the C as it is, on a real kernel in a virtual machine.",
        footer = {"", "Every call that is modelled gets a gate before and after it, at which its task is held. The kernel's log",
            "is held against the model step by step: context, call, line, what a test yields, and how it ends. Only threads,",
            "init and exit can be held so far. kernel-setup fetches the kernels; QEMU has to be there.",
            "", "Exit status: 0 confirmed, 1 not confirmed, or the module goes another way than the model, or no such schedule",
            "is found, 2 usage or bad input, 4 something that is needed is missing or has failed.",
            "", "Examples:", "  quiesce kernel-replay complete-then-return/broken --kernel 6.12",
            "  quiesce kernel-replay driver.c --control driver-mended.c"})
final class KernelReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WHAT", converter = Converters.Name.class,
            description = "A variant of the atlas, whose C is taken, or a C file.")
    private String what = "";

    @Option(names = "--kernel", paramLabel = "VERSION", converter = Converters.KernelNames.class,
            description = "6.1 or 6.12 (default: 6.1).")
    private Kernels kernel = new Kernels(List.of(Profiles.named("linux-6.1").orElseThrow()));

    @Option(names = "--control", paramLabel = "FILE", converter = Converters.Place.class,
            description = "The C of a module that must end well under the same schedule (default: of an atlas entry, mended).")
    private Optional<Path> control = Optional.empty();

    @Option(names = "--parallel", description = "On two CPUs. Usual is one that counts its instructions: it does the same"
            + " each time.")
    private boolean parallel;

    @Option(names = "--dry-run", description = "Only say what the schedule is; this needs no kernel and no QEMU.")
    private boolean dry;

    @Option(names = "--log", paramLabel = "FILE", converter = Converters.Place.class,
            description = "Keep what the machine wrote to its console.")
    private Optional<Path> log = Optional.empty();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    KernelReplayCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = common.console(environment);
        Profile profile = kernel.single();
        ReplayKernel real = ReplayKernels.of(profile);
        Optional<Path> atlas = ofAtlas(what);
        Path file = atlas.orElseGet(() -> environment.library().path(what));
        Source source = source(file);
        Protocol protocol = protocol(file);
        LoweredProtocol lowered = Lowering.lower(protocol, Granularity.MICRO, profile);
        Optional<GateSchedule> found = GateSearch.of(lowered, profile).find(new LinkedHashSet<>(Property.of(lowered)));
        if (found.isEmpty()) {
            console.say("quiesce: no schedule of gates violates a property of " + Printable.echo(what) + " on " + profile.name()
                    + " so that a kernel writes something about it\nquiesce check says whether any run does");
            return ExitStatus.NOT_AS_EXPECTED.code();
        }
        GateSchedule schedule = found.get();
        console.print(described(profile, schedule));
        if (dry) {
            return ExitStatus.OK.code();
        }
        return replayed(console, real, source, lowered, schedule, atlas).code();
    }

    private ExitStatus replayed(Console console, ReplayKernel real, Source source, LoweredProtocol lowered,
            GateSchedule schedule, Optional<Path> atlas) {
        Mode mode = parallel ? Mode.PARALLEL : Mode.DETERMINISTIC;
        Optional<Source> mended = control
                .or(() -> atlas.map(broken -> broken.resolveSibling("mended.c")).filter(Files::isRegularFile))
                .map(KernelReplayCommand::source);
        try {
            KernelFolder folder = KernelFolder.find(ReplayKernels.folder(environment), real);
            KernelReplay replay = new KernelReplay(folder, mode);
            KernelReplay.Report report = replay.confirm(source, lowered, schedule);
            log.ifPresent(kept -> OutputFile.at(kept).write(report.log(), console));
            console.print("on " + folder.release() + ", " + mode.description() + ", expecting " + report.outcome().code() + "\n"
                    + report.finding().sentence() + "\n");
            if (mended.isEmpty()) {
                return status(report.finding());
            }
            KernelReplay.Report other = replay.control(mended.get(), source, lowered, schedule);
            console.print("control, " + Path.of(mended.get().name()).getFileName() + ": " + other.finding().sentence() + "\n");
            return status(report.finding()).compareTo(status(other.finding())) < 0
                    ? status(report.finding())
                    : status(other.finding());
        } catch (InfrastructureException e) {
            console.say("quiesce: " + e.getMessage());
            return ExitStatus.UNRELIABLE;
        }
    }

    private static ExitStatus status(Finding finding) {
        if (finding instanceof Finding.Confirmed) {
            return ExitStatus.OK;
        }
        return finding instanceof Finding.Failed ? ExitStatus.UNRELIABLE : ExitStatus.NOT_AS_EXPECTED;
    }

    private String described(Profile profile, GateSchedule schedule) {
        StringBuilder text = new StringBuilder(Printable.echo(what)).append(" violates ").append(schedule.property().id())
                .append(" on ").append(profile.name()).append(" along these gates\n");
        int width = schedule.grants().stream().mapToInt(grant -> grant.context().length()).max().orElse(0);
        int number = 1;
        for (Grant grant : schedule.grants()) {
            text.append(String.format("%4d  %-" + width + "s  %s", number++, grant.context(), grant.gate()))
                    .append(grant.value().map(value -> ": " + value).orElse(""))
                    .append(switch (grant.then()) {
                        case AT_GATE -> "";
                        case ASLEEP -> ", and sleeps";
                        case ENDED -> ", and ends";
                    }).append('\n');
        }
        return text.append("then all gates are open\n").toString();
    }

    /** The C of a variant of the atlas. */
    private Optional<Path> ofAtlas(String name) {
        return environment.library().ofAtlas(name).map(targets -> {
            if (targets.size() != 1) {
                throw new BadInput("one module is replayed at a time\nname one of "
                        + String.join(", ", targets.stream().map(Target::name).toList()));
            }
            Path models = environment.library().models().orElseThrow(() -> new BadInput(
                    "the C of the atlas is not found\nstart Quiesce by its launcher, or name a C file"));
            return models.resolve(targets.get(0).place() + ".c");
        });
    }

    private static Source source(Path file) {
        return new Source(file.toString(), new InputFile(file).text("a C file", "name the C of a module"));
    }

    private static Protocol protocol(Path file) {
        List<Target> targets = CFiles.targets(file, Reading.usual());
        if (targets.size() != 1) {
            throw new BadInput(Printable.echo(file.toString()) + " is several modules, as an #if decides\nleave one in a copy of it");
        }
        return targets.get(0).protocol();
    }
}
