package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.WaitOps;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/**
 * What is known of the grace period of free_module(), found again by TLC: classic RCU waits for whoever ran when it
 * began, until they switch contexts; RCU of all builds waits for interrupts, and for code that runs with bottom halves
 * disabled.
 */
@Execution(ExecutionMode.CONCURRENT)
class GracePeriodVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();
    private static final Verdict FAULTS = new Verdict.InvariantViolated("Holds");

    private static final Profile CLASSIC = LINUX_6_1.withClassicRcu();

    private static final TlcRuns TLC = new TlcRuns();

    @Test
    void threadThatRunsDelaysTheEndOnlyInAClassicBuild() {
        assertThat(fetches(Sample.completeThenReturn(), LINUX_6_1)).isEqualTo(FAULTS);
        assertThat(fetches(Sample.completeThenReturn(), CLASSIC)).isEqualTo(HOLDS);
        assertThat(runsInFreedText(Sample.completeThenReturn(), CLASSIC)).isEqualTo(HOLDS);
    }

    @Test
    void threadThatIsAsleepWhenItBeginsFaultsWhenItIsWoken() {
        for (Protocol protocol : List.of(
                GracePeriodSample.completesThenSleeps(), GracePeriodSample.completesThenDozes(),
                GracePeriodSample.completesThenWaitsForAWhile(), Sample.completeThenDelay())) {
            assertThat(fetches(protocol, CLASSIC)).isEqualTo(FAULTS);
            assertThat(unloads(protocol, CLASSIC)).isEqualTo(HOLDS);
        }
    }

    @Test
    void readersThatAreQuietOneAfterTheOtherAndNeverTogetherLetItEnd() {
        Protocol protocol = GracePeriodSample.twoTakeTurns();
        String oneIsAlwaysReading = "pc[modprobe] = \"grace\" /\\ InModuleText(first) /\\ InModuleText(second)"
                + " => Reading(first) \\/ Reading(second)";
        assertThat(TLC.invariant(protocol, Granularity.MICRO, CLASSIC, oneIsAlwaysReading)).isEqualTo(HOLDS);
        assertThat(unloads(protocol, CLASSIC)).isEqualTo(HOLDS);
        assertThat(fetches(protocol, CLASSIC)).isEqualTo(FAULTS);
    }

    @Test
    void threadThatNeverLeavesItsCpuDelaysItForEverInAClassicBuild() {
        Protocol protocol = GracePeriodSample.spinsForEver();
        assertThat(unloads(protocol, CLASSIC)).isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(fetches(protocol, CLASSIC)).isEqualTo(HOLDS);
        assertThat(unloads(protocol, LINUX_6_1)).isEqualTo(HOLDS);
        assertThat(fetches(protocol, LINUX_6_1)).isEqualTo(FAULTS);
    }

    /** schedule() is a quiescent state of classic RCU, whether or not it switches to another task. */
    @Test
    void threadThatCallsScheduleIsQuietThen() {
        assertThat(unloads(GracePeriodSample.yieldsForEver(), CLASSIC)).isEqualTo(HOLDS);
        assertThat(fetches(GracePeriodSample.yieldsForEver(), CLASSIC)).isEqualTo(FAULTS);
    }

    @Test
    void threadThatSpinsForALockDelaysItAndOneThatSleepsForALockDoesNot() {
        Protocol spins = GracePeriodSample.waitsForALostSpinlock();
        assertThat(runsInFreedText(spins, CLASSIC)).isEqualTo(HOLDS);
        assertThat(unloads(spins, CLASSIC)).isInstanceOf(Verdict.PropertyViolated.class);
        assertThat(runsInFreedText(spins, LINUX_6_1)).isEqualTo(new Verdict.InvariantViolated("NoCodeAfterUnload"));
        Protocol sleeps = GracePeriodSample.waitsForALostMutex();
        assertThat(runsInFreedText(sleeps, CLASSIC)).isEqualTo(new Verdict.InvariantViolated("NoCodeAfterUnload"));
        assertThat(unloads(sleeps, CLASSIC)).isEqualTo(HOLDS);
    }

    @Test
    void functionOfATimerThatRunsDelaysItInEveryBuild() {
        for (Profile profile : List.of(LINUX_6_1, CLASSIC)) {
            assertThat(runsInFreedText(GracePeriodSample.timerThatCompletes(), profile)).isEqualTo(HOLDS);
            assertThat(unloads(GracePeriodSample.timerThatCompletes(), profile)).isEqualTo(HOLDS);
            assertThat(fetches(GracePeriodSample.timerThatIsLeftPending(), profile)).isEqualTo(FAULTS);
        }
    }

    @Test
    void functionOfAWorkItemThatRunsDelaysItOnlyInAClassicBuild() {
        assertThat(fetches(GracePeriodSample.workThatCompletes(), LINUX_6_1)).isEqualTo(FAULTS);
        assertThat(runsInFreedText(GracePeriodSample.workThatCompletes(), CLASSIC)).isEqualTo(HOLDS);
    }

    /** The last thing that a call does is return, and for that it needs the text. */
    @Test
    void callThatPinsNothingFaultsAsItReturns() {
        assertThat(fetches(GracePeriodSample.callThatCompletes(), LINUX_6_1)).isEqualTo(FAULTS);
        assertThat(runsInFreedText(GracePeriodSample.callThatCompletes(), CLASSIC)).isEqualTo(HOLDS);
    }

    /** A task is freed after a grace period; who is no reader of RCU does not delay it. */
    @Test
    void readersOfATaskAreWaitedForBeforeItIsFreed() {
        Protocol reads = GracePeriodSample.looksAtATask(Ops.rcuReadLock(), Ops.rcuReadUnlock());
        Protocol unprotected = GracePeriodSample.looksAtATask(WaitOps.condResched(), WaitOps.condResched());
        for (Profile profile : List.of(LINUX_6_1, CLASSIC)) {
            assertThat(TLC.safety(reads, Granularity.MICRO, profile, NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
            assertThat(TLC.safety(unprotected, Granularity.MICRO, profile, NO_USE_AFTER_FREE))
                    .isEqualTo(new Verdict.InvariantViolated("NoUseAfterFree"));
        }
        assertThat(TLC.invariant(reads, Granularity.MICRO, LINUX_6_1, "pc[worker] # \"gone\" \\/ nesting[read] = 0"))
                .isEqualTo(FAULTS);
    }

    /** Whether a run gets as far as the fault. */
    private static Verdict fetches(Protocol protocol, Profile profile) {
        return TLC.invariant(protocol, Granularity.MICRO, profile, "fault # \"TEXT-FAULT\"");
    }

    private static Verdict runsInFreedText(Protocol protocol, Profile profile) {
        return TLC.safety(protocol, Granularity.MICRO, profile, NO_CODE_AFTER_UNLOAD);
    }

    private static Verdict unloads(Protocol protocol, Profile profile) {
        return TLC.liveness(protocol, Granularity.MICRO, profile, UNLOAD_COMPLETES);
    }
}
