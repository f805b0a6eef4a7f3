package org.quiesce.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Where files are kept that only save time, and how they get there. */
final class CacheDirectory {
    /** Writes the content of a file. */
    interface Content {
        void writeTo(Path file) throws IOException;
    }

    private CacheDirectory() {}

    /** {@code $XDG_CACHE_HOME/quiesce}, or {@code ~/.cache/quiesce}. */
    static Path ofUser() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("quiesce");
    }

    /** Makes a file appear complete, in place of one that may be there, so that any number of processes may share it. */
    static void publish(Path file, Content content) throws IOException {
        Path temporary = Files.createTempFile(file.getParent(), ".", ".tmp");
        try {
            content.writeTo(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
