package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CSource;
import org.quiesce.kernel.Profiles;
import org.quiesce.kernellog.LogException;
import org.quiesce.kernellog.LogReader;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Sight;
import org.quiesce.spec.LogSpec;
import org.quiesce.spec.SpecEmitter;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.ClassArchives;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcJar;
import org.quiesce.workbench.Validation.Answer;

/** Logs of real kernels, whole and damaged, against the C that was loaded there, and against other C. */
class ValidationTest {

    private static Workbench workbench;

    @BeforeAll
    static void open() {
        workbench = Workbench.standard();
    }

    @AfterAll
    static void close() {
        workbench.close();
    }

    @ParameterizedTest
    @CsvSource({"first-kthread-mended-6.1, first-kthread/mended", "first-kthread-mended-6.12, first-kthread/mended",
        "state-set-after-check-mended-6.1, state-set-after-check/mended",
        "state-set-after-check-mended-6.12, state-set-after-check/mended",
        "state-set-after-check-mended-6.1-two-cpus, state-set-after-check/mended",
        "queue-after-flush-mended-6.1, queue-after-flush/mended", "queue-after-flush-mended-6.12, queue-after-flush/mended",
        "queue-after-flush-mended-6.12-two-cpus, queue-after-flush/mended",
        "kworker-queue-after-flush-mended-6.1, kworker-queue-after-flush/mended",
        "kworker-queue-after-flush-mended-6.12, kworker-queue-after-flush/mended",
        "park-unresponsive-mended-6.1, park-unresponsive/mended", "park-unresponsive-mended-6.12, park-unresponsive/mended",
        "own-flag-not-should-stop-mended-6.1, own-flag-not-should-stop/mended",
        "own-flag-not-should-stop-mended-6.12, own-flag-not-should-stop/mended",
        "complete-then-return-mended-6.1, complete-then-return/mended",
        "complete-then-return-mended-6.12, complete-then-return/mended",
        "missing-stop-in-exit-broken-6.1, missing-stop-in-exit/broken",
        "first-kthread-mended-6.1-trace-cmd, first-kthread/mended", "first-kthread-mended-6.1-perf, first-kthread/mended",
        "queue-after-flush-mended-6.12-trace-cmd, queue-after-flush/mended",
        "queue-after-flush-mended-6.12-perf, queue-after-flush/mended",
        "double-stop-sequential-broken-6.12, double-stop-sequential/broken", "never-woken-broken-6.12, never-woken/broken"})
    void logsAreRunsOfWhatWasLoaded(String log, String model) throws Exception {
        assertThat(answer(recorded(log), model, kernelOf(log))).isInstanceOf(Answer.Accepted.class);
    }

    /** In which line it parts from the wrong model, and what is seen there. */
    @ParameterizedTest
    @CsvSource({"first-kthread-mended-6.1, queue-after-flush/mended, Sleep", "first-kthread-mended-6.1, complete-then-return/mended, Sleep",
        "queue-after-flush-mended-6.1, complete-then-return/mended, StopBegins",
        "queue-after-flush-mended-6.12, first-kthread/mended, Sleep",
        "park-unresponsive-mended-6.1, own-flag-not-should-stop/mended, Sleep",
        "own-flag-not-should-stop-mended-6.12, own-flag-not-should-stop/broken, Wake",
        "complete-then-return-mended-6.1, own-flag-not-should-stop/mended, Place",
        "missing-stop-in-exit-broken-6.1, state-set-after-check/mended, Sleep",
        "first-kthread-mended-6.1-trace-cmd, own-flag-not-should-stop/broken, Sleep",
        "first-kthread-mended-6.1-perf, own-flag-not-should-stop/broken, Sleep",
        "queue-after-flush-mended-6.12-trace-cmd, first-kthread/mended, Sleep",
        "queue-after-flush-mended-6.12-perf, first-kthread/mended, Sleep",
        "double-stop-sequential-broken-6.12, complete-then-return/mended, StopBegins"})
    void logsAreNoRunsOfAnythingElse(String log, String model, String sight) throws Exception {
        Answer answer = answer(recorded(log), model, kernelOf(log));
        assertThat(answer).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.seen().map(s -> s.getClass().getSimpleName())).contains(sight);
            assertThat(refused.possible()).isNotEmpty();
            assertThat(refused.last()).isPresent();
        });
    }

    /** Both threads sleep in msleep() until they are stopped; only one of the modules has work. */
    @Test
    void callbackThatTheModelDoesNotHaveLeavesADoubt() throws Exception {
        String printedLate = recorded("queue-after-flush-mended-6.12");
        String printedEarly = printedLate.replace("0xffffffffc0201010", "item [queue_after_flush_mended]");
        for (String log : List.of(printedLate, printedEarly)) {
            assertThat(answer(log, "own-flag-not-should-stop/mended", "6.12")).isEqualTo(new Answer.Undecided("all of it can be a run,"
                    + " but of the module there are called back: " + (log.equals(printedLate) ? "0xffffffffc0201010" : "item")
                    + "; the model has no such callback"));
            assertThat(answer(log, "queue-after-flush/mended", "6.12")).isInstanceOf(Answer.Accepted.class);
        }
    }

    /** A log cuts names to 15 characters. */
    @Test
    void threadsWithNamesThatCollideAreNotToldApart() throws Exception {
        String c = Files.readString(Path.of("models/first-kthread/mended.c"));
        String two = c.replace("static int __init", "static int other(void *data)\n{\n\twhile (!kthread_should_stop())\n\t\tmsleep(100);\n"
                        + "\treturn 0;\n}\nstatic struct task_struct *second;\nstatic int __init")
                .replace("\"worker\"", "\"a-rather-long-name-1\"")
                .replace("\twake_up_process(task);", "\twake_up_process(task);\n\tsecond = kthread_run(other, NULL, \"a-rather-long-name-2\");")
                .replace("\tkthread_stop(task);", "\tkthread_stop(task);\n\tkthread_stop(second);");
        Protocol protocol = CReader.read(new CSource("two.c", two), Bounds.usual()).protocol();
        assertThatThrownBy(() -> answer(recorded("first-kthread-mended-6.1"), protocol, "6.1", Engines.SIM))
                .isInstanceOf(LogMismatchException.class)
                .hasMessage("threads of two functions are called a-rather-long-n in a log, which cuts names to 15 characters; give"
                        + " them other names");
    }

    /** Each event that is about a task of the module, or says who runs, is missed; but for a last one, as a log may end before it. */
    @ParameterizedTest
    @CsvSource({"first-kthread-mended-6.1, first-kthread/mended", "park-unresponsive-mended-6.12, park-unresponsive/mended",
        "kworker-queue-after-flush-mended-6.12, kworker-queue-after-flush/mended",
        "first-kthread-mended-6.1-trace-cmd, first-kthread/mended", "first-kthread-mended-6.1-perf, first-kthread/mended",
        "queue-after-flush-mended-6.12-trace-cmd, queue-after-flush/mended"})
    void logWithoutOneOfItsEventsIsRefused(String log, String model) throws Exception {
        List<String> lines = recorded(log).lines().toList();
        Protocol protocol = protocol(model);
        Pattern concerning = concerning(lines);
        int tried = 0;
        for (int i = loadedAt(lines) + 1; i < lines.size() - 1; i++) {
            if (concerning.matcher(lines.get(i)).find()) {
                List<String> damaged = new ArrayList<>(lines);
                damaged.remove(i);
                assertThat(answer(text(damaged), protocol, kernelOf(log), Engines.SIM)).as(lines.get(i)).isInstanceOf(Answer.Refused.class);
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(30);
    }

    /** Of two events that are both such the order is not one that any kernel has. */
    @ParameterizedTest
    @CsvSource({"first-kthread-mended-6.1, first-kthread/mended", "park-unresponsive-mended-6.12, park-unresponsive/mended",
        "kworker-queue-after-flush-mended-6.12, kworker-queue-after-flush/mended"})
    void logWithTwoEventsInTheOtherOrderIsRefused(String log, String model) throws Exception {
        assertThat(swapsThatAreRuns(log, model)).isEmpty();
    }

    /** Without flags it does not show whether an interrupt wakes a task, nor, then, that a wake-up comes after what it is of. */
    @ParameterizedTest
    @CsvSource({"first-kthread-mended-6.1-trace-cmd, first-kthread/mended", "first-kthread-mended-6.1-perf, first-kthread/mended",
        "queue-after-flush-mended-6.12-trace-cmd, queue-after-flush/mended"})
    void orderThatDoesNotShowIsNotMissed(String log, String model) throws Exception {
        assertThat(swapsThatAreRuns(log, model)).hasSizeBetween(1, 2)
                .allMatch(line -> line.contains("sched_kthread_stop:") || line.contains("sched_waking:"));
    }

    /** The first lines of pairs of events that concern the module and may be in the other order. */
    private static List<String> swapsThatAreRuns(String log, String model) throws Exception {
        List<String> lines = recorded(log).lines().toList();
        Protocol protocol = protocol(model);
        Pattern concerning = concerning(lines);
        List<String> runs = new ArrayList<>();
        int tried = 0;
        for (int i = loadedAt(lines) + 1; i + 1 < lines.size(); i++) {
            if (concerning.matcher(lines.get(i)).find() && concerning.matcher(lines.get(i + 1)).find()) {
                List<String> damaged = new ArrayList<>(lines);
                damaged.set(i, at(lines.get(i), lines.get(i + 1)));
                damaged.set(i + 1, at(lines.get(i + 1), lines.get(i)));
                if (!(answer(text(damaged), protocol, kernelOf(log), Engines.SIM) instanceof Answer.Refused)) {
                    runs.add(lines.get(i));
                }
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(10);
        return runs;
    }

    /** An event that was not, before every third line. */
    @ParameterizedTest
    @CsvSource({"first-kthread-mended-6.1, first-kthread/mended", "complete-then-return-mended-6.12, complete-then-return/mended",
        "first-kthread-mended-6.1-perf, first-kthread/mended"})
    void logWithOneEventTooManyIsRefused(String log, String model) throws Exception {
        List<String> lines = recorded(log).lines().toList();
        Protocol protocol = protocol(model);
        String worker = found("child_comm=(?:kthreadd|worker) child_pid=(\\d+)", lines);
        List<String> forged = List.of("sched_kthread_stop: comm=worker pid=" + worker,
                "sched_process_exit: comm=worker pid=" + worker + " prio=120",
                "module_free: " + found("module_load: (\\w+)", lines),
                "sched_switch: prev_comm=x prev_pid=99999 prev_prio=120 prev_state=S ==> next_comm=worker next_pid=" + worker
                        + " next_prio=120");
        for (int i = indexOf("child_pid=" + worker, lines) + 1; i < lines.size(); i += 3) {
            for (String payload : forged) {
                List<String> damaged = new ArrayList<>(lines);
                damaged.add(i, lines.get(i).replaceFirst("(\\d+\\.\\d+: +(?:\\w+:(?=\\w+:))?)\\w+: .*",
                        "$1" + Matcher.quoteReplacement(payload)));
                assertThat(answer(text(damaged), protocol, kernelOf(log), Engines.SIM)).as("before line %d: %s", i + 1, payload)
                        .isInstanceOf(Answer.Refused.class);
            }
        }
    }

    /** A log that ends too soon is a run, too; that it does, and what else was not looked at, is said. */
    @Test
    void whatIsNotLookedAtIsSaid() throws Exception {
        List<String> lines = recorded("first-kthread-mended-6.1").lines().toList();
        assertThat(unseen(lines)).isEmpty();
        List<String> half = lines.subList(0, indexOf("sched_kthread_stop:", lines));
        assertThat(unseen(half)).containsExactly(
                "what comes after the end of the log, which does not show that first_kthread_mended is freed");
        List<String> more = new ArrayList<>(lines);
        int stop = indexOf("sched_kthread_stop:", lines);
        more.addAll(stop, Collections.nCopies(2, lines.get(stop).replaceFirst(": sched_kthread_stop: .*", ": foo_bar: x=1")));
        assertThat(unseen(more)).containsExactly("events of which nothing is known: foo_bar (2)");
    }

    private static List<String> unseen(List<String> lines) throws Exception {
        Validation held = called(Map.of(), text(lines), protocol("first-kthread/mended"));
        assertThat(held.answer()).isInstanceOf(Answer.Accepted.class);
        return held.unseen();
    }

    /** What was lost may have been anything; what was left out without a word was nothing. */
    @Test
    void gapsExplainWhatIsMissing() throws Exception {
        List<String> lines = recorded("first-kthread-mended-6.1").lines().toList();
        int stop = indexOf("sched_kthread_stop:", lines);
        List<String> without = new ArrayList<>(lines);
        without.subList(stop - 1, stop + 4).clear();
        assertThat(answer(text(without), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Refused.class);
        without.add(stop - 1, "CPU:0 [LOST 5 EVENTS]");
        assertThat(answer(text(without), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        assertThat(answer(text(without), "complete-then-return/mended", "6.1")).isInstanceOf(Answer.Refused.class);
    }

    /** A gap may have swallowed that a thread is created, or that one task loads the module and another will free it. */
    @Test
    void whoPlaysWhomIsKnownAcrossGaps() throws Exception {
        List<String> lines = recorded("first-kthread-mended-6.1").lines().toList();
        List<String> unforked = new ArrayList<>(lines);
        unforked.set(indexOf("child_pid=98", lines), "CPU:0 [LOST 1 EVENTS]");
        assertThat(answer(text(unforked), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        List<String> late = new ArrayList<>(lines);
        late.subList(loadedAt(lines) + 1, indexOf("sched_process_exit: comm=insmod", lines) + 1).clear();
        late.add(loadedAt(lines) + 1, "##### CPU 0 buffer started ####");
        assertThat(answer(text(late), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        late.remove(indexOf("sched_kthread_stop_ret:", late));
        assertThat(answer(text(late), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void endOfInitNeedNotBeRecorded() throws Exception {
        List<String> lines = new ArrayList<>(recorded("first-kthread-mended-6.1").lines()
                .filter(line -> !line.contains("module_put:") && !line.contains("sched_process_exit:")).toList());
        assertThat(answer(text(lines), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        lines.remove(indexOf("sched_kthread_stop:", lines));
        assertThat(answer(text(lines), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Refused.class);
    }

    /** Of a module that is loaded again the log is followed up to there. */
    @Test
    void threadsOfALaterLoadPlayNoPart() throws Exception {
        List<String> lines = new ArrayList<>(recorded("first-kthread-mended-6.1").lines().toList());
        String last = lines.get(lines.size() - 1);
        lines.add(at(last, lines.get(loadedAt(lines)).replace("insmod-97", "<idle>-0")));
        String fork = at(last, lines.get(indexOf("child_pid=98", lines)).replace("child_pid=98", "child_pid=198"));
        lines.add(fork.replace("kthreadd-2", "<idle>-0").replace("child_comm=kthreadd", "child_comm=worker"));
        assertThat(answer(text(lines), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        lines.remove(lines.size() - 2);
        assertThat(answer(text(lines), "first-kthread/mended", "6.1")).as("it is forked for somebody else")
                .isInstanceOfSatisfying(Answer.Refused.class, r -> assertThat(r.line()).isEqualTo(lines.size()));
    }

    @Test
    void sleepsAndWakeUpsAreOfUseOnlyTogether() throws Exception {
        for (String missing : List.of("sched_switch", "sched_waking")) {
            String silent = text(recorded("first-kthread-mended-6.1").lines().filter(line -> !line.contains(missing)).toList());
            assertThatThrownBy(() -> answer(silent, "first-kthread/mended", "6.1")).isInstanceOf(LogMismatchException.class)
                    .hasMessageStartingWith("the log has no " + missing).hasMessageEndingWith("; record both");
        }
        String neither = text(recorded("first-kthread-mended-6.1").lines()
                .filter(line -> !line.contains("sched_switch") && !line.contains("sched_waking")).toList());
        assertThat(answer(neither, "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void threadWhoseNameTheCodeDoesNotSayIsToldByTheUser() throws Exception {
        String c = Files.readString(Path.of("models/first-kthread/mended.c")).replace("\"worker\"", "dev_name(dev)");
        Protocol protocol = CReader.read(new CSource("named.c", c), Bounds.usual()).protocol();
        String log = recorded("first-kthread-mended-6.1");
        assertThatThrownBy(() -> answer(log, protocol, "6.1", Engines.SIM)).isInstanceOf(LogMismatchException.class).hasMessage(
                "the model does not say what threads of worker are called; say it with --called worker=NAME");
        assertThat(called(Map.of("worker", "work%d"), log, protocol).answer()).isInstanceOf(Answer.Accepted.class);
        assertThat(called(Map.of("worker", "somebody"), log, protocol).answer()).isInstanceOf(Answer.Refused.class);
        assertThatThrownBy(() -> called(Map.of("worker", "worker", "pump", "pump"), log, protocol))
                .hasMessage("the model has no thread function pump, of which --called speaks");
    }

    private static Validation called(Map<String, String> called, String log, Protocol protocol)
            throws LogException, LogMismatchException {
        return workbench.validate(new LogQuestion(protocol, Profiles.LINUX_6_1, LogReader.read(log), Optional.empty(), called,
                Set.of(), Engines.SIM));
    }

    /** From 6.12.34 on a thread that a signal keeps from sleeping is not shown as one that sleeps. */
    @Test
    void refusedSleepShowsOnlyOnKernelsThatShowIt() throws Exception {
        List<String> lines = new ArrayList<>(recorded("state-set-after-check-mended-6.1").lines().toList());
        String worker = found("child_pid=(\\d+)", lines);
        int preempted = indexOf("prev_comm=worker prev_pid=" + worker + " prev_prio=120 prev_state=S", lines);
        lines.set(preempted, lines.get(preempted).replace("prev_state=S", "prev_state=R+"));
        lines.remove(indexOf("sched_kthread_stop:", lines) + 1);
        int exit = indexOf("sched_process_exit: comm=worker", lines);
        String time = lines.get(exit);
        String rmmod = found("rmmod-(\\d+) .*sched_kthread_stop:", lines);
        String out = "  worker-" + worker + " [000] d..2. 1.0: sched_switch: prev_comm=worker prev_pid=" + worker
                + " prev_prio=120 prev_state=S ==> next_comm=rmmod next_pid=" + rmmod + " next_prio=120";
        String in = "  rmmod-" + rmmod + " [000] d..2. 1.0: sched_switch: prev_comm=rmmod prev_pid=" + rmmod
                + " prev_prio=120 prev_state=R+ ==> next_comm=worker next_pid=" + worker + " next_prio=120";
        lines.addAll(exit, List.of(at(time, out), at(time, in)));
        assertThat(answer(text(lines), "state-set-after-check/broken", "6.1")).isInstanceOf(Answer.Accepted.class);
        assertThat(answer(text(lines), "state-set-after-check/broken", "6.12")).isInstanceOf(Answer.Refused.class);
        lines.set(exit, lines.get(exit).replace("prev_state=S", "prev_state=R"));
        assertThat(answer(text(lines), "state-set-after-check/broken", "6.12")).isInstanceOf(Answer.Accepted.class);
    }

    /** What a thread does in a call of which nothing is known is not known. */
    @Test
    void sleepInWhatIsNotModelledLeavesADoubt() throws Exception {
        List<String> lines = new ArrayList<>(recorded("first-kthread-mended-6.1").lines().toList());
        int exit = indexOf("sched_process_exit: comm=worker", lines);
        String change = ": sched_switch: prev_comm=%s prev_pid=%s prev_prio=120 prev_state=%s ==> next_comm=%s next_pid=%s next_prio=120";
        List<String> sleep = List.of("  worker-98 [000] d..2. 1.0" + String.format(change, "worker", "98", "D", "rmmod", "102"),
                "  rmmod-102 [000] d.h3. 1.0: sched_waking: comm=worker pid=98 prio=120 target_cpu=000",
                "  rmmod-102 [000] d..2. 1.0" + String.format(change, "rmmod", "102", "R+", "worker", "98"));
        lines.addAll(exit, sleep.stream().map(line -> at(lines.get(exit), line)).toList());
        String c = Files.readString(Path.of("models/first-kthread/mended.c"));
        Protocol busy = CReader.read(new CSource("busy.c", c.replaceFirst("\n\treturn 0;", "\n\tfrobnicate();\n\treturn 0;")), Bounds.usual())
                .protocol();
        assertThat(answer(text(lines), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Refused.class);
        assertThat(answer(text(lines), busy, "6.1", Engines.SIM)).isInstanceOfSatisfying(Answer.Undecided.class,
                undecided -> assertThat(undecided.why()).contains("but all of it is by one in which threads sleep in what is not: busy.c:",
                        "frobnicate() does nothing to what is tracked"));
        lines.remove(indexOf("sched_kthread_stop:", lines));
        assertThat(answer(text(lines), busy, "6.1", Engines.SIM)).isInstanceOf(Answer.Refused.class);
    }

    /** TLC gets as far as the simulator, in whole logs, in damaged ones, with gaps, and with the wrong model. */
    @Test
    void enginesAgree() throws Exception {
        List<String> park = recorded("park-unresponsive-mended-6.12").lines().toList();
        List<String> lines = recorded("first-kthread-mended-6.1").lines().toList();
        List<String> lost = new ArrayList<>(lines);
        lost.set(indexOf("sched_kthread_stop:", lines), "CPU:0 [LOST 1 EVENTS]");
        assertThat(byBoth(text(lines), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        assertThat(byBoth(text(lost), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        assertThat(byBoth(text(park), "park-unresponsive/mended", "6.12")).isInstanceOf(Answer.Accepted.class);
        assertThat(byBoth(text(park), "own-flag-not-should-stop/mended", "6.12")).isInstanceOf(Answer.Refused.class);
        assertThat(byBoth(recorded("queue-after-flush-mended-6.12-two-cpus"), "queue-after-flush/mended", "6.12"))
                .isInstanceOf(Answer.Accepted.class);
        assertThat(byBoth(recorded("kworker-queue-after-flush-mended-6.12"), "kworker-queue-after-flush/mended", "6.12"))
                .isInstanceOf(Answer.Accepted.class);
        for (String missing : List.of("sched_waking: comm=worker", "sched_kthread_stop:", "prev_state=P", "sched_waking: comm=rmmod")) {
            List<String> damaged = new ArrayList<>(park);
            damaged.remove(indexOf(missing, park));
            assertThat(byBoth(text(damaged), "park-unresponsive/mended", "6.12")).as(missing).isInstanceOf(Answer.Refused.class);
        }
    }

    /** If the simulator claimed more, or less, than TLC finds, that would be said. */
    @Test
    void disagreementIsNoticed() throws Exception {
        LoweredProtocol lowered = Lowering.lower(protocol("own-flag-not-should-stop/mended"), Granularity.MICRO, Profiles.LINUX_6_1);
        var log = LogReader.read(recorded("park-unresponsive-mended-6.1"));
        LogSightings.Result seen = LogSightings.of(log, lowered, Profiles.LINUX_6_1, LogCast.of(log, lowered, Optional.empty(), ThreadNames.of(lowered, Map.of())).get(0), Set.of());
        LogSpec spec = LogSpec.of(SpecEmitter.emit(lowered), seen.visibility(), seen.sightings());
        Answer.Refused refused = (Answer.Refused) answer(recorded("park-unresponsive-mended-6.1"), "own-flag-not-should-stop/mended", "6.1");
        int followed = seen.lines().indexOf(refused.line());
        try (Tlc tlc = Tlc.using(TlcJar.bundled(), ClassArchives.inUserCache(), AnswerCache.none())) {
            LogCheck check = new LogCheck(tlc, spec, Profiles.LINUX_6_1);
            int all = seen.sightings().size();
            SortedSet<String> none = Collections.emptySortedSet();
            assertThat(check.doubt(followed, all, none)).isEmpty();
            assertThat(check.doubt(followed - 1, all, none)).contains(new Answer.Disputed(
                    "the simulator explains " + (followed - 1) + " sightings, and TLC more, or another fault there"));
            assertThat(check.doubt(all, all, none)).contains(new Answer.Disputed("the simulator explains " + all + " sightings, and TLC fewer"));
            assertThat(check.doubt(followed, all, new TreeSet<>(Set.of("USE-AFTER-FREE")))).contains(new Answer.Disputed(
                    "the simulator explains " + followed + " sightings, and TLC fewer, or no USE-AFTER-FREE there"));
        }
    }

    @Test
    void hundredThousandEventsAreFollowedInTime() throws Exception {
        LongLog log = LongLog.of(100_000);
        String text = text(log.lines());
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(answer(text, "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before))
                .isLessThan(Duration.ofSeconds(10));
        List<String> longer = new ArrayList<>(log.lines());
        longer.remove(log.from() + LongLog.TURN * 30_000);
        assertThat(answer(text(longer), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Refused.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "module_load: a OE|the log does not show that module b is loaded; it shows a",
        "sched_kthread_stop: comm=worker pid=6|the log does not show that module b is loaded"})
    void logThatDoesNotShowEnoughIsNoQuestion(String payload, String message) {
        assertThatThrownBy(() -> workbench.validate(new LogQuestion(protocol("first-kthread/mended"), Profiles.LINUX_6_1,
                LogReader.read("  rmmod-7 [000] ..... 1.5: " + payload + "\n"), Optional.of("b"), Map.of(), Set.of(), Engines.SIM)))
                .isInstanceOf(LogMismatchException.class).hasMessage(message);
    }

    @Test
    void whoIsWhoHasToBeKnown() throws Exception {
        String load = "  insmod-7 [000] ..... 1.5: module_load: a OE\n";
        assertThatThrownBy(() -> answer(load.replace(" a ", " b ") + load, "first-kthread/mended", "6.1"))
                .isInstanceOf(LogMismatchException.class)
                .hasMessage("the log shows several modules being loaded; say with --loaded which of b, a");
        assertThatThrownBy(() -> answer("  a-1 [000] ..... 1.5: sched_x: \n", "first-kthread/mended", "6.1"))
                .isInstanceOf(LogMismatchException.class)
                .hasMessage("the log does not show that a module is loaded; record module_load, from before it is");
        String fork = "  kthreadd-2 [000] ..... 1.5: sched_process_fork: comm=kthreadd pid=2 child_comm=worker child_pid=";
        assertThatThrownBy(() -> answer(load + fork + "8\n" + fork + "9\n", "first-kthread/mended", "6.1"))
                .isInstanceOf(LogMismatchException.class)
                .hasMessage("the log has more threads called worker than the 1 of the model; give it more with --threads worker=N");
    }

    /** What does not occur may not have been recorded; if it was, what would show it did not happen. */
    @Test
    void whatWasRecordedAndDoesNotOccurDidNotHappen() throws Exception {
        List<String> silent = recorded("first-kthread-mended-6.1").lines()
                .filter(line -> !line.contains("sched_kthread_stop")).toList();
        assertThat(answer(text(silent), "first-kthread/mended", "6.1")).isInstanceOf(Answer.Accepted.class);
        Validation told = workbench.validate(new LogQuestion(protocol("first-kthread/mended"), Profiles.LINUX_6_1,
                LogReader.read(text(silent)), Optional.empty(), Map.of(), Set.of("sched_kthread_stop"), Engines.SIM));
        assertThat(told.answer()).isInstanceOfSatisfying(Answer.Refused.class,
                refused -> assertThat(refused.seen()).containsInstanceOf(Sight.Wake.class));
    }

    // ---- logs and models

    private static String recorded(String name) throws IOException {
        return Files.readString(Path.of("src/test/resources/org/quiesce/kernellog", name + ".txt"));
    }

    private static String kernelOf(String log) {
        return log.contains("-6.12") ? "6.12" : "6.1";
    }

    private static Protocol protocol(String model) {
        return CReader.read(CSource.read(Path.of("models", model + ".c")), Bounds.usual()).protocol();
    }

    private static Answer answer(String log, String model, String kernel) throws LogException, LogMismatchException {
        return answer(log, protocol(model), kernel, Engines.SIM);
    }

    private static Answer byBoth(String log, String model, String kernel) throws LogException, LogMismatchException {
        return answer(log, protocol(model), kernel, Engines.BOTH);
    }

    private static Answer answer(String log, Protocol protocol, String kernel, Engines engines)
            throws LogException, LogMismatchException {
        return workbench.validate(new LogQuestion(protocol, Profiles.named("linux-" + kernel).orElseThrow(),
                LogReader.read(log), Optional.empty(), Map.of(), Set.of(), engines)).answer();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    private static int loadedAt(List<String> lines) {
        return indexOf("module_load:", lines);
    }

    private static int indexOf(String part, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no line has " + part);
    }

    private static String found(String pattern, List<String> lines) {
        return lines.stream().map(Pattern.compile(pattern)::matcher).filter(Matcher::find).map(m -> m.group(1)).findFirst().orElseThrow();
    }

    /** Who runs, and what is about a task of the module. */
    private static Pattern concerning(List<String> lines) {
        String worker = found("sched_process_fork: +comm=kthreadd pid=2 .*child_pid=(\\d+)", lines);
        return Pattern.compile("[ :](?:sched_switch|sched_kthread_stop|sched_kthread_stop_ret|module_free): "
                + "|sched_waking: +comm=(?:worker|rmmod) |sched_process_exit: +comm=worker|child_pid=" + worker + "$");
    }

    /** The second line at the time of the first. */
    private static String at(String first, String second) {
        String time = first.replaceFirst(".*?(\\d+\\.\\d+): .*", "$1");
        return second.replaceFirst("\\d+\\.\\d+: ", time + ": ");
    }
}
