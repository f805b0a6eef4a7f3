package org.quiesce.cli;

import java.nio.file.Path;
import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.KernelFolder;
import org.quiesce.kernelreplay.ReplayKernel;

/** Which real kernels there are, and where. */
final class ReplayKernels {

    private ReplayKernels() {}

    static ReplayKernel of(Profile profile) {
        return ReplayKernel.of(profile.name()).orElseThrow(() -> new BadInput("--kernel " + profile.name()
                + ": there is no real kernel of it to be had; name one of " + String.join(", ", ReplayKernel.profiles())));
    }

    static Path folder(Environment environment) {
        return environment.answers().directory().map(Path::getParent).map(KernelFolder::inCache).orElseThrow(() -> new BadInput(
                "there is no cache to keep kernels in; set XDG_CACHE_HOME to a directory"));
    }
}
