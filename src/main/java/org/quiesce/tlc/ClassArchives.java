package org.quiesce.tlc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Where class-data archives are kept, which let a JVM map TLC's classes instead of loading them. The first small run
 * with a jar writes one as it ends, later ones use it. All of it is about speed alone: if anything goes wrong, runs are
 * slower, and that is all. An archive that crashes the JVM is deleted and the run repeated.
 *
 * <p>An archive belongs to the exact jar (content, path, time), JVM and launcher: the JVM checks path, time
 * and size itself, but would take stale classes from a jar that differs in none of these. Files appear under their
 * final names complete, by renaming, so any number of processes may share a directory.
 */
public final class ClassArchives {
    private static final int MOST_ARCHIVES = 8;

    private final Optional<Path> directory;

    private ClassArchives(Optional<Path> directory) {
        this.directory = directory;
    }

    /** In {@code $XDG_CACHE_HOME/quiesce}, or {@code ~/.cache/quiesce}. */
    public static ClassArchives inUserCache() {
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return in(cache.resolve("quiesce"));
    }

    /** In this directory, which is created when needed. */
    public static ClassArchives in(Path directory) {
        return new ClassArchives(Optional.of(directory.toAbsolutePath()));
    }

    /** Nowhere. */
    public static ClassArchives none() {
        return new ClassArchives(Optional.empty());
    }

    /** The archive for this jar, which need not exist. */
    Slot slot(TlcJar jar) {
        byte[] launcher = LauncherJar.of(jar);
        if (directory.isPresent()) {
            try {
                Path home = Files.createDirectories(directory.get());
                String key = key(jar, launcher);
                Path launcherPath = home.resolve("launcher-" + key.substring(0, 16) + ".jar");
                if (!Files.isRegularFile(launcherPath) || !Arrays.equals(Files.readAllBytes(launcherPath), launcher)) {
                    publish(launcherPath, temporary -> {
                        Files.write(temporary, launcher);
                        Files.setLastModifiedTime(temporary, LauncherJar.TIME);
                    });
                }
                return new Slot(launcher, Optional.of(launcherPath), Optional.of(home.resolve("tlc-" + key + ".jsa")));
            } catch (IOException e) {
                // Not writable: do without.
            }
        }
        return new Slot(launcher, Optional.empty(), Optional.empty());
    }

    /** The launcher and the archive for one jar. */
    static final class Slot {
        private final byte[] launcher;
        private final Optional<Path> launcherPath;
        private final Optional<Path> archive;

        private Slot(byte[] launcher, Optional<Path> launcherPath, Optional<Path> archive) {
            this.launcher = launcher;
            this.launcherPath = launcherPath;
            this.archive = archive;
        }

        /** The launcher: the shared one, else a private one written to the given path. */
        Path launcher(Path otherwise) throws IOException {
            return launcherPath.filter(Files::isRegularFile).isPresent()
                    ? launcherPath.get()
                    : Files.write(otherwise, launcher);
        }

        /** Whether an archive is still to be written, and can be. */
        boolean isOpen() {
            return archive.isPresent() && !Files.isRegularFile(archive.get());
        }

        /** The option by which a JVM uses the archive, as far as there is one. */
        List<String> use() {
            return archive.filter(Files::isRegularFile).map(a -> List.of("-XX:SharedArchiveFile=" + a)).orElse(List.of());
        }

        /** The option by which a JVM writes an archive to the given path when it exits. */
        List<String> write(Path fresh) {
            return List.of("-XX:ArchiveClassesAtExit=" + fresh);
        }

        /** Deletes the archive; whether there was one. */
        boolean discard() throws IOException {
            return archive.isPresent() && Files.deleteIfExists(archive.get());
        }

        /** Shares what a JVM has written by {@link #write(Path)}, if it has. */
        void keep(Path fresh) {
            if (archive.isEmpty() || !Files.isRegularFile(fresh)) {
                return;
            }
            try {
                publish(archive.get(), temporary -> Files.copy(fresh, temporary, StandardCopyOption.REPLACE_EXISTING));
                deleteOldest(archive.get().getParent());
            } catch (IOException e) {
                // The next run tries again.
            }
        }
    }

    private interface Writer {
        void write(Path path) throws IOException;
    }

    private static void publish(Path target, Writer content) throws IOException {
        Path temporary = Files.createTempFile(target.getParent(), ".", ".tmp");
        try {
            content.write(temporary);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void deleteOldest(Path home) throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            List<Path> archives = files.filter(file -> file.getFileName().toString().matches("tlc-[0-9a-f]+\\.jsa"))
                    .sorted(Comparator.comparingLong(file -> -file.toFile().lastModified()))
                    .toList();
            for (Path old : archives.subList(Math.min(MOST_ARCHIVES, archives.size()), archives.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static String key(TlcJar jar, byte[] launcher) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(launcher);
            digest.update(contents(jar).getBytes(StandardCharsets.UTF_8));
            String rest = String.join(
                    "\n",
                    jar.path().toString(),
                    Files.getLastModifiedTime(jar.path()).toString(),
                    System.getProperty("java.home"),
                    System.getProperty("java.vm.name"),
                    System.getProperty("java.vm.version"),
                    System.getProperty("os.arch"));
            return HexFormat.of().formatHex(digest.digest(rest.getBytes(StandardCharsets.UTF_8)), 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    /** Names, sizes and checksums of all entries: as good as a hash of the file, which would take ten times as long. */
    private static String contents(TlcJar jar) throws IOException {
        StringBuilder contents = new StringBuilder();
        try (ZipFile zip = new ZipFile(jar.path().toFile())) {
            zip.entries().asIterator().forEachRemaining(entry -> contents.append(entry.getName())
                    .append(' ')
                    .append(entry.getSize())
                    .append(' ')
                    .append(entry.getCrc())
                    .append('\n'));
        }
        return contents.toString();
    }
}
