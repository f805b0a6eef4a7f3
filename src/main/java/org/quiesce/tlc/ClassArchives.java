package org.quiesce.tlc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    private static final int KEY_LENGTH = 40;
    private static final Pattern ARCHIVE = Pattern.compile("tlc-([0-9a-f]+)\\.jsa");
    private static final Pattern LAUNCHER = Pattern.compile("launcher-([0-9a-f]+)\\.jar");

    private final Optional<Path> directory;

    private ClassArchives(Optional<Path> directory) {
        this.directory = directory;
    }

    /** In the user's cache, {@code $XDG_CACHE_HOME/quiesce} or {@code ~/.cache/quiesce}. */
    public static ClassArchives inUserCache() {
        return in(CacheDirectory.ofUser());
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
                String key = key(jar, launcher).substring(0, KEY_LENGTH);
                Path launcherPath = home.resolve("launcher-" + key + ".jar");
                if (!Files.isRegularFile(launcherPath) || !Arrays.equals(Files.readAllBytes(launcherPath), launcher)) {
                    CacheDirectory.publish(launcherPath, temporary -> {
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
                CacheDirectory.publish(archive.get(), temporary -> Files.copy(fresh, temporary, StandardCopyOption.REPLACE_EXISTING));
                deleteOldest(archive.get().getParent());
            } catch (IOException e) {
                // The next run tries again.
            }
        }
    }

    /** Deletes all but the latest archives, and launchers that belong to none. */
    private static void deleteOldest(Path home) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.list(home)) {
            all = files.sorted(Comparator.comparingLong(file -> -file.toFile().lastModified())).toList();
        }
        Set<String> kept = all.stream()
                .flatMap(file -> key(ARCHIVE, file).stream())
                .limit(MOST_ARCHIVES)
                .collect(Collectors.toSet());
        for (Path file : all) {
            if (key(ARCHIVE, file).or(() -> key(LAUNCHER, file)).filter(key -> !kept.contains(key)).isPresent()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static Optional<String> key(Pattern name, Path file) {
        Matcher m = name.matcher(file.getFileName().toString());
        return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
    }

    private static String key(TlcJar jar, byte[] launcher) throws IOException {
        return new Sha256()
                .add(launcher)
                .add(jar.quickChecksum())
                .add(jar.path().toString())
                .add(Files.getLastModifiedTime(jar.path()).toString())
                .add(System.getProperty("java.home"))
                .add(System.getProperty("java.vm.name"))
                .add(System.getProperty("java.vm.version"))
                .add(System.getProperty("os.arch"))
                .hex();
    }
}
