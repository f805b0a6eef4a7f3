package org.quiesce.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
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

    /**
     * Refuses a directory in which there could be no file of that name.
     *
     * @throws BadInput if a directory is in its place
     */
    void needs(String file) {
        if (Files.isDirectory(directory.resolve(file), LinkOption.NOFOLLOW_LINKS)) {
            throw unusable(directory, Printable.echo(file) + ": a directory of that name is in the way");
        }
    }

    /** Writes files as {@link #write(Map)} does, and says which. */
    void write(Map<String, String> files, Console console) {
        write(files);
        files.keySet().forEach(file -> console.tell("wrote " + Printable.of(directory.resolve(file).toString())));
    }

    /**
     * Writes files, all of them or none.
     *
     * @param files texts by name; a name may have directories before it, as in {@code first-kthread/broken/x.cfg}
     */
    void write(Map<String, String> files) {
        files.keySet().forEach(OutputDirectory::check);
        try (Publication publication = new Publication()) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                publication.draft(directory.resolve(file.getKey()), file.getValue());
            }
            publication.publish();
        } catch (IOException e) {
            throw unusable(directory, where(e) + Reason.of(e));
        }
    }

    /** Which of the files it is about, where the system says it. */
    private String where(IOException failure) {
        return failure instanceof FileSystemException about && about.getFile() != null
                && Path.of(about.getFile()).startsWith(directory)
                ? Printable.echo(directory.relativize(Path.of(about.getFile())).toString()) + ": "
                : "";
    }

    private static void check(String file) {
        for (String name : file.split("/", -1)) {
            if (!NAME.matcher(name).matches()) {
                throw new BadInput("'" + Printable.echo(name)
                        + "' is no name for a file; letters, digits and . _ + - are");
            }
        }
    }

    private static BadInput unusable(Path directory, String why) {
        return new BadInput("can't write to directory '" + Printable.echo(directory.toString()) + "': " + why
                + "\nname a directory that can be written to");
    }
}
