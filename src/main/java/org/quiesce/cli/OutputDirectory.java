package org.quiesce.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.quiesce.report.Printable;

/** A directory for results. A file in it is there as a whole or not at all, and none is ever outside of it. */
final class OutputDirectory {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,150}");

    private final Path directory;

    private OutputDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * The directory of that name, which is made when the first file is written.
     *
     * @throws BadInput if no file could be written there, so that nobody waits for results that can't be kept
     */
    static OutputDirectory at(Path path) {
        Path directory = path.toAbsolutePath().normalize();
        Path existing = directory;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw unusable(directory, Printable.echo(existing.toString()) + " is not a directory");
        }
        try {
            Files.delete(Files.createTempFile(existing, ".quiesce", ".tmp"));
        } catch (IOException e) {
            throw unusable(directory, "no file can be made in " + Printable.echo(existing.toString()));
        }
        return new OutputDirectory(directory);
    }

    /** A directory in this one, or deeper. */
    OutputDirectory inner(String... names) {
        Path inner = directory;
        for (String name : names) {
            inner = inner.resolve(checked(name));
        }
        return new OutputDirectory(inner);
    }

    /** Writes files: first all of them under other names, so that a failure half-way leaves what was there before. */
    void write(Map<String, String> files) {
        Queue<Path> temporary = new ConcurrentLinkedQueue<>();
        Thread cleaner = new Thread(() -> temporary.forEach(OutputDirectory::delete));
        Runtime.getRuntime().addShutdownHook(cleaner);
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> file : files.entrySet()) {
                refuseDirectory(directory.resolve(checked(file.getKey())));
                Path draft = draft(file.getKey());
                temporary.add(draft);
                Files.writeString(draft, file.getValue(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            }
            for (String name : files.keySet()) {
                Files.move(draft(name), directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw unusable(directory,
                    Reason.of(e));
        } finally {
            temporary.forEach(OutputDirectory::delete);
            forget(cleaner);
        }
    }

    private Path draft(String name) {
        return directory.resolve("." + name + "." + ProcessHandle.current().pid() + ".tmp");
    }

    private static void refuseDirectory(Path target) throws IOException {
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString(), null, "is a directory");
        }
    }

    private static void forget(Thread cleaner) {
        try {
            Runtime.getRuntime().removeShutdownHook(cleaner);
        } catch (IllegalStateException e) {
            // The JVM is going down already: the hook does what is left to do.
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // A temporary file that can't be deleted has no reader to tell.
        }
    }

    private static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new BadInput("'" + Printable.echo(name) + "' is no name for a file; letters, digits and . _ + - are");
        }
        return name;
    }

    private static BadInput unusable(Path directory, String why) {
        return new BadInput("can't write to directory '" + Printable.echo(directory.toString()) + "': " + why
                + "\nname a directory that can be written to");
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
