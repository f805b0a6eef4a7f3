package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.kernelreplay.KernelReplay.Source;

/** On real kernels, where QEMU is there and the packages can be fetched: {@code mvn -Pkernel verify}. */
@Tag("kernel")
class KernelReplayIT {

    private static Source source(String variant) {
        return new Source(variant + ".c", Samples.source(variant).text());
    }

    @ParameterizedTest
    @CsvSource({"complete-then-return, broken, LINUX_6_1", "complete-then-return, broken, LINUX_6_12",
        "state-set-after-check, broken-uninterruptible, LINUX_6_1", "state-set-after-check, broken-uninterruptible, LINUX_6_12"})
    void faultIsConfirmedAndTheMendedModuleEndsWell(String id, String variant, ReplayKernel on) throws Exception {
        KernelReplay replay = new KernelReplay(RealKernels.of(on), Mode.DETERMINISTIC);
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
        KernelReplay replay = new KernelReplay(RealKernels.of(ReplayKernel.LINUX_6_1), Mode.DETERMINISTIC);
        Source source = new Source("driver.c", source(broken).c().replace("return 0;", "return nothing;"));
        GateSchedule schedule = Samples.schedule(broken, "linux-6.1").orElseThrow();
        assertThatThrownBy(() -> replay.prepare(new KernelReplay.Part(source, Samples.steps(broken, "linux-6.1"), schedule)))
                .isInstanceOf(InfrastructureException.class)
                .hasMessageContaining("driver.c:18:16: error: ");
    }
}
