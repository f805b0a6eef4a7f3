package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;

/** Builds a jar whose tlc2.TLC does what its "module" tells it to; FakeTlc.java.txt says what that can be. */
final class FakeTlc {
    private FakeTlc() {}

    static TlcJar jarIn(Path directory) throws IOException {
        Path source = Files.createDirectories(directory.resolve("tlc2")).resolve("TLC.java");
        Files.writeString(source, Specs.text("FakeTlc.java.txt"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-d", directory.toString(), source.toString()))
                .isZero();
        Path jar = directory.resolve("fake.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("tlc2/TLC.class"));
            Files.copy(directory.resolve("tlc2").resolve("TLC.class"), zip);
        }
        return new TlcJar(jar);
    }

    static TlcRequest.Builder script(String... commands) {
        return TlcRequest.module("Fake", String.join("\n", commands))
                .heapMebibytes(32)
                .timeout(Duration.ofMinutes(1));
    }
}
