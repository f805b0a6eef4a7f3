package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.StateVariable;

/** Whole modules, byte for byte, as a reader gets them. */
class GoldenTest {

    private static final EmittedSpec SMALL =
            TlcRuns.emit(Sample.stateSetAfterCheck(TaskState.INTERRUPTIBLE), Granularity.MICRO);
    private static final Protocol CALLBACKS =
            CallbackSample.mutualRearm(Ops.timerShutdownSync("tick"), Ops.cancelWorkSync("item"));
    private static final EmittedSpec LARGE = TlcRuns.emit(Sample.requestQueue(), Granularity.MERGED);

    @Test
    void oneThread() {
        assertThat(SMALL.text()).isEqualTo(Golden.module("StateSetAfterCheck.tla"));
    }

    @Test
    void severalThreadsLocksAQueueAndACompletion() {
        assertThat(LARGE.text()).isEqualTo(Golden.module("RequestQueue.tla"));
    }

    @Test
    void callbacks() {
        assertThat(TlcRuns.emit(CALLBACKS, Granularity.MICRO).text()).isEqualTo(Golden.module("TimerWorkMutualRearm.tla"));
    }

    @Test
    void gracePeriodThatAThreadDelays() {
        EmittedSpec spec = TlcRuns.emit(
                Sample.completeThenReturn(), Granularity.MICRO, Profiles.LINUX_6_12.withClassicRcu());
        assertThat(spec.text()).isEqualTo(Golden.module("CompleteThenReturn.tla"));
    }

    @Test
    void configurations() {
        List<Property> all = Property.of(SMALL.lowered());
        assertThat(SMALL.safety(Profiles.LINUX_5_10, all)).isEqualTo("""
                \\* linux-5.10
                CONSTANTS
                  worker       = worker
                  modprobe     = modprobe
                  NULL         = NULL
                  ERR          = ERR
                  StopNotifies = FALSE
                INIT Init
                NEXT Next
                INVARIANTS
                  NoCodeAfterUnload
                  NoUseAfterFree
                  NoInvalidTask
                  NoDoubleStop
                  NoSelfStop
                  ReferencesBalanced
                  ExitedOnce
                  NothingLeaked
                  StopResultCorrect
                  NoStuckStop
                CHECK_DEADLOCK FALSE
                """);
        assertThat(SMALL.liveness(Profiles.LINUX_6_12.withClassicRcu(), all)).isEqualTo("""
                \\* linux-6.12+classic-rcu
                CONSTANTS
                  worker       = worker
                  modprobe     = modprobe
                  NULL         = NULL
                  ERR          = ERR
                  StopNotifies = TRUE
                SPECIFICATION Spec
                PROPERTIES
                  StopTerminates
                  ThreadExits
                  UnloadCompletes
                CHECK_DEADLOCK FALSE
                """);
        assertThat(SMALL.states(Profiles.LINUX_6_1)).isEqualTo("""
                \\* linux-6.1
                CONSTANTS
                  worker       = worker
                  modprobe     = modprobe
                  NULL         = NULL
                  ERR          = ERR
                  StopNotifies = TRUE
                INIT Init
                NEXT Next
                CHECK_DEADLOCK FALSE
                """);
    }

    @Test
    void boundsAreCheckedWhereTheyMatter() {
        assertThat(SMALL.invariants(List.of())).isEmpty();
        for (Protocol protocol : List.of(
                KitchenSink.tooMany(), CallbackSink.tooManyCancels(), UnloadSink.manyCompletions())) {
            assertThat(TlcRuns.emit(protocol, Granularity.MICRO).invariants(List.of()))
                    .containsExactly(EmittedSpec.WITHIN_BOUNDS);
        }
    }

    @Test
    void profilesShareARunIfTheyFixTheSameConstants() {
        assertThat(SMALL.axes()).containsExactly(Axis.STOP_SETS_NOTIFY_SIGNAL);
        assertThat(Profiles.all().stream().map(SMALL::constants).distinct()).hasSize(2);
        Profile newest = Profiles.newest();
        assertThat(SMALL.constants(newest)).containsExactly(Map.entry("StopNotifies", true));
    }

    @Test
    void variablesAreThoseOfTheVocabulary() {
        String declared = LARGE.text().replaceAll("(?s).*\nVARIABLES\n(.*?)\n\n.*", "$1");
        assertThat(declared.lines().map(line -> line.strip().replaceAll("[, ].*", "")))
                .containsExactlyElementsOf(LARGE.variables().stream().map(StateVariable::name).toList());
    }

    @Test
    void choiceThatChangesNothingIsNotWrittenDown() {
        String text = TlcRuns.emit(KitchenSink.completions(), Granularity.MICRO).text();
        assertThat(text.lines().filter(line -> line.contains("\\/ TRUE") || line.contains("TRUE \\/"))).isEmpty();
    }

    @Test
    void freezerIsThereOnlyWhereThreadsFreeze() {
        EmittedSpec freezes = TlcRuns.emit(Sample.freezesUnlessStopped(), Granularity.MICRO);
        assertThat(freezes.axes()).contains(Axis.FREEZER_USES_TASK_FROZEN);
        assertThat(freezes.text())
                .contains("""
                        TaskNormal   == {"INTERRUPTIBLE", "UNINTERRUPTIBLE", "KILLABLE", "IDLE"}
                        Frozen       == IF FreezerUsesTaskFrozen THEN "FROZEN" ELSE "UNINTERRUPTIBLE"
                        """)
                .contains("""
                        \\* A freeze is under way, and c takes part.
                        Freezing(c) == freezing /\\ freezable[c]

                        \\* freeze_kernel_threads(): wakes those that take part, so that they notice.
                        Freeze == freezing' = TRUE /\\ WakeQueue({t \\in Kthreads : freezable[t]}, TaskNormal)

                        \\* thaw_kernel_threads(): wakes those in the refrigerator, whatever they sleep in.
                        Thaw ==
                          /\\ freezing' = FALSE
                          /\\ state' = [t \\in Kthreads |-> IF pc[t] \\in Refrigerator THEN "RUNNING" ELSE state[t]]
                          /\\ asleep' = [t \\in Kthreads |-> asleep[t] /\\ pc[t] \\notin Refrigerator]
                        """);
        assertThat(TlcRuns.emit(KitchenSink.threadless(), Granularity.MICRO).axes())
                .doesNotContain(Axis.FREEZER_USES_TASK_FROZEN);
        assertThat(LARGE.text()).doesNotContain("Freez", "Frozen");
    }

    @Test
    void signalsAreThereOnlyWhereSomebodySendsThem() {
        assertThat(TlcRuns.emit(CallbackSink.signals(), Granularity.MICRO).text())
                .contains("""
                        \\* signal_pending(): a real one, or the pseudo-signal of a stop.
                        Signalled(c) == c \\in Kthreads /\\ (notified[c] \\/ signals[c])
                        """)
                .contains("""
                        \\* signal_wake_up(): ends an interruptible sleep, and no other.
                        SignalWakeUp(t) ==
                          IF state[t] = "INTERRUPTIBLE"
                          THEN state' = [state EXCEPT ![t] = "RUNNING"] /\\ asleep' = [asleep EXCEPT ![t] = FALSE]
                          ELSE UNCHANGED <<state, asleep>>
                        """)
                .contains("""
                        \\* send_sig(): does nothing to a thread that did not allow the signal.
                        SendSignal(t) ==
                          IF allowed[t]
                          THEN signals' = [signals EXCEPT ![t] = TRUE] /\\ SignalWakeUp(t)
                          ELSE UNCHANGED <<state, asleep, signals>>
                        """)
                .doesNotContain("Signal(c) ==   ");
        assertThat(TlcRuns.emit(CallbackSink.unheardSignals(), Granularity.MICRO).text())
                .doesNotContain("signals,", "allowed", "Signalled");
    }

    @Test
    void sigkillIsThereOnlyWhereSomebodySendsIt() {
        assertThat(TlcRuns.emit(LifeSink.killsAfterStates(), Granularity.MICRO).text())
                .contains("""
                        \\* send_sig() of SIGKILL: wakes killable sleepers, too, if t allowed it; once while it is pending.
                        KillThread(t) ==
                          IF allowsKill[t] /\\ ~killPending[t]
                          THEN /\\ killPending' = [killPending EXCEPT ![t] = TRUE]
                               /\\ WakeState(t, {"INTERRUPTIBLE", "KILLABLE"})
                          ELSE UNCHANGED <<state, asleep, killPending>>
                        """)
                .contains("""
                          IF (state[c] = "INTERRUPTIBLE" /\\ Signalled(c)) \\/ (state[c] = "KILLABLE" /\\ killPending[c])
                        """)
                .doesNotContain("signals", "sharedKill");
        assertThat(TlcRuns.emit(CallbackSink.signals(), Granularity.MICRO).text())
                .doesNotContain("KillThread", "KillProcess", "killPending");
    }

    @Test
    void itemsStandInLineWhereThereIsMoreThanOne() {
        assertThat(TlcRuns.emit(WorkSample.ordered("gives", "waits"), Granularity.MICRO).text())
                .contains("""
                        \\* Puts the item c behind those of s, the items of its queue, that are there.
                        Enqueue(c, s) ==
                          /\\ armed' = [armed EXCEPT ![c] = TRUE]
                          /\\ ahead' = [ahead EXCEPT ![c] = IF armed[c] THEN @ ELSE {t \\in s : armed[t]}]

                        \\* Takes the item c off its queue.
                        Dequeue(c) ==
                          /\\ armed' = [armed EXCEPT ![c] = FALSE]
                          /\\ ahead' = [t \\in DOMAIN ahead |-> IF t = c THEN {} ELSE ahead[t] \\ {c}]
                        """)
                .contains("armed[gives] /\\ ahead[gives] = {} /\\ pc[waits] = \"idle\"");
        assertThat(TlcRuns.emit(WorkSample.delayed(), Granularity.MICRO).text()).doesNotContain("ahead", "Enqueue");
    }

    @Test
    void tasksGetSignalsThatNothingReliesOn() {
        String tasks = TlcRuns.emit(UnloadSink.signalledTasks(), Granularity.MICRO).text();
        assertThat(tasks)
                .contains("""
                        Signal(c) ==                                     \\* somebody sends c a signal that does not kill it
                          /\\ fault = "none"
                          /\\ InModuleText(c)
                          /\\ ~signals[c]
                          /\\ signals' = [signals EXCEPT ![c] = TRUE]
                          /\\ IF c \\in Sleepers THEN SignalWakeUp(c) ELSE UNCHANGED <<state, asleep>>
                        """)
                .contains("  \\/ \\E c \\in {modprobe, read1, read2} : Signal(c)\n")
                .contains("  /\\ signals' = [signals EXCEPT ![modprobe] = FALSE]\n")
                .doesNotContain("WF_vars(Signal", "notified", "Signalled(");
        assertThat(TlcRuns.emit(UnloadSink.signalledTaskAndWorker(), Granularity.MICRO).text()).contains(
                "Signalled(c) == (c \\in Kthreads /\\ notified[c]) \\/ (c \\in {ioctl} /\\ signals[c])\n");
    }

    @Test
    void gracePeriodsAreThereOnlyWhereSomebodyCanDelayThem() {
        EmittedSpec classic = TlcRuns.emit(UnloadSink.readers(), Granularity.MICRO, Profiles.LINUX_6_1.withClassicRcu());
        assertThat(classic.text())
                .contains("""
                        \\* RCU waits for c: it is in module text, and neither sleeps nor is about to.
                        Reading(c) ==
                          /\\ InModuleText(c)
                          /\\ c \\in Kthreads => ~asleep[c]
                          /\\ pc[c] \\notin {"2", "15"}
                          /\\ pc[c] = "1" => begin > 0

                        \\* Whom of s synchronize_rcu() need not wait for any more.
                        Quiet(s) == {c \\in s : ~Reading(c)}
                        """)
                .contains("""
                          /\\ Go(modprobe, "sync", "grace")
                          /\\ readers' = {c \\in {worker, ioctl1, ioctl2, tick, item} : Reading(c)}
                        """)
                .contains("""
                          /\\ Go(modprobe, "grace", IF readers = Quiet(readers) THEN "free" ELSE "grace")
                          /\\ readers = {} \\/ Quiet(readers) # {}
                          /\\ readers' = readers \\ Quiet(readers)
                        """);
        assertThat(TlcRuns.emit(UnloadSink.readers(), Granularity.MICRO).text())
                .contains("Reading(c) == InModuleText(c)\n", "  /\\ readers' = {c \\in {tick} : Reading(c)}\n");
        assertThat(SMALL.text()).doesNotContain("readers", "Reading", "Quiet", "grace\"");
    }

    @Test
    void completionsAreCountedPlainlyWhereTheyEndNowhere() {
        assertThat(TlcRuns.emit(Sample.completeThenReturn(), Granularity.MICRO).text())
                .contains("  /\\ finished' = finished + 1\n", "  /\\ finished' = finished - 1\n")
                .doesNotContain("BOUND", "CompletedForAll");
        assertThat(TlcRuns.emit(UnloadSink.manyCompletions(), Granularity.MICRO).text())
                .contains("  /\\ IF often = CompletionMax\n     THEN Crash(\"BOUND\")\n")
                .contains("  /\\ everybody' = Completed(everybody)\n", "  /\\ everybody' = Taken(everybody)\n");
    }

    @Test
    void spuriousWakeUpsAreBoundedAndNothingReliesOnThem() {
        String text = TlcRuns.emit(CallbackSink.spuriousWakeUps(), Granularity.MICRO).text();
        assertThat(text)
                .contains("""
                        SpuriousWake(c) ==                               \\* a wake-up that nobody meant for c
                          /\\ fault = "none"
                          /\\ state[c] \\in TaskNormal
                          /\\ spurious < 2
                          /\\ spurious' = spurious + 1
                          /\\ Wake(c)
                        """)
                .contains("  \\/ \\E c \\in Contexts : SpuriousWake(c)\n")
                .doesNotContain("WF_vars(SpuriousWake");
        assertThat(TlcRuns.emit(CallbackSink.nobodyToWake(), Granularity.MICRO).text())
                .contains("spurious ")
                .doesNotContain("SpuriousWake");
    }

    @Test
    void invalidTasksAreAskedAboutOnlyWhereTasksAreNamed() {
        String text = TlcRuns.emit(Sample.completeThenReturn(), Granularity.MICRO).text();
        assertThat(text).doesNotContain(Property.NO_INVALID_TASK.id()).contains(Property.NO_USE_AFTER_FREE.id());
    }

    @Test
    void sameInputSameBytes() {
        EmittedSpec again = TlcRuns.emit(Sample.requestQueue(), Granularity.MERGED);
        assertThat(again.text()).isEqualTo(LARGE.text());
        assertThat(again.safety(Profiles.LINUX_6_1, Property.of(again.lowered())))
                .isEqualTo(LARGE.safety(Profiles.LINUX_6_1, Property.of(LARGE.lowered())));
    }
}
