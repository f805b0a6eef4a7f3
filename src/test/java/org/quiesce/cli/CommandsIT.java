package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitives;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.Ink.Colour;
import org.quiesce.tlc.AnswerCache;

/** Every command on the atlas and its models, with both engines. */
class CommandsIT {

    private static final String BROKEN = "state-set-after-check/broken";
    private static final Terminal FILE =
            new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 100, StandardCharsets.UTF_8, Colour.ON);

    @TempDir
    private Path directory;

    @Test
    void checkShowsTheViolationAndWhereItDoesNotHappen() {
        Call call = Call.quiesce("check", BROKEN, "--kernel", "5.10,6.12");
        assertThat(call.status()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out())
                .startsWith(BROKEN + ": violated on linux-5.10, as expected; holds on linux-6.12\n")
                .contains("  StopTerminates      violated    holds\n")
                .contains("◆ 3  schedule();")
                .contains("worker    asleep at line 3 in schedule()\n")
                .contains("modprobe  waiting at line 11 in kthread_stop(task) for 'exited'\n")
                .contains("a kernel shows  HUNG-STOPPER: ")
                .contains("replayed        on the simulator: confirmed, 15 of 15 steps; so is TLC's run, 15 of 15 steps\n")
                .contains("this rests on   kernel: linux-5.10\n")
                .endsWith("2 checks · as expected: 2\n")
                .doesNotContain("\u001b");
    }

    /** Of what is certain, what may be, what could not be looked at, and what is right. */
    @Test
    void lintSaysWhatItFindsInALog() {
        String logs = "src/test/resources/org/quiesce/kernellog/";
        Call outlived = Call.quiesce("lint", logs + "missing-stop-in-exit-broken-6.1.txt");
        assertThat(outlived.status()).isEqualTo(1);
        assertThat(words(outlived)).contains("1 finding in 139 events ", " line 143: thread-after-unload: worker-89 of module ",
                "not looked at: stop-without-return, as nothing was recorded of sched_kthread_stop ");
        Call deaf = Call.quiesce("lint", logs + "own-flag-not-should-stop-broken-6.1.txt");
        assertThat(deaf.status()).isEqualTo(3);
        assertThat(words(deaf)).contains(": 1 possible finding in 160 events ", " line 31: possibly stop-without-return: rmmod-102 stops");
        Call right = Call.quiesce("lint", logs + "first-kthread-mended-6.12.txt");
        assertThat(right).isEqualTo(new Call(0, logs + "first-kthread-mended-6.12.txt: nothing found in 131 events\n", ""));
    }

    /** Of the model that is right, of one that is wrong, and of a log that does not show enough. */
    @Test
    void validateSaysHowFarALogIsARun() throws IOException {
        String log = "src/test/resources/org/quiesce/kernellog/own-flag-not-should-stop-mended-6.1.txt";
        Call right = Call.quiesce("validate", log, "--model", "own-flag-not-should-stop/mended", "--kernel", "6.1");
        assertThat(right.status()).isZero();
        assertThat(words(right)).contains(": a run of own-flag-not-should-stop/mended on linux-6.1 tasks modprobe is insmod-143,"
                + " then rmmod-148; worker is worker-144 followed by the simulator and TLC, equally far;");
        Call wrong = Call.quiesce("validate", log, "--model", "models/own-flag-not-should-stop/broken.c", "--kernel", "6.1");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(words(wrong)).contains(": no run of models/own-flag-not-should-stop/broken.c on linux-6.1: line 128 is explained by"
                + " none line 128 modprobe is woken needs ", " possible there modprobe before line 28, kthread_stop(task);: ",
                "; worker before line 14, msleep(100);: sleeps for a while [RUNNING] ");
        Path cut = directory.resolve("cut.txt");
        Files.writeString(cut, Files.readString(Path.of(log)).replaceFirst("(?m)^.*module_load.*\n", ""));
        assertThat(Call.quiesce("validate", cut.toString(), "--model", "own-flag-not-should-stop/mended").err())
                .endsWith("the log does not show that a module is loaded; record module_load, from before it is\n");
    }

    private static String words(Call call) {
        return call.out().replaceAll("\\s+", " ");
    }

    @Test
    void whatACacheHoldsIsSaidWhereErrorsGoAndChangesNothingElse() {
        AnswerCache cache = AnswerCache.in(directory);
        for (String format : List.of("text", "json")) {
            String[] check = {"check", "first-kthread/broken", "--kernel", "6.12", "--format", format};
            String[] afresh = Stream.concat(Stream.of(check), Stream.of("--no-cache")).toArray(String[]::new);
            Call first = Call.with(cache, check);
            Call second = Call.with(cache, check);
            assertThat(second.out()).isEqualTo(first.out());
            assertThat(first.out().replaceAll("\\s+", " ")).contains("; TLC's answers may be those of an earlier run");
            assertThat(second.err()).matches("quiesce: \\d+ answers of TLC are from earlier runs on the same"
                    + " specifications; --no-cache has it run again\n");
            assertThat(first.err()).isEqualTo(format.equals("text") ? "" : second.err());
            assertThat(Call.with(cache, afresh)).isEqualTo(Call.quiesce(check))
                    .satisfies(call -> assertThat(call.out()).doesNotContain("TLC's answers", "Cached"));
        }
    }

    @Test
    void explanationShowsTheClosestRunThatEndsWell() {
        String[] check = {"check", BROKEN, "--kernel", "5.10", "--engine", "sim", "--property", "StopTerminates"};
        Call call = Call.quiesce(with(check, "--explain"));
        assertThat(call.status()).isZero();
        assertThat(call.out()).contains("""
                  near miss       the same up to step 12; then, instead of step 13 (modprobe wakes the thread); this
                                    ends well:
                """, """
                  why             worker, asleep at line 3 in schedule()
                                    fell asleep: step 15, line 3: calls schedule()
                                    its last check before that: step 10, line 1: tests kthread_should_stop(): false
                                    the last wake-up for it: step 13, line 11: wakes the thread: of no use, as it
                                      was not asleep; it went to sleep after that
                                  modprobe, waiting at line 11 in kthread_stop(task) for 'exited'
                                    the last wake-up for it: none
                  even with       fairness: a context that can go on does so eventually; locks and completions are
                """, """
                    13  │                                             ◆    wakes the thread, but worker is not
                        │                                             │    asleep
                        │                                             ┊
                    14  ● 2  set_current_state(TASK_INTERRUPTIBLE);   ┊
                """).contains("    13  ● 2  set_current_state(TASK_INTERRUPTIBLE);   │\n").doesNotContain("    12  ● ".repeat(2));
        assertThat(Call.quiesce(check).out()).doesNotContain("near miss").doesNotContain("  why ");
        assertThat(Call.quiesce("check", "stop-cycle/broken", "--kernel", "5.10", "--engine", "sim", "--explain").out())
                .contains("  near miss       no run of the protocol ends well\n");
        assertThat(Call.quiesce(with(with(check, "--explain"), "--format=json"))).isEqualTo(new Call(2, "",
                "quiesce: --explain is for text\nexport json has all that it shows\n"));
    }

    @Test
    void idAndModelAreAsExpectedViolationsIncluded() {
        Call call = Call.quiesce("check", "models/first-kthread", "--engine", "sim");
        assertThat(call.status()).isZero();
        assertThat(call.out())
                .contains("first-kthread/broken: violated, as expected\n")
                .contains("first-kthread/mended: holds, as expected\n");
        assertThat(Call.quiesce("check", "first-kthread", "--engine", "sim")).isEqualTo(call);
    }

    @Test
    void everyKernelThatTheModelNamesIsChecked() {
        assertThat(Call.quiesce("check", "late-module-get/mended", "--engine", "sim").out())
                .contains("linux-6.12+classic-rcu");
    }

    @Test
    void withoutItsModelNothingIsExpectedOfAnId() {
        for (Optional<Path> models : List.of(Optional.<Path>empty(), Optional.of(directory))) {
            Call call = Call.with(new Library(Atlas.standard(), models), FILE,
                    "check", BROKEN, "--kernel", "5.10", "--engine", "sim");
            assertThat(call.status()).isEqualTo(1);
            assertThat(call.out()).startsWith(BROKEN + ": violated on linux-5.10\n");
        }
    }

    @Test
    void manyProtocolsGetALineEachUnlessTheyAreNotAsExpected() throws IOException {
        Path model = copyOf("first-kthread");
        Path file = model.resolve("model.yaml");
        Files.writeString(file, Files.readString(file)
                .replaceAll("id: first-kthread", "id: mine\nprotocol: first-kthread")
                .replaceFirst("states: [0-9]+", "states: 7"));
        String[] check = {"check", "first-kthread", "state-set-after-check", model.toString(), "--kernel", "5.10",
            "--engine", "sim"};
        Call call = Call.quiesce(check);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.out())
                .startsWith("""
                        first-kthread/broken                          as expected      violated on linux-5.10
                        first-kthread/mended                          as expected      holds on linux-5.10
                        state-set-after-check/broken                  as expected      violated on linux-5.10
                        state-set-after-check/broken-uninterruptible  as expected      violated on linux-5.10
                        state-set-after-check/mended                  as expected      holds on linux-5.10
                        mine/broken                                   not as expected  the simulator counts 57 states,
                                                                                         expected: 7
                        mine/mended                                   as expected      holds on linux-5.10

                        mine/broken: violated on linux-5.10, not as expected
                        """)
                .containsOnlyOnce("this rests on")
                .endsWith("\n\n7 checks · as expected: 6 · not as expected: 1\n");
        assertThat(Call.quiesce(with(check, "--quiet")))
                .isEqualTo(new Call(1, "7 checks · as expected: 6 · not as expected: 1\n", ""));
        assertThat(Call.quiesce(with(check, "--verbose")).out())
                .startsWith("first-kthread/broken: violated on linux-5.10, as expected\n")
                .contains("state-set-after-check/mended: holds on linux-5.10, as expected\n");
    }

    private static String[] with(String[] arguments, String more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void wrongExpectationIsSaid() throws IOException {
        Path model = copyOf("first-kthread");
        Path file = model.resolve("model.yaml");
        Files.writeString(file, Files.readString(file).replaceAll("states: [0-9]+", "states: 7"));
        Call call = Call.quiesce("check", model.toString(), "--kernel", "6.12", "--engine", "sim");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.out()).containsPattern("not as expected the simulator counts [0-9]+ states, expected: 7\n");
    }

    @Test
    void oneEngineAlsoDecides() {
        for (String engine : List.of("sim", "tlc")) {
            Call call = Call.quiesce("check", BROKEN, "--kernel", "5.10", "--engine", engine, "--property", "StopTerminates");
            assertThat(call.status()).isZero();
            assertThat(call.out()).contains("StopTerminates     violated");
        }
    }

    @Test
    void jsonIsOneDocumentAndAlwaysTheSame() throws IOException {
        String[] arguments = {"check", BROKEN, "--kernel", "5.10", "--property", "StopTerminates", "--format", "json"};
        Call call = Call.quiesce(arguments);
        JsonNode root = new ObjectMapper().readTree(call.out());
        assertThat(root.path("schema").asText()).isEqualTo("quiesce-result/2");
        assertThat(root.path("exitStatus").asInt()).isEqualTo(call.status()).isZero();
        assertThat(root.path("checks").path(0).path("states").path("tlc"))
                .isEqualTo(root.path("checks").path(0).path("states").path("simulator"));
        assertThat(Call.quiesce(arguments)).isEqualTo(call);
    }

    @Test
    void savedCounterexampleIsReplayedOrRefused() throws IOException {
        Path traces = directory.resolve("traces");
        assertThat(Call.quiesce("check", BROKEN, "--kernel", "5.10", "--engine", "sim", "--property", "StopTerminates",
                "--save", traces.toString()).status()).isZero();
        Path trace = traces.resolve("state-set-after-check-broken-linux-5.10-StopTerminates.json");

        Call confirmed = Call.quiesce("replay", trace.toString());
        assertThat(confirmed.status()).isZero();
        assertThat(confirmed.out())
                .startsWith("""
                        state-set-after-check: confirmed that StopTerminates is violated on linux-5.10
                          modprobe waits at line 11 (kthread_stop(task);) for worker to exit. worker went to sleep at line
                        """)
                .endsWith("""
                          a kernel shows  HUNG-STOPPER: INFO: task … blocked for more than 120 seconds, with kthread_stop in
                                            its call trace
                          replayed        on the simulator: confirmed, 15 of 15 steps
                          learn more      quiesce list --explain StopTerminates
                        """);
        assertThat(Call.quiesce("replay", trace.toString(), "--format", "json").out()).contains("\"confirmed\" : true");

        Call parted = Call.quiesce("replay", changed(trace, "\"INTERRUPTIBLE\"", "\"UNINTERRUPTIBLE\"").toString());
        assertThat(parted.status()).isEqualTo(4);
        assertThat(parted.out().replaceAll("\\s+", " ")).contains("parts at step 14 in state[worker]: the trace has");

        assertNoneOfTheProtocol(changed(trace, "\"asleep\"", "\"asloop\""), "its initial state lacks the variable 'asleep'");
        assertNoneOfTheProtocol(changed(trace, "\"context\" : \"worker\"", "\"context\" : \"\\n\""),
                "move 9: there is no context '?'; there are worker, modprobe");
        assertNoneOfTheProtocol(changed(trace, "\"action\" : \"Worker", "\"action\" : \"Wroker"),
                "move 9: worker has no action 'Wroker");

        Call otherVersion = Call.quiesce("replay", changed(trace, "sha256:", "sha256:0").toString());
        assertThat(otherVersion.status()).isEqualTo(2);
        assertThat(otherVersion.err()).contains(
                "another version of state-set-after-check, or its protocol or granularity was changed; save it again");

        Call unknown = Call.quiesce("replay",
                changed(trace, "\"state-set-after-check\"", "\"mine\\u001b[31m\"").toString());
        assertThat(unknown.status()).isEqualTo(2);
        assertThat(unknown.err())
                .endsWith(": there is no protocol 'mine?[31m'\nname the C file or the model's directory with --of\n")
                .doesNotContain("\u001b");
    }

    @Test
    void aFaultOfTheAtlasHasAPage() {
        assertThat(Call.quiesce("list", "--explain", "self-stop").out())
                .startsWith("self-stop · Deadlocks around stop\n  in short        The thread stops itself\n")
                .contains("  goes wrong      ", "  step by step    1. ", "  expected        broken: ", "  mended by       ", "  to read on      ")
                .isEqualTo(Call.quiesce("list", "protocols", "self-stop").out());
        assertThat(Call.quiesce("list", "--explain", "self-stop", "--format", "json").out()).contains("\"id\" : \"self-stop\"")
                .doesNotContain("first-kthread");
        assertThat(Call.quiesce("list", "--explain", "self-stpo")).isEqualTo(new Call(2, "",
                "quiesce: there is no property or protocol 'self-stpo'; did you mean 'self-stop'?\nquiesce list shows what there is\n"));
    }

    @Test
    void whoWantsLessHearsLessAndWhoWantsMoreMore() throws IOException {
        assertThat(Call.quiesce("matrix", "first-kthread", "--quiet", "--engine", "sim", "--kernel", "5.10")).isEqualTo(new Call(0, "2 checks · as expected: 2\n", ""));
        Call verbose = Call.quiesce("report", "first-kthread", "--verbose", "--engine", "sim", "--kernel", "5.10",
                "--out", directory.resolve("r.html").toString());
        assertThat(verbose.err().lines()).hasSize(3).element(0).asString().startsWith("first-kthread/broken ");
        assertThat(Call.quiesce("report", "first-kthread", "--quiet", "--engine", "sim", "--kernel", "5.10",
                "--out", directory.resolve("q.html").toString()))
                .isEqualTo(new Call(0, "", ""));
        assertThat(directory.resolve("q.html")).hasSameTextualContentAs(directory.resolve("r.html"));
        assertThat(Call.quiesce("audit", "first-kthread/mended", "--quiet", "--engine", "sim", "--kernel", "5.10").out())
                .matches("first-kthread/mended: \\d+ of \\d+ assumptions change a verdict on linux-5.10\n");
        assertThat(Call.quiesce("emit", "first-kthread", "--quiet", "--out", directory.resolve("specs").toString())).isEqualTo(new Call(0, "", ""));
        assertThat(directory.resolve("specs")).isNotEmptyDirectory();
    }

    /** Whatever the file is called: its results are kept under names that a file can have, no two alike. */
    @Test
    void counterexamplesOfAnyFileAreKept() throws IOException {
        String[] check = {"check", "", "", "--engine", "sim", "--quiet", "--save", directory.resolve("out").toString()};
        for (String name : List.of("my driver.c", "my\tdriver.c")) {
            Files.copy(Path.of("models/first-kthread/broken.c"), directory.resolve(name));
        }
        check[1] = directory.resolve("my driver.c").toString();
        check[2] = directory.resolve("my\tdriver.c").toString();
        Call call = Call.quiesce(check);
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.err().lines()).hasSize(2).allSatisfy(line -> {
            assertThat(line).matches("wrote .*my_driver\\.c(_2)?-linux-6\\.18-NoCodeAfterUnload\\.json");
            assertThat(Path.of(line.substring("wrote ".length()))).isRegularFile();
        });
        String saved = call.err().lines().findFirst().orElseThrow().substring("wrote ".length());
        assertThat(Call.quiesce("replay", saved).err()).endsWith("name the C file or the model's directory with --of\n");
        assertThat(Call.quiesce("replay", saved, "--of", check[1]).status()).isZero();
        assertThat(Call.quiesce("check", "first-kthread/mended", "--engine", "sim", "--quiet", "--save",
                directory.resolve("none").toString()).err()).isEqualTo("no counterexample to save\n");
    }

    private static void assertNoneOfTheProtocol(Path trace, String why) {
        Call call = Call.quiesce("replay", trace.toString());
        assertThat(call.status()).isEqualTo(2);
        assertThat(call.out()).isEmpty();
        assertThat(call.err())
                .startsWith("quiesce: " + trace + ": the trace is none of state-set-after-check: " + why)
                .endsWith("\nsave it again with check --save\n")
                .hasLineCount(2);
    }

    @Test
    void guidedRunIsFollowedToItsHang() {
        Call call = Call.quiesce("simulate", BROKEN, "--kernel", "5.10", "--schedule", String.join(",",
                "modprobe:Modprobe6Create,modprobe,worker,worker,modprobe,modprobe,modprobe,ModprobeLive",
                "modprobe,modprobe,modprobe,modprobe,modprobe,worker,Worker3"));
        assertThat(call.status()).isZero();
        assertThat(call.out())
                .startsWith("""
                        state-set-after-check/broken on linux-5.10: stuck after 15 steps
                          A run along a schedule.

                                worker                                        modprobe
                        """)
                .endsWith("""
                          for ever        worker    asleep at line 3 in schedule()
                                          modprobe  waiting at line 11 in kthread_stop(task) for 'exited'
                          violated        StopTerminates, UnloadCompletes: modprobe waits at line 11 (kthread_stop(task);)
                                            for worker to exit. worker went to sleep at line 3, at step 15; the last wake-up
                                            it will ever get was sent before, at step 13, when it was not asleep yet.
                                          ThreadExits: worker went to sleep at line 3, at step 15; the last wake-up it will
                                            ever get was sent before, at step 13, when it was not asleep yet.
                          a kernel shows  HUNG-STOPPER: INFO: task … blocked for more than 120 seconds, with kthread_stop in
                                            its call trace
                          learn more      quiesce list --explain StopTerminates (or ThreadExits, UnloadCompletes)
                        """);
    }

    @Test
    void scheduleThatIsNotPossibleSaysWhatIs() {
        assertThat(Call.quiesce("simulate", BROKEN, "--schedule", "worker")).isEqualTo(new Call(1, """
                state-set-after-check/broken on linux-6.18: the schedule can't go on after 0 steps: its entry 1,
                  worker, is not possible there
                  A run along a schedule.

                  at the end      worker    was never created
                                  modprobe  about to go on at line 6 in task = kthread_run(worker, NULL, "worker")
                  possible next   modprobe:Modprobe6Create
                """, ""));
    }

    @Test
    void randomRunIsTheSameAgain() {
        String[] arguments = {"simulate", "first-kthread/broken", "--kernel", "5.10", "--seed", "2"};
        Call call = Call.quiesce(arguments);
        assertThat(call.out()).startsWith("""
                first-kthread/broken on linux-5.10: TEXT-FAULT after 13 steps
                  A random run; --seed 2 --steps 100 gives it again.
                """);
        assertThat(call.status()).isZero();
        assertThat(Call.quiesce(arguments)).isEqualTo(call);
        assertThat(Call.quiesce("simulate", "first-kthread/broken", "--seed", "2", "--steps", "1").out())
                .startsWith("first-kthread/broken on linux-6.18: cut off after 1 step\n");
        assertThat(Call.quiesce("simulate", "first-kthread/mended", "--seed", "2").out())
                .startsWith("first-kthread/mended on linux-6.18: nothing more to do after ");
    }

    @Test
    void emitPrintsTheModuleOrWritesItWithItsConfigurations() throws IOException {
        Call printed = Call.quiesce("emit", BROKEN, "--kernel", "5.10");
        assertThat(printed.status()).isZero();
        assertThat(printed.out()).startsWith("----").contains(" MODULE StateSetAfterCheck ").endsWith("=\n");

        Path out = directory.resolve("a directory");
        Call written = Call.quiesce("emit", BROKEN, "--kernel", "5.10", "--out", out.toString());
        assertThat(written.status()).isZero();
        assertThat(written.out()).isEmpty();
        assertThat(written.err()).hasLineCount(3).contains("wrote " + out + "/StateSetAfterCheck.tla\n");
        assertThat(Call.quiesce("emit", BROKEN, "--out", directory.resolve("two\nlines").toString()).err())
                .hasLineCount(3).contains("/two?lines/StateSetAfterCheck.tla\n");
        assertThat(out.toFile().list()).containsExactlyInAnyOrder("StateSetAfterCheck.tla",
                "StateSetAfterCheckSafety.cfg", "StateSetAfterCheckLiveness.cfg");
        assertThat(out.resolve("StateSetAfterCheck.tla")).hasContent(printed.out());

        assertThat(Call.quiesce("emit", "state-set-after-check", "--kernel", "5.10,6.12", "--out", out.toString()).status())
                .isZero();
        assertThat(out.resolve("state-set-after-check/mended/linux-6.12")).isDirectoryContaining("glob:**Safety.cfg");
    }

    @Test
    void realBugsAreFoundByIdByGroupAndByPath() {
        String[] line = {"--kernel", "5.10", "--engine", "sim"};
        String id = "mm-kswapd-offline";
        Call call = Call.quiesce(with("check", id, line));
        assertThat(call.status()).isZero();
        assertThat(call.out()).startsWith(id + "/broken: violated on linux-5.10, as expected\n");
        for (String name : List.of("real/" + id, "models/real/" + id, "./models/real/" + id + "/")) {
            assertThat(Call.quiesce(with("check", name, line))).as(name).isEqualTo(call);
        }
        assertThat(Call.quiesce(with("check", "real/" + id + "/mended", line)).out()).startsWith(id + "/mended: holds");
        assertThat(Call.quiesce(with("check", "real", line)).out())
                .contains(id + "/broken ").doesNotContain("first-kthread").contains("net-xen-netback-rx/mended ");
        assertThat(Call.quiesce("list", "protocols").out())
                .containsPattern("\n\nReal bugs, with the class of each \\('real' names all of them\\)\n")
                .containsPattern("\n  mm-kswapd-offline +state-set-after-check: \\S");
        assertThat(Call.quiesce("emit", "real/" + id, "--out", directory.toString()).status()).isZero();
        assertThat(directory.resolve("real").resolve(id).resolve("mended")).isDirectoryContaining("glob:**Safety.cfg");
    }

    private static String[] with(String command, String what, String... more) {
        return Stream.concat(Stream.of(command, what), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void listNamesWhatThereIs() {
        Call call = Call.quiesce("list");
        assertThat(call.status()).isZero();
        assertThat(call.out()).contains("  state-set-after-check ").contains("  StopTerminates ").contains("  linux-6.18 ");
        assertThat(Call.quiesce("list", "profiles").out())
                .contains("\n  linux-5.15    as linux-5.10, with UnparkOnlyIfParkBit\n",
                        "\n  linux-6.6     as linux-6.1, with DestroyWorkerSeesDelayed, ThawRestoresSleep,"
                                + " DrainedQueueRejects, WaitWokenTestsPark, FreeIrqAwaitsThread\n",
                        "\n  linux-6.12    as linux-6.6, without CancelledWorkPends, RefusedSleepShows\n",
                        "\n  linux-6.18    as linux-6.12, with BindWarnsOfStarted, ExitShowsFirst, without CreateWorkerWakes\n",
                        ": linux-6.1 to 6.18. Source: commit a7c01fa93aeb",
                        "since 6.7, not in linux-5.10 to 6.1; kthread_stop() and put_task_struct() do the same.")
                .doesNotContain("StopTerminates");
        assertThat(Call.quiesce("list", "protocols").out())
                .startsWith("Protocols, each as /broken and as /mended\n  first-kthread ")
                .contains("\n  lost-thread-pointer            A second start forgets the first thread; also"
                        + " /broken-unlocked\n");
    }

    /** In a file, every entry can be found by its line; two headings and a blank line are there besides. */
    @Test
    void listIsALineForEachEntryUnlessItIsForATerminal() {
        int entries = Atlas.standard().entries().size();
        assertThat(Call.quiesce("list", "protocols").out().lines()).hasSize(entries + 3);
        assertThat(Call.on(terminal(80), "list", "protocols").out().lines()).hasSizeGreaterThan(entries);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 47, 53, 60, 66, 80})
    void everythingFitsATerminalOfThatWidth(int width) {
        for (String arguments : List.of(
                "check " + BROKEN + " --engine sim --kernel 5.10",
                "check ksoftirqd-and-kworker/broken double-stop-concurrent/broken late-module-get/broken --engine sim",
                "check first-kthread state-set-after-check erestartsys-spin --engine sim --kernel 5.10,6.1",
                "matrix state-set-after-check erestartsys-spin --engine sim",
                "audit stop-frozen-thread/broken --engine sim --kernel 5.10,6.12",
                "mutate state-set-after-check timer-at-unload",
                "simulate ksoftirqd-and-kworker/broken --steps 60",
                "simulate first-kthread/broken --schedule modprobe,worker",
                "list",
                "list primitives",
                "list primitives kthread_stop wait_for_completion_interruptible_timeout --explain")) {
            assertThat(Call.on(terminal(width), arguments.split(" ")).out().lines())
                    .as(arguments)
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(width));
        }
    }

    private static Terminal terminal(int width) {
        return new Terminal(Terminal.Kind.INTERACTIVE, Terminal.Kind.FILE, width, StandardCharsets.UTF_8, Colour.OFF);
    }

    @Test
    void everyPropertyHasAPage() {
        for (Property property : Property.values()) {
            assertThat(Call.quiesce("list", "properties", property.id(), "--explain").out())
                    .startsWith(property.id() + "  ")
                    .contains("  claims ", "  the simulator ", "  is vacuous ", "  a kernel shows ", "  in TLA+ ");
        }
        assertThat(Call.quiesce("list", "properties", "--explain", "ThreadExits").out()).isEqualTo("""
                ThreadExits  progress
                  claims          every thread that is asked to stop leaves its thread function
                  the simulator   looks for a state that stays, or a loop that is fair to every context, in all of
                                    which a thread is asked to stop, and has not left its thread function
                  assumes         a context that can go on does so eventually; locks and completions are handed out
                                    fairly; timers expire, grace periods end; nothing is assumed of users and
                                    devices; quiesce audit shows what of that a protocol needs
                  is vacuous      unless some run takes one of these steps: StopSet (sets KTHREAD_SHOULD_STOP)
                  a kernel shows  HUNG-STOPPER: INFO: task … blocked for more than 120 seconds, with kthread_stop in
                                    its call trace
                                  SPIN: watchdog: BUG: soft lockup, or an RCU stall, or only a CPU at 100 %
                  in TLA+         of first-kthread/mended, which quiesce emit shows in full:

                    ThreadExits == []<>(shouldStop[worker] => pc[worker] \\in Out \\/ fault # "none")
                """);
    }

    @Test
    void functionsOfTheKernelAreListed() {
        Call all = Call.quiesce("list", "primitives");
        assertThat(all.status()).isZero();
        assertThat(all.out()).contains("Stopping and exiting\n  kthread_stop ", "; not for modules; as kthread_bind()\n",
                "; not for modules; part of kthread_create()\n");
        assertThat(all.out().lines().filter(line -> line.startsWith("  "))).hasSize(
                (int) Primitives.read().all().count());
        assertThat(all.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(400));
        assertThat(Call.on(terminal(100), "list", "primitives", "kthread_freezable_should_stop", "kthread_bind_mask").out())
                .isEqualTo("""
                        Creating threads
                          kthread_bind_mask  binds a thread that was never woken to some CPUs
                                             since 6.1 or before; not for modules; as kthread_bind()

                        Stopping and exiting
                          kthread_freezable_should_stop  freezes if a freeze is under way and no stop was requested, then
                                                           tests for a stop
                                                         since about 3.3; 2 entries

                        All are modelled: by steps of their own, 'as' another that does the same, or as 'part of' one that
                        is; where it says 'not in C', for protocols that builders make, and a C file that calls it is
                        inconclusive. Of 'or before' the first release was not looked for, 'about' is from memory. What
                        comes last is how many entries of the atlas use it; --explain names them.
                        """);
    }

    @Test
    void everyFunctionOfTheKernelHasAPage() {
        List<String> names = Primitives.read().all().map(Primitive::name).toList();
        Call call = Call.quiesce(Stream.concat(Stream.of("list", "primitives", "--explain"), names.stream())
                .toArray(String[]::new));
        assertThat(call.status()).isZero();
        assertThat(call.out().split("\n\n")).hasSameSizeAs(names).allSatisfy(page ->
                assertThat(page).contains("  does  ", "  in Linux  ", "  called by  ", "  known from  "));
        assertThat(Call.quiesce("list", "primitives", "kthread_parkme", "--explain").out()).isEqualTo("""
                kthread_parkme (modelled)
                  does            parks the running thread as long as it is asked to; a stop is not looked at
                  micro-steps     Q1-Q5
                  in Linux        since about 3.8
                  called by       modules, and the kernel itself
                  modelled as     in ksoftirqd/broken, kthread_parkme();
                                  sets TASK_PARKED (Q1)
                                  tests KTHREAD_SHOULD_PARK; if it is set completes 'parked' (Q2 Q3)
                                  calls schedule() (Q4)
                                  sets TASK_RUNNING (Q5)
                  in the atlas    ksoftirqd, smpboot-hotplug-deadlock, park-unresponsive, parked-never-unparked,
                                    park-exit-race, park-stop-race, double-park, no-recheck-after-parkme,
                                    wait-woken-misses-park, fs-io-uring-sq, fs-btrfs-reclaim-park, test-psci-checker
                  known from      kernel/kthread.c, read in 6.1.192 and 6.12.117
                """);
    }

    @Test
    void matrixShowsWhatGoesWrongWhere() {
        Call call = Call.quiesce("matrix", "state-set-after-check", "erestartsys-spin/broken", "--engine", "sim");
        assertThat(call.status()).isZero();
        assertThat(call.out()).startsWith("""
                                            linux-5.10, 5.15              linux-6.1 to 6.18
                  state-set-after-check
                    broken                  StopTerminates: HUNG-STOPPER  holds
                    broken-uninterruptible  StopTerminates: HUNG-STOPPER  StopTerminates: HUNG-STOPPER
                    mended                  holds                         holds
                  erestartsys-spin
                    broken                  StopTerminates: HUNG-STOPPER  StopTerminates: SPIN

                state-set-after-check/broken: hangs up to linux-5.15, holds from linux-6.1
                state-set-after-check/broken-uninterruptible: hangs on linux-5.10 to 6.18
                state-set-after-check/mended: holds on linux-5.10 to 6.18
                erestartsys-spin/broken: hangs up to linux-5.15, spins from linux-6.1

                  this rests on   kernel: linux-5.10, 5.15
                """);
    }

    @Test
    void auditShowsWhatVerdictsRestOn() {
        Call call = Call.quiesce("audit", "stop-frozen-thread/broken", "--kernel", "5.10,6.12", "--engine", "sim",
                "--property", "StopTerminates,UnloadCompletes");
        assertThat(call.status()).isZero();
        assertThat(call.err()).isEmpty();
        assertThat(call.out()).isEqualTo("""
                stop-frozen-thread/broken: 3 of 10 assumptions change a verdict

                                                                                linux-5.10         linux-6.12
                  if dropped
                    worker-goes-on        worker goes on whenever it can        violated:          –
                                                                                  StopTerminates,
                                                                                  UnloadCompletes
                    modprobe-goes-on      modprobe goes on whenever it can      violated:          –
                                                                                  StopTerminates,
                                                                                  UnloadCompletes
                    fair-turns            who waits for a lock, a completion    –                  –
                                            or the like gets his turn
                    no-spurious-wake-ups  there are no spurious wake-ups        –                  –
                    no-oops-of-worker     worker does not die of an oops        –                  –
                    no-memory-reuse       the memory of a freed task is not     –                  –
                                            used again
                  if taken on
                    module-is-unloaded    somebody unloads the module           –                  –
                    suspend-acts          suspend acts whenever it can          –                  holds:
                                                                                                     StopTerminates,
                                                                                                     UnloadCompletes
                    nothing-fails         no call fails                         –                  –
                    no-preemption         the kernel is not preemptible, so     –                  –
                                            that RCU waits for all code that
                                            runs

                StopTerminates and UnloadCompletes hold only as long as worker goes on whenever it can and modprobe
                  goes on whenever it can (only linux-5.10).
                StopTerminates and UnloadCompletes hold only if suspend acts whenever it can (only linux-6.12).

                  this rests on   kernel: linux-5.10
                                  kernel: linux-6.12 (kthread_stop() also raises TIF_NOTIFY_SIGNAL, so that
                                    interruptible sleeps of the thread end)
                                  contexts: 1 × worker, 1 × modprobe, 1 × suspend
                                  memory: sequentially consistent
                                  granularity: one shared access per step
                                  fairness: a context that can go on does so eventually; locks and completions are
                                    handed out fairly; timers expire, grace periods end; nothing is assumed of users
                                    and devices
                                  relied on: worker goes on whenever it can; modprobe goes on whenever it can; who
                                    waits for a lock, a completion or the like gets his turn
                                  not relied on: somebody unloads the module; suspend acts whenever it can
                                  environment: suspend acts at any time, or never; the module is unloaded once or
                                    never; no signals for threads, no spurious wake-ups
                                  engines: simulator
                  learn more      quiesce list --explain StopTerminates (or UnloadCompletes); quiesce list --explain
                                    stop-frozen-thread, or docs/atlas/stop-frozen-thread.md, on the fault
                """);
    }

    /** One row of it in full: a thread that is never run again keeps whoever stops it waiting. */
    @Test
    void auditShowsACheckWithOneAssumptionTurned() {
        Call call = Call.quiesce("audit", "first-kthread/mended", "--kernel", "6.18", "--engine", "sim", "--show",
                "worker-goes-on");
        assertThat(call.status()).isEqualTo(1);
        assertThat(call.out())
                .startsWith("first-kthread/mended without worker-goes-on: violated on linux-6.18\n")
                .contains("worker need not go on in", "kthread(): nothing is assumed of it.\n")
                .contains("  relied on: modprobe goes on whenever it can; ")
                .contains("  not relied on: worker goes on whenever it can; ")
                .doesNotContain("fairness: ");
        assertThat(Call.quiesce("audit", "first-kthread/mended", "--kernel", "6.18", "--engine", "sim", "--show",
                "nothing-fails").out()).startsWith("first-kthread/mended with nothing-fails: holds on linux-6.18\n");
    }

    @Test
    void helpAndVersionAreData() {
        for (String arguments : List.of("--help", "check --help", "matrix --help", "audit --help", "mutate --help", "emit --help", "simulate --help", "replay --help", "export --help",
                "import --help", "list --help", "list primitives --help")) {
            Call call = Call.quiesce(arguments.split(" "));
            assertThat(call.status()).isZero();
            assertThat(call.out()).startsWith("Usage: quiesce");
            assertThat(call.err()).isEmpty();
        }
        assertThat(Call.quiesce("--version").out()).startsWith("quiesce ");
    }

    @Test
    void terminalGetsColourUnlessItIsNotWanted() {
        Terminal colourful = new Terminal(Terminal.Kind.INTERACTIVE, Terminal.Kind.FILE, 80, StandardCharsets.UTF_8, Colour.ON);
        String[] list = {"list", "profiles"};
        String[] check = {"check", BROKEN, "--kernel", "5.10", "--engine", "sim"};
        assertThat(Call.on(colourful, check).out()).contains("\u001b[1;31mviolated\u001b[0m");
        assertThat(Call.on(colourful.withoutColour(), check).out()).doesNotContain("\u001b");
        assertThat(Call.on(colourful, with(check, "--no-color")).out())
                .doesNotContain("\u001b");
        assertThat(Call.on(colourful, list).out().lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void withoutUnicodeTheDrawingIsAscii() {
        Terminal ascii = new Terminal(Terminal.Kind.FILE, Terminal.Kind.FILE, 100, StandardCharsets.US_ASCII, Colour.OFF);
        assertThat(Call.on(ascii, "check", BROKEN, "--kernel", "5.10", "--engine", "sim").out())
                .isASCII()
                .contains("# 3  schedule();").contains(": asleep, or waits");
    }

    private Path changed(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        return Files.writeString(Files.createTempFile(directory, "changed", ".json"), text.replace(from, to));
    }

    private Path copyOf(String model) throws IOException {
        Path copy = Files.createDirectories(directory.resolve(model));
        try (Stream<Path> files = Files.list(Path.of("models", model))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }
}
