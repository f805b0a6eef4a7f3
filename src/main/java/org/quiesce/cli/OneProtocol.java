package org.quiesce.cli;

import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.step.Granularity;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say of which protocol, in which form and on which kernel, one thing is asked. */
final class OneProtocol {

    @Parameters(paramLabel = "WHAT", converter = Converters.Name.class,
            description = "A variant of the atlas (such as first-kthread/broken), or of a model's directory, or a C file.")
    private String what = "";

    @Option(names = "--kernel", paramLabel = "VERSION", converter = Converters.KernelNames.class,
            completionCandidates = Candidates.KernelVersions.class,
            description = "A kernel version, such as 6.12 or linux-6.12 (default: the newest).")
    private Kernels kernels = new Kernels(List.of(Profiles.newest()));

    @Mixin
    private FormOptions form = new FormOptions();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    /**
     * The protocol.
     *
     * @param done what is done to one at a time
     * @throws BadInput if there is none of that name, or several
     */
    Target target(Library library, String done) {
        return sources.single(library, what, done);
    }

    Profile kernel() {
        return kernels.single();
    }

    Granularity granularity(Target target) {
        return form.granularity(target);
    }
}
