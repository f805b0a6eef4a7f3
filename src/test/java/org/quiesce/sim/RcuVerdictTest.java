package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.timerDelete;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.step.Granularity;

/** What the grace period of free_module() hides, and what it does not, on kernels with either RCU. */
class RcuVerdictTest {

    private static final Profile CLASSIC = LINUX_6_12.withClassicRcu();
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aThreadThatRunsWhenItBeginsIsWaitedForAndOneThatSleepsIsNot(Granularity granularity) {
        Checker runs = check(granularity, module().completion("done")
                .kthread("worker", body -> body.call(complete("done")).call(set("ready")))
                .init(RUN).exit(exit -> exit.call(waitForCompletion("done"))));
        runs.on(LINUX_6_12).isRefuted(NO_CODE_AFTER_UNLOAD).took("FetchFault");
        runs.on(CLASSIC).holds();
        Checker sleeps = check(granularity, module().completion("done")
                .kthread("worker", body -> body.call(complete("done")).call(setCurrentState(TaskState.IDLE))
                        .call(schedule()))
                .init(RUN).exit(exit -> exit.call(waitForCompletion("done")))
                .environment("device", body -> body.call(wakeUpProcess("task"))));
        sleeps.on(LINUX_6_12).isRefuted(NO_CODE_AFTER_UNLOAD).took("FetchFault");
        sleeps.on(CLASSIC).isRefuted(NO_CODE_AFTER_UNLOAD).holds(UNLOAD_COMPLETES).took("FetchFault");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aThreadThatHasNotRunYetIsNotWaitedFor(Granularity granularity) {
        check(granularity, module().kthread("worker", body -> body.call(set("ready"))).init(RUN).exit(exit -> { }))
                .on(CLASSIC).isRefuted(NO_CODE_AFTER_UNLOAD).took("FetchFault");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void twoReadersThatAreQuietInTurnsAndNeverTogetherDoNotHoldItUp(Granularity granularity) {
        // At first both may run; once they take turns, whose turn it is does, and the other sleeps.
        Checker check = check(granularity, module().taskPointer("other").completion("ping").completion("pong")
                .kthread("worker", body -> body.loop(always(), loop -> loop
                        .call(waitForCompletion("ping")).call(complete("pong"))))
                .kthread("rival", body -> body.call(set("ready")).loop(always(), loop -> loop
                        .call(waitForCompletion("pong")).call(complete("ping"))))
                .init(init -> init.call(complete("ping")).assign("task", kthreadRun("worker"))
                        .assign("other", kthreadRun("rival")))
                .exit(exit -> { }));
        check.on(CLASSIC).holds(UNLOAD_COMPLETES).isRefuted(NO_CODE_AFTER_UNLOAD).took("FetchFault");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aReaderThatIsNeverQuietHoldsItUpForEver(Granularity granularity) {
        Checker check = check(granularity, module()
                .kthread("worker", body -> body.call(complete("begun")).loop(always(), loop -> loop.call(set("ready"))))
                .completion("begun").init(RUN).exit(exit -> exit.call(waitForCompletion("begun"))));
        check.on(CLASSIC).getsStuck(UNLOAD_COMPLETES).holds(NO_CODE_AFTER_UNLOAD);
        check.on(LINUX_6_12).holds(UNLOAD_COMPLETES).isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWaitWithATimeoutSleeps(Granularity granularity) {
        Checker check = check(granularity, module().completion("begun").completion("never")
                .kthread("worker", body -> body.call(complete("begun")).loop(always(), loop -> loop.call(
                        new CompletionOperation.WaitForCompletion("never", SleepMode.UNINTERRUPTIBLE, Timeout.FINITE))))
                .init(RUN).exit(exit -> exit.call(waitForCompletion("begun"))));
        check.on(CLASSIC).holds(UNLOAD_COMPLETES).isRefuted(NO_CODE_AFTER_UNLOAD).took("FetchFault");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aTimerFunctionIsWaitedForOnEveryBuildOnceItRuns(Granularity granularity) {
        ProtocolBuilder driver = module().timer("expiry", body -> body.call(set("ready")).call(set("ready")))
                .init(init -> init.call(modTimer("expiry")));
        for (Profile profile : new Profile[] {LINUX_6_12, CLASSIC}) {
            check(granularity, driver.exit(exit -> exit.call(timerDelete("expiry")))).on(profile).holds();
            check(granularity, driver.exit(exit -> { })).on(profile).isRefuted(NO_CODE_AFTER_UNLOAD);
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aBarrierDoesNotWaitForACallbackThatQueuesItselfAgain(Granularity granularity) {
        ProtocolBuilder again = module().rcuCallback("reclaim", body -> body.call(callRcu("reclaim")))
                .init(init -> init.call(callRcu("reclaim"))).exit(exit -> exit.call(rcuBarrier("reclaim")));
        for (Profile profile : new Profile[] {LINUX_6_12, CLASSIC}) {
            check(granularity, again).on(profile).holds(UNLOAD_COMPLETES).isRefuted(NO_CODE_AFTER_UNLOAD)
                    .took("FetchFault");
        }
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aCallbackThatLooksWhetherItMayQueueItselfTakesTwoBarriers(Granularity granularity) {
        ProtocolBuilder polite = module().rcuCallback("reclaim",
                        body -> body.when(not(flag("ready")), then -> then.call(callRcu("reclaim"))))
                .init(init -> init.call(callRcu("reclaim")));
        check(granularity, polite.exit(exit -> exit.call(set("ready")).call(rcuBarrier("reclaim")))).on(LINUX_6_12)
                .isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, polite.exit(exit -> exit.call(set("ready")).call(rcuBarrier("reclaim"))
                .call(rcuBarrier("reclaim")))).on(LINUX_6_12).holds();
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").flag("ready");
    }

    private static Checker check(Granularity granularity, ProtocolBuilder builder) {
        return new Checker(builder.build(), granularity);
    }
}
