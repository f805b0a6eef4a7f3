package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.waitqueueActive;
import static org.quiesce.protocol.Conditions.wqHasSleeper;
import static org.quiesce.protocol.Ops.*;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.PARK_TERMINATES;
import static org.quiesce.protocol.property.Property.REQUESTS_ANSWERED;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of waiters, semaphores and sections, found again by TLC. */
@Execution(ExecutionMode.CONCURRENT)
class WaitVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();

    private static final TlcRuns TLC = new TlcRuns();

    /** A stop is seen in wait_woken() whenever it comes; a park is not on older kernels. */
    @Test
    void waitWokenMissesAPark() {
        Protocol parked = WaitSample.waitsWoken(kthreadPark("task"), kthreadStop("task"));
        fails(parked, LINUX_6_1, PARK_TERMINATES);
        succeeds(parked, LINUX_6_12, PARK_TERMINATES);
        succeeds(WaitSample.waitsWoken(kthreadStop("task")), LINUX_6_1, STOP_TERMINATES);
    }

    /** The test for waiters may be done before the store that they wait for. */
    @Test
    void waitqueueActiveNeedsABarrier() {
        fails(WaitSample.wakesIf(waitqueueActive("queue")), LINUX_6_12, REQUESTS_ANSWERED);
        succeeds(WaitSample.wakesIf(wqHasSleeper("queue")), LINUX_6_12, REQUESTS_ANSWERED);
    }

    /** The pseudo-signal of a stop ends an interruptible wait for a semaphore, where there is one. */
    @Test
    void aStopEndsDownInterruptibleOnNewerKernels() {
        succeeds(WaitSample.takes(downInterruptible("sem")), LINUX_6_1, STOP_TERMINATES);
        fails(WaitSample.takes(downInterruptible("sem")), LINUX_5_10, STOP_TERMINATES);
    }

    @Test
    void aStopUnderALockOfTheThreadHangs() {
        fails(WaitSample.readsUnderLock(downWrite("sem"), kthreadStop("task"), upWrite("sem")), LINUX_6_1, STOP_TERMINATES);
        succeeds(WaitSample.readsUnderLock(downRead("sem"), kthreadStop("task"), upRead("sem")), LINUX_6_1, STOP_TERMINATES);
    }

    /** The thread reads behind a writer that waits for exit, which waits for the thread. */
    @Test
    void aWriterThatWaitsKeepsReadersOut() {
        fails(WaitSample.readsBesideAWriter(downRead("sem"), kthreadStop("task"), upRead("sem")), LINUX_6_1, STOP_TERMINATES);
        succeeds(WaitSample.readsBesideAWriter(kthreadStop("task"), downRead("sem"), upRead("sem")), LINUX_6_1, STOP_TERMINATES);
    }

    /** The entry lies on the stack of the thread, which is gone. */
    @Test
    void anEntryThatIsLeftOnAQueueIsWalkedByAWakeUp() {
        assertThat(safety(WaitSample.queuesByHand(), NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
        assertThat(safety(WaitSample.queuesByHand(removeWaitQueue("queue")), NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
    }

    /** The entry lay on the stack of the task that loaded the module; exit runs in another. */
    @Test
    void anEntryThatInitLeavesIsWalkedByExit() {
        assertThat(safety(WaitSample.queuesInInit(), NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
        assertThat(safety(WaitSample.queuesInInit(removeWaitQueue("queue")), NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
    }

    @Test
    void nothingSleepsInASection() {
        for (Protocol protocol : List.of(
                WaitSample.idle(rcuReadLock(), kthreadStop("task"), rcuReadUnlock()),
                WaitSample.idle(preemptDisable(), preemptDisable(), preemptEnable(), msleep(), preemptEnable()),
                WaitSample.readers(synchronizeRcu()))) {
            assertThat(safety(protocol, NO_SLEEP_IN_ATOMIC)).isEqualTo(violates(NO_SLEEP_IN_ATOMIC));
        }
        Protocol outside = WaitSample.idle(localIrqSave(), localIrqRestore(), kthreadStop("task"));
        assertThat(safety(outside, NO_SLEEP_IN_ATOMIC)).isEqualTo(HOLDS);
    }

    @Test
    void synchronizeRcuWaitsForReaders() {
        Protocol waits = WaitSample.readers(rcuReadUnlock(), synchronizeRcu());
        assertThat(safety(waits, NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
        Protocol hurries = WaitSample.readers(rcuReadUnlock());
        assertThat(safety(hurries, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
    }

    /** In a build where running code delays RCU, who spins holds it up for ever; who sleeps now and then does not. */
    @Test
    void aPollerHoldsUpAClassicGracePeriod() {
        Profile classic = LINUX_6_1.withClassicRcu();
        fails(WaitSample.polls(loop -> {}), classic, UNLOAD_COMPLETES);
        succeeds(WaitSample.polls(loop -> {}), LINUX_6_1, UNLOAD_COMPLETES);
        succeeds(WaitSample.polls(loop -> loop.call(msleep())), classic, UNLOAD_COMPLETES);
    }

    private static void fails(Protocol protocol, Profile kernel, Property property) {
        assertThat(TLC.liveness(protocol, Granularity.MICRO, kernel, property)).isInstanceOf(Verdict.PropertyViolated.class);
    }

    private static void succeeds(Protocol protocol, Profile kernel, Property property) {
        assertThat(TLC.liveness(protocol, Granularity.MICRO, kernel, property)).isEqualTo(HOLDS);
    }

    private static Verdict violates(Property property) {
        return new Verdict.InvariantViolated(property.id());
    }

    private static Verdict safety(Protocol protocol, Property property) {
        return TLC.safety(protocol, Granularity.MICRO, LINUX_6_1, property);
    }
}
