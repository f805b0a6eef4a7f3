package org.quiesce.cli;

import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Granularity;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which protocol it is: on which kernels, in what steps. */
final class ProtocolOptions {

    @Option(names = "--kernel", paramLabel = "VERSION[,VERSION...]", converter = Converters.KernelNames.class,
            completionCandidates = Candidates.KernelVersions.class,
            description = "Kernel versions, such as 6.12 or linux-6.12, or all (default: those that the model"
                    + " names, the newest for a C file and for mutate, else all).")
    private List<Kernels> kernels = List.of();

    @Mixin
    private FormOptions form = new FormOptions();

    Granularity granularity(Target target) {
        return form.granularity(target);
    }

    /** The kernels on which a target is checked. */
    List<Profile> kernels(Target target) {
        return kernelsOr(target.kernels());
    }

    /** The kernels that the user named, or others if there are none. */
    List<Profile> kernelsOr(List<Profile> otherwise) {
        List<Profile> named = kernels.stream().flatMap(k -> k.profiles().stream()).toList();
        return named.isEmpty() ? otherwise : Once.each("--kernel", named, Profile::name);
    }
}
