package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.SanyOutcome;

/** Modules with waiters, sections and rare events, whole or in part, as a reader gets them. */
class WaitGoldenTest {

    @Test
    void sectionsAndAGracePeriodOfAProgram() {
        EmittedSpec spec = emit(WaitSample.readers(Ops.rcuReadUnlock(), Ops.synchronizeRcu()));
        assertThat(spec.text()).isEqualTo(Golden.module("FreeUnderReaders.tla"));
        assertAccepted(spec);
    }

    @Test
    void aTaskIsFreedWhenNobodyLooksAtItAsAReader() {
        EmittedSpec spec = emit(GracePeriodSample.looksAtATask(Ops.rcuReadLock(), Ops.rcuReadUnlock()));
        assertThat(spec.text()).isEqualTo(Golden.module("LooksAtATask.tla"));
        assertAccepted(spec);
    }

    @Test
    void aTaskletThatIsDisabledIsNotTaken() {
        EmittedSpec spec = emit(LifeSink.disabledTasklets());
        assertThat(spec.invariants(List.of())).containsExactly(EmittedSpec.WITHIN_BOUNDS);
        assertThat(spec.text())
                .contains("""
                        \\* 2  tasklet_disable(&second)
                        Worker2Off ==                                    \\* keeps second from running
                          /\\ Go(worker, "2.off", "2.try")
                          /\\ disabled' = [disabled EXCEPT ![second] = @ + 1]
                        """)
                .contains("""
                        Worker7 ==                                       \\* tasklet_enable(&second)
                          /\\ At(worker, "7")
                          /\\ IF disabled[second] = 0
                             THEN Crash("BOUND")
                             ELSE /\\ Goto(worker, "8.tryClaim")
                                  /\\ disabled' = [disabled EXCEPT ![second] = @ - 1]
                        """);
    }

    @Test
    void suspend() {
        EmittedSpec spec = emit(TaskSample.suspends(Ops.tryToFreeze(), Ops.msleep()));
        assertThat(spec.text()).isEqualTo(Golden.module("FreezeFails.tla"));
        assertAccepted(spec);
    }

    @Test
    void exclusiveWaitersAreWokenOneByOne() {
        assertThat(text(WaitSink.exclusive()))
                .contains("""
                        \\* wake_up() where some wait exclusively: of those whose state matches, s, any one.
                        WakeUp(q, s, mask) ==
                          IF s = {} THEN WakeQueue(q, mask) ELSE \\E t \\in s : WakeQueue((q \\ s) \\cup {t}, mask)
                        """)
                .contains("  /\\ WakeUp(queue, {t \\in Kthreads : t \\in queue /\\ state[t] \\in TaskNormal}, TaskNormal)\n")
                .doesNotContain("exclusive[");
        assertThat(text(WaitSink.mixed()))
                .contains("  /\\ exclusive' = [exclusive EXCEPT ![worker] = FALSE]\n")
                .contains("/\\ t \\in {worker} => exclusive[t]\n");
    }

    @Test
    void waitersInWaitWokenAreTold() {
        EmittedSpec woken = emit(WaitSink.woken());
        assertThat(woken.axes()).contains(Axis.WAIT_WOKEN_TESTS_PARK);
        assertThat(woken.text())
                .contains("""
                        \\* woken_wake_function(): who waits in wait_woken() is told, whatever its state.
                        WokenWake(q) == woken' = [t \\in DOMAIN woken |-> woken[t] \\/ t \\in q]
                        """)
                .contains("IF woken[worker] \\/ shouldStop[worker] \\/ (WaitWokenTestsPark /\\ shouldPark[worker])\n");
        EmittedSpec users = emit(WaitSink.wokenOnTwoQueues());
        assertThat(users.axes()).doesNotContain(Axis.WAIT_WOKEN_TESTS_PARK);
        assertThat(users.text()).contains(
                "IF woken[poll] THEN", "  /\\ WokenWake(queue \\cap {read})\n", "  /\\ WokenWake(other \\cap {poll})\n");
    }

    @Test
    void readersAndWritersAreToldApart() {
        assertThat(text(WaitSink.readersAndWriters()))
                .contains("""
                        \\* Nobody holds the rw_semaphore m to write.
                        Unwritten(m) == \\A t \\in DOMAIN m : m[t] # "write"

                        \\* Nobody holds the rw_semaphore m at all.
                        Unheld(m) == \\A t \\in DOMAIN m : m[t] \\notin {"read", "write"}

                        \\* The rw_semaphore m can be taken to read: beside other readers only while no writer waits.
                        Readable(m) == Unwritten(m) /\\ (Unheld(m) \\/ \\A t \\in DOMAIN m : m[t] # "wait")
                        """)
                .contains("""
                          /\\ Unheld(sem) \\/ sem[write] = "none"
                          /\\ state' = [state EXCEPT ![write] = "RUNNING"]
                          /\\ IF Unheld(sem)
                             THEN Goto(write, "13") /\\ sem' = [sem EXCEPT ![write] = "write"]
                             ELSE Goto(write, "12.wait") /\\ sem' = [sem EXCEPT ![write] = "wait"]
                        """)
                .contains("""
                          /\\ Readable(sem)
                          /\\ warned' = (warned \\/ sem[self] = "read")
                          /\\ sem' = [sem EXCEPT ![self] = "read"]
                        """);
    }

    @Test
    void boundsAreCheckedWhereTheyMatter() {
        for (Protocol protocol : List.of(
                WaitSink.fullSemaphore(), WaitSink.sections(), TaskSink.taskWorks(), TaskSink.uncheckedGets())) {
            assertThat(emit(protocol).invariants(List.of())).containsExactly(EmittedSpec.WITHIN_BOUNDS);
        }
        for (Protocol protocol : List.of(
                WaitSink.semaphores(), WaitSink.leftSections(), TaskSink.taskWorkInASection())) {
            assertThat(emit(protocol).invariants(List.of())).doesNotContain(EmittedSpec.WITHIN_BOUNDS);
        }
    }

    @Test
    void initTextGoesFirst() {
        assertThat(text(TaskSink.initText()))
                .contains("TextGone(c) == module = \"freed\" \\/ (initText = \"freed\" /\\ c \\in Starters)\n")
                .contains("  /\\ TextGone(c) => label \\in CoreText\n", "  /\\ WF_vars(InitFreed)\n");
        assertThat(text(WaitSink.sections())).doesNotContain("TextGone", "InitFreed", "initText");
    }

    @Test
    void anOopsEndsAThreadAndNothingReliesOnIt() {
        EmittedSpec oopses = emit(TaskSink.oopsesInSections());
        assertThat(oopses.axes()).contains(Axis.RESULT_IN_KTHREAD);
        assertThat(oopses.text())
                .contains("""
                        Oops(c) ==                                       \\* c dies, and keeps what it holds
                          /\\ fault = "none"
                          /\\ ~oopsed
                          /\\ module # "freed"
                          /\\ pc[c] \\notin Out
                          /\\ RunsModuleText(c)
                          /\\ Goto(c, "exit")
                          /\\ oopsed' = TRUE
                          /\\ state' = [state EXCEPT ![c] = "RUNNING"]
                          /\\ result' = [result EXCEPT ![c] = IF ResultInKthread THEN 0 ELSE 9]
                          /\\ IF c \\in {reader} THEN nesting' = [nesting EXCEPT ![c] = 0] ELSE UNCHANGED nesting
                        """)
                .contains("  \\/ \\E c \\in Kthreads : Oops(c)\n")
                .doesNotContain("WF_vars(Oops");
    }

    private static void assertAccepted(EmittedSpec spec) {
        assertThat(new TlcRuns().parse(spec)).isEqualTo(new SanyOutcome.Accepted());
    }

    private static EmittedSpec emit(Protocol protocol) {
        return TlcRuns.emit(protocol, Granularity.MICRO);
    }

    private static String text(Protocol protocol) {
        return emit(protocol).text();
    }
}
