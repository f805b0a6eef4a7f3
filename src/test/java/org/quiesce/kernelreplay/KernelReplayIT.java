package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.kernelreplay.KernelReplay.Source;

/** On real kernels, where QEMU is there and the packages can be fetched: {@code mvn -Pkernel verify}. */
@Tag("kernel")
class KernelReplayIT {

    private static final Path KERNELS = Path.of("target", "kernels").toAbsolutePath();

    private static KernelFolder kernel(ReplayKernel kernel) throws InfrastructureException {
        assumeTrue(KernelSetup.missingTools().isEmpty(), () -> "missing: " + KernelSetup.missingTools());
        KernelSetup setup = new KernelSetup(KERNELS);
        if (!setup.has(kernel)) {
            setup.fetch(setup.plan(kernel));
        }
        return KernelFolder.find(KERNELS, kernel);
    }

    private static Source source(String variant) {
        return new Source(variant + ".c", Samples.source(variant).text());
    }

    @ParameterizedTest
    @CsvSource({"complete-then-return, broken, LINUX_6_1", "complete-then-return, broken, LINUX_6_12",
        "state-set-after-check, broken-uninterruptible, LINUX_6_1", "state-set-after-check, broken-uninterruptible, LINUX_6_12"})
    void faultIsConfirmedAndTheMendedModuleEndsWell(String id, String variant, ReplayKernel on) throws Exception {
        KernelReplay replay = new KernelReplay(kernel(on), Mode.DETERMINISTIC);
        String broken = id + "/" + variant;
        GateSchedule schedule = Samples.schedule(broken, on.profile()).orElseThrow();
        KernelReplay.Part part = new KernelReplay.Part(source(broken), Samples.steps(broken, on.profile()), schedule);
        try (KernelReplay.Prepared prepared = replay.prepare(part)) {
            assertThat(prepared.confirm().finding()).isInstanceOf(Finding.Confirmed.class);
        }
        try (KernelReplay.Prepared prepared = replay.prepare(part, source(id + "/mended"))) {
            assertThat(prepared.control().finding()).isInstanceOf(Finding.Confirmed.class);
        }
    }

    @Test
    void whatDoesNotCompileIsSaidWithTheLineOfTheFile() throws Exception {
        String broken = "complete-then-return/broken";
        KernelReplay replay = new KernelReplay(kernel(ReplayKernel.LINUX_6_1), Mode.DETERMINISTIC);
        Source source = new Source("driver.c", source(broken).c().replace("return 0;", "return nothing;"));
        GateSchedule schedule = Samples.schedule(broken, "linux-6.1").orElseThrow();
        assertThatThrownBy(() -> replay.prepare(new KernelReplay.Part(source, Samples.steps(broken, "linux-6.1"), schedule)))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining("driver.c:18:16: error: ");
    }
}
