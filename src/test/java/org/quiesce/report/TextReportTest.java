package org.quiesce.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.CheckResult;
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
                        List.of(), List.of("memory: sequentially consistent"),
                        Optional.of(new CheckResult.Failure(CheckResult.Failure.Kind.LIMIT,
                                "TLC had no more memory"))),
                new Conformance.Unstated())));
    }

    @Test
    void sheetShowsVerdictsThenTheRunThenWhatItRestsOn() {
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

                StopTerminates and ThreadExits are violated on linux-5.10
                  kthread_stop() in modprobe waits for ever: its wake-up came before worker went to sleep.

                        worker                                        modprobe
                        │                                             │
                     1  │                                             ● 6  task = kthread_run(worker, NULL,
                        │                                             │      "worker");
                        │                                             │    creates a thread of worker
                        │                                             │    → state[worker] = UNINTERRUPTIBLE,
                        │                                             │      asleep[worker] = true,
                        │                                             │      usage[worker] = 2,
                        │                                             │      arg[modprobe] = worker
                     2  │                                             ●    wakes the new thread
                        │                                             │    → state[worker] = RUNNING,
                        │                                             │      asleep[worker] = false
                     3  │                                             ●    stores the pointer in task
                        │                                             │    → arg[modprobe] = NULL, task = worker
                     4  │                                             ● 7  if (IS_ERR(task)) {
                        │                                             │    tests IS_ERR(task)
                     5  │                                             ● 10 return 0;
                        │                                             │    init returns → module = live
                        │                                             │
                     6  ●    kthread()                                │
                        │    tests KTHREAD_SHOULD_STOP before its     │
                        │    thread function                          │
                     7  ● 1  while (!kthread_should_stop()) {         │
                        │    tests kthread_should_stop()              │
                        │                                             │
                     8  │                                             ●    delete_module()
                        │                                             │    somebody unloads the module; its exit is
                        │                                             │    called
                        │                                             │    → module = going
                     9  │                                             ● 11 kthread_stop(task);
                        │                                             │    reads task → arg[modprobe] = worker
                    10  │                                             ●    takes a reference on the thread
                        │                                             │    → usage[worker] = 3
                    11  │                                             ●    sets KTHREAD_SHOULD_STOP
                        │                                             │    → shouldStop[worker] = true
                    12  │                                             ●    raises TIF_NOTIFY_SIGNAL, on kernels
                        │                                             │    that do
                    13  │                                             ●    wakes the thread
                        │                                             │
                    14  ● 2  set_current_state(TASK_INTERRUPTIBLE);   │
                        │    sets TASK_INTERRUPTIBLE                  │
                        │    → state[worker] = INTERRUPTIBLE          │
                    15  ● 3  schedule();                              │
                        │    calls schedule() → asleep[worker] = true │
                    then nothing that must happen can happen any more: it stays so

                  for ever        worker    asleep at line 3 in schedule()
                                  modprobe  waiting at line 11 in kthread_stop(task) for 'exited'
                  a kernel shows  HUNG-STOPPER: INFO: task … blocked for more than 120 seconds, with kthread_stop in
                                    its call trace
                  replayed        on the simulator: confirmed, 15 of 15 steps

                  this rests on   memory: sequentially consistent
                                  fairness: a context that can go on does so eventually; locks and completions are
                                    handed out fairly
                                  kernel: linux-5.10, 6.12
                                  engines: simulator and TLC
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

                  this rests on   memory: sequentially consistent
                """);
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
