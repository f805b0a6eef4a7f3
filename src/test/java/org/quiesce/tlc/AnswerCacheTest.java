package org.quiesce.tlc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quiesce.tlc.TlcOutcome.Completed;
import org.quiesce.tlc.TlcOutcome.Source;

/** What TLC said once is said again without it, as long as the question is the same and the file is whole. */
class AnswerCacheTest {
    private static final String[] TRUTH = {
        "block 2262 0 TLC2 Version 0 of a fake",
        "block 2193 0 Model checking completed. No error has been found.",
        "block 2199 0 2 states generated, 2 distinct states found, 0 states left on queue.",
        "block 2194 0 The depth of the complete state graph search is 2.",
        "block 2186 0 Finished in 1ms"
    };

    @TempDir
    private static Path jars;

    @TempDir
    private Path directory;

    private static TlcJar jar;
    private Tlc tlc;

    @BeforeAll
    static void compile() throws IOException {
        jar = FakeTlc.jarIn(jars);
    }

    @BeforeEach
    void open() {
        tlc = with(AnswerCache.in(directory));
    }

    @AfterEach
    void close() {
        tlc.close();
    }

    @Test
    void theSameQuestionIsAskedOnce() {
        Completed first = run(request());
        assertThat(first.source()).isEqualTo(Source.RUN);

        assertThat(run(request())).isEqualTo(first.from(Source.CACHE));
        try (Tlc other = with(AnswerCache.in(directory))) {
            assertThat(other.run(request())).isEqualTo(first.from(Source.CACHE));
        }
        try (Tlc other = with(AnswerCache.none())) {
            assertThat(other.run(request())).isEqualTo(first);
        }
    }

    @Test
    void violationsAreKeptWithTheirTraces() {
        String[] violation = {"block 2110 1 Invariant Safe is violated.", "block 2217 4 1: <Initial predicate>|x = 1",
            "block 2217 4 2: <Go line 1, col 1 to line 1, col 2 of module Fake>|/\\ x = <<\"é\", {a}>>|/\\ y = (a :> TRUE)",
            TRUTH[2], TRUTH[4], "exit 12"};
        Completed first = run(FakeTlc.script(violation).build());
        assertThat(first.trace().orElseThrow().states()).hasSize(2);
        assertThat(run(FakeTlc.script(violation).build())).isEqualTo(first.from(Source.CACHE));
    }

    @Test
    void anotherQuestionIsAsked() throws IOException {
        run(request());
        Path copy = jars.resolve("changed.jar");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(copy));
                var original = new java.util.zip.ZipFile(jar.path().toFile())) {
            zip.putNextEntry(new java.util.zip.ZipEntry("tlc2/TLC.class"));
            original.getInputStream(original.getEntry("tlc2/TLC.class")).transferTo(zip);
            zip.putNextEntry(new java.util.zip.ZipEntry("another"));
        }

        assertThat(run(FakeTlc.script(TRUTH).config("INIT Other").build()).source()).isEqualTo(Source.RUN);
        assertThat(run(FakeTlc.script(TRUTH).with(TlcRequest.Option.IGNORE_DEADLOCK).build()).source())
                .isEqualTo(Source.RUN);
        assertThat(run(FakeTlc.script(TRUTH).workers(2).build()).source()).isEqualTo(Source.RUN);
        assertThat(run(FakeTlc.script(TRUTH).alsoModule("Other", "").build()).source()).isEqualTo(Source.RUN);
        assertThat(run(FakeTlc.script(withFirst("print hello")).build()).source()).isEqualTo(Source.RUN);
        try (Tlc other = Tlc.using(new TlcJar(copy), ClassArchives.none(), AnswerCache.in(directory))) {
            assertThat(((Completed) other.run(request())).source()).isEqualTo(Source.RUN);
        }
        assertThat(run(request()).source()).as("the first question again").isEqualTo(Source.CACHE);
    }

    @Test
    void whatIsNoVerdictIsNotKept() throws IOException {
        assertThat(tlc.run(FakeTlc.script("throw it away").build())).isInstanceOf(TlcOutcome.Crashed.class);
        assertThat(tlc.run(FakeTlc.script("print nothing of use").build())).isInstanceOf(TlcOutcome.Unparsable.class);
        assertThat(tlc.run(FakeTlc.script("block 2262 0 TLC2", "exit 150").build()))
                .isInstanceOf(TlcOutcome.SpecRejected.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void damagedAndForeignFilesCountForNothingAndAreReplaced() throws IOException {
        Completed first = run(request());
        Path file = Forgery.answers(directory).get(0);
        byte[] whole = Files.readAllBytes(file);
        byte[] flipped = whole.clone();
        flipped[whole.length / 2] ^= 1;
        byte[] older = new String(whole, ISO_8859_1).replaceFirst("answer 1 ", "answer 0 ").getBytes(ISO_8859_1);
        assertThat(older).isNotEqualTo(whole);
        byte[] foreign = Answer.of(whole, name(file)).orElseThrow().toBytes("another question");
        for (byte[] bad : List.of(new byte[0], "garbage".getBytes(UTF_8), Arrays.copyOf(whole, whole.length - 1),
                Arrays.copyOf(whole, 40), Arrays.copyOf(whole, whole.length + 1), flipped, older, foreign)) {
            Files.write(file, bad);
            assertThat(run(request())).isEqualTo(first);
            assertThat(run(request())).isEqualTo(first.from(Source.CACHE));
        }
    }

    @Test
    void whatIsTooLargeToBeAnAnswerIsNotRead() throws IOException {
        Completed first = run(request());
        Path file = Forgery.answers(directory).get(0);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThat(run(request())).isEqualTo(first);
        assertThat(run(request())).isEqualTo(first.from(Source.CACHE));
    }

    @Test
    void aDirectoryInPlaceOfAnAnswerOnlyCostsTime() throws IOException {
        Completed first = run(request());
        Path file = Forgery.answers(directory).get(0);
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        assertThat(run(request())).isEqualTo(first);
        assertThat(run(request())).isEqualTo(first);
        assertThat(Forgery.answers(directory)).as("no drafts are left").containsExactly(file);
    }

    /** The checksum is right, but what TLC is said to have printed is not a verdict. */
    @Test
    void nonsenseIsNoVerdict() throws IOException {
        Completed first = run(request());
        for (List<String> lines : List.of(List.<String>of(), List.of("No error has been found."),
                List.of("@!@!@STARTMSG 2193:0 @!@!@", "No error", "@!@!@ENDMSG 2193 @!@!@"))) {
            assertThat(Forgery.change(directory, 0, 0, old -> lines)).isEqualTo(1);
            assertThat(run(request())).isEqualTo(first);
        }
        assertThat(Forgery.change(directory, 0, 12, old -> old)).isEqualTo(1);
        assertThat(run(request())).isEqualTo(first);
    }

    @Test
    void whereNothingCanBeWrittenTlcRuns() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        try (Tlc other = with(AnswerCache.in(file.resolve("answers")))) {
            assertThat(((Completed) other.run(request())).source()).isEqualTo(Source.RUN);
            assertThat(((Completed) other.run(request())).source()).isEqualTo(Source.RUN);
        }
    }

    @Test
    void aClosedTlcAnswersNothing() {
        run(request());
        tlc.close();
        assertThat(tlc.run(request())).isInstanceOf(TlcOutcome.Cancelled.class);
    }

    @Test
    void whatWasNotAskedForAMonthGoes() throws IOException {
        run(request());
        Path old = Forgery.answers(directory).get(0);
        setAge(old, Duration.ofDays(20));
        assertThat(run(request()).source()).isEqualTo(Source.CACHE);
        assertThat(Files.getLastModifiedTime(old).toInstant()).isAfter(Instant.now().minus(Duration.ofHours(1)));

        setAge(old, Duration.ofDays(31));
        Path draft = Files.createFile(directory.resolve(".1.tmp"));
        setAge(draft, Duration.ofDays(31));
        try (Tlc other = with(AnswerCache.in(directory))) {
            other.run(FakeTlc.script(withFirst("print another")).build());
        }
        assertThat(old).doesNotExist();
        assertThat(draft).doesNotExist();
        assertThat(Forgery.answers(directory)).hasSize(1);
    }

    @Test
    void theOldestGoWhenAllAreTooLarge() throws IOException {
        Path older = large("older", Duration.ofDays(3));
        Path newer = large("newer", Duration.ofDays(2));
        Path unrelated = large("unrelated", Duration.ofDays(4));
        Files.move(unrelated, unrelated.resolveSibling("unrelated.file"));

        run(request());

        assertThat(older).doesNotExist();
        assertThat(newer).exists();
        assertThat(directory.resolve("unrelated.file")).exists();
        assertThat(run(request()).source()).isEqualTo(Source.CACHE);
    }

    @Test
    void severalMayShareADirectory() {
        List<CompletableFuture<TlcOutcome>> runs = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> {
                    try (Tlc other = with(AnswerCache.in(directory))) {
                        return other.run(request());
                    }
                }))
                .toList();
        Completed alone = run(request());
        assertThat(runs).extracting(CompletableFuture::join)
                .allSatisfy(outcome -> assertThat(((Completed) outcome).from(alone.source())).isEqualTo(alone));
    }

    private Path large(String name, Duration age) throws IOException {
        Path file = directory.resolve(name + ".answer");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(120_000_000);
        }
        setAge(file, age);
        return file;
    }

    private static void setAge(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\..*", "");
    }

    private static String[] withFirst(String command) {
        String[] all = Arrays.copyOf(TRUTH, TRUTH.length + 1);
        System.arraycopy(TRUTH, 0, all, 1, TRUTH.length);
        all[0] = command;
        return all;
    }

    private static TlcRequest request() {
        return FakeTlc.script(TRUTH).build();
    }

    private Completed run(TlcRequest request) {
        TlcOutcome outcome = tlc.run(request);
        assertThat(outcome).isInstanceOf(Completed.class);
        return (Completed) outcome;
    }

    private static Tlc with(AnswerCache answers) {
        return Tlc.using(jar, ClassArchives.none(), answers);
    }
}
