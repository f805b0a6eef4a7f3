package org.quiesce.cli;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.kernelreplay.Finding;
import org.quiesce.kernelreplay.InfrastructureException;
import org.quiesce.kernelreplay.KernelFolder;
import org.quiesce.kernelreplay.KernelReplay;
import org.quiesce.kernelreplay.Mode;
import org.quiesce.kernelreplay.ReplayKernel;
import org.quiesce.kernelreplay.ReplaySeries;
import org.quiesce.report.Printable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce kernel-replay}: does a real kernel do what the model says? */
@Command(name = "kernel-replay",
        description = "Force a schedule that violates a property on the C as it is, on a real kernel in a virtual machine.",
        footer = {"", "Every call that is modelled gets a gate before and after it, at which its task is held; so do the beginning of",
            "a thread, a call from outside, and the unload. The kernel's log is held against the model step by step: context,",
            "call, line, what a test yields, and how it ends. Timers and what else runs in softirq are not held, interrupts do",
            "not happen. kernel-setup fetches the kernels; QEMU has to be there.",
            "", "Exit status: 0 confirmed, 1 not confirmed, or the module goes another way than the model, or no such schedule",
            "is found, 2 usage or bad input, 4 something that is needed is missing or has failed.",
            "", "Examples:", "  quiesce kernel-replay complete-then-return/broken --kernel 6.12",
            "  quiesce kernel-replay driver.c --control driver-mended.c",
            "  quiesce check driver.c --kernel 6.1 --format json > found.json; quiesce kernel-replay found.json",
            "  quiesce kernel-replay driver.c --format json > replay.json && quiesce report replay.json --out page.html",
            "  quiesce kernel-replay double-stop-concurrent arg-lifetime --kernel 6.1,6.12 --table replays.md"})
final class KernelReplayCommand implements Callable<Integer> {

    @Parameters(paramLabel = "WHAT", arity = "0..*", converter = Converters.Name.class,
            description = "A variant of the atlas, whose C is taken, or a C file; or what check --format json wrote of one, whose"
                    + " counterexample is forced, if that can be, or else another one of the same properties. With --table several"
                    + " variants and C files, or ids, or none to print its summary.")
    private List<String> what = List.of();

    @Option(names = "--kernel", paramLabel = "VERSION", converter = Converters.KernelNames.class,
            description = "6.1 or 6.12 (default: 6.1); with --table several.")
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
            description = "Keep what the machine wrote to its console; with --table a directory, for that of each.")
    private Optional<Path> log = Optional.empty();

    @Option(names = "--table", paramLabel = "FILE", converter = Converters.Place.class,
            description = "Add what comes of it to a table in Markdown, and print its summary. What is in there of the same kernel is"
                    + " not replayed again.")
    private Optional<Path> table = Optional.empty();

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    KernelReplayCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        ReplaySources sources = new ReplaySources(environment.library(), control);
        if (format.format() == Format.JSON && (dry || table.isPresent())) {
            throw new BadInput("--format json is for what comes of one replay\nleave out " + (dry ? "--dry-run" : "--table"));
        }
        if (table.isPresent() && what.stream().anyMatch(ReplayedResult::isOne)) {
            throw new BadInput("a result is replayed alone\nleave out --table, or name what it is about");
        }
        if (table.isPresent()) {
            List<String> names = what.stream().flatMap(name -> sources.variants(name).stream()).toList();
            return new ReplayTabulation(console, ReplayKernels.folder(environment), mode(), table.get(), log)
                    .of(names, kernel.profiles(), sources).code();
        } else if (what.size() != 1) {
            throw new BadInput((what.isEmpty() ? "there is nothing to replay" : "one module is replayed at a time")
                    + "\nname one, or give --table a file for what comes of all");
        }
        return single(console, kernel.single(), what.get(0), sources).code();
    }

    private Mode mode() {
        return parallel ? Mode.PARALLEL : Mode.DETERMINISTIC;
    }

    private ExitStatus single(Console console, Profile profile, String name, ReplaySources sources) {
        ReplayKernel real = ReplayKernels.of(profile);
        if (ReplayedResult.isOne(name)) {
            Optional<ReplayedResult.Found> found = new ReplayedResult(sources).of(Path.of(name), profile);
            found.ifPresent(known -> console.tell("quiesce: " + known.said()));
            return replayed(console, profile, found.map(ReplayedResult.Found::name).orElse(name),
                    found.map(ReplayedResult.Found::item), real);
        }
        return replayed(console, profile, name, sources.item(name, profile), real);
    }

    private ExitStatus replayed(Console console, Profile profile, String name, Optional<ReplaySeries.Item> item, ReplayKernel real) {
        if (item.isEmpty()) {
            console.say("quiesce: no schedule of gates violates a property of " + Printable.echo(name) + " on " + profile.name()
                    + " so that a kernel writes something about it\nquiesce check says whether any run does");
            return ExitStatus.NOT_AS_EXPECTED;
        }
        ReplayTelling telling = ReplayTelling.as(format.format());
        console.print(telling.schedule(name, profile, item.get().part().schedule()));
        if (dry) {
            return ExitStatus.OK;
        }
        try {
            KernelFolder folder = KernelFolder.find(ReplayKernels.folder(environment), real);
            ReplaySeries series = new ReplaySeries(new KernelReplay(folder, mode()));
            return status(series.run(item.stream().iterator(), result -> {
                log.ifPresent(kept -> OutputFile.at(kept).write(result.broken().log(), console));
                console.print(telling.result(name, result, new ReplayTelling.Machine(profile, folder.release(), mode())));
            }));
        } catch (InfrastructureException e) {
            console.say("quiesce: " + e.getMessage());
            return ExitStatus.UNRELIABLE;
        }
    }

    /** The status of replays: that of the worst. */
    static ExitStatus status(List<ReplaySeries.Result> results) {
        return results.stream().map(ReplaySeries.Result::finding).map(KernelReplayCommand::status).min(Comparator.naturalOrder())
                .orElse(ExitStatus.OK);
    }

    private static ExitStatus status(Finding finding) {
        if (finding instanceof Finding.Confirmed) {
            return ExitStatus.OK;
        }
        return finding instanceof Finding.Failed ? ExitStatus.UNRELIABLE : ExitStatus.NOT_AS_EXPECTED;
    }
}
