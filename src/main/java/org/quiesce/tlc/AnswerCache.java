package org.quiesce.tlc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What TLC printed in earlier runs, in files, so that the same question need not be asked twice. The question is all
 * that an answer can depend on: the contents of TLC's jar, the program of ours that runs it, the JVM, the arguments, the
 * modules and the configuration. What is kept is output and not a verdict: it is judged whenever it is read, as if it
 * came from a child at that moment.
 *
 * <p>A file that is damaged, that another version wrote, or that answers another question, counts as none, and is
 * replaced. Files appear complete,
 * by renaming, so any number of processes may share a directory. Answers that were not asked for in 30 days go, and the
 * oldest ones where all together are larger than 200 MB. If anything goes wrong, TLC runs again, and that is all.
 */
public final class AnswerCache {
    private static final String SUFFIX = ".answer";
    private static final Duration LONGEST_UNUSED = Duration.ofDays(30);
    private static final Duration RECENT = Duration.ofDays(1);
    private static final long LARGEST = 200_000_000;
    /** More is none of ours, and is not read. */
    private static final long LARGEST_ANSWER = 16_000_000;
    /** So much is written between two looks at how large all is. */
    private static final long LARGEST_UNSEEN = 10_000_000;

    private final Optional<Path> directory;

    private AnswerCache(Optional<Path> directory) {
        this.directory = directory;
    }

    /** In the user's cache, {@code $XDG_CACHE_HOME/quiesce} or {@code ~/.cache/quiesce}. */
    public static AnswerCache inUserCache() {
        return in(CacheDirectory.ofUser().resolve("answers"));
    }

    /** In this directory, which is created when needed. */
    public static AnswerCache in(Path directory) {
        return new AnswerCache(Optional.of(directory.toAbsolutePath()));
    }

    /** Nowhere. */
    public static AnswerCache none() {
        return new AnswerCache(Optional.empty());
    }

    /** Where they are, if anywhere; it need not exist. */
    public Optional<Path> directory() {
        return directory;
    }

    /** The answers of one TLC; empty if none are to be kept. */
    Optional<Shelf> shelf(TlcJar jar) {
        return directory.map(place -> new Shelf(place, jar));
    }

    /**
     * A file.
     *
     * @param used when it was last asked for, to the day; long ago if another process has just deleted it
     */
    private record Kept(Path file, Instant used, long size) {
        static Kept of(Path file) {
            return new Kept(file, Instant.ofEpochMilli(file.toFile().lastModified()), file.toFile().length());
        }
    }

    /** The answers of one TLC. May be used by several threads. */
    static final class Shelf {
        private final Path directory;
        private final TlcJar jar;
        private Optional<String> engine = Optional.empty();
        private long unseen = LARGEST_UNSEEN;

        private Shelf(Path directory, TlcJar jar) {
            this.directory = directory;
            this.jar = jar;
        }

        /** The answer to a request, if there is one. */
        Optional<Answer> find(TlcRequest request, List<String> arguments) {
            try {
                String question = question(request, arguments);
                Path file = file(question);
                Optional<Answer> found = Files.isRegularFile(file) && Files.size(file) <= LARGEST_ANSWER
                        ? Answer.of(Files.readAllBytes(file), question)
                        : Optional.empty();
                Instant now = Instant.now();
                if (found.isPresent() && Kept.of(file).used().isBefore(now.minus(RECENT))) {
                    Files.setLastModifiedTime(file, FileTime.from(now));
                }
                return found;
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** Keeps the answer to a request. */
        void keep(TlcRequest request, List<String> arguments, Answer answer) {
            try {
                String question = question(request, arguments);
                byte[] bytes = answer.toBytes(question);
                Files.createDirectories(directory);
                CacheDirectory.publish(file(question), temporary -> Files.write(temporary, bytes));
                tidyAfter(bytes.length);
            } catch (IOException | UncheckedIOException e) {
                // It is asked again next time.
            }
        }

        private String question(TlcRequest request, List<String> arguments) throws IOException {
            Sha256 sum = new Sha256().add(engine());
            sum.add(Integer.toString(arguments.size()));
            arguments.forEach(sum::add);
            request.modules().forEach((name, text) -> sum.add(name).add(text));
            return sum.add(request.config()).hex();
        }

        /** What answers: computed when the first question is asked, as a check without TLC asks none. */
        private synchronized String engine() throws IOException {
            if (engine.isEmpty()) {
                engine = Optional.of(new Sha256()
                        .add(jar.checksum())
                        .add(LauncherJar.programChecksum())
                        .add(System.getProperty("java.vm.name"))
                        .add(System.getProperty("java.vm.version"))
                        .hex());
            }
            return engine.get();
        }

        private Path file(String question) {
            return directory.resolve(question + SUFFIX);
        }

        private synchronized void tidyAfter(long written) throws IOException {
            unseen += written;
            if (unseen >= LARGEST_UNSEEN) {
                unseen = 0;
                tidy();
            }
        }

        private void tidy() throws IOException {
            List<Kept> latestFirst;
            try (Stream<Path> files = Files.list(directory)) {
                latestFirst = files
                        .filter(file -> file.toString().endsWith(SUFFIX) || CacheDirectory.isDraft(file))
                        .filter(Files::isRegularFile)
                        .map(Kept::of)
                        .sorted(Comparator.comparing(Kept::used).reversed())
                        .toList();
            }
            Instant tooLongAgo = Instant.now().minus(LONGEST_UNUSED);
            long size = 0;
            for (Kept each : latestFirst) {
                size += each.size();
                if (size > LARGEST || each.used().isBefore(tooLongAgo)) {
                    Files.deleteIfExists(each.file());
                }
            }
        }
    }
}
