package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_DOUBLE_STOP;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.PARK_TERMINATES;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of the kernel, found again by TLC: the sanity expectations of the reference. */
@Execution(ExecutionMode.CONCURRENT)
class VerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();
    private static final Verdict STUCK = new Verdict.InvariantViolated("NoStuckStop");

    private static final TlcRuns TLC = new TlcRuns();

    @ParameterizedTest
    @EnumSource
    void lostStopWakeUpHangsAnInterruptibleSleepUnlessTheStopAlsoSignals(Granularity granularity) {
        Protocol protocol = Sample.stateSetAfterCheck(TaskState.INTERRUPTIBLE);
        assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(HOLDS);
        assertThat(liveness(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isFalse();
        assertThat(liveness(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isTrue();
        assertThat(liveness(protocol, granularity, LINUX_6_1, THREAD_EXITS)).isTrue();
        assertThat(liveness(protocol, granularity, LINUX_6_1, UNLOAD_COMPLETES)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void lostStopWakeUpHangsAnUninterruptibleSleepInEveryKernel(Granularity granularity) {
        Protocol protocol = Sample.stateSetAfterCheck(TaskState.UNINTERRUPTIBLE);
        assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(liveness(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void canonicalLoopStopsInEveryKernel(Granularity granularity) {
        Protocol protocol = Sample.canonicalLoop();
        for (Profile profile : new Profile[] {LINUX_5_10, LINUX_6_1}) {
            assertThat(TLC.safety(protocol, granularity, profile, STOP_TERMINATES)).isEqualTo(HOLDS);
            assertThat(liveness(protocol, granularity, profile, STOP_TERMINATES)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void threadThatCompletesAndReturnsRunsInFreedTextUnlessRcuMasksIt(Granularity granularity) {
        Protocol protocol = Sample.completeThenReturn();
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, NO_CODE_AFTER_UNLOAD))
                .isEqualTo(new Verdict.InvariantViolated("NoCodeAfterUnload"));
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1.withClassicRcu(), NO_CODE_AFTER_UNLOAD))
                .isEqualTo(HOLDS);
    }

    @ParameterizedTest
    @EnumSource
    void delayIsAQuiescentStateSoThatRcuMasksNothing(Granularity granularity) {
        Protocol protocol = Sample.completeThenDelay();
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1.withClassicRcu(), NO_CODE_AFTER_UNLOAD))
                .isEqualTo(new Verdict.InvariantViolated("NoCodeAfterUnload"));
    }

    /** do_wait_for_common() sets no state where the completion is complete already: schedule() then sleeps. */
    @ParameterizedTest
    @EnumSource
    void waitThatIsOverAtOnceLeavesTheStateAsItWas(Granularity granularity) {
        Protocol early = Sample.waitsBetweenStateAndSchedule(complete("done"));
        assertThat(TLC.safety(early, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(STUCK);
        Protocol late = Sample.waitsBetweenStateAndSchedule();
        assertThat(TLC.safety(late, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(HOLDS);
    }

    /** might_sleep() comes first. */
    @ParameterizedTest
    @EnumSource
    void waitUnderASpinlockFaultsEvenWhereThereIsNothingToWaitFor(Granularity granularity) {
        assertThat(TLC.safety(Sample.waitsUnderASpinlock(), granularity, LINUX_6_1, NO_SLEEP_IN_ATOMIC))
                .isEqualTo(new Verdict.InvariantViolated("NoSleepInAtomic"));
    }

    @ParameterizedTest
    @EnumSource
    void stopOfAFrozenThreadHangsInEveryKernel(Granularity granularity) {
        Protocol protocol = Sample.freezesWhateverComes();
        for (Profile profile : new Profile[] {LINUX_5_10, LINUX_6_1}) {
            assertThat(TLC.safety(protocol, granularity, profile, STOP_TERMINATES)).isEqualTo(STUCK);
            assertThat(liveness(protocol, granularity, profile, STOP_TERMINATES)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stopOfAFrozenThreadThatLooksForItHangsOnlyWhereItDoesNotWakeTheFrozen(Granularity granularity) {
        Protocol protocol = Sample.freezesUnlessStopped();
        assertThat(TLC.safety(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isEqualTo(HOLDS);
        assertThat(liveness(protocol, granularity, LINUX_5_10, STOP_TERMINATES)).isTrue();
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(STUCK);
        assertThat(liveness(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isFalse();
    }

    /** What set_freezable() enters is the refrigerator that ignores stops. */
    @ParameterizedTest
    @EnumSource
    void stopOfAThreadThatFreezesAsItBecomesFreezableHangsInEveryKernel(Granularity granularity) {
        Protocol protocol = Sample.freezesAtOnce();
        for (Profile profile : new Profile[] {LINUX_5_10, LINUX_6_1}) {
            assertThat(TLC.safety(protocol, granularity, profile, STOP_TERMINATES)).isEqualTo(STUCK);
        }
    }

    @ParameterizedTest
    @EnumSource
    void freezableThreadThatIsNeverFrozenStops(Granularity granularity) {
        Protocol protocol = Sample.neverFrozen();
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(HOLDS);
        assertThat(liveness(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void parkerOrStopperHangsIfBothComeAtOnce(Granularity granularity) {
        Protocol protocol = Sample.parkAndStop();
        assertThat(liveness(protocol, granularity, LINUX_6_1, PARK_TERMINATES)).isFalse();
        assertThat(liveness(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void secondStopNeverReturns(Granularity granularity) {
        Protocol protocol = Sample.doubleStop();
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, NO_DOUBLE_STOP))
                .isEqualTo(new Verdict.InvariantViolated("NoDoubleStop"));
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, STOP_TERMINATES)).isEqualTo(STUCK);
    }

    /** In a module that has no threads the first thing that a stop touches is not there. */
    @ParameterizedTest
    @EnumSource
    void stopOfNothingFollowsANullPointer(Granularity granularity) {
        Protocol protocol = Protocol.module("stop-of-nothing")
                .taskPointer("task")
                .init(body -> {})
                .exit(body -> body.call(kthreadStop("task")))
                .build();
        assertThat(TLC.safety(protocol, granularity, LINUX_6_1, NO_INVALID_TASK))
                .isEqualTo(new Verdict.InvariantViolated("NoInvalidTask"));
    }

    private static boolean liveness(Protocol protocol, Granularity granularity, Profile profile, Property property) {
        Verdict verdict = TLC.liveness(protocol, granularity, profile, property);
        assertThat(verdict).isInstanceOfAny(Verdict.NoError.class, Verdict.PropertyViolated.class);
        return verdict.equals(HOLDS);
    }
}
