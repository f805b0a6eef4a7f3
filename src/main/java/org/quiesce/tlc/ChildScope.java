package org.quiesce.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.quiesce.tlc.child.ChildMain;

/**
 * What one child owns: a private temporary directory and a process. Closing kills the one and deletes the other; the
 * end of this JVM, Ctrl-C and SIGTERM included, closes too. If this JVM is killed outright, {@link ChildMain} does
 * both; and if it is killed, too, the next scope that is made deletes the directory.
 */
final class ChildScope implements AutoCloseable {
    private static final Duration PATIENCE_WITH_THE_DYING = Duration.ofSeconds(10);

    private static final Set<String> ENVIRONMENT_OF_OTHER_JVMS =
            Set.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH");

    private static final String PREFIX = "quiesce-tlc-";
    /** What the directories of this JVM begin with. */
    private static final String OURS = PREFIX + UUID.randomUUID().toString().substring(0, 8) + "-";

    private final Thread hook = new Thread(this::release, "quiesce-tlc-cleanup");
    private Optional<Path> directory = Optional.empty();
    private Optional<OwnerLock> owner = Optional.empty();
    private Optional<Process> process = Optional.empty();
    private boolean released;

    /** @throws IOException if there can be no directory, or this JVM is about to end */
    ChildScope() throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            throw new IOException("Quiesce is about to end", shuttingDown);
        }
        // Only now, as otherwise this JVM could end before it knows that there is something to delete.
        createDirectory();
    }

    private synchronized void createDirectory() throws IOException {
        if (released) {
            throw new IOException("Quiesce is about to end");
        }
        try {
            Path own = Files.createTempDirectory(OURS);
            directory = Optional.of(own);
            owner = OwnerLock.of(own);
            deleteAbandoned(own);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Deletes the directories of this user that other JVMs have left beside this one. */
    private static void deleteAbandoned(Path own) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
            UserPrincipal user = Files.getOwner(own);
            for (Path each : all) {
                if (!each.getFileName().toString().startsWith(OURS)
                        && Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(each, LinkOption.NOFOLLOW_LINKS).equals(user)
                        && OwnerLock.isGoneFrom(each)) {
                    delete(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // One that vanishes meanwhile is what is wanted; the others are for the next.
        }
    }

    /** A path in the directory of the child. */
    Path path(String first, String... more) {
        return directory.orElseThrow().resolve(Path.of(first, more));
    }

    /** Writes a file and the directories above it, unless the scope has ended already. */
    synchronized void write(Path file, String text) throws IOException {
        if (!released) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
    }

    /** Creates these directories, or empties those that exist, unless the scope has ended already. */
    synchronized void emptyDirectories(List<Path> directories) throws IOException {
        if (!released) {
            for (Path each : directories) {
                deleteBelow(each);
                Files.createDirectories(each);
            }
        }
    }

    /** Starts the child; empty if the scope has ended already. */
    synchronized Optional<Process> start(List<String> command, Path workingDirectory) throws IOException {
        if (released) {
            return Optional.empty();
        }
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        // Options meant for other JVMs would change memory, output and start of this one.
        builder.environment().keySet().removeAll(ENVIRONMENT_OF_OTHER_JVMS);
        process = Optional.of(builder.start());
        return process;
    }

    /** Whether the scope has ended. */
    synchronized boolean isReleased() {
        return released;
    }

    /** Kills the child, waits until it is dead, deletes the directory. Any thread may call it, any number of times. */
    synchronized void release() {
        released = true;
        process.ifPresent(ChildScope::kill);
        directory.ifPresent(ChildScope::delete);
        owner.ifPresent(OwnerLock::close);
    }

    @Override
    public void close() {
        release();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs, or has run.
        }
    }

    /** Kills and waits; an interrupt doesn't cut the wait short, as the directory is deleted next, but is kept. */
    static void kill(Process process) {
        process.destroyForcibly();
        long deadline = System.nanoTime() + PATIENCE_WITH_THE_DYING.toNanos();
        boolean interrupted = false;
        while (process.isAlive() && System.nanoTime() < deadline) {
            try {
                process.waitFor(PATIENCE_WITH_THE_DYING.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void delete(Path directory) {
        try {
            deleteBelow(directory);
            Files.deleteIfExists(directory);
        } catch (IOException | UncheckedIOException e) {
            // Left to the system's own cleaning of temporary files; no outcome depends on it.
        }
    }

    private static void deleteBelow(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
