package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_15;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.freezing;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.WaitOps.waitEventFreezable;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;

/** What becomes of a sleeper that is frozen where it is, by kernel, in runs along a schedule. */
class FreezeInPlaceEffectsTest {

    @Test
    void aSleeperIsFrozenWhereItIsAndSleepsOn() {
        Played played = asleep(LINUX_6_12).does("suspend", "freezing=true state[worker]=FROZEN inPlace[worker]=frozen")
                .refuse("worker");
        played.does("suspend", "freezing=false state[worker]=INTERRUPTIBLE inPlace[worker]=sleeping").refuse("worker");
        played.go("device", 1).does("device", "state[worker]=RUNNING asleep[worker]=false")
                .does("worker", "inPlace[worker]=none");
    }

    @Test
    void aWakeUpMeanwhileIsNotLost() {
        asleep(LINUX_6_12).go("suspend", 1).go("device", 1).does("device", "inPlace[worker]=woken").refuse("worker")
                .does("suspend", "freezing=false state[worker]=RUNNING asleep[worker]=false inPlace[worker]=none")
                .does("worker", "");
    }

    @Test
    void aStopMeanwhileIsNotLost() {
        Played played = asleep(LINUX_6_12).go("suspend", 1).until("modprobe", "inPlace[worker]=woken");
        assertThat(played.at.get("shouldStop", "worker")).hasValue(Datum.of(true));
    }

    @Test
    void olderKernelsWakeEverybodyWhoIsFrozen() {
        asleep(LINUX_6_1).does("suspend", "freezing=true state[worker]=FROZEN inPlace[worker]=frozen")
                .go("device", 1).does("device", "").refuse("worker")
                .does("suspend", "freezing=false state[worker]=RUNNING asleep[worker]=false inPlace[worker]=none");
    }

    @Test
    void beforeThatASleeperCountsAsFrozenAsItIs() {
        Played played = asleep(LINUX_5_15).does("suspend", "freezing=true").refuse("worker");
        Snapshot frozen = played.at;
        played.does("suspend", "freezing=false").refuse("worker");
        played.at = frozen;
        played.go("device", 1).does("device", "state[worker]=RUNNING asleep[worker]=false")
                .does("worker", "inPlace[worker]=none")
                .does("worker", "state[worker]=UNINTERRUPTIBLE")
                .does("worker", "asleep[worker]=true")
                .does("suspend", "freezing=false state[worker]=RUNNING asleep[worker]=false");
    }

    @Test
    void whoIsNotAsleepYetIsToldOnceMore() {
        for (Profile profile : List.of(LINUX_5_15, LINUX_6_1, LINUX_6_12)) {
            Played played = Played.of(suspended(), profile).until("modprobe", "module=live")
                    .until("worker", "state[worker]=INTERRUPTIBLE").until("suspend", "freezing=true").refuse("suspend");
            assertThat(played.at.get("state", "worker")).hasValue(Datum.of("RUNNING"));
        }
    }

    @Test
    void theFreezerWaitsForNobodyWhoIsFrozenWhereHeIs() {
        for (Profile profile : List.of(LINUX_5_15, LINUX_6_1, LINUX_6_12)) {
            Played played = Played.of(suspended(), profile).until("modprobe", "module=live")
                    .until("worker", "asleep[worker]=true").until("suspend", "freezing=true");
            int moves = played.moves("suspend").size();
            assertThat(moves).isEqualTo(1);
            played.until("suspend", "pc[suspend]=done");
        }
    }

    @Test
    void aSleeperThatComesAfterTheFreezeBeganIsFrozenAtTheNextTurn() {
        Played played = Played.of(suspended(), LINUX_6_12).until("modprobe", "module=live")
                .until("worker", "inPlace[worker]=sleeping").until("suspend", "freezing=true");
        assertThat(played.at.get("inPlace", "worker")).hasValue(Datum.of("frozen"));
        Played late = Played.of(suspended(), LINUX_6_12).until("modprobe", "module=live")
                .until("worker", "state[worker]=INTERRUPTIBLE").until("suspend", "freezing=true").refuse("suspend")
                .until("worker", "asleep[worker]=true");
        late.does("suspend", "state[worker]=FROZEN inPlace[worker]=frozen").until("suspend", "pc[suspend]=done");
    }

    @Test
    void whoIsFrozenAlreadyIsNotToldAgain() {
        ProtocolBuilder driver = waiting().environment("suspend", body -> body.call(freezeKernelThreads())
                .call(freezeKernelThreads()).call(thawKernelThreads()));
        Played.of(driver, LINUX_6_12).until("modprobe", "module=live").until("worker", "asleep[worker]=true")
                .until("suspend", "inPlace[worker]=frozen").does("suspend", "");
    }

    @Test
    void aSleepThatASignalEndsIsNoSleep() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(allowSignal()).call(setFreezable())
                .call(waitEventFreezable("queue", flag("ready")))).init(init -> init.assign("task", kthreadRun("worker")))
                .fileOperation("sender", body -> body.call(sendSignal("task")));
        Played played = Played.of(driver, LINUX_6_12).until("modprobe", "module=live")
                .until("worker", "state[worker]=INTERRUPTIBLE").go("worker", 1);
        played.until("sender", "signals[worker]=true").does("worker", "");
    }

    @Test
    void whetherAFreezeIsUnderWay() {
        ProtocolBuilder driver = module().kthread("worker", body -> body.call(setFreezable())
                .when(freezing(), then -> then.call(set("ready")))).init(init -> init.assign("task", kthreadRun("worker")))
                .environment("suspend", body -> body.call(freezeKernelThreads()).call(thawKernelThreads()));
        Played played = Played.of(driver, LINUX_6_12).until("modprobe", "module=live").until("worker", "freezable[worker]=true");
        played.until("worker", "pc[worker]=2");
        Snapshot before = played.at;
        played.go("worker", 1);
        assertThat(played.moves("worker")).noneMatch(move -> move.contains("ready"));
        played.at = before;
        played.does("suspend", "freezing=true").does("worker", "").does("worker", "ready=true");
    }

    /** A thread that sleeps so that it may be frozen, and a device that makes its condition true and wakes it. */
    private static Played asleep(Profile profile) {
        ProtocolBuilder driver = waiting()
                .exit(exit -> exit.call(kthreadStop("task")))
                .environment("suspend", body -> body.call(freezeKernelThreads()).call(thawKernelThreads()));
        return Played.of(driver, profile).until("modprobe", "module=live").until("worker", "asleep[worker]=true");
    }

    private static ProtocolBuilder suspended() {
        return waiting().environment("suspend", body -> body.call(suspendFreezeProcesses()));
    }

    private static ProtocolBuilder waiting() {
        return module().kthread("worker", body -> body.call(setFreezable()).call(waitEventFreezable("queue", flag("ready"))))
                .init(init -> init.assign("task", kthreadRun("worker")))
                .environment("device", body -> body.call(set("ready")).call(wakeUp("queue")));
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").waitQueue("queue").flag("ready");
    }
}
