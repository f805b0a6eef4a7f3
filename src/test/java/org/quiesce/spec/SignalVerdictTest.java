package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitEventKillable;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Operation.WaitEvent;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of signals to kernel threads and of spurious wake-ups, found again by TLC. */
class SignalVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();
    private static final Verdict STUCK = new Verdict.InvariantViolated("NoStuckStop");

    private static final WaitEvent INTERRUPTIBLE = waitEventInterruptible("queue", flag("never"));
    private static final WaitEvent KILLABLE = waitEventKillable("queue", flag("never"));

    @TempDir
    static Path cache;

    private static TlcRuns tlc;

    @BeforeAll
    static void open() {
        tlc = new TlcRuns(cache);
    }

    @AfterAll
    static void close() {
        tlc.close();
    }

    @ParameterizedTest
    @EnumSource
    void signalEndsAnInterruptibleWaitOfAThreadThatAllowsIt(Granularity granularity) {
        Protocol protocol = SignalSample.signalledWait(INTERRUPTIBLE);
        assertThat(tlc.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(HOLDS);
        assertThat(tlc.liveness(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(HOLDS);
        // The thread is gone and its task freed, unless the stop came before.
        assertThat(tlc.safety(protocol, granularity, LINUX_5_10, NO_USE_AFTER_FREE))
                .isEqualTo(new Verdict.InvariantViolated("NoUseAfterFree"));
    }

    @ParameterizedTest
    @EnumSource
    void signalDoesNotEndWhatItIsNotMeantFor(Granularity granularity) {
        for (Protocol protocol : new Protocol[] {
            SignalSample.signalledWait(KILLABLE), SignalSample.ignoredSignal(INTERRUPTIBLE)
        }) {
            assertThat(tlc.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void flushForgetsSignalsAndNotThePseudoSignalOfAStop(Granularity granularity) {
        Protocol protocol = SignalSample.flushedSignal(INTERRUPTIBLE);
        assertThat(tlc.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(tlc.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(HOLDS);
    }

    @ParameterizedTest
    @EnumSource
    void stopOfAThreadThatASignalEndedTouchesAFreedTask(Granularity granularity) {
        Protocol protocol = SignalSample.stopAfterSignal(INTERRUPTIBLE);
        assertThat(tlc.safety(protocol, granularity, LINUX_6_1, NO_USE_AFTER_FREE))
                .isEqualTo(new Verdict.InvariantViolated("NoUseAfterFree"));
    }

    @ParameterizedTest
    @EnumSource
    void singleSleepIsEndedBySpuriousWakeUps(Granularity granularity) {
        assertThat(tlc.safety(SignalSample.sleepsOnce(0), granularity, LINUX_6_1, NO_INVALID_TASK)).isEqualTo(HOLDS);
        assertThat(tlc.safety(SignalSample.sleepsOnce(1), granularity, LINUX_6_1, NO_INVALID_TASK))
                .isEqualTo(new Verdict.InvariantViolated("NoInvalidTask"));
        assertThat(tlc.safety(SignalSample.sleepsUntil(2), granularity, LINUX_6_1, NO_INVALID_TASK)).isEqualTo(HOLDS);
        assertThat(tlc.liveness(SignalSample.sleepsUntil(2), granularity, LINUX_6_1, UNLOAD_COMPLETES)).isEqualTo(HOLDS);
    }

    @ParameterizedTest
    @EnumSource
    void spuriousWakeUpRescuesNobody(Granularity granularity) {
        Protocol protocol = SignalSample.lostWakeUpAndASpuriousOne();
        assertThat(tlc.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(tlc.liveness(protocol, granularity, LINUX_5_10, STOP_TERMINATES))
                .isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(tlc.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(HOLDS);
    }
}
