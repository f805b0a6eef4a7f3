package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, as a user starts it. */
class LauncherIT {

    private static final Path LAUNCHER = Path.of("quiesce").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void streamsAndStatusAreThoseOfTheCommand() throws Exception {
        Call call = run(directory, LAUNCHER.toString(), "check", "state-set-after-check/broken", "--kernel", "5.10",
                "--engine", "sim");
        assertThat(call.status()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .startsWith("state-set-after-check/broken: violated on linux-5.10, as expected\n")
                .doesNotContain("\u001b");
    }

    @Test
    void everyCommandIsThere() throws Exception {
        String what = "first-kthread/broken";
        String trace = "out/first-kthread-broken-linux-5.10-NoCodeAfterUnload.json";
        assertThat(quiesce("check", what, "--kernel", "5.10", "--engine", "sim", "--save", "out", "--quiet"))
                .isEqualTo(new Call(0, "1 check · as expected: 1\n", "wrote " + directory.toRealPath() + "/" + trace + "\n"));
        assertThat(quiesce("replay", trace).out()).startsWith("first-kthread: confirmed that NoCodeAfterUnload is violated");
        assertThat(quiesce("matrix", what, "--kernel", "5.10", "--engine", "sim").out())
                .contains("first-kthread/broken: runs freed code on linux-5.10\n");
        assertThat(quiesce("audit", what, "--kernel", "5.10", "--engine", "sim").out())
                .contains("NoCodeAfterUnload is violated whichever of these is dropped or taken on.\n");
        assertThat(quiesce("mutate", what, "--kernel", "5.10", "--quiet").out()).contains("why no property kills them");
        assertThat(quiesce("simulate", what, "--seed", "2").out()).startsWith("first-kthread/broken on linux-6.18: ");
        assertThat(quiesce("emit", what, "--kernel", "5.10").out()).contains(" MODULE FirstKthread ");
        assertThat(quiesce("export", "mermaid", what, "--kernel", "5.10", "--engine", "sim", "--property", "NoCodeAfterUnload")
                .out()).startsWith("sequenceDiagram\n");
        assertThat(quiesce("export", "itf", what, "--kernel", "5.10", "--engine", "sim", "--out", "itf").status()).isZero();
        assertThat(quiesce("import", "itf", "itf/first-kthread-broken-linux-5.10-NoCodeAfterUnload.itf.json", "--of", what)
                .out()).startsWith("first-kthread/broken on linux-5.10: ");
        assertThat(quiesce("new", "pump").err()).endsWith("next: quiesce check pump\n");
        assertThat(quiesce("check", "pump", "--engine", "sim", "--quiet").out()).isEqualTo("12 checks · as expected: 12\n");
        Files.writeString(directory.resolve("sweep.yaml"), "schema: quiesce-experiment/1\ncheck: [" + what + "]\nengines: [sim]\n");
        assertThat(quiesce("experiment", "sweep.yaml", "--out", "sweep").err()).endsWith("/sweep/measurements.csv\n");
        assertThat(quiesce("bundle", what, "--kernel", "5.10", "--engine", "sim", "--out", "evidence.zip").out()).startsWith("sha256:");
        assertThat(quiesce("verify-bundle", "evidence.zip").out()).endsWith("made again: the same, byte for byte\n");
        assertThat(quiesce("atlas", "--out", "book").err()).matches("wrote \\d+ pages\n");
        assertThat(quiesce("kernel-replay", "complete-then-return/broken", "--dry-run").out())
                .endsWith("   9  modprobe  after wait_for_completion:31, and ends\nthen all gates are open\n");
        assertThat(quiesce("kernel-setup", "--kernel", "5.10").err()).startsWith("quiesce: --kernel linux-5.10: ");
        Files.writeString(directory.resolve("trace.txt"),
                "  rmmod-7 [000] ..... 1.5: sched_kthread_stop: comm=worker pid=6\n");
        assertThat(quiesce("lint", "trace.txt").out()).startsWith("trace.txt: 1 possible finding in 1 event\n");
        assertThat(quiesce("validate", "trace.txt", "--model", what, "--engine", "sim").err())
                .startsWith("quiesce: trace.txt: the log does not show that a module is loaded; ");
        assertThat(quiesce("doctor").out()).endsWith("everything that is needed is there\n");
        assertThat(quiesce("completion", "bash").out()).startsWith("#!/usr/bin/env bash\n");
        assertThat(quiesce("manual").out()).startsWith(".TH \"QUIESCE\" \"1\"\n");
        assertThat(quiesce("list", "properties", "--explain", "NoSelfStop").out()).startsWith("NoSelfStop  safety\n");
    }

    private Call quiesce(String... arguments) throws Exception {
        return run(directory, Stream.concat(Stream.of(LAUNCHER.toString()), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void badInputIsAMessageAndNothingElse() throws Exception {
        assertThat(run(directory, LAUNCHER.toString(), "check", "no such thing")).isEqualTo(new Call(2, "", """
                quiesce: there is no protocol 'no such thing', and no directory of that name
                quiesce list protocols shows what there is
                """));
    }

    /** What a reader did not want is not lost. */
    @Test
    void lostOutputIsSaid() throws Exception {
        for (String list : List.of("list", "list --format json", "check first-kthread/broken --engine sim --kernel 5.10")) {
            assertThat(shell("'" + LAUNCHER + "' " + list + " >/dev/full")).isEqualTo(new Call(4, "", """
                    quiesce: standard output could not be written whole: No space left on device; send it where there is \
                    room for it
                    """));
        }
        Call closed = shell("'" + LAUNCHER + "' list >&-");
        assertThat(closed.status()).isEqualTo(4);
        assertThat(closed.err()).startsWith("quiesce: standard output ").hasLineCount(1);
        assertThat(shell("'" + LAUNCHER + "' list | head -0; echo ${PIPESTATUS[0]}")).isEqualTo(new Call(0, "0\n", ""));
    }

    /** What goes into a file is UTF-8 wherever it is made; what is for a reader is what the terminal can show. */
    @Test
    void documentsAreUtf8WhateverTheTerminal() throws Exception {
        String what = "first-kthread/broken --kernel 5.10 --engine sim --property NoCodeAfterUnload";
        for (String document : List.of("export svg " + what, "report " + what)) {
            Call utf8 = shell("'" + LAUNCHER + "' " + document);
            assertThat(utf8.out()).containsAnyOf("→", "●");
            assertThat(run(directory, "env", "LC_ALL=C", "bash", "-c", "'" + LAUNCHER + "' " + document)).isEqualTo(utf8);
        }
        assertThat(run(directory, "env", "LC_ALL=C", "bash", "-c", "'" + LAUNCHER + "' check " + what).out())
                .matches("\\p{ASCII}+");
    }

    private Call shell(String line) throws Exception {
        return run(directory, "env", "LC_ALL=C.UTF-8", "bash", "-c", line);
    }

    @Test
    void emptyArgumentDoesNotMeanTheCurrentDirectory() throws Exception {
        for (String[] arguments : new String[][] {{"emit", "first-kthread/broken", "--out", ""},
            {"check", "first-kthread", "--save", ""}, {"check", ""}, {"replay", ""}}) {
            Call call = quiesce(arguments);
            assertThat(call.status()).isEqualTo(2);
            assertThat(call.out()).isEmpty();
            assertThat(call.err()).contains("'' names n");
        }
        assertThat(files(directory)).noneMatch(f -> f.endsWith(".tla") || f.endsWith(".json"));
    }

    @Test
    void whatFailsHalfWayLeavesNothingBehind() throws Exception {
        Path mended = Files.createDirectories(directory.resolve("out/first-kthread")).resolve("mended");
        Files.writeString(mended, "in the way");
        assertThat(quiesce("emit", "first-kthread", "--kernel", "5.10,6.12", "--out", "out")).isEqualTo(new Call(2, "",
                "quiesce: can't write to directory '" + directory.toRealPath() + "/out': first-kthread/mended: something"
                        + " else of that name is in the way\nname a directory that can be written to\n"));
        assertThat(files(directory.resolve("out/first-kthread"))).containsExactly("mended");

        Files.createDirectories(directory.resolve("save/first-kthread-broken-linux-5.15-NoCodeAfterUnload.json"));
        assertThat(quiesce("check", "first-kthread", "--engine", "sim", "--quiet", "--save", "save").status()).isEqualTo(2);
        assertThat(files(directory.resolve("save"))).hasSize(1);
    }

    @Test
    void linkInAnotherDirectoryWorks() throws Exception {
        Path elsewhere = Files.createDirectory(directory.resolve("a b"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("my quiesce"), LAUNCHER);
        Path second = Files.createSymbolicLink(directory.resolve("second"), Path.of("a b/my quiesce"));
        assertThat(run(elsewhere, link.toString(), "list", "profiles").out()).contains("\n  linux-5.10 ");
        assertThat(run(elsewhere, second.toString(), "list", "profiles").out()).contains("\n  linux-5.10 ");
        Files.delete(link);
        Files.delete(second);
    }

    @Test
    void missingOrOldJavaIsSaid() throws Exception {
        Path bin = Files.createDirectories(directory.resolve("jdk-11/bin"));
        for (String tool : List.of("dirname", "readlink")) {
            Files.writeString(bin.resolve(tool), "#!/bin/bash\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
            assertThat(bin.resolve(tool).toFile().setExecutable(true)).isTrue();
        }
        assertThat(run(directory, "env", "-u", "JAVA_HOME", "PATH=" + bin, "/bin/bash", LAUNCHER.toString(), "list"))
                .isEqualTo(new Call(4, "", """
                        quiesce: there is no java on the PATH
                        install a JDK of version 17 or later, or set JAVA_HOME
                        """));

        Path java = Files.writeString(bin.resolve("java"), "#!/bin/bash\nexit 1\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"11.0.2\"\n");
        assertThat(run(directory, "env", "-u", "JAVA_HOME", "PATH=" + bin, "/bin/bash", LAUNCHER.toString(), "list"))
                .isEqualTo(new Call(4, "", "quiesce: " + java + """
                         is Java 11, and 17 is needed
                        install a JDK of version 17 or later, or set JAVA_HOME
                        """));
    }

    @Test
    void colourIsForTerminalsThatWantIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) to make a terminal");
        String list = "'" + LAUNCHER + "' list --explain StopTerminates";
        assertThat(run(directory, "env", "TERM=xterm", "script", "-qec", list, "/dev/null").out()).contains("\u001b[1m");
        assertThat(run(directory, "env", "TERM=xterm", "NO_COLOR=1", "script", "-qec", list, "/dev/null").out())
                .contains("StopTerminates")
                .doesNotContain("\u001b");
        assertThat(run(directory, "env", "TERM=dumb", "script", "-qec", list, "/dev/null").out())
                .contains("StopTerminates")
                .doesNotContain("\u001b");
    }

    @Test
    void theCacheIsWhereTheUserWantsItAndNotNeeded() throws Exception {
        Path cache = directory.resolve("cache");
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        Call afresh = withCache(cache);
        assertThat(afresh.err()).isEmpty();
        assertThat(files(cache.resolve("quiesce/answers"))).isNotEmpty().allMatch(name -> name.endsWith(".answer"));
        assertThat(withCache(cache).out()).isEqualTo(afresh.out());
        assertThat(withCache(cache).err()).contains("answers of TLC are from earlier runs");
        assertThat(withCache(file)).isEqualTo(afresh);
        assertThat(file).hasContent("in the way");
    }

    private Call withCache(Path cache) throws Exception {
        return run(directory, "env", "XDG_CACHE_HOME=" + cache, LAUNCHER.toString(), "check", "first-kthread/broken",
                "--kernel", "5.10");
    }

    @Test
    void interruptLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Path out = directory.resolve("out");
        assertThat(quiesce("list", "profiles").status()).as("a first call, which also makes the class archive").isZero();
        Process process = start(directory, LAUNCHER.toString(), List.of("check", "ksoftirqd-and-kworker", "--no-cache", "--save",
                out.toString()), temporary);
        Thread.sleep(2_500);
        List<ProcessHandle> children = process.descendants().toList();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        for (ProcessHandle child : children) {
            child.onExit().get(10, TimeUnit.SECONDS);
        }
        assertThat(files(temporary)).isEmpty();
        assertThat(out).doesNotExist();
    }

    private static List<String> files(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> !f.startsWith("hsperfdata")).toList();
        }
    }

    private static Process start(Path directory, String command, List<String> arguments, Path temporary) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(command), arguments.stream()).toList())
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        return builder.start();
    }

    private Call run(Path where, String... command) throws Exception {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Call(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
