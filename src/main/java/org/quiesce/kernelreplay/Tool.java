package org.quiesce.kernelreplay;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs other programs, with an end to their time and to what they may print. */
final class Tool {

    /** Of a program that repeats itself the beginning says enough. */
    private static final int MOST_OUTPUT = 8 << 20;

    private final Path directory;
    private final Duration limit;

    private Tool(Path directory, Duration limit) {
        this.directory = directory;
        this.limit = limit;
    }

    /** Runs programs in that directory, each no longer than that. */
    static Tool in(Path directory, Duration limit) {
        return new Tool(directory, limit);
    }

    /**
     * What a program did.
     *
     * @param status its exit status; empty if its time was over
     * @param output all that it printed, on both streams
     */
    record Outcome(Optional<Integer> status, String output) {
        boolean isFine() {
            return status.equals(Optional.of(0));
        }
    }

    /** Where a program is, if it is on the PATH. */
    static Optional<Path> find(String program) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
                .filter(place -> !place.isBlank())
                .map(place -> Path.of(place).resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Runs a program to its end, or ends it and all that it started. */
    Outcome run(List<String> command) throws IOException {
        Path printed = Files.createTempFile("quiesce", ".out");
        LastWish removal = LastWish.of(() -> printed.toFile().delete());
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(printed.toFile())
                    .start();
            return outcome(process, command.get(0), printed);
        } finally {
            Files.deleteIfExists(printed);
            removal.takeBack();
        }
    }

    private Outcome outcome(Process process, String program, Path printed) throws IOException {
        try {
            LastWish end = LastWish.of(() -> kill(process));
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            end.takeBack();
            return new Outcome(ended ? Optional.of(process.exitValue()) : Optional.empty(), beginning(printed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " was running", e);
        } finally {
            kill(process);
        }
    }

    private static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String beginning(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
        }
    }
}
