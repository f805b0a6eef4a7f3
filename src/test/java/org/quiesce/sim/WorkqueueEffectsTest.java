package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.queueNull;
import static org.quiesce.protocol.Ops.allocOrderedWorkqueue;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelDelayedWork;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.disableWorkSync;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.enableWork;
import static org.quiesce.protocol.Ops.flushDelayedWork;
import static org.quiesce.protocol.Ops.flushWork;
import static org.quiesce.protocol.Ops.flushWorkqueue;
import static org.quiesce.protocol.Ops.modDelayedWork;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.scheduleDelayedWork;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.WorkOps.disableDelayedWorkSync;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Snapshot;

/** What each step of and about workqueues and delayed work changes, in runs along a schedule. */
class WorkqueueEffectsTest {

    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    @Test
    void anItemIsQueuedUnlessItIsPending() {
        play(module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .assign("ret", queueWork("wq", "job")).assign("ret", queueWork("wq", "job"))))
                .refuse("job")
                .expect("modprobe", "pc[modprobe]=2 wq=live")
                .expect("modprobe", "pc[modprobe]=3 armed[job]=true ret[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=4 ret[modprobe]=0")
                .expect("job", "pc[job]=5 armed[job]=false")
                .expect("job", "pc[job]=return ready=true")
                .expect("job", "pc[job]=idle");
    }

    @Test
    void anAllocationMayFail() {
        Played played = play(module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq").mayFail())
                .when(queueNull("wq"), then -> then.call(set("ready"))).call(queueWork("wq", "job"))));
        assertThat(played.moves("modprobe"))
                .containsExactlyInAnyOrder("pc[modprobe]=2 wq=live", "pc[modprobe]=2");
        played.choose("modprobe", "pc[modprobe]=2")
                .expect("modprobe", "pc[modprobe]=3")
                .expect("modprobe", "pc[modprobe]=5 ready=true")
                .expect("modprobe", "fault=NULL-DEREF");
        play(module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .when(queueNull("wq"), then -> then.call(set("ready"))).call(queueWork("wq", "job"))))
                .go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=5");
    }

    @Test
    void aQueueThatIsNotThere() {
        for (Operation call : List.of(queueWork("wq", "job"), flushWorkqueue("wq"), drainWorkqueue("wq"))) {
            play(module().work("job", "wq", SETS).init(init -> init.call(call)))
                    .expect("modprobe", "fault=NULL-DEREF");
            play(module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                    .call(destroyWorkqueue("wq")).call(call)))
                    .go("modprobe", 4)
                    .expect("modprobe", "fault=KASAN-UAF");
        }
    }

    @Test
    void aQueueIsDrainedAndOpensAgain() {
        ProtocolBuilder driver = module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(queueWork("wq", "job"))).exit(exit -> exit.call(drainWorkqueue("wq")));
        play(driver).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=4.empty wq=draining")
                .refuse("modprobe").go("job", 1).refuse("modprobe").go("job", 1).refuse("modprobe").go("job", 1)
                .expect("modprobe", "pc[modprobe]=sync wq=live");
    }

    @Test
    void onlyItsOwnItemsMayQueueWhileItIsDrained() {
        ProtocolBuilder driver = module().work("job", "wq", body -> body.call(queueWork("wq", "job")))
                .init(init -> init.call(allocWorkqueue("wq")).call(queueWork("wq", "job")))
                .exit(exit -> exit.call(drainWorkqueue("wq")).call(cancelWorkSync("job")))
                .fileOperations("user", 1, Pinning.NONE, body -> body
                        .assign("ret", queueWork("wq", "job")).assign("ret", queueWork("wq", "job")));
        play(driver).go("modprobe", 5).go("job", 1)
                .expect("job", "pc[job]=return armed[job]=true")
                .refuse("modprobe");
        play(driver).go("modprobe", 3).go("user", 1).go("modprobe", 2).go("job", 1)
                .expect("user", "pc[user]=7 dropped[job]=true ret[user]=1 warned=true")
                .expect("user", "pc[user]=return ret[user]=0")
                .expect("job", "pc[job]=return")
                .go("job", 1)
                .expect("modprobe", "pc[modprobe]=5.steal wq=live")
                .refuse("modprobe").refuse("job");
    }

    @Test
    void whatIsQueuedAfterTheLastDrainOfADestruction() {
        ProtocolBuilder driver = module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq")))
                .exit(exit -> exit.call(destroyWorkqueue("wq")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(queueWork("wq", "job")));
        Played.of(driver, LINUX_6_1).go("modprobe", 2).go("user", 1).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=3.empty wq=draining")
                .expect("modprobe", "pc[modprobe]=3.free wq=live")
                .expect("user", "pc[user]=return armed[job]=true")
                .expect("modprobe", "pc[modprobe]=sync warned=true");
        Played.of(driver, LINUX_6_12).go("modprobe", 2).go("user", 1).go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=3.free")
                .expect("user", "pc[user]=return dropped[job]=true warned=true")
                .expect("modprobe", "pc[modprobe]=sync wq=freed");
        Played.of(driver, LINUX_6_12).go("modprobe", 2).go("user", 1).go("modprobe", 4)
                .expect("user", "fault=KASAN-UAF");
    }

    @Test
    void anOrderedQueueRunsOneItemAtATime() {
        ProtocolBuilder driver = Protocol.module("example").flag("ready").orderedWorkqueue("wq")
                .work("first", "wq", SETS).work("second", "wq", SETS)
                .init(init -> init.call(allocOrderedWorkqueue("wq"))
                        .call(queueWork("wq", "first")).call(queueWork("wq", "second")));
        play(driver).go("modprobe", 3).refuse("second").go("first", 1).refuse("second").go("first", 1).refuse("second")
                .expect("first", "pc[first]=idle")
                .expect("second", "pc[second]=6 armed[second]=false")
                .refuse("first");
    }

    // ---- flushes

    @Test
    void aFlushOfAQueueWaitsForWhatItFindsOnIt() {
        ProtocolBuilder driver = module()
                .work("job", "wq", body -> body.call(queueWork("wq", "job"))).work("other", "wq", SETS)
                .init(init -> init.call(allocWorkqueue("wq"))
                        .call(queueWork("wq", "job")).call(queueWork("wq", "other")))
                .exit(exit -> exit.call(flushWorkqueue("wq")));
        play(driver).go("modprobe", 5).go("job", 2)
                .expect("modprobe", "pc[modprobe]=5.wait behind[job]={modprobe} behindRunning[job]={modprobe} behind[other]={modprobe}")
                .refuse("modprobe")
                .expect("job", "pc[job]=idle behindRunning[job]={}")
                .go("other", 2)
                .expect("other", "pc[other]=idle behindRunning[other]={}")
                .refuse("modprobe")
                .does("job", "armed[job]=false behind[job]={} behindRunning[job]={modprobe}").go("job", 1)
                .expect("job", "pc[job]=idle behindRunning[job]={}")
                .expect("modprobe", "pc[modprobe]=sync");
        play(module().init(init -> init.call(allocWorkqueue("wq")).call(flushWorkqueue("wq")))).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=2.wait")
                .expect("modprobe", "pc[modprobe]=3");
    }

    @Test
    void aFlushOfAnItemGoesOnWhenTheInstanceIsCancelled() {
        ProtocolBuilder driver = module().work("job", "wq", body -> body.call(queueWork("wq", "job")))
                .init(init -> init.call(allocWorkqueue("wq")).call(queueWork("wq", "job")))
                .fileOperation("reader", body -> body.call(flushWork("job")).call(flushWorkqueue("wq")))
                .fileOperation("other", body -> body.call(flushWork("job")))
                .fileOperation("writer", body -> body.call(cancelWork("job")));
        Played both = play(driver).until("modprobe", "module=live").go("other", 1).does("other", "behind[job]={other}")
                .go("job", 2).go("reader", 1).does("reader", "behind[job]={reader}").refuse("reader").refuse("other");
        Snapshot queued = both.at;
        both.go("writer", 1).does("writer", "armed[job]=false behind[job]={}").does("reader", "").refuse("other")
                .does("reader", "behindRunning[job]={other, reader}").does("job", "behindRunning[job]={}").does("other", "");
        both.at = queued;
        both.does("job", "behindRunning[job]={}").does("other", "").refuse("reader")
                .does("job", "armed[job]=false behind[job]={} behindRunning[job]={reader}").refuse("reader");
    }

    @Test
    void whereAnItemStaysPendingTheSecondCancelWaitsForTheFirst() {
        ProtocolBuilder driver = Protocol.module("example").flag("ready").work("job", SETS)
                .init(init -> init.call(scheduleWork("job")))
                .fileOperations("reader", 2, Pinning.NONE, body -> body.assign("ret", cancelWorkSync("job")));
        Played.of(driver, LINUX_6_1).until("modprobe", "module=live").go("reader1", 1).go("reader2", 1).go("job", 1)
                .does("reader1", "cancelling[job]=1").refuse("reader2").go("job", 2).go("reader1", 1)
                .does("reader1", "cancelling[job]=0").does("reader2", "cancelling[job]=1");
        Played.of(driver, LINUX_6_12).until("modprobe", "module=live").go("reader1", 1).go("reader2", 1).go("job", 1)
                .does("reader1", "cancelling[job]=1").does("reader2", "cancelling[job]=2");
    }

    @Test
    void aFlushOfAnItemDoesNotSeeItsTimer() {
        play(module().delayedWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(queueDelayedWork("wq", "job")).call(flushWork("job"))))
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=3.wait")
                .expect("modprobe", "pc[modprobe]=4");
    }

    @Test
    void aFlushOfDelayedWorkQueuesItAtOnce() {
        ProtocolBuilder driver = module().delayedWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(queueDelayedWork("wq", "job"))).exit(exit -> exit.call(flushDelayedWork("job")));
        play(driver).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=4.note armed[job]=true timed[job]=off")
                .expect("modprobe", "pc[modprobe]=4.wait behind[job]={modprobe}")
                .refuse("modprobe").go("job", 3)
                .expect("modprobe", "pc[modprobe]=sync");
        play(driver).go("modprobe", 4).go("DelayExpires", 1).go("job", 3)
                .expect("modprobe", "pc[modprobe]=4.note")
                .expect("modprobe", "pc[modprobe]=4.wait");
        play(module().delayedWork("job", SETS).init(init -> init.call(scheduleDelayedWork("job"))
                .call(flushDelayedWork("job")))).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=2.note armed[job]=true timed[job]=off");
    }

    @Test
    void aFlushOfDelayedWorkWhoseQueueIsGone() {
        play(module().delayedWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(queueDelayedWork("wq", "job")).call(destroyWorkqueue("wq")).call(flushDelayedWork("job"))))
                .go("modprobe", 5)
                .expect("modprobe", "fault=KASAN-UAF");
    }

    // ---- timers

    @Test
    void delayedWorkIsQueuedWhenItsTimerExpires() {
        ProtocolBuilder driver = module().delayedWork("job", "wq", SETS)
                .init(init -> init.call(allocWorkqueue("wq")).assign("ret", queueDelayedWork("wq", "job"))
                        .assign("ret", queueDelayedWork("wq", "job")))
                .exit(exit -> exit.assign("ret", queueDelayedWork("wq", "job")).call(destroyWorkqueue("wq")));
        play(driver).go("modprobe", 1).refuse("job")
                .expect("modprobe", "pc[modprobe]=3 timed[job]=on ret[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=4 ret[modprobe]=0")
                .expect("DelayExpires", "armed[job]=true timed[job]=off")
                .refuse("DelayExpires")
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=6.drain")
                .expect("job", "pc[job]=7 armed[job]=false");
        play(driver).go("modprobe", 7)
                .expect("DelayExpires", "timed[job]=off dropped[job]=true warned=true");
        play(driver).go("modprobe", 9).expect("DelayExpires", "fault=KASAN-UAF").refuse("job");
    }

    @Test
    void aSystemQueueIsNeverGone() {
        ProtocolBuilder driver = Protocol.module("example").flag("ready").delayedWork("job", SETS)
                .init(init -> init.call(scheduleDelayedWork("job")).call(modDelayedWork("job")).call(scheduleWork("job")));
        play(driver).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=3")
                .expect("modprobe", "pc[modprobe]=4")
                .expect("DelayExpires", "armed[job]=true timed[job]=off");
    }

    @Test
    void aTimerIsSetAnewWhereverTheItemIs() {
        ProtocolBuilder driver = module().delayedWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .assign("ret", modDelayedWork("wq", "job")).assign("ret", modDelayedWork("wq", "job"))
                .assign("ret", modDelayedWork("wq", "job")));
        play(driver).go("modprobe", 1)
                .expect("modprobe", "pc[modprobe]=3 timed[job]=on")
                .expect("modprobe", "pc[modprobe]=4 ret[modprobe]=1")
                .go("DelayExpires", 1)
                .expect("modprobe", "pc[modprobe]=5 armed[job]=false timed[job]=on");
    }

    @Test
    void nobodySetsTheTimerOfAnItemThatGotLost() {
        for (Operation call : List.of(modDelayedWork("wq", "job"), cancelDelayedWork("job"),
                cancelDelayedWorkSync("job"))) {
            play(module().delayedWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                    .call(queueDelayedWork("wq", "job")).call(drainWorkqueue("wq")).call(call)))
                    .go("modprobe", 3).go("DelayExpires", 1)
                    .expect("modprobe", "pc[modprobe]=" + (call.equals(cancelDelayedWorkSync("job")) ? "4.steal" : "4")
                            + " wq=live")
                    .refuse("modprobe").refuse("job");
        }
    }

    @Test
    void aDelayIsCancelledWithoutWaiting() {
        ProtocolBuilder driver = module().delayedWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(queueDelayedWork("wq", "job")))
                .exit(exit -> exit.assign("ret", cancelDelayedWork("job")).assign("ret", cancelDelayedWork("job")));
        play(driver).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=5 timed[job]=off ret[modprobe]=1")
                .expect("modprobe", "pc[modprobe]=sync ret[modprobe]=0");
        play(driver).go("modprobe", 4).go("DelayExpires", 1)
                .expect("modprobe", "pc[modprobe]=5 armed[job]=false ret[modprobe]=1");
        play(driver).go("modprobe", 4).go("DelayExpires", 1).go("job", 1)
                .expect("modprobe", "pc[modprobe]=5");
    }

    @Test
    void aSynchronousCancelTakesTheTimerAndTheOtherVariantWaitsForIt() {
        ProtocolBuilder driver = module().delayedWork("job", "wq", body -> body.assign("ret", queueDelayedWork("wq", "job")))
                .init(init -> init.call(allocWorkqueue("wq")).call(queueDelayedWork("wq", "job")));
        driver.exit(exit -> exit.call(cancelDelayedWorkSync("job")));
        play(driver).go("modprobe", 4)
                .expect("modprobe", "pc[modprobe]=4.wait timed[job]=off cancelling[job]=1")
                .refuse("job")
                .expect("modprobe", "pc[modprobe]=4.allow")
                .expect("modprobe", "pc[modprobe]=sync cancelling[job]=0");
        play(driver).go("modprobe", 4).go("DelayExpires", 1).go("job", 1).go("modprobe", 1).refuse("modprobe")
                .expect("job", "pc[job]=return")
                .refuse("modprobe").go("job", 1)
                .expect("modprobe", "pc[modprobe]=4.allow");
        driver.exit(exit -> exit.call(cancelWorkSync("job")));
        play(driver).go("modprobe", 4).refuse("modprobe").go("DelayExpires", 1)
                .expect("modprobe", "pc[modprobe]=4.wait armed[job]=false cancelling[job]=1");
    }

    // ---- disabling

    @Test
    void anItemThatIsDisabledCantBeQueued() {
        ProtocolBuilder driver = module().delayedWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .assign("ret", queueDelayedWork("wq", "job")).call(disableDelayedWorkSync("job"))
                .assign("ret", modDelayedWork("wq", "job")).assign("ret", queueDelayedWork("wq", "job"))
                .call(enableWork("job")).assign("ret", queueDelayedWork("wq", "job")));
        play(driver).go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=3.wait timed[job]=off cancelling[job]=1")
                .expect("modprobe", "pc[modprobe]=4")
                .expect("modprobe", "pc[modprobe]=5 ret[modprobe]=0")
                .expect("modprobe", "pc[modprobe]=6")
                .expect("modprobe", "pc[modprobe]=7 cancelling[job]=0")
                .expect("modprobe", "pc[modprobe]=8 timed[job]=on ret[modprobe]=1");
        play(module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(disableWorkSync("job")).assign("ret", queueWork("wq", "job"))))
                .go("modprobe", 3)
                .expect("modprobe", "pc[modprobe]=4");
    }

    @Test
    void anItemThatIsEnabledOnceTooOftenIsLost() {
        play(module().work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(queueWork("wq", "job")).call(enableWork("job"))))
                .go("modprobe", 2)
                .expect("modprobe", "pc[modprobe]=4 armed[job]=false warned=true");
    }

    @Test
    void whatMustNotSleepMustNotFlush() {
        for (Operation call : List.of(flushWork("job"), flushWorkqueue("wq"), drainWorkqueue("wq"),
                destroyWorkqueue("wq"), cancelDelayedWorkSync("job"), disableWorkSync("job"))) {
            play(module().spinlock("guard").delayedWork("job", "wq", SETS)
                    .init(init -> init.call(allocWorkqueue("wq")).call(spinLock("guard")).call(call)))
                    .go("modprobe", 2)
                    .expect("modprobe", "fault=ATOMIC");
        }
        play(module().spinlock("guard").delayedWork("job", "wq", SETS)
                .init(init -> init.call(spinLock("guard")).call(allocWorkqueue("wq"))))
                .go("modprobe", 1)
                .expect("modprobe", "fault=ATOMIC");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready").workqueue("wq");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
