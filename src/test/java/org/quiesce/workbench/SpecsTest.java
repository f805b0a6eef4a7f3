package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.TlcJar;

/** What stands in {@code specs/} is what Quiesce emits, and runs in plain TLC with the verdicts that it reports. */
class SpecsTest {

    private static final Path SPECS = Path.of("specs");
    private static final int SAFETY_VIOLATED = 12;
    private static final int LIVENESS_VIOLATED = 13;

    @Test
    void theDirectoryHoldsWhatIsEmittedAndNothingElse() throws IOException {
        SortedMap<String, String> emitted = new TreeMap<>();
        Atlas.standard().entries().forEach(entry -> entry.variants().forEach(variant ->
                Workbench.emit(variant.protocol(), Granularity.MICRO, Profiles.newest()).forEach((name, text) ->
                        emitted.put(entry.place() + "/" + variant.name() + "/" + name, text))));
        SortedMap<String, String> present = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SPECS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                present.put(SPECS.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
        }
        present.remove("README.md");
        String how = "write it anew with: ./quiesce emit models --kernel " + Profiles.newest() + " --out specs";
        assertThat(present.keySet()).as(how).isEqualTo(emitted.keySet());
        emitted.forEach((name, text) -> assertThat(present.get(name)).as(name + ": " + how).isEqualTo(text));
    }

    /** By hand: nothing of Quiesce takes part but the three files. */
    @TestFactory
    Stream<DynamicTest> plainTlcSaysTheSame(@TempDir Path directory) {
        return Stream.of(
                plain(directory, "state-set-after-check", "broken", Profiles.LINUX_5_10, SAFETY_VIOLATED,
                        LIVENESS_VIOLATED),
                plain(directory, "state-set-after-check", "mended", Profiles.LINUX_5_10, 0, 0),
                plain(directory, "erestartsys-spin", "broken", Profiles.LINUX_6_12, 0, LIVENESS_VIOLATED),
                plain(directory, "complete-then-return", "broken", Profiles.LINUX_6_12, SAFETY_VIOLATED, 0),
                plain(directory, "complete-then-return", "broken", Profiles.LINUX_6_12.withClassicRcu(), 0, 0));
    }

    private static DynamicTest plain(
            Path directory, String id, String variantName, Profile kernel, int safety, int liveness) {
        return DynamicTest.dynamicTest(id + "/" + variantName + " on " + kernel, () -> {
            Variant variant = Atlas.standard().entry(id).orElseThrow().variant(variantName).orElseThrow();
            Map<String, String> files = Workbench.emit(variant.protocol(), Granularity.MICRO, kernel);
            Path own = Files.createDirectory(directory.resolve(variant.protocol().name() + "-" + kernel.name()));
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(own.resolve(file.getKey()), file.getValue());
            }
            String module = files.keySet().stream().filter(f -> f.endsWith(".tla")).findFirst().orElseThrow();
            assertThat(tlc(own, module, module.replace(".tla", "Safety.cfg"))).as("safety").isEqualTo(safety);
            assertThat(tlc(own, module, module.replace(".tla", "Liveness.cfg"))).as("liveness").isEqualTo(liveness);
        });
    }

    private static int tlc(Path directory, String module, String config) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp-" + config)),
                "-cp", TlcJar.bundled().path().toString(), "tlc2.TLC", "-metadir",
                directory.resolve("meta-" + config).toString(), "-config", config, module));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(config + ".log").toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("TLC ends").isTrue();
        return process.exitValue();
    }
}
