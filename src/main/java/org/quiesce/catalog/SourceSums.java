package org.quiesce.catalog;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * By its checksum, the C of every variant of the atlas. The protocols of the atlas are written beside that C, not read
 * from it; so of a C that was edited they say nothing.
 */
final class SourceSums {

    /** As {@code sha256sum} writes it, of the files below {@code models/}. */
    private static final String RESOURCE = "sources.sha256";
    private static final int DIGITS = 64;
    private static final String SEPARATOR = "  ";
    /** Larger files are none of them. */
    private static final long MAX_BYTES = 256 * 1024;

    private final Map<String, String> sums;

    private SourceSums(Map<String, String> sums) {
        this.sums = Map.copyOf(sums);
    }

    /** Read when they are first asked for, and once: each model that is read asks. */
    private static final class OfAtlas {
        private static final SourceSums SUMS = read();
    }

    /** The sums that Quiesce comes with. */
    static SourceSums ofAtlas() {
        return OfAtlas.SUMS;
    }

    private static SourceSums read() {
        try (InputStream in = SourceSums.class.getResourceAsStream(RESOURCE)) {
            return new SourceSums(new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().collect(
                    Collectors.toMap(l -> l.substring(DIGITS + SEPARATOR.length()), l -> l.substring(0, DIGITS))));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + RESOURCE + " of the jar", e);
        }
    }

    /** The sum of each file, by its path below {@code models/}. */
    Map<String, String> sums() {
        return sums;
    }

    /**
     * Whether a file is the C of a variant, byte for byte; one that can't be read is not.
     *
     * @param variant its place, such as {@code first-kthread/broken} or {@code real/mm-kswapd-offline/broken}
     */
    boolean isSource(String variant, Path file) {
        try {
            return Files.size(file) <= MAX_BYTES && sum(file).equals(sums.get(variant + ".c"));
        } catch (IOException e) {
            return false;
        }
    }

    /** The SHA-256 of a file. */
    static String sum(Path file) throws IOException {
        return Hashing.sha256().hashBytes(Files.readAllBytes(file)).toString();
    }
}
