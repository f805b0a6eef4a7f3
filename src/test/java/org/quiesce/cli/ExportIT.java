package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Results to other tools, and back. */
class ExportIT {

    private static final String WHAT = "state-set-after-check/broken --kernel 5.10 --engine sim";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "json     | {",
        "sarif    | {",
        "junit    | <?xml",
        "dot      | digraph",
        "itf      | {",
        "tla      | ---- MODULE StateSetAfterCheckTrace ----",
        "plantuml | @startuml",
        "mermaid  | sequenceDiagram",
        "svg      | <svg",
        "perfetto | {"})
    void resultIsExportedAsIfItWereCheckedAgain(String format, String start) throws IOException {
        Path result = directory.resolve("result.json");
        assertThat(quiesce("export json " + WHAT + " --property StopTerminates --out " + result).status()).isZero();
        Call checked = quiesce("export " + format + " " + WHAT + " --property StopTerminates");
        assertThat(checked.status()).isZero();
        assertThat(checked.err()).isEmpty();
        assertThat(checked.out()).startsWith(start).endsWith("\n");
        assertThat(quiesce("export " + format + " " + result)).isEqualTo(checked);
    }

    @Test
    void filesAreNamedAfterWhatTheyShow() throws IOException {
        assertThat(quiesce("export plantuml first-kthread/broken --kernel 5.10,6.12 --property NoCodeAfterUnload --engine sim"
                + " --out " + directory).status()).isZero();
        assertThat(files()).containsExactly("first-kthread-broken-linux-5.10-NoCodeAfterUnload.puml",
                "first-kthread-broken-linux-6.12-NoCodeAfterUnload.puml");
        assertThat(quiesce("export tla first-kthread/broken --kernel 5.10 --property NoCodeAfterUnload --engine sim --out "
                + directory.resolve("tla")).status()).isZero();
        assertThat(directory.resolve("tla/first-kthread-broken-linux-5.10-NoCodeAfterUnload")).isDirectoryContaining(
                file -> file.endsWith("FirstKthreadTrace.cfg"));
    }

    /** Even of a C file, with its own lines. */
    @Test
    void sarifHasTheLinesOfAFile() {
        Call call = quiesce("export sarif models/state-set-after-check/broken.c --kernel 5.10 --engine sim");
        assertThat(call.status()).isZero();
        assertThat(call.out()).contains("\"uri\" : \"models/state-set-after-check/broken.c\"").contains("\"startLine\"");
    }

    /** With the exit status of a check. */
    @Test
    void checkPrintsWhatOtherToolsReadOfAllResults() {
        String what = "models/state-set-after-check/broken.c --kernel 5.10 --engine sim";
        Call sarif = quiesce("check " + what + " --format sarif");
        assertThat(sarif.status()).isEqualTo(1);
        assertThat(sarif.out()).isEqualTo(quiesce("export sarif " + what).out());
        Call junit = quiesce("check " + what + " --format junit");
        assertThat(junit.status()).isEqualTo(1);
        assertThat(junit.out()).isEqualTo(quiesce("export junit " + what).out()).contains("failures=\"3\"");
        assertThat(quiesce("check " + what + " --format svg").status()).isEqualTo(2);
        assertThat(quiesce("matrix " + what + " --format sarif").status()).isEqualTo(2);
    }

    @Test
    void whatCanNotBeExportedIsSaid() throws IOException {
        Path brief = directory.resolve("brief.json");
        Files.writeString(brief, quiesce("check " + WHAT + " --format json").out());
        assertThat(quiesce("export tla " + brief)).isEqualTo(new Call(2, "", """
                quiesce: the result does not hold the specification, which the trace is for
                make the result with export json, which has all in it
                """));
        assertThat(quiesce("export svg " + brief).err()).startsWith("quiesce: 3 documents can't be printed");
        assertThat(quiesce("export svg first-kthread/mended --kernel 6.12 --engine sim").err())
                .startsWith("quiesce: there is no counterexample to export as svg\n");
        assertThat(quiesce("export svg " + brief + " --kernel 5.10").err())
                .isEqualTo("quiesce: --kernel is for what is checked, and a result has been\nleave it out\n");
        assertThat(quiesce("export svg nothing.json").err()).isEqualTo("quiesce: there is no file 'nothing.json'\n");
        assertThat(quiesce("export gif first-kthread").status()).isEqualTo(2);
        Files.writeString(brief, "{}");
        assertThat(quiesce("export svg " + brief)).isEqualTo(new Call(2, "", "quiesce: " + brief
                + ": no result of Quiesce: it has no key 'schema'\nname a file that export json wrote\n"));
    }

    @Test
    void traceComesBack() throws IOException {
        Path trace = directory.resolve("stop.itf.json");
        Files.writeString(trace, quiesce("export itf " + WHAT + " --property StopTerminates").out());
        Call call = quiesce("import itf " + trace + " --of state-set-after-check/broken");
        assertThat(call.status()).isZero();
        assertThat(call.out()).startsWith("state-set-after-check/broken on linux-5.10: stuck after 15 steps\n"
                + "  The run of a trace of 16 states.\n").contains("violated").contains("StopTerminates, UnloadCompletes: modprobe waits");
        Call other = quiesce("import itf " + trace + " --of first-kthread/broken");
        assertThat(other.status()).isEqualTo(2);
        assertThat(other.err()).contains("name a trace of the specification that emit writes of first-kthread/broken");
        Files.writeString(trace, Files.readString(trace).replaceFirst("\"INTERRUPTIBLE\"", "\"KILLABLE\""));
        Call parted = quiesce("import itf " + trace + " --of state-set-after-check/broken --format json");
        assertThat(parted.status()).isEqualTo(1);
        assertThat(parted.out()).contains("state 14 follows from nothing: nearest to it is worker:Worker2, and state[worker] is"
                + " KILLABLE instead of INTERRUPTIBLE");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Call quiesce(String arguments) {
        return Call.quiesce(arguments.split(" "));
    }
}
