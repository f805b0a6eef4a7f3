package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.trace.Diagnosis.Account;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.TlcAnswers;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.ReplayReport;
import org.quiesce.workbench.Verdict;

class TextReportTest {

    private static final String NAME = "state-set-after-check/broken";

    static Sheet twoKernels() {
        return new Sheet(List.of(
                new Checked(NAME, Samples.violated(Profiles.LINUX_5_10), new Conformance.AsExpected()),
                new Checked(NAME, Samples.holding(Profiles.LINUX_6_12),
                        new Conformance.Differs(List.of("StopTerminates is holds, expected: violated")))));
    }

    static Sheet inTrouble() {
        return new Sheet(List.of(new Checked(NAME,
                new CheckResult(Samples.STATE_SET_AFTER_CHECK, Profiles.LINUX_6_18, Granularity.MERGED, Engines.BOTH,
                        OptionalLong.of(1234567), OptionalLong.empty(),
                        List.of(new PropertyResult(Property.STOP_RESULT_CORRECT, Verdict.INCONCLUSIVE,
                                "TLC was killed", Optional.empty())),
                        List.of(), List.of("memory: sequentially consistent"), TlcAnswers.NONE,
                        Optional.of(new CheckResult.Failure(CheckResult.Failure.Kind.LIMIT,
                                "TLC had no more memory"))),
                new Conformance.Unstated())));
    }

    @Test
    void sheetShowsVerdictsThenTheRun() {
        assertThat(text(100, twoKernels())).isEqualTo("""
                state-set-after-check/broken: violated on linux-5.10, as expected; holds on linux-6.12, not as
                  expected
                  A kthread that tests kthread_should_stop() before it sets its sleep state.

                                     linux-5.10  linux-6.12
                  NoCodeAfterUnload  holds       holds
                  NoDoubleStop       vacuous     holds
                  StopTerminates     violated    holds
                  ThreadExits        violated    holds
                  states, TLC        312         1,402
                  states, simulator  312         1,402

                  not as expected StopTerminates is holds, expected: violated (only linux-6.12)
                  vacuous         NoDoubleStop: no run ever executes a kthread_stop() (only linux-5.10)
                  never executed  line 8, return -ENOMEM; init returns (Modprobe8)

                StopTerminates is violated on linux-5.10
                  kthread_stop() in modprobe waits for ever: its wake-up came before worker went to sleep.

                        worker                                        modprobe
                        │                                             │
                     1                                                ● 6  task = kthread_run(worker, NULL,
                                                                      │      "worker");
                                                                      │    creates a thread of worker
                                                                      │    → state[worker] = UNINTERRUPTIBLE,
                                                                      │      asleep[worker] = true,
                                                                      │      usage[worker] = 2
                     2  ┊                                             ●    wakes the new thread
                        ┊                                             │    → state[worker] = RUNNING,
                        ┊                                             │      asleep[worker] = false
                     3  │                                             ●    stores the pointer in task
                        │                                             │    → task = worker
                     4  │                                             ● 7  if (IS_ERR(task)) {
                        │                                             │    tests IS_ERR(task): false
                     5  │                                             ● 10 return 0;
                        │                                             │    init returns → module = live
                        │                                             │
                     6  ●    kthread()                                │
                        │    tests KTHREAD_SHOULD_STOP before its     │
                        │    thread function                          │
                     7  ● 1  while (!kthread_should_stop()) {         │
                        │    tests kthread_should_stop(): false       │
                        │                                             │
                     8  │                                             ●    delete_module()
                        │                                             │    somebody unloads the module; its exit is
                        │                                             │    called
                        │                                             │    → module = going
                     9  │                                             ● 11 kthread_stop(task);
                        │                                             │    reads task
                    10  │                                             ●    takes a reference on the thread
                        │                                             │    → usage[worker] = 3
                    11  │                                             ●    sets KTHREAD_SHOULD_STOP
                        │                                             │    → shouldStop[worker] = true
                    12  │                                             ●    raises TIF_NOTIFY_SIGNAL, on kernels
                        │                                             │    that do
                    13  │                                             ●    wakes the thread, but worker is not
                        │                                             │    asleep
                        │                                             ┊
                    14  ● 2  set_current_state(TASK_INTERRUPTIBLE);   ┊
                        │    sets TASK_INTERRUPTIBLE                  ┊
                        │    → state[worker] = INTERRUPTIBLE          ┊
                    15  ◆ 3  schedule();                              ┊
                        │    calls schedule() → asleep[worker] = true ┊
                        ┊                                             ┊
                    then nothing that must happen can happen any more: it stays so

                  signs           ◆ decided it; ┊ asleep, or waits
                  for ever        worker    asleep at line 3 in schedule()
                                  modprobe  waiting at line 11 in kthread_stop(task) for 'exited'
                  a kernel shows  HUNG-STOPPER: INFO: task … blocked for more than 120 seconds, with kthread_stop in
                                    its call trace
                  replayed        on the simulator: confirmed, 15 of 15 steps

                ThreadExits is violated on linux-5.10
                  by the same run; replayed: confirmed
                """);
    }

    @Test
    void whatEndedACheckIsSaidAndAbsentCountsAreDashes() {
        assertThat(text(72, inTrouble())).isEqualTo("""
                state-set-after-check/broken: inconclusive on linux-6.18
                  A kthread that tests kthread_should_stop() before it sets its sleep
                  state.

                                     linux-6.18
                  StopResultCorrect  inconclusive  kthread_stop() returns only when the
                                                     thread is past its last
                                                     instruction, and with its result
                  states, TLC        –
                  states, simulator  1,234,567

                  no verdict      TLC had no more memory
                  inconclusive    StopResultCorrect: TLC was killed
                """);
    }

    @Test
    void whyIsSaidOnceForAllPropertiesOfWhichItIsTrue() {
        List<PropertyResult> open = List.of(
                new PropertyResult(Property.NO_DOUBLE_STOP, Verdict.INCONCLUSIVE, "line 7 is not modelled", Optional.empty()),
                new PropertyResult(Property.STOP_TERMINATES, Verdict.INCONCLUSIVE, "line 7 is not modelled", Optional.empty()),
                new PropertyResult(Property.THREAD_EXITS, Verdict.INCONCLUSIVE, "line 8 is not modelled", Optional.empty()));
        CheckResult result = new CheckResult(Samples.STATE_SET_AFTER_CHECK, Profiles.LINUX_5_10, Granularity.MICRO,
                Engines.BOTH, OptionalLong.of(1), OptionalLong.of(1), open, List.of(), List.of(), TlcAnswers.NONE,
                Optional.empty());
        assertThat(text(100, new Sheet(List.of(new Checked(NAME, result, new Conformance.Unstated()))))).contains("""
                  inconclusive    NoDoubleStop, StopTerminates: line 7 is not modelled
                  inconclusive    ThreadExits: line 8 is not modelled
                """);
    }

    @Test
    void oneDrawingShowsTheSameRunOnEveryKernelAndForEveryProperty() {
        String text = text(100, new Sheet(List.of(
                new Checked(NAME, Samples.violated(Profiles.LINUX_5_10), new Conformance.AsExpected()),
                new Checked(NAME, Samples.violated(Profiles.LINUX_5_15), new Conformance.AsExpected()),
                new Checked(NAME, Samples.violatedInAnotherOrder(Profiles.LINUX_6_1), new Conformance.AsExpected()))));
        assertThat(text).startsWith("""
                state-set-after-check/broken: violated, as expected
                  A kthread that tests kthread_should_stop() before it sets its sleep state.

                                     linux-5.10, 5.15  linux-6.1
                  NoCodeAfterUnload  holds             holds
                  NoDoubleStop       vacuous           –
                  StopTerminates     violated          violated
                  ThreadExits        violated          violated
                  states, TLC        312               312
                  states, simulator  312               312

                  vacuous         NoDoubleStop: no run ever executes a kthread_stop() (only linux-5.10, 5.15)
                  never executed  line 8, return -ENOMEM; init returns (Modprobe8)

                StopTerminates is violated on linux-5.10, 5.15
                  kthread_stop() in modprobe waits for ever: its wake-up came before worker went to sleep.
                """);
        assertThat(text).containsOnlyOnce("◆ 3  schedule();").endsWith("""
                  replayed        on the simulator: confirmed, 15 of 15 steps
                  likewise        by the same steps in another order on linux-6.1

                ThreadExits is violated
                  by the same steps in another order; replayed: confirmed
                """);
    }

    /** What does not simply hold is named, or else whatever was asked; the fault only if it is one of the atlas. */
    @Test
    void theEndSaysHowToLearnMore() {
        assertThat(further(Samples.violated(Profiles.LINUX_5_10), NAME)).isEqualTo("""
                  learn more      quiesce list --explain NoDoubleStop (or StopTerminates, ThreadExits); quiesce list
                                    --explain state-set-after-check, or docs/atlas/state-set-after-check.md, on the
                                    fault
                """);
        assertThat(further(Samples.result(Profiles.LINUX_5_10, 312, List.of(Samples.holds(Property.STOP_TERMINATES))), "pump"))
                .isEqualTo("  learn more      quiesce list --explain StopTerminates\n");
        assertThat(further(Samples.result(Profiles.LINUX_5_10, 312, List.of()), "pump")).isEmpty();
        assertThat(Ink.PLAIN.write(Further.of(List.of(Property.values()), 100)))
                .isEqualTo("  learn more      quiesce list --explain NAME, for each of these properties\n");
    }

    private static String further(CheckResult result, String name) {
        return Ink.PLAIN.write(new TextReport(100).further(
                List.of(new Sheet(List.of(new Checked(name, result, new Conformance.Unstated()))))));
    }

    @Test
    void whatCannotBeReliedOnIsDrawnInFull() {
        Counterexample parted = new Counterexample(
                Samples.counterexample(Samples.lostWakeUp(), Property.THREAD_EXITS, Profiles.LINUX_5_10).trace(),
                Story.of(Samples.LOWERED, Samples.lostWakeUp()), new Account("Something else.", List.of(15)), Outcome.SPIN, Optional.empty(),
                Optional.of(new ReplayReport(false, 3, 15, "parts at step 4")), Optional.empty());
        CheckResult result = Samples.result(Profiles.LINUX_5_10, 312, List.of(
                Samples.violated(Profiles.LINUX_5_10).properties().get(2),
                new PropertyResult(Property.THREAD_EXITS, Verdict.DISPUTED, "parts", Optional.of(parted))));
        assertThat(text(100, new Sheet(List.of(new Checked(NAME, result, new Conformance.Unstated())))))
                .contains("ThreadExits is disputed on linux-5.10\n  Something else.\n")
                .contains("not confirmed after 3 of 15 steps; parts at step 4\n")
                .doesNotContain("by the same run");
    }

    @Test
    void whatIsTheSameForAllIsSaidOnce() {
        Sheet one = new Sheet(List.of(checked("x/broken", Profiles.LINUX_5_10, "memory: strong", "contexts: 1 × worker")));
        Sheet two = new Sheet(List.of(checked("x/mended", Profiles.LINUX_5_15, "memory: strong", "contexts: 2 × worker")));
        assertThat(Ink.PLAIN.write(new TextReport(100).restsOn(List.of(one, two)))).isEqualTo("""
                  this rests on   kernel: linux-5.10, 5.15
                                  memory: strong
                  and in x/broken
                                  contexts: 1 × worker
                  and in x/mended
                                  contexts: 2 × worker
                """);
        assertThat(Ink.PLAIN.write(new TextReport(100).restsOnInCommon(List.of(one, two)))).isEqualTo("""
                  this rests on   kernel: linux-5.10, 5.15
                                  memory: strong
                                  and each protocol on its contexts and bounds, which check --verbose shows
                """);
    }

    @Test
    void rowSaysWhetherItIsAsExpected() {
        assertThat(row(twoKernels())).isEqualTo("""
                state-set-after-check/broken  not as expected  StopTerminates is holds, expected: violated (only
                                                                 linux-6.12)
                """);
        assertThat(row(new Sheet(List.of(
                new Checked(NAME, Samples.violated(Profiles.LINUX_5_10), new Conformance.AsExpected()),
                new Checked(NAME, Samples.holding(Profiles.LINUX_6_1), new Conformance.AsExpected())))))
                .isEqualTo("state-set-after-check/broken  as expected      violated on linux-5.10\n");
        assertThat(row(inTrouble()))
                .isEqualTo("state-set-after-check/broken  no expectations  inconclusive on linux-6.18\n");
    }

    private static Checked checked(String name, Profile kernel, String... basis) {
        List<String> restsOn = Stream.concat(Stream.of("kernel: " + kernel.name()), Stream.of(basis)).toList();
        return new Checked(name, new CheckResult(Samples.STATE_SET_AFTER_CHECK, kernel, Granularity.MICRO, Engines.BOTH,
                OptionalLong.of(1), OptionalLong.of(1), List.of(Samples.holds(Property.STOP_TERMINATES)), List.of(),
                restsOn, TlcAnswers.NONE, Optional.empty()), new Conformance.AsExpected());
    }

    private static String row(Sheet sheet) {
        return Ink.PLAIN.write(new TextReport(100).row(sheet, NAME.length()));
    }

    @Test
    void noLineIsWiderThanAskedFor() {
        for (int width : List.of(60, 80, 100, 120, 160)) {
            assertThat(text(width, twoKernels()).lines()).allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(width));
        }
    }

    @Test
    void replaySaysWhereItParts() {
        Trace trace = Samples.counterexample(Samples.twoSteps(), Property.STOP_TERMINATES, Profiles.LINUX_5_10).trace();
        ReplayReport parted = new ReplayReport(false, 1, 2, "parts at step 2 in task: the trace has ERR, the simulator NULL");
        assertThat(Ink.PLAIN.write(new TextReport(100).replay(Samples.STATE_SET_AFTER_CHECK, trace, parted))).isEqualTo("""
                state-set-after-check: not confirmed that StopTerminates is violated on linux-5.10
                  replayed        on the simulator: not confirmed after 1 of 2 steps; parts at step 2 in task: the
                                    trace has ERR, the simulator NULL
                  learn more      quiesce list --explain StopTerminates
                """);
    }

    @Test
    void summaryCountsByStanding() {
        assertThat(new TextReport(100).summary(twoKernels().checks()).toString())
                .isEqualTo("2 checks · as expected: 1 · not as expected: 1");
    }

    private static String text(int width, Sheet sheet) {
        return Ink.PLAIN.write(new TextReport(width).sheet(sheet));
    }
}
