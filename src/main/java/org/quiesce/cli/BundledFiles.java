package org.quiesce.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.quiesce.report.Printable;

/**
 * The files of a bundle under the names by which they were read, as a file system of their own: who reads there can't
 * reach out of it, whatever the names are.
 *
 * @param draft  where it is kept meanwhile
 * @param system with nothing else in it
 */
record BundledFiles(Path draft, FileSystem system) implements AutoCloseable {

    /** @throws BadInput if one of them has no name that a file can have */
    static BundledFiles of(SortedMap<String, String> texts) {
        try {
            Path draft = Files.createTempDirectory("quiesce-bundle");
            BundledFiles files = new BundledFiles(draft, FileSystems.newFileSystem(draft.resolve("files.zip"), Map.of("create", "true")));
            try {
                for (Map.Entry<String, String> text : texts.entrySet()) {
                    files.add(text.getKey(), text.getValue().getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException | BadInput e) {
                files.close();
                throw e;
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("files of a bundle", e);
        }
    }

    private void add(String name, byte[] bytes) throws IOException {
        try {
            Path file = system.getPath(name).toAbsolutePath().normalize();
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
        } catch (InvalidPathException | NullPointerException e) {
            throw new BadInput("the bundle has a file of which '" + Printable.echo(name) + "' is no name");
        }
    }

    @Override
    public void close() {
        try {
            system.close();
            Files.deleteIfExists(draft.resolve("files.zip"));
            Files.delete(draft);
        } catch (IOException e) {
            throw new UncheckedIOException("files of a bundle", e);
        }
    }
}
