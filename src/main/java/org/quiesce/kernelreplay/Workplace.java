package org.quiesce.kernelreplay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A directory of which nothing is left in the end, however the program ends. */
final class Workplace implements AutoCloseable {

    /** Whoever is ended at the same time may still write into it. */
    private static final int ATTEMPTS = 20;
    private static final long MILLISECONDS = 50;

    private final Path directory;
    private final LastWish removal;

    private Workplace(Path directory, LastWish removal) {
        this.directory = directory;
        this.removal = removal;
    }

    /** Where the system has what is not to stay. */
    static Workplace create() throws IOException {
        return of(Files.createTempDirectory("quiesce-kernel"));
    }

    /** Beside that to which something is to be moved from it. */
    static Workplace in(Path parent) throws IOException {
        return of(Files.createTempDirectory(parent, ".setup"));
    }

    private static Workplace of(Path directory) throws IOException {
        try {
            return new Workplace(directory, LastWish.of(() -> insist(directory)));
        } catch (IOException e) {
            delete(directory);
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() throws IOException {
        delete(directory);
        removal.takeBack();
    }

    private static void insist(Path directory) {
        for (int i = 0; i < ATTEMPTS && Files.exists(directory); i++) {
            try {
                delete(directory);
                Thread.sleep(MILLISECONDS);
            } catch (IOException e) {
                // Somebody was still writing: once more.
                continue;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Removes a directory with all that is in it, if it is there. */
    static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> all = Files.walk(tree)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
