package org.quiesce.kernelreplay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.kernel.Profiles;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.kernellog.Lint;
import org.quiesce.kernellog.LogReader;
import org.quiesce.protocol.Protocol;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.LogQuestion;
import org.quiesce.workbench.Validation.Answer;
import org.quiesce.workbench.Workbench;

/** Modules of the atlas as they are, loaded and unloaded on real kernels: what ftrace records of that is a run of their model. */
@Tag("kernel")
class RecordedRunIT {

    private static final Duration LIMIT = Duration.ofMinutes(8);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"first-kthread/mended, own-flag-not-should-stop/broken, LINUX_6_1",
        "first-kthread/mended, own-flag-not-should-stop/broken, LINUX_6_12",
        "complete-then-return/mended, first-kthread/mended, LINUX_6_1",
        "complete-then-return/mended, first-kthread/mended, LINUX_6_12"})
    void logIsARunOfWhatWasLoadedAndOfNothingElse(String loaded, String other, ReplayKernel on) throws Exception {
        KernelLog log = LogReader.read(recorded(loaded, RealKernels.of(on)));
        assertThat(answer(log, loaded, on)).isInstanceOf(Answer.Accepted.class);
        assertThat(answer(log, other, on)).isInstanceOf(Answer.Refused.class);
        assertThat(Lint.of(log).findings()).isEmpty();
    }

    /** What ftrace prints of a machine in which the module is loaded, stays for a while, and is unloaded. */
    private String recorded(String variant, KernelFolder kernel) throws Exception {
        Files.writeString(directory.resolve("driver.c"), Samples.source(variant).text());
        Files.writeString(directory.resolve("Makefile"), "obj-m := driver.o\n");
        Tool.Outcome made = Tool.in(directory, LIMIT).run(List.of("make", "-s", "-C", kernel.headers().toString(), "M=" + directory,
                "CONFIG_DEBUG_INFO_BTF_MODULES=", "modules"));
        assertThat(made.isFine()).as(made.output()).isTrue();
        byte[] initrd = new Cpio().directory("bin").directory("dev").device("dev/console", 5, 1)
                .program("init", Samples.log("record.sh").getBytes(StandardCharsets.UTF_8))
                .program("bin/busybox", Files.readAllBytes(kernel.busybox()))
                .file("driver.ko", Files.readAllBytes(directory.resolve("driver.ko")))
                .end();
        String console = new Guest(kernel, Mode.DETERMINISTIC, LIMIT).run(Files.write(directory.resolve("initrd"), initrd))
                .replace("\r", "");
        assertThat(console).contains("quiesce: log\n", "quiesce: end\n");
        return console.substring(console.indexOf("quiesce: log\n") + "quiesce: log\n".length(), console.indexOf("quiesce: end\n"));
    }

    private static Answer answer(KernelLog log, String variant, ReplayKernel on) throws Exception {
        Protocol protocol = CReader.read(Samples.source(variant), Bounds.usual()).protocol();
        try (Workbench workbench = Workbench.standard()) {
            return workbench.validate(new LogQuestion(protocol, Profiles.named(on.profile()).orElseThrow(), log, Optional.empty(),
                    Map.of(), Set.of(), Engines.BOTH)).answer();
        }
    }
}
