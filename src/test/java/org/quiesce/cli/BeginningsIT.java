package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.report.Ink.Colour;
import org.quiesce.tlc.AnswerCache;

/** What somebody does first: look whether all is there, begin a model, have the shell complete and man explain. */
class BeginningsIT {

    @TempDir
    private Path directory;

    @Test
    void aNewModelChecksAtOnceAndFollowsItsC() throws IOException {
        Path model = directory.resolve("my-pump");
        Call made = Call.quiesce("new", model.toString());
        assertThat(made).isEqualTo(new Call(0, "", "wrote " + model + "/model.yaml\nwrote " + model + "/broken.c\nwrote "
                + model + "/mended.c\nnext: quiesce check " + model + "\n"));
        assertThat(Call.quiesce("check", model.toString(), "--quiet")).isEqualTo(new Call(0, "12 checks · as expected: 12\n", ""));
        Call one = Call.quiesce("check", model + "/broken", "--kernel", "6.12", "--engine", "sim");
        assertThat(one.status()).isZero();
        assertThat(one.out()).startsWith("my-pump/broken: violated on linux-6.12, as expected\n").contains("● 30 kthread_stop(task);");

        Path broken = model.resolve("broken.c");
        Files.writeString(broken, Files.readString(broken).replace("TASK_UNINTERRUPTIBLE", "TASK_INTERRUPTIBLE"));
        Call other = Call.quiesce("check", model.toString(), "--engine", "sim", "--kernel", "6.12");
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.out()).contains("my-pump/broken: holds on linux-6.12, not as expected\n")
                .contains("StopTerminates: holds, expected: violated");
        Call recount = Call.quiesce("recount", model.toString());
        assertThat(recount.status()).isEqualTo(1);
        assertThat(recount.err()).contains("broken is left as it is, for it is not as expected on linux-6.1;");
    }

    @Test
    void theStatesOfANewModelAreCounted() throws IOException {
        Path model = directory.resolve("pump");
        assertThat(Call.quiesce("new", model.toString()).status()).isZero();
        Path file = model.resolve("model.yaml");
        String counted = Files.readString(file);
        Files.writeString(file, counted.replaceAll("states: 1\\d\\d", "states: 7"));
        assertThat(Call.quiesce("recount", model.toString()).status()).isZero();
        assertThat(Files.readString(file)).isEqualTo(counted);
    }

    @Test
    void cThatIsNoneIsNamedByTheModel() throws IOException {
        Path model = directory.resolve("pump");
        assertThat(Call.quiesce("new", model.toString()).status()).isZero();
        Files.writeString(model.resolve("mended.c"), "int x;\n");
        Call call = Call.quiesce("check", model.toString());
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.err()).startsWith("quiesce: " + model + "/model.yaml:34:13: " + model + "/mended.c: there is no function in it\n");
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws IOException {
        Files.writeString(directory.resolve("pump"), "mine");
        assertThat(Call.quiesce("new", directory.resolve("pump").toString())).isEqualTo(new Call(2, "",
                "quiesce: there is a '" + directory + "/pump' already\nchoose another name\n"));
        assertThat(Call.quiesce("new", directory.resolve("../" + directory.getFileName() + "/first-kthread").toString()).err())
                .isEqualTo("quiesce: the atlas has a 'first-kthread', which is meant where that is written\nchoose another name\n");
    }

    @ParameterizedTest
    @CsvSource({"My Driver", "a--b", "x/../..", "'-'", "é", "1st"})
    void otherNamesAreRefused(String name) {
        Call call = Call.quiesce("new", "./" + name);
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.err()).endsWith("' is no name of a model\nuse lower-case words joined by hyphens, such as my-driver,"
                + " 60 letters at most\n");
    }

    @Test
    void doctorFindsWhatIsThere() {
        Call call = Call.with(AnswerCache.in(directory.resolve("answers")), "doctor");
        assertThat(call.status()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .contains("\nengines       fine      simulator and TLC2 Version ")
                .containsPattern("\nmodels        fine      \\d+ in models\n")
                .contains("\ncache         fine      " + directory + "/answers, ")
                .endsWith("\n\neverything that is needed is there\n");
    }

    @Test
    void doctorSaysWhatIsMissing() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        Terminal ascii = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 100, StandardCharsets.US_ASCII, Colour.ON);
        Call call = Call.with(new Library(Atlas.standard(), Optional.empty()), ascii, "doctor");
        assertThat(call.status()).as("all of that can be done without").isZero();
        assertThat(call.out())
                .contains("\nmodels        optional  none are found; start Quiesce by its launcher, ")
                .contains("\ncache         optional  none; TLC runs again for what it has answered\n")
                .contains("\nterminal      optional  US-ASCII, 100 columns; lanes are drawn in ASCII; set LC_ALL=C.UTF-8\n");
        assertThat(Call.with(AnswerCache.in(file.resolve("answers")), "doctor").out())
                .contains("\ncache         optional  " + file + " can't be written to");
        assertThat(Call.quiesce("doctor", "first-kthread").status()).isEqualTo(2);
    }

    @Test
    void bashCompletesWhatItsScriptKnows() throws Exception {
        Call script = Call.quiesce("completion", "bash");
        assertThat(script).isEqualTo(Call.quiesce("completion", "zsh"));
        assertThat(script.status()).isZero();
        assertThat(script.out()).contains("bashcompinit").doesNotContain("recount");
        Path file = Files.writeString(directory.resolve("completion"), script.out());
        assertThat(completed(file, "ch")).containsExactly("check");
        assertThat(completed(file, "check", "x", "--kernel", "6.1")).containsExactly("6.1", "6.12", "6.18");
        assertThat(completed(file, "check", "--property", "NoC")).containsExactly("NoCodeAfterUnload");
        assertThat(completed(file, "export", "s")).containsExactly("sarif", "svg");
        assertThat(completed(file, "import", "i")).containsExactly("itf");
        assertThat(Call.quiesce("completion", "fish").err()).contains("'fish' is none of bash, zsh\n");
    }

    /** A zsh on a terminal of its own, in which somebody types words and the tab key. */
    @Test
    void zshCompletesToo() throws Exception {
        assumeTrue(hasZsh(), "there is no zsh here, and so nobody tries the completion in it");
        Path file = Files.writeString(directory.resolve("completion"), Call.quiesce("completion", "zsh").out());
        assertThat(typed(file, "quiesce ch")).isEqualTo("quiesce check ");
        assertThat(typed(file, "quiesce check x --property NoC")).isEqualTo("quiesce check x --property NoCodeAfterUnload ");
        assertThat(typed(file, "quiesce export sv")).isEqualTo("quiesce export svg ");
        assertThat(typed(file, "quiesce nothing-like-it")).isEqualTo("quiesce nothing-like-it");
    }

    private static final String TYPE = """
            zmodload zsh/zpty
            zpty shell zsh -f -i
            zpty -w shell "autoload -U compinit && compinit -u -D && source $1 && told() { print -rn -- \\$BUFFER >$2; exit } \\
                && zle -N told && bindkey '^Xt' told && print REA''DY"
            zpty -r shell out '*READY*'
            zpty -w -n shell "$3"$'\\t\\C-xt'
            while zpty -r shell out; do :; done
            """;

    /** What stands on the line when the tab key was pressed after that. */
    private String typed(Path script, String line) throws Exception {
        Path told = directory.resolve("told");
        Process zsh = new ProcessBuilder("zsh", "-f", "-c", TYPE, "zsh", script.toString(), told.toString(), line)
                .redirectErrorStream(true).redirectOutput(directory.resolve("zsh").toFile()).start();
        assertThat(zsh.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
        return Files.readString(told);
    }

    private static boolean hasZsh() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator)).anyMatch(place -> Files.isExecutable(Path.of(place, "zsh")));
    }

    private static List<String> completed(Path script, String... words) throws Exception {
        String program = "source \"$0\" && COMP_WORDS=(quiesce \"$@\") && COMP_CWORD=$# && COMP_LINE=\"quiesce $*\""
                + " && COMP_POINT=${#COMP_LINE} && compopt() { :; } && _complete_quiesce && printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder(Stream.concat(Stream.of("bash", "-c", program, script.toString()), Stream.of(words))
                .toList()).start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(new String(bash.getErrorStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
        bash.waitFor();
        return out.lines().toList();
    }

    @Test
    void everyCommandHasAPageThatManUnderstands() throws Exception {
        Path pages = directory.resolve("man1");
        assertThat(Call.quiesce("manual", "--out", pages.toString()).status()).isZero();
        try (Stream<Path> files = Files.list(pages)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .contains("quiesce.1", "quiesce-check.1", "quiesce-list-primitives.1")
                    .doesNotContain("quiesce-recount.1");
        }
        assertThat(Call.quiesce("manual", "check").out()).isEqualTo(Files.readString(pages.resolve("quiesce-check.1")))
                .startsWith(".TH \"QUIESCE-CHECK\" \"1\"\n.SH \"NAME\"\n").contains(".B \\-\\-kernel VERSION[,VERSION...]\n");
        assertThat(Call.quiesce("manual", "chek")).isEqualTo(new Call(2, "",
                "quiesce: there is no command 'chek'; did you mean 'check'?\nquiesce --help shows what there is\n"));
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/groff")), "no groff to read the pages");
        try (Stream<Path> files = Files.list(pages)) {
            for (Path page : files.toList()) {
                Process groff = new ProcessBuilder("groff", "-man", "-ww", "-z", page.toString()).redirectErrorStream(true).start();
                assertThat(new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
                assertThat(groff.waitFor()).isZero();
            }
        }
    }
}
