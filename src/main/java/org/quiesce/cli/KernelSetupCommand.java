package org.quiesce.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quiesce.kernelreplay.InfrastructureException;
import org.quiesce.kernelreplay.KernelSetup;
import org.quiesce.kernelreplay.ReplayKernel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code quiesce kernel-setup}: fetches the kernels on which counterexamples are replayed. */
@Command(name = "kernel-setup", description = "Fetch and unpack real kernels, on which kernel-replay forces schedules.",
        footer = {"", "The packages are those of Debian 12, cloud flavour. Nothing is installed, and nobody need be root.",
            "", "Exit status: 0 they are there, 2 usage, 4 something is missing or has failed.",
            "", "Examples:", "  quiesce kernel-setup --dry-run", "  quiesce kernel-setup --kernel 6.1"})
final class KernelSetupCommand implements Callable<Integer> {

    @Option(names = "--kernel", paramLabel = "VERSION", converter = Converters.KernelNames.class,
            description = "6.1 or 6.12 (default: both).")
    private Optional<Kernels> kernel = Optional.empty();

    @Option(names = "--dry-run", description = "Only say what would be fetched, and what is missing.")
    private boolean dry;

    @Mixin
    private Quiet quiet = new Quiet();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    KernelSetupCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = quiet.on(common.console(environment));
        List<ReplayKernel> wanted = kernel.map(given -> List.of(ReplayKernels.of(given.single())))
                .orElse(List.of(ReplayKernel.values()));
        KernelSetup setup = new KernelSetup(ReplayKernels.folder(environment));
        List<String> missing = KernelSetup.missingTools();
        missing.forEach(tool -> console.say("quiesce: missing: " + tool + "; apt-get install --no-install-recommends installs it, as root"));
        try {
            for (ReplayKernel each : wanted) {
                if (setup.has(each)) {
                    isThere(console, each);
                } else {
                    KernelSetup.Plan plan = setup.plan(each);
                    if (dry || !quiet.isGiven()) {
                        console.print(plan.sentence() + "\n");
                    }
                    if (!dry) {
                        setup.fetch(plan);
                        isThere(console, each);
                    }
                }
            }
        } catch (InfrastructureException e) {
            console.say("quiesce: " + e.getMessage());
            return ExitStatus.UNRELIABLE.code();
        }
        return (missing.isEmpty() ? ExitStatus.OK : ExitStatus.UNRELIABLE).code();
    }

    private void isThere(Console console, ReplayKernel kernel) {
        if (dry || !quiet.isGiven()) {
            console.print(kernel.profile() + ": is there\n");
        }
    }
}
