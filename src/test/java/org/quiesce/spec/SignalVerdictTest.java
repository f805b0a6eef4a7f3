package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.waitEventKillable;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletionKillable;
import static org.quiesce.protocol.TaskOps.killProcess;
import static org.quiesce.protocol.property.Property.LOAD_COMPLETES;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.REQUESTS_ANSWERED;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WaitQueueOperation.WaitEvent;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.StateGraph;
import org.quiesce.tlc.TlcValue;
import org.quiesce.tlc.Verdict;

/** What is known of signals to kernel threads and to users, and of spurious wake-ups, found again by TLC. */
@Execution(ExecutionMode.CONCURRENT)
class SignalVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();
    private static final Verdict STUCK = new Verdict.InvariantViolated("NoStuckStop");

    private static final WaitEvent INTERRUPTIBLE = waitEventInterruptible("queue", flag("never"));
    private static final WaitEvent KILLABLE = waitEventKillable("queue", flag("never"));

    private static final TlcRuns TLC = new TlcRuns();

    @ParameterizedTest
    @EnumSource
    void signalEndsAnInterruptibleWaitOfAThreadThatAllowsIt(Granularity granularity) {
        Protocol protocol = SignalSample.signalledWait(INTERRUPTIBLE);
        assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(HOLDS);
        assertThat(TLC.liveness(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(HOLDS);
        // The thread is gone and its task freed, unless the stop came before.
        assertThat(TLC.safety(protocol, granularity, LINUX_5_10, NO_USE_AFTER_FREE))
                .isEqualTo(new Verdict.InvariantViolated("NoUseAfterFree"));
    }

    @ParameterizedTest
    @EnumSource
    void signalDoesNotEndWhatItIsNotMeantFor(Granularity granularity) {
        for (Protocol protocol : new Protocol[] {
            SignalSample.signalledWait(KILLABLE), SignalSample.ignoredSignal(INTERRUPTIBLE)
        }) {
            assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sigkillEndsAKillableWaitOnlyOfAThreadThatAllowsItAndThatItWasSentTo(Granularity granularity) {
        Operation send = sendSignal("task", Signal.SIGKILL);
        assertThat(TLC.safety(SignalSample.killedWait(Signal.SIGKILL, send, KILLABLE), granularity, LINUX_5_10, STOP_TERMINATES))
                .isEqualTo(HOLDS);
        for (Protocol protocol : List.of(
                SignalSample.killedWait(Signal.SIGTERM, send, KILLABLE),
                SignalSample.killedWait(Signal.SIGKILL, sendSignal("task"), INTERRUPTIBLE),
                SignalSample.killedWait(Signal.SIGKILL, killProcess("task"), KILLABLE))) {
            assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        }
        // To an interruptible sleep one signal is as good as another, whoever it was sent to.
        for (Operation kill : List.of(send, killProcess("task"))) {
            assertThat(TLC.safety(SignalSample.killedWait(Signal.SIGKILL, kill, INTERRUPTIBLE), granularity, LINUX_5_10,
                    STOP_TERMINATES)).isEqualTo(HOLDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void flushForgetsSignalsAndNotThePseudoSignalOfAStop(Granularity granularity) {
        Protocol protocol = SignalSample.flushedSignal(INTERRUPTIBLE);
        assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(HOLDS);
    }

    @ParameterizedTest
    @EnumSource
    void stopOfAThreadThatASignalEndedTouchesAFreedTask(Granularity granularity) {
        Protocol protocol = SignalSample.stopAfterSignal(INTERRUPTIBLE);
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, NO_USE_AFTER_FREE))
                .isEqualTo(new Verdict.InvariantViolated("NoUseAfterFree"));
    }

    @ParameterizedTest
    @EnumSource
    void signalEndsInterruptibleWaitsOfUsers(Granularity granularity) {
        for (Operation wait : List.of(
                INTERRUPTIBLE, waitForCompletionInterruptible("never_done"), mutexLockInterruptible("lock"))) {
            assertThat(comesBackInVain(SignalSample.userThatWaits(wait), granularity)).isTrue();
        }
        for (Operation wait : List.of(KILLABLE, waitForCompletionKillable("never_done"))) {
            assertThat(comesBackInVain(SignalSample.userThatWaits(wait), granularity)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void signalEndsAnInterruptibleSleepOfAUser(Granularity granularity) {
        assertThat(comesBackInVain(SignalSample.userThatSleeps(TaskState.INTERRUPTIBLE), granularity)).isTrue();
        assertThat(comesBackInVain(SignalSample.userThatSleeps(TaskState.UNINTERRUPTIBLE), granularity)).isFalse();
    }

    private static boolean comesBackInVain(Protocol protocol, Granularity granularity) {
        Verdict verdict = TLC.invariant(protocol, granularity, LINUX_6_1, "fault # \"NULL-DEREF\"");
        assertThat(verdict).isIn(HOLDS, new Verdict.InvariantViolated("Holds"));
        return !verdict.equals(HOLDS);
    }

    /** A user may press Ctrl-C, and may not. */
    @ParameterizedTest
    @EnumSource
    void nobodyMayRelyOnASignal(Granularity granularity) {
        assertThat(TLC.liveness(SignalSample.userThatWaits(INTERRUPTIBLE), granularity, LINUX_6_1, REQUESTS_ANSWERED))
                .isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(TLC.liveness(SignalSample.initThatWaits(INTERRUPTIBLE), granularity, LINUX_6_1, LOAD_COMPLETES))
                .isInstanceOf(Verdict.PropertyViolated.class);
    }

    @ParameterizedTest
    @EnumSource
    void signalEndsAnInterruptibleWaitOfModprobe(Granularity granularity) {
        String loading = "module = \"coming\"";
        for (Operation wait : List.of(INTERRUPTIBLE, waitForCompletionInterruptible("never_done"))) {
            assertThat(TLC.invariant(SignalSample.initThatWaits(wait), granularity, LINUX_6_1, loading))
                    .isEqualTo(new Verdict.InvariantViolated("Holds"));
        }
        assertThat(TLC.invariant(SignalSample.initThatWaits(KILLABLE), granularity, LINUX_6_1, loading)).isEqualTo(HOLDS);
    }

    @Test
    void signalsOfModprobeAreNotThoseOfRmmod() {
        Protocol protocol = SignalSample.signalInInit();
        StateGraph graph = TLC.graph(TlcRuns.emit(protocol, Granularity.MICRO), LINUX_6_1, Optional.empty());
        List<StateGraph.Edge> unloads = graph.edges().stream().filter(e -> e.action().equals("ModprobeLive")).toList();
        assertThat(unloads)
                .isNotEmpty()
                .allSatisfy(e -> assertThat(signalled(graph, e.from())).isTrue())
                .allSatisfy(e -> assertThat(signalled(graph, e.to())).isFalse());
        assertThat(TLC.safety(protocol, Granularity.MICRO, LINUX_6_1, NO_INVALID_TASK))
                .isEqualTo(new Verdict.InvariantViolated("NoInvalidTask"));
    }

    private static boolean signalled(StateGraph graph, int state) {
        TlcValue.Function signals = (TlcValue.Function) graph.states().get(state).get("signals");
        return ((TlcValue.Bool) signals.entries().get(new TlcValue.Model("modprobe"))).value();
    }

    @ParameterizedTest
    @EnumSource
    void singleSleepIsEndedBySpuriousWakeUps(Granularity granularity) {
        assertThat(TLC.safety(SignalSample.sleepsOnce(0), granularity, LINUX_6_1, NO_INVALID_TASK)).isEqualTo(HOLDS);
        assertThat(TLC.safety(SignalSample.sleepsOnce(1), granularity, LINUX_6_1, NO_INVALID_TASK))
                .isEqualTo(new Verdict.InvariantViolated("NoInvalidTask"));
        assertThat(TLC.safety(SignalSample.sleepsUntil(2), granularity, LINUX_6_1, NO_INVALID_TASK)).isEqualTo(HOLDS);
        assertThat(TLC.liveness(SignalSample.sleepsUntil(2), granularity, LINUX_6_1, UNLOAD_COMPLETES)).isEqualTo(HOLDS);
    }

    @ParameterizedTest
    @EnumSource
    void spuriousWakeUpRescuesNobody(Granularity granularity) {
        Protocol protocol = SignalSample.lostWakeUpAndASpuriousOne();
        assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(TLC.liveness(protocol, granularity, LINUX_5_10, STOP_TERMINATES))
                .isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(HOLDS);
    }
}
