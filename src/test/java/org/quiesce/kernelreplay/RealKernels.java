package org.quiesce.kernelreplay;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * Kernels of Debian, for tests that start them. They are kept in {@code target/kernels}, or where the system property
 * {@code kernels} says, and fetched if they are not there.
 */
final class RealKernels {

    private static final Path PLACE = Path.of(System.getProperty("kernels", "target/kernels")).toAbsolutePath();

    private RealKernels() {}

    /**
     * A kernel.
     *
     * @throws org.opentest4j.TestAbortedException if it can't be had here
     * @throws IllegalStateException if it can't, and the system property {@code kernel} is {@code required}
     */
    static KernelFolder of(ReplayKernel kernel) {
        List<String> missing = KernelSetup.missingTools();
        if (!missing.isEmpty()) {
            return none(kernel, "missing: " + String.join(", ", missing));
        }
        try {
            KernelSetup setup = new KernelSetup(PLACE);
            if (!setup.has(kernel)) {
                setup.fetch(setup.plan(kernel));
            }
            return KernelFolder.find(PLACE, kernel);
        } catch (InfrastructureException e) {
            return none(kernel, e.getMessage());
        }
    }

    private static KernelFolder none(ReplayKernel kernel, String why) {
        String message = "nothing is tested on a real " + kernel.profile() + ": " + why;
        if (System.getProperty("kernel", "").equals("required")) {
            throw new IllegalStateException(message);
        }
        System.err.println(message);
        Assumptions.abort(message);
        throw new IllegalStateException("aborted, and goes on");
    }
}
