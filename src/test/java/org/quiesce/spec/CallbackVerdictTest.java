package org.quiesce.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.protocol.CallbackOps.taskletDisable;
import static org.quiesce.protocol.CallbackOps.taskletDisableNosync;
import static org.quiesce.protocol.CallbackOps.taskletEnable;
import static org.quiesce.protocol.CallbackOps.tryToDelTimerSync;
import static org.quiesce.protocol.Conditions.less;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.taskletKill;
import static org.quiesce.protocol.Ops.timerDelete;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.timerShutdownSync;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.REQUESTS_ANSWERED;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.tlc.Verdict;

/** What is known of timers, work, tasklets, RCU callbacks and interrupts at unload, found again by TLC. */
@Execution(ExecutionMode.CONCURRENT)
class CallbackVerdictTest {

    private static final Verdict HOLDS = new Verdict.NoError();

    private static final Operation DELETE = timerDeleteSync("tick");
    private static final Operation SHUT_DOWN = timerShutdownSync("tick");
    private static final Operation CANCEL = cancelWorkSync("item");
    private static final Operation CLOSE = set("closing");

    private static final TlcRuns TLC = new TlcRuns();

    @Test
    void pendingTimerIsCaughtByASyncDelete() {
        runsAfterUnload(CallbackSample.timer());
        quiesces(CallbackSample.timer(DELETE));
        quiesces(CallbackSample.timer(SHUT_DOWN));
    }

    @Test
    void timerThatArmsItselfEscapesADeleteThatDoesNotWait() {
        runsAfterUnload(CallbackSample.rearmingTimer(timerDelete("tick")));
        quiesces(CallbackSample.rearmingTimer(DELETE));
        quiesces(CallbackSample.rearmingTimer(SHUT_DOWN));
    }

    @Test
    void timerAndWorkThatArmEachOtherAreCaughtByAShutdownFirst() {
        runsAfterUnload(CallbackSample.mutualRearm(DELETE, CANCEL));
        runsAfterUnload(CallbackSample.mutualRearm(CANCEL, DELETE));
        runsAfterUnload(CallbackSample.mutualRearm(DELETE, CANCEL, DELETE));
        runsAfterUnload(CallbackSample.mutualRearm(CANCEL, SHUT_DOWN));
        quiesces(CallbackSample.mutualRearm(SHUT_DOWN, CANCEL));
    }

    @Test
    void timerAndWorkThatSeeAFlagAreCaughtByThreePasses() {
        runsAfterUnload(CallbackSample.mutualRearmUnlessBothSeeAFlag(CLOSE, DELETE, CANCEL));
        runsAfterUnload(CallbackSample.mutualRearmUnlessBothSeeAFlag(CLOSE, CANCEL, DELETE));
        quiesces(CallbackSample.mutualRearmUnlessBothSeeAFlag(CLOSE, DELETE, CANCEL, DELETE));
    }

    @Test
    void timerAndWorkOfWhichOneSeesAFlagAreCaughtInOneOrder() {
        runsAfterUnload(CallbackSample.mutualRearmUnlessTheItemSeesAFlag(CLOSE, DELETE, CANCEL, DELETE));
        quiesces(CallbackSample.mutualRearmUnlessTheItemSeesAFlag(CLOSE, CANCEL, DELETE, CANCEL));
    }

    @Test
    void workIsCaughtByASyncCancel() {
        runsAfterUnload(CallbackSample.work());
        runsAfterUnload(CallbackSample.work(cancelWork("item")));
        quiesces(CallbackSample.work(CANCEL));
    }

    @Test
    void callbackThatWaitsForItselfHangs() {
        hangs(CallbackSample.workThatCancelsItself());
        hangs(CallbackSample.timerThatDeletesItself());
    }

    @Test
    void cancelUnderALockOfTheItemHangs() {
        hangs(CallbackSample.workThatLocks(mutexLock("mutex"), CANCEL, mutexUnlock("mutex")));
        quiesces(CallbackSample.workThatLocks(mutexLock("mutex"), mutexUnlock("mutex"), CANCEL));
    }

    /** The kernel takes its head off the list of callbacks when the grace period is over. */
    @Test
    void theHeadOfAnRcuCallbackIsNotFreedBeforeIt() {
        assertThat(useAfterFree(CallbackSample.headed(rcuBarrier("release"), kfree("entry")))).isEqualTo(HOLDS);
        assertThat(useAfterFree(CallbackSample.headed(kfree("entry"), rcuBarrier("release"))))
                .isEqualTo(new Verdict.InvariantViolated(Property.NO_USE_AFTER_FREE.id()));
    }

    private static Verdict useAfterFree(Protocol protocol) {
        return TLC.safety(protocol, Granularity.MICRO, LINUX_6_1, Property.NO_USE_AFTER_FREE);
    }

    @Test
    void rcuCallbackIsCaughtByABarrier() {
        runsAfterUnload(CallbackSample.graceful());
        quiesces(CallbackSample.graceful(rcuBarrier("release")));
    }

    /** rcu_barrier() returns whatever is queued after it began; that is called when the text is gone. */
    @Test
    void rcuCallbackThatIsCalledAgainIsNotCaughtByABarrier() {
        Operation barrier = rcuBarrier("release");
        for (Protocol protocol : List.of(
                CallbackSample.renewedGrace(barrier),
                CallbackSample.renewedGrace(barrier, barrier),
                CallbackSample.renewedGraceUnlessItSeesAFlag(CLOSE, barrier))) {
            runsAfterUnload(protocol);
            assertThat(TLC.invariant(protocol, Granularity.MICRO, LINUX_6_1, "fault # \"TEXT-FAULT\""))
                    .isEqualTo(new Verdict.InvariantViolated("Holds"));
            assertThat(unloads(protocol)).isEqualTo(HOLDS);
        }
        quiesces(CallbackSample.renewedGraceUnlessItSeesAFlag(CLOSE, barrier, barrier));
    }

    /** tasklet_kill() takes the bit that the tasklet would set to schedule itself. */
    @Test
    void taskletThatSchedulesItselfIsCaughtByAKill() {
        runsAfterUnload(CallbackSample.reschedulingTasklet());
        quiesces(CallbackSample.reschedulingTasklet(taskletKill("poll")));
        Protocol killedByAll = CallbackSample.taskletKilledByAll(taskletKill("poll"));
        quiesces(killedByAll);
        assertThat(TLC.liveness(killedByAll, Granularity.MICRO, LINUX_6_1, REQUESTS_ANSWERED)).isEqualTo(HOLDS);
    }

    /** A loop that does what timer_delete_sync() does catches what that catches; one that does something else may spin. */
    @Test
    void timerThatIsTriedAgainAndAgainIsCaught() {
        quiesces(CallbackSample.rearmingTimerUntil(exit -> exit.doWhile(
                loop -> loop.assign("ret", tryToDelTimerSync("tick")), less("ret", 0))));
        hangs(CallbackSample.rearmingTimerUntil(exit -> exit.doWhile(
                loop -> loop.assign("ret", tryToDelTimerSync("tick")).call(set("late")), less("ret", 0))));
    }

    /** One that is disabled stays scheduled, for ever if nobody enables it; the kill waits for that. */
    @Test
    void killOfATaskletThatIsDisabledWaitsUntilItIsEnabled() {
        hangs(CallbackSample.reschedulingTasklet(taskletDisable("poll"), taskletKill("poll")));
        quiesces(CallbackSample.reschedulingTasklet(
                taskletDisable("poll"), taskletEnable("poll"), taskletKill("poll")));
        quiesces(CallbackSample.reschedulingTasklet(taskletKill("poll"), taskletDisable("poll")));
    }

    @Test
    void onlyTheDisablingThatWaitsIsEnoughBeforeMemoryIsFreed() {
        assertThat(safety(CallbackSample.taskletWithMemory(taskletDisable("poll")), NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
        assertThat(safety(CallbackSample.taskletWithMemory(taskletDisableNosync("poll")), NO_USE_AFTER_FREE))
                .isEqualTo(violates(NO_USE_AFTER_FREE));
    }

    @Test
    void producersAreSilencedFirst() {
        runsAfterUnload(CallbackSample.tasklet(freeIrq("handler")));
        runsAfterUnload(CallbackSample.tasklet(taskletKill("poll"), freeIrq("handler")));
        quiesces(CallbackSample.tasklet(freeIrq("handler"), taskletKill("poll")));
        runsAfterUnload(CallbackSample.interruptQueuesWork(CANCEL, freeIrq("handler")));
        quiesces(CallbackSample.interruptQueuesWork(freeIrq("handler"), CANCEL));
    }

    @Test
    void interruptWakesAFreedThreadUnlessItIsOffBefore() {
        Protocol late = CallbackSample.interruptWakesThread(kthreadStop("task"), freeIrq("handler"));
        assertThat(safety(late, NO_USE_AFTER_FREE)).isEqualTo(violates(NO_USE_AFTER_FREE));
        Protocol early = CallbackSample.interruptWakesThread(freeIrq("handler"), kthreadStop("task"));
        assertThat(safety(early, NO_USE_AFTER_FREE)).isEqualTo(HOLDS);
        assertThat(safety(early, STOP_TERMINATES)).isEqualTo(HOLDS);
        quiesces(early);
    }

    /** Trying to free an interrupt that is free already. */
    @Test
    void anInterruptIsFreedOnce() {
        Protocol twice = CallbackSample.interruptQueuesWork(freeIrq("handler"), CANCEL, freeIrq("handler"));
        assertThat(safety(twice, NO_KERNEL_WARNING)).isEqualTo(violates(NO_KERNEL_WARNING));
        Protocol once = CallbackSample.interruptQueuesWork(freeIrq("handler"), CANCEL);
        assertThat(safety(once, NO_KERNEL_WARNING)).isEqualTo(HOLDS);
    }

    @Test
    void interruptThatIsNotGrantedNeverComes() {
        Verdict falsified = new Verdict.InvariantViolated("Holds");
        Protocol granted = CallbackSample.interrupt(requestIrq("handler"));
        assertThat(invariant(granted, "~ late")).isEqualTo(falsified);
        assertThat(invariant(granted, "err[modprobe] = 0")).isEqualTo(HOLDS);
        Protocol fallible = CallbackSample.interrupt(requestIrq("handler").mayFail());
        assertThat(invariant(fallible, "~ late")).isEqualTo(falsified);
        assertThat(invariant(fallible, "err[modprobe] # -12")).isEqualTo(falsified);
        assertThat(invariant(fallible, "err[modprobe] = -12 => ~ late /\\ ~ armed[handler]")).isEqualTo(HOLDS);
        assertThat(safety(CallbackSample.interruptRequestedUnderASpinlock(), NO_SLEEP_IN_ATOMIC))
                .isEqualTo(violates(NO_SLEEP_IN_ATOMIC));
    }

    private static Verdict invariant(Protocol protocol, String invariant) {
        return TLC.invariant(protocol, Granularity.MICRO, LINUX_6_1, invariant);
    }

    @Test
    void onlyWorkMaySleep() {
        assertThat(safety(CallbackSample.timerThatSleeps(), NO_SLEEP_IN_ATOMIC)).isEqualTo(violates(NO_SLEEP_IN_ATOMIC));
        assertThat(safety(CallbackSample.workThatSleeps(), NO_SLEEP_IN_ATOMIC)).isEqualTo(HOLDS);
        quiesces(CallbackSample.workThatSleeps());
    }

    private static void runsAfterUnload(Protocol protocol) {
        assertThat(safety(protocol, NO_CODE_AFTER_UNLOAD)).isEqualTo(violates(NO_CODE_AFTER_UNLOAD));
    }

    private static void quiesces(Protocol protocol) {
        assertThat(safety(protocol, NO_CODE_AFTER_UNLOAD)).isEqualTo(HOLDS);
        assertThat(unloads(protocol)).isEqualTo(HOLDS);
    }

    private static void hangs(Protocol protocol) {
        assertThat(safety(protocol, NO_CODE_AFTER_UNLOAD)).isEqualTo(HOLDS);
        assertThat(unloads(protocol)).isInstanceOf(Verdict.PropertyViolated.class);
    }

    private static Verdict violates(Property property) {
        return new Verdict.InvariantViolated(property.id());
    }

    private static Verdict safety(Protocol protocol, Property property) {
        return TLC.safety(protocol, Granularity.MICRO, LINUX_6_1, property);
    }

    private static Verdict unloads(Protocol protocol) {
        return TLC.liveness(protocol, Granularity.MICRO, LINUX_6_1, UNLOAD_COMPLETES);
    }
}
