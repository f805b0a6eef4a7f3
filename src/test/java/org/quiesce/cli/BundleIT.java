package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Evidence bundles: the same bytes each time, and whatever is changed is found. */
class BundleIT {

    private static final String REFUTED = "this is not what was bundled\n";

    @TempDir
    private static Path shared;

    private static Path c;
    private static Path zip;
    private static Call made;
    /** The same by one engine, which is faster to make again. */
    private static Path bySimulator;
    private static String digest;

    @TempDir
    private Path directory;

    @BeforeAll
    static void make() throws IOException {
        c = Files.copy(Path.of("models/first-kthread/broken.c"), shared.resolve("driver.c"));
        zip = shared.resolve("evidence.zip");
        made = bundle(zip);
        bySimulator = shared.resolve("by-simulator");
        digest = Call.quiesce("bundle", "state-set-after-check/broken", c.toString(), "--kernel", "5.10", "--engine", "sim", "--out",
                bySimulator.toString()).out().strip();
    }

    private static Call bundle(Path out) {
        return Call.quiesce("bundle", "state-set-after-check/broken", c.toString(), "--kernel", "5.10", "--out", out.toString());
    }

    /** A copy, which may be changed. */
    private Path unpacked() throws IOException {
        Path out = directory.resolve("evidence");
        try (Stream<Path> files = Files.walk(bySimulator)) {
            for (Path file : files.toList()) {
                Files.copy(file, out.resolve(bySimulator.relativize(file).toString()));
            }
        }
        return out;
    }

    @Test
    void theSameCallMakesTheSameBytesAndTheyAreFoundAgain() throws IOException {
        assertThat(made.status()).isZero();
        assertThat(made.err()).isEqualTo("wrote " + zip + "\n");
        assertThat(made.out()).matches("sha256:[0-9a-f]{64}\n");
        Path second = directory.resolve("second.zip");
        assertThat(bundle(second).out()).isEqualTo(made.out());
        assertThat(second).hasSameBinaryContentAs(zip);
        // The C that it is about is in the bundle.
        Files.move(c, shared.resolve("gone"));
        try {
            assertThat(Call.quiesce("verify-bundle", zip.toString(), "--digest", made.out().strip())).isEqualTo(new Call(0,
                    "23 files, as their checksums say; " + made.out() + "made again: the same, byte for byte\n", ""));
        } finally {
            Files.move(shared.resolve("gone"), c);
        }
    }

    @Test
    void whatIsInItIsWhatWasFound() throws Exception {
        Path out = unpacked();
        assertThat(Files.readString(out.resolve("counts.csv"))).contains("state-set-after-check/broken,linux-5.10,micro,,110\n");
        assertThat(Files.readString(out.resolve("replays.txt")))
                .contains("StopTerminates: confirmed, 15 of 15 steps, every variable compared\n");
        assertThat(out.resolve("sources/1-driver.c")).hasSameTextualContentAs(c);
        assertThat(Call.quiesce("replay", out.resolve("traces/state-set-after-check-broken-linux-5.10-StopTerminates.json").toString())
                .status()).isZero();
        assertThat(Call.quiesce("export", "json", out.resolve("result.json").toString()).out())
                .isEqualTo(Files.readString(out.resolve("result.json")));
        // Who has no Quiesce checks the checksums with what every system has.
        Process sums = new ProcessBuilder("sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS").directory(out.toFile()).start();
        assertThat(sums.waitFor()).isZero();
    }

    /** Who has nothing but the bundle, Quiesce and TLC does all of it again, and leaves the bundle as it is. */
    @Test
    void commandsCanBeRunWhereTheBundleIs() throws Exception {
        Path given = Files.createDirectories(directory.resolve("given/some drivers"));
        Files.writeString(given.resolve("odd name.c"), CONFIGURED);
        Files.writeString(given.getParent().resolve("pause.h"), "#define PAUSE() msleep(100)\n");
        Path out = directory.resolve("bundle");
        Path here = Files.createDirectory(given.getParent().resolve("here"));
        Path launcher = Path.of("quiesce").toAbsolutePath();
        assertThat(run(here, launcher + " bundle '../some drivers/odd name.c' first-kthread/broken --include=../pause.h -U STOPPED -U OTHER"
                + " --kernel 6.12 --engine sim --out " + out)).contains("sha256:");
        String printed = run(out, "TMPDIR=" + directory + " PATH=" + launcher.getParent() + ":$PATH TLC=" + Path.of(
                tlc2.TLC.class.getProtectionDomain().getCodeSource().getLocation().toURI()) + " sh commands.txt");
        assertThat(printed).contains("sha256:" + sum(out.resolve("SHA256SUMS")) + "\n")
                .contains("odd-name: confirmed that ").contains("first-kthread: confirmed that NoCodeAfterUnload is violated")
                .contains("Invariant NoCodeAfterUnload is violated").doesNotContain("quiesce: ");
        assertThat(run(out, launcher + " verify-bundle .")).endsWith("made again: the same, byte for byte\n");
    }

    private static String run(Path where, String command) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command).directory(where.toFile()).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    @Test
    void itSaysAsMuchAsItIsAskedTo() {
        String evidence = bySimulator.toString();
        Call verbose = Call.quiesce("verify-bundle", evidence, "--verbose");
        assertThat(verbose.err().lines()).hasSize(2).element(0).asString().startsWith("state-set-after-check/broken ").endsWith(" violated on linux-5.10");
        assertThat(Call.quiesce("verify-bundle", evidence, "--quiet")).isEqualTo(new Call(0, verbose.out(), ""));
    }

    @Test
    void whateverIsChangedIsFound() throws IOException {
        Path out = unpacked();
        Path result = out.resolve("result.json");
        String before = Files.readString(result);
        Files.writeString(result, before.replaceFirst("violated", "holds"));
        Files.delete(out.resolve("counts.csv"));
        Files.writeString(out.resolve("specs/more.tla"), "");
        assertThat(Call.quiesce("verify-bundle", out.toString())).isEqualTo(new Call(1,
                "missing: counts.csv\nchanged: result.json\nextra: specs/more.tla\n" + REFUTED, ""));
    }

    /** Who also writes the checksums anew does not get through: everything is made again. */
    @ParameterizedTest
    @CsvSource({"result.json, violated, holds", "traces/state-set-after-check-broken-linux-5.10-StopTerminates.json, quiesce, queasy",
        "commands.txt, quiesce, rm", "sources/1-driver.c, kthread, Kthread", "report.html, holds, hold"})
    void forgedChecksumsDoNotHelp(String file, String what, String by) throws Exception {
        Path out = unpacked();
        Path changed = out.resolve(file);
        Files.writeString(changed, Files.readString(changed).replaceFirst(what, by));
        sumsAnew(out);
        Call call = Call.quiesce("verify-bundle", out.toString());
        assertThat(call.status()).isNotZero();
        assertThat(call.out()).startsWith("23 files, as their checksums say; sha256:");
        assertThat(call.out() + call.err()).containsAnyOf(REFUTED, "quiesce: ");
        assertThat(Call.quiesce("verify-bundle", out.toString(), "--digest", digest).out())
                .startsWith("another bundle: it is sha256:").endsWith(REFUTED);
    }

    /** A bundle is nobody's to say which program runs, or which files are read. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--tlc-jar=/tmp/evil.jar | --tlc-jar is not for bundles",
        "--include=/etc/passwd | there is no file '/etc/passwd'", "/etc/driver.c | there is no file '/etc/driver.c'",
        "models | there is no protocol 'models', and no directory of that name", "../../etc/driver.c | there is no file '../../etc/driver.c'",
        "--save=/tmp | manifest.json of the bundle has a call that is none"})
    void aManifestCanNotReachOutOfItsBundle(String argument, String message) throws Exception {
        Path out = unpacked();
        Path manifest = out.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"--kernel=5.10\"", "\"" + argument + "\""));
        sumsAnew(out);
        Call call = Call.quiesce("verify-bundle", out.toString());
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.err()).startsWith("quiesce: " + message);
    }

    private static final String SEVERAL = "src/test/resources/org/quiesce/csource/several";

    /** Whatever is read is in the bundle, and there alone it is looked for when it is made again. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "directory | model.yaml broken.c mended.c | my-driver/broken linux-5.10 linux-6.18",
        "directory/broken | model.yaml broken.c mended.c | my-driver/broken linux-5.10 linux-6.18",
        "directory/pump_main.c directory/pump_thread.c --module=pump | pump.h pump_main.c pump_thread.c | pump linux-6.18",
        "directory | Makefile alone.c pump.h pump_main.c pump_thread.c | pump linux-6.18",
        "directory/configured.c --include=directory/pause.h -DSTOPPED=1 -U OTHER | configured.c pause.h | configured.c linux-6.18"})
    void whatIsReadIsInTheBundle(String call, String files, String found) throws IOException {
        Path sources = Files.createDirectory(directory.resolve("given"));
        for (String file : files.split(" ")) {
            Path from = Stream.of(Path.of("src/main/resources/org/quiesce/cli/template"), Path.of(SEVERAL)).map(p -> p.resolve(file))
                    .filter(Files::exists).findFirst().orElse(null);
            if (from == null) {
                Files.writeString(sources.resolve(file), file.endsWith(".h") ? "#define PAUSE() msleep(100)\n" : CONFIGURED);
            } else {
                Files.copy(from, sources.resolve(file));
            }
        }
        Path out = directory.resolve("bundle");
        Path twin = directory.resolve("twin");
        List<String> arguments = new ArrayList<>(List.of("bundle"));
        arguments.addAll(List.of(call.replace("directory", sources.toString()).split(" ")));
        arguments.addAll(List.of("--engine", "sim", "--out"));
        Call made = Call.quiesce(Stream.concat(arguments.stream(), Stream.of(out.toString())).toArray(String[]::new));
        assertThat(made.status()).as(made.err()).isZero();
        assertThat(Call.quiesce(Stream.concat(arguments.stream(), Stream.of(twin.toString())).toArray(String[]::new)).out())
                .isEqualTo(made.out());
        for (String file : files.split(" ")) {
            assertThat(texts(out.resolve("sources"))).contains(Files.readString(sources.resolve(file)));
            Files.delete(sources.resolve(file));
        }
        assertThat(Files.readString(out.resolve("counts.csv"))).contains(found.split(" "));
        assertThat(Call.quiesce("verify-bundle", out.toString())).satisfies(again -> {
            assertThat(again.out()).endsWith("made again: the same, byte for byte\n");
            assertThat(again.status()).isZero();
        });
    }

    private static final String CONFIGURED = """
            static struct task_struct *task;
            static int worker(void *data)
            {
                while (!kthread_should_stop())
                    PAUSE();
                return 0;
            }
            static int start(void)
            {
                task = kthread_run(worker, NULL, "worker");
                return PTR_ERR_OR_ZERO(task);
            }
            static void stop(void)
            {
            #ifdef STOPPED
                kthread_stop(task);
            #endif
            #ifdef OTHER
                kthread_stop(task);
            #endif
            }
            module_init(start);
            module_exit(stop);
            """;

    private static List<String> texts(Path directory) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void ofAnotherVersionOnlyTheChecksumsAreChecked() throws Exception {
        Path out = unpacked();
        Path manifest = out.resolve("manifest.json");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("\"version\" : \"[^\"]*\"", "\"version\" : \"9.9\""));
        sumsAnew(out);
        Call call = Call.quiesce("verify-bundle", out.toString());
        assertThat(call.status()).isEqualTo(3);
        assertThat(call.out()).contains("not made again: it is of version 9.9, and this is ");
    }

    @Test
    void zipFilesWithMoreInThemAreFound() throws IOException {
        Path longer = directory.resolve("longer.zip");
        byte[] bytes = Files.readAllBytes(zip);
        byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
        Files.write(longer, more);
        assertThat(Call.quiesce("verify-bundle", longer.toString())).isEqualTo(new Call(1,
                "the zip file has more in it than its files, or was packed by something else\n" + REFUTED, ""));
        Path escaping = directory.resolve("escaping.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(escaping))) {
            out.putNextEntry(new ZipEntry("manifest.json"));
            out.putNextEntry(new ZipEntry("../outside"));
        }
        assertThat(Call.quiesce("verify-bundle", escaping.toString()).out())
                .isEqualTo("no name for a file: ../outside\nextra: manifest.json\n" + REFUTED);
    }

    @Test
    void whatIsNoneIsSaid() throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "text");
        Files.createDirectory(directory.resolve("empty"));
        Files.write(directory.resolve("cut.zip"), Arrays.copyOf(Files.readAllBytes(zip), 5000));
        assertThat(refused("verify-bundle", text.toString())).startsWith("quiesce: '" + text + "': it is neither a directory nor a zip file\n");
        assertThat(refused("verify-bundle", directory.resolve("empty").toString())).contains("' is no bundle: it has no SHA256SUMS\n");
        assertThat(refused("verify-bundle", "no.zip")).startsWith("quiesce: there is no 'no.zip'\n");
        assertThat(Call.quiesce("verify-bundle", directory.resolve("cut.zip").toString()).status()).isNotZero();
        assertThat(refused("bundle", "no-id", "--out", directory.resolve("x.zip").toString()))
                .startsWith("quiesce: there is no protocol 'no-id', and no directory of that name");
        // Up to the root, wherever the project lies: a bundle has nothing above the directory of the call.
        Path here = Path.of("").toAbsolutePath();
        Path climbing = here.relativize(here.getRoot()).resolve(here.getRoot().relativize(c.toAbsolutePath()));
        assertThat(refused("bundle", c.toString(), climbing.toString(), "--engine", "sim", "--out", directory.resolve("x.zip").toString()))
                .isEqualTo("quiesce: '" + climbing + "' and '" + c + "' would be one file in a bundle\n"
                        + "call bundle in a directory that has both in or below it\n");
        assertThat(refused("bundle", "first-kthread", "--out", directory.toString())).contains("already, and what is in it would become part");
        assertThat(refused("bundle", "first-kthread", "--no-cache", "--out", directory.resolve("x.zip").toString()))
                .startsWith("quiesce: --no-cache is not for bundles");
        assertThat(refused("bundle", "first-kthread")).contains("--out");
    }

    private static String refused(String... arguments) {
        Call call = Call.quiesce(arguments);
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err().lines()).hasSizeLessThanOrEqualTo(3);
        return call.err();
    }

    private static String sum(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private static void sumsAnew(Path out) throws Exception {
        TreeMap<String, String> sums = new TreeMap<>();
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.endsWith("SHA256SUMS")).toList()) {
                sums.put(out.relativize(file).toString(), sum(file));
            }
        }
        List<String> lines = sums.entrySet().stream().map(e -> e.getValue() + "  " + e.getKey()).toList();
        Files.write(out.resolve("SHA256SUMS"), lines, StandardCharsets.UTF_8);
    }
}
