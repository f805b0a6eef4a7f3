package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.CallbackOps.taskletDisable;
import static org.quiesce.protocol.CallbackOps.taskletDisableNosync;
import static org.quiesce.protocol.CallbackOps.taskletEnable;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.taskletKill;
import static org.quiesce.protocol.Ops.taskletSchedule;
import static org.quiesce.protocol.Ops.timerDelete;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.timerShutdownSync;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Bounds;

/** What each step of and about callbacks changes, in runs along a schedule. */
class CallbackEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    @Test
    void aTimerRunsOnceForEachTimeItIsArmed() {
        play(module().timer("expiry", SETS).init(init -> init.call(modTimer("expiry")).call(modTimer("expiry")))
                .exit(NOTHING)).refuse("expiry")
                .expect("modprobe", "pc[modprobe]=2 armed[expiry]=true")
                .expect("modprobe", "pc[modprobe]=3")
                .expect("expiry", "pc[expiry]=4 armed[expiry]=false")
                .expect("expiry", "pc[expiry]=return ready=true")
                .expect("expiry", "pc[expiry]=idle")
                .refuse("expiry");
    }

    @Test
    void aCallbackCanBeArmedWhileItRuns() {
        play(module().work("job", SETS).init(init -> init.call(scheduleWork("job")))
                .exit(exit -> exit.assign("ret", scheduleWork("job")).assign("ret", scheduleWork("job"))))
                .go("modprobe", 3)
                .expect("job", "pc[job]=5 armed[job]=false")
                .expect("modprobe", "pc[modprobe]=4 armed[job]=true ret[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=sync ret[modprobe]=0")
                .expect("job", "pc[job]=return ready=true")
                .expect("job", "pc[job]=idle")
                .expect("job", "pc[job]=5 armed[job]=false");
    }

    @Test
    void deletionsThatDoNotWait() {
        play(module().timer("expiry", SETS).init(init -> init.call(modTimer("expiry"))).exit(exit -> exit
                .assign("ret", timerDelete("expiry")).assign("ret", timerDelete("expiry"))))
                .go("modprobe", 3)
                .expect("modprobe", "pc[modprobe]=4 armed[expiry]=false ret[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=sync ret[modprobe]=0");
        play(module().work("job", SETS).init(init -> init.call(scheduleWork("job")))
                .exit(exit -> exit.call(cancelWork("job"))))
                .go("modprobe", 3).go("job", 1)
                .expect("modprobe", "pc[modprobe]=sync");
    }

    @Test
    void deletionsThatWait() {
        ProtocolBuilder deletes = module().timer("expiry", SETS).init(init -> init.call(modTimer("expiry")))
                .exit(exit -> exit.call(timerDeleteSync("expiry")).call(modTimer("expiry")));
        play(deletes).go("modprobe", 3).go("expiry", 1).refuse("modprobe").go("expiry", 2)
                .expect("modprobe", "pc[modprobe]=4")
                .expect("modprobe", "pc[modprobe]=sync armed[expiry]=true");
        play(deletes).go("modprobe", 3)
                .expect("modprobe", "pc[modprobe]=4 armed[expiry]=false")
                .refuse("expiry");
    }

    @Test
    void aTimerThatWasShutDownStaysOff() {
        play(module().timer("expiry", SETS).init(init -> init.call(modTimer("expiry")))
                .exit(exit -> exit.call(timerShutdownSync("expiry")).call(modTimer("expiry"))))
                .go("modprobe", 3).go("expiry", 1).refuse("modprobe").go("expiry", 2)
                .expect("modprobe", "pc[modprobe]=4 shutdown[expiry]=true")
                .expect("modprobe", "pc[modprobe]=sync")
                .refuse("expiry");
    }

    @Test
    void aWorkItemThatIsCancelledCantBeQueued() {
        play(module().work("job", body -> body.assign("ret", scheduleWork("job")))
                .init(init -> init.call(scheduleWork("job"))).exit(exit -> exit.call(cancelWorkSync("job"))))
                .go("modprobe", 3).go("job", 1)
                .expect("modprobe", "pc[modprobe]=3.wait cancelling[job]=1")
                .refuse("modprobe")
                .expect("job", "pc[job]=return")
                .refuse("modprobe")
                .expect("job", "pc[job]=idle")
                .expect("modprobe", "pc[modprobe]=3.allow")
                .expect("modprobe", "pc[modprobe]=sync cancelling[job]=0");
        play(module().work("job", SETS).init(init -> init.call(scheduleWork("job")))
                .exit(exit -> exit.call(cancelWorkSync("job"))))
                .go("modprobe", 3)
                .expect("modprobe", "pc[modprobe]=3.wait armed[job]=false cancelling[job]=1")
                .refuse("job");
    }

    @Test
    void moreCancellationsAtATimeThanThereIsRoomFor() {
        Played played = play(module().work("job", SETS).init(NOTHING).exit(exit -> exit.call(scheduleWork("job"))).fileOperations(
                "reader", Bounds.CANCELLING_MAX + 1, Pinning.NONE, body -> body.call(cancelWorkSync("job"))))
                .go("modprobe", 1);
        for (int reader = 1; reader <= Bounds.CANCELLING_MAX; reader++) {
            played.go("reader" + reader, 1).expect("reader" + reader,
                    "pc[reader" + reader + "]=3.wait cancelling[job]=" + reader);
        }
        played.go("reader4", 1).expect("reader4", "fault=BOUND");
    }

    @Test
    void aCallbackThatWaitsForItself() {
        play(module().work("job", body -> body.call(cancelWorkSync("job")))
                .init(init -> init.call(scheduleWork("job"))))
                .go("modprobe", 2).go("job", 1)
                .expect("job", "pc[job]=3.wait cancelling[job]=1")
                .refuse("job");
        play(module().timer("expiry", body -> body.call(timerDeleteSync("expiry")))
                .init(init -> init.call(modTimer("expiry"))))
                .go("modprobe", 2).go("expiry", 1).refuse("expiry");
    }

    @Test
    void aTaskletThatIsKilledRunsToItsEndAndCantBeScheduled() {
        ProtocolBuilder builder = module().tasklet("bottom", body -> body.call(taskletSchedule("bottom")))
                .init(init -> init.call(taskletSchedule("bottom"))).exit(exit -> exit.call(taskletKill("bottom")));
        play(builder).go("modprobe", 3).refuse("modprobe").go("bottom", 1)
                .expect("modprobe", "pc[modprobe]=3.wait cancelling[bottom]=1")
                .refuse("modprobe")
                .expect("bottom", "pc[bottom]=return")
                .refuse("modprobe")
                .expect("bottom", "pc[bottom]=idle")
                .refuse("bottom")
                .expect("modprobe", "pc[modprobe]=3.allow")
                .expect("modprobe", "pc[modprobe]=sync cancelling[bottom]=0");
        play(builder).go("modprobe", 3).go("bottom", 2).refuse("modprobe").go("bottom", 1).refuse("modprobe")
                .expect("bottom", "pc[bottom]=4 armed[bottom]=false");
    }

    @Test
    void aTaskletIsKilledByOneAtATime() {
        play(module().tasklet("bottom", SETS).init(NOTHING).exit(exit -> exit.call(taskletSchedule("bottom")))
                .fileOperations("reader", 2, Pinning.NONE, body -> body.call(taskletKill("bottom"))))
                .go("modprobe", 1).go("reader1", 2).go("reader2", 1).refuse("reader2")
                .go("reader1", 2)
                .expect("reader2", "pc[reader2]=3.wait cancelling[bottom]=1");
    }

    @Test
    void aTaskletThatIsDisabledStaysScheduledUntilItWasEnabledAsOften() {
        play(module().tasklet("bottom", SETS)
                .init(init -> init.call(taskletDisableNosync("bottom")).call(taskletDisableNosync("bottom"))
                        .call(taskletSchedule("bottom")).call(taskletEnable("bottom")).call(taskletEnable("bottom")))
                .exit(NOTHING))
                .does("modprobe", "disabled[bottom]=1")
                .does("modprobe", "disabled[bottom]=2")
                .does("modprobe", "armed[bottom]=true").refuse("bottom")
                .does("modprobe", "disabled[bottom]=1").refuse("bottom")
                .does("modprobe", "disabled[bottom]=0")
                .does("bottom", "armed[bottom]=false");
    }

    @Test
    void whoDisablesATaskletWaitsForItUnlessToldNotTo() {
        play(module().tasklet("bottom", SETS)
                .init(init -> init.call(taskletSchedule("bottom")).call(taskletDisableNosync("bottom"))
                        .call(taskletDisable("bottom")))
                .exit(NOTHING))
                .go("modprobe", 1).does("bottom", "armed[bottom]=false")
                .does("modprobe", "disabled[bottom]=1")
                .does("modprobe", "disabled[bottom]=2")
                .until("bottom", "pc[bottom]=idle")
                .until("modprobe", "module=live");
    }

    @Test
    void nobodyKillsATaskletThatIsScheduledAndDisabled() {
        play(module().tasklet("bottom", SETS)
                .init(init -> init.call(taskletDisable("bottom")).call(taskletSchedule("bottom"))
                        .call(taskletKill("bottom")))
                .exit(NOTHING))
                .finish("modprobe").refuse("modprobe").refuse("bottom");
    }

    @Test
    void toEnableATaskletThatIsEnabledLeavesTheBounds() {
        play(module().tasklet("bottom", SETS).init(init -> init.call(taskletEnable("bottom"))).exit(NOTHING))
                .does("modprobe", "fault=" + Bounds.BOUND_FAULT);
    }

    @Test
    void aBarrierWaitsForTheInstancesThatItFinds() {
        ProtocolBuilder again = module().rcuCallback("reclaim", body -> body.call(callRcu("reclaim")))
                .init(init -> init.call(callRcu("reclaim"))).exit(exit -> exit.call(rcuBarrier("reclaim")));
        play(again).go("modprobe", 3)
                .expect("modprobe", "pc[modprobe]=3.wait behind[reclaim]={modprobe}")
                .refuse("modprobe")
                .does("reclaim", "armed[reclaim]=false behind[reclaim]={} behindRunning[reclaim]={modprobe}")
                .refuse("modprobe")
                .expect("reclaim", "pc[reclaim]=return armed[reclaim]=true")
                .refuse("modprobe")
                .expect("reclaim", "pc[reclaim]=idle behindRunning[reclaim]={}")
                .expect("modprobe", "pc[modprobe]=sync")
                .go("reclaim", 2)
                .expect("reclaim", "pc[reclaim]=idle");
        play(again).go("modprobe", 3).go("reclaim", 1)
                .expect("modprobe", "pc[modprobe]=3.wait behindRunning[reclaim]={modprobe}");
        play(again).go("modprobe", 3).go("reclaim", 2)
                .expect("modprobe", "pc[modprobe]=3.wait behind[reclaim]={modprobe} behindRunning[reclaim]={modprobe}")
                .expect("reclaim", "pc[reclaim]=idle behindRunning[reclaim]={}")
                .refuse("modprobe").go("reclaim", 2)
                .expect("reclaim", "pc[reclaim]=idle behindRunning[reclaim]={}")
                .expect("modprobe", "pc[modprobe]=sync");
    }

    @Test
    void whatIsHandedToRcuTwiceIsWarnedOf() {
        play(module().rcuCallback("reclaim", SETS).init(init -> init.call(callRcu("reclaim")).call(callRcu("reclaim"))
                .call(callRcu("reclaim"))))
                .does("modprobe", "armed[reclaim]=true").does("modprobe", "warned=true").go("reclaim", 1)
                .does("modprobe", "armed[reclaim]=true");
    }

    @Test
    void aBarrierWithNothingToWaitFor() {
        play(module().rcuCallback("reclaim", SETS).init(NOTHING)
                .exit(exit -> exit.call(rcuBarrier("reclaim")).call(callRcu("reclaim"))))
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=2.wait")
                .expect("modprobe", "pc[modprobe]=3");
    }

    @Test
    void anInterruptStaysRequested() {
        play(module().irqHandler("handler", SETS).init(init -> init.call(requestIrq("handler")))
                .exit(exit -> exit.call(freeIrq("handler")))).refuse("handler")
                .expect("modprobe", "pc[modprobe]=2 armed[handler]=true")
                .go("modprobe", 2)
                .expect("handler", "pc[handler]=4")
                .go("handler", 2)
                .expect("handler", "pc[handler]=4")
                .expect("modprobe", "pc[modprobe]=3.wait armed[handler]=false")
                .refuse("modprobe")
                .go("handler", 1)
                .refuse("modprobe")
                .expect("handler", "pc[handler]=idle")
                .refuse("handler")
                .expect("modprobe", "pc[modprobe]=sync");
    }

    @Test
    void anInterruptThatIsNotGranted() {
        Played played = play(module().irqHandler("handler", SETS)
                .init(init -> init.assign("err", requestIrq("handler").mayFail())));
        assertThat(played.moves("modprobe"))
                .containsExactly("armed[handler]=true pc[modprobe]=2", "err[modprobe]=-12 pc[modprobe]=2");
        assertThat(play(module().irqHandler("handler", SETS).init(init -> init.call(requestIrq("handler"))))
                .moves("modprobe")).containsExactly("armed[handler]=true pc[modprobe]=2");
        play(module().spinlock("guard").irqHandler("handler", SETS)
                .init(init -> init.call(spinLock("guard")).call(requestIrq("handler"))))
                .go("modprobe", 1).expect("modprobe", "fault=ATOMIC");
    }

    @Test
    void onlyWorkItemsMaySleep() {
        Consumer<Body> sleeps = body -> body.call(msleep());
        Consumer<Body> locks = body -> body.call(mutexLock("lock"));
        play(module().timer("expiry", sleeps).init(init -> init.call(modTimer("expiry"))))
                .go("modprobe", 1).go("expiry", 1).expect("expiry", "fault=ATOMIC");
        play(module().tasklet("bottom", sleeps).init(init -> init.call(taskletSchedule("bottom"))))
                .go("modprobe", 1).go("bottom", 1).expect("bottom", "fault=ATOMIC");
        play(module().rcuCallback("reclaim", sleeps).init(init -> init.call(callRcu("reclaim"))))
                .go("modprobe", 1).go("reclaim", 1).expect("reclaim", "fault=ATOMIC");
        play(module().mutex("lock").irqHandler("handler", locks)
                .init(init -> init.call(requestIrq("handler")).call(mutexLock("lock"))))
                .go("modprobe", 2).go("handler", 1).expect("handler", "fault=ATOMIC");
        play(module().mutex("lock").work("job", locks).init(init -> init.call(scheduleWork("job"))))
                .go("modprobe", 1).go("job", 1).expect("job", "pc[job]=return lock=job");
    }

    @Test
    void waitsUnderASpinlock() {
        play(module().spinlock("guard").work("job", SETS)
                .init(init -> init.call(spinLock("guard")).call(cancelWorkSync("job")))
                .exit(exit -> exit.call(scheduleWork("job"))))
                .go("modprobe", 1).expect("modprobe", "fault=ATOMIC");
        play(module().spinlock("guard").tasklet("bottom", SETS)
                .init(init -> init.call(spinLock("guard")).call(taskletKill("bottom")))
                .exit(exit -> exit.call(taskletSchedule("bottom"))))
                .go("modprobe", 1).expect("modprobe", "fault=ATOMIC");
        play(module().spinlock("guard").rcuCallback("reclaim", SETS)
                .init(init -> init.call(spinLock("guard")).call(rcuBarrier("reclaim")))
                .exit(exit -> exit.call(callRcu("reclaim"))))
                .go("modprobe", 1).expect("modprobe", "fault=ATOMIC");
        play(module().spinlock("guard").timer("expiry", SETS).init(init -> init.call(modTimer("expiry"))
                .call(spinLock("guard")).call(timerDeleteSync("expiry"))))
                .go("modprobe", 2).go("expiry", 1).refuse("modprobe");
    }

    @Test
    void aPendingCallbackIsCalledThoughItsTextIsGone() {
        play(module().timer("expiry", SETS).init(init -> init.call(modTimer("expiry"))).exit(NOTHING))
                .go("modprobe", 6)
                .expect("expiry", "pc[expiry]=3 armed[expiry]=false")
                .expect("FetchFault", "fault=TEXT-FAULT")
                .refuse("expiry");
    }

    @Test
    void anEmptyCallbackIsCodeToo() {
        play(module().timer("expiry", NOTHING).init(init -> init.call(modTimer("expiry"))).exit(NOTHING))
                .go("modprobe", 4)
                .expect("expiry", "pc[expiry]=return armed[expiry]=false")
                .go("modprobe", 2)
                .expect("FetchFault", "fault=TEXT-FAULT");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
