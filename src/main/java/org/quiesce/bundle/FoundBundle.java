package org.quiesce.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * A bundle as somebody hands it over.
 *
 * @param bundle  its files
 * @param oddness what no bundle that was made here has, though its files may be as they should
 */
public record FoundBundle(Bundle bundle, List<String> oddness) {

    /** More is none of ours, and is not read. */
    private static final long LARGEST = 256L << 20;
    private static final int MOST_FILES = 20_000;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*(/[A-Za-z0-9][A-Za-z0-9._+-]*)*");

    public FoundBundle {
        oddness = List.copyOf(oddness);
    }

    /** It can't be read; the message says why. */
    public static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * Reads a directory, or a zip file.
     *
     * @throws UnreadableException if it is neither, or larger than any bundle
     */
    public static FoundBundle read(Path place) throws UnreadableException {
        try {
            return Files.isDirectory(place) ? directory(place) : zip(place);
        } catch (ZipException e) {
            throw new UnreadableException("it is no zip file that can be read");
        } catch (IOException | UncheckedIOException e) {
            throw new UnreadableException("it can't be read");
        }
    }

    private static FoundBundle directory(Path directory) throws IOException, UnreadableException {
        Gathered gathered = new Gathered();
        List<Path> paths;
        try (Stream<Path> all = Files.walk(directory)) {
            paths = all.limit(MOST_FILES + 1L).toList();
        }
        for (Path path : paths) {
            String name = directory.relativize(path).toString();
            if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                gathered.room(Files.size(path));
                gathered.add(name, Files.readAllBytes(path));
            } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                gathered.oddness.add("no regular file: " + printable(name));
            }
        }
        return gathered.found();
    }

    private static FoundBundle zip(Path file) throws IOException, UnreadableException {
        if (Files.size(file) > LARGEST) {
            throw new UnreadableException("it is larger than any bundle");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 4 || bytes[0] != 'P' || bytes[1] != 'K') {
            throw new UnreadableException("it is neither a directory nor a zip file");
        }
        Gathered gathered = new Gathered();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes((int) (LARGEST - gathered.bytes) + 1);
                gathered.room(content.length);
                gathered.add(entry.getName(), content);
            }
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("a name in it is no UTF-8");
        }
        FoundBundle found = gathered.found();
        return found.oddness.isEmpty() && !Arrays.equals(found.bundle.zip(), bytes)
                ? new FoundBundle(found.bundle, List.of("the zip file has more in it than its files, or was packed by something else"))
                : found;
    }

    private static String printable(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Files up to now. */
    private static final class Gathered {

        private final SortedMap<String, byte[]> files = new TreeMap<>();
        private final List<String> oddness = new ArrayList<>();
        private long bytes;

        void room(long more) throws UnreadableException {
            bytes += more;
            if (bytes > LARGEST || files.size() >= MOST_FILES) {
                throw new UnreadableException("it is larger than any bundle");
            }
        }

        void add(String name, byte[] content) {
            if (!NAME.matcher(name).matches()) {
                oddness.add("no name for a file: " + printable(name));
            } else if (files.put(name, content) != null) {
                oddness.add("twice: " + name);
            }
        }

        FoundBundle found() {
            return new FoundBundle(Bundle.found(files), oddness);
        }
    }
}
