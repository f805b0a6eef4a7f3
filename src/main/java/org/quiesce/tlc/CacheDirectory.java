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

    private static final String DRAFT_PREFIX = ".";
    private static final String DRAFT_SUFFIX = ".tmp";

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
        Path temporary = Files.createTempFile(file.getParent(), DRAFT_PREFIX, DRAFT_SUFFIX);
        try {
            content.writeTo(temporary);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Whether a file is one that is to appear under another name, or was to when its writer was killed. */
    static boolean isDraft(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(DRAFT_PREFIX) && name.endsWith(DRAFT_SUFFIX);
    }
}
