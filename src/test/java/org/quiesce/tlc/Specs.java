package org.quiesce.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The specifications of these tests. */
final class Specs {
    private Specs() {}

    static String text(String resource) {
        try (InputStream stream = Specs.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The module Worker in one of its styles, with the last lines of its configuration. */
    static TlcRequest.Builder worker(String style, String... config) {
        return TlcRequest.module("Worker", text("Worker.tla"))
                .config("CONSTANTS worker = worker\n  Style = \"" + style + "\"\n" + String.join("\n", config) + "\n")
                .heapMebibytes(256)
                .timeout(Duration.ofMinutes(2));
    }

    static TlcRequest.Builder loops() {
        return TlcRequest.module("Loops", text("Loops.tla"))
                .config("INIT Init\nNEXT Next\n")
                .heapMebibytes(256)
                .timeout(Duration.ofMinutes(2));
    }
}
