package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.CallbackOps.hrtimerCancel;
import static org.quiesce.protocol.CallbackOps.hrtimerStart;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.disableWorkSync;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.flushDelayedWork;
import static org.quiesce.protocol.Ops.flushWork;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.scheduleDelayedWork;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.timerShutdownSync;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.TaskOps.wakeUpState;
import static org.quiesce.protocol.WaitOps.waitEventFreezable;
import static org.quiesce.protocol.WorkOps.disableDelayedWorkSync;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.WakeMask;

/** What calls answer that tell what they found: whether somebody slept, and whether something was armed, queued, or ran. */
class AnswerEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    // ---- wake-ups

    @Test
    void whetherAThreadWasWoken() {
        play(module().kthread("worker", SETS).init(init -> init.assign("task", kthreadCreate("worker"))
                .assign("ret", wakeUpState("task", WakeMask.INTERRUPTIBLE)).assign("ret", wakeUpProcess("task"))
                .assign("ret", wakeUpProcess("task")).assign("ret", wakeUpState("task", WakeMask.NORMAL))))
                .go("modprobe", 3)
                .does("modprobe", "arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "state[worker]=RUNNING asleep[worker]=false ret[modprobe]=1 arg[modprobe]=NULL")
                .go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=0 arg[modprobe]=NULL").go("modprobe", 1)
                .does("modprobe", "arg[modprobe]=NULL");
    }

    @Test
    void aWakeUpThatIsNotedForTheThawCountsOnce() {
        frozen(LINUX_6_12).does("device", "inPlace[worker]=woken ret[device]=1 arg[device]=NULL").go("device", 1)
                .does("device", "ret[device]=0 arg[device]=NULL");
        frozen(LINUX_6_1).does("device", "arg[device]=NULL").go("device", 1).does("device", "arg[device]=NULL");
    }

    /** A device is about to wake a thread that is frozen in place, twice. */
    private static Played frozen(Profile profile) {
        ProtocolBuilder driver = module().waitQueue("queue")
                .kthread("worker", body -> body.call(setFreezable()).call(waitEventFreezable("queue", flag("ready"))))
                .init(init -> init.assign("task", kthreadRun("worker")))
                .environment("suspend", body -> body.call(freezeKernelThreads()))
                .environment("device", body -> body.assign("ret", wakeUpProcess("task"))
                        .assign("ret", wakeUpProcess("task")));
        return Played.of(driver, profile).until("modprobe", "module=live").until("worker", "asleep[worker]=true")
                .until("suspend", "inPlace[worker]=frozen").until("device", "arg[device]=worker");
    }

    // ---- timers

    @Test
    void whetherATimerWasArmed() {
        play(module().timer("expiry", NOTHING).init(init -> init.call(setLocal("ret", 7))
                .assign("ret", modTimer("expiry")).assign("ret", modTimer("expiry"))
                .assign("ret", timerDeleteSync("expiry")).assign("ret", timerDeleteSync("expiry"))
                .call(modTimer("expiry"))
                .assign("ret", timerShutdownSync("expiry")).assign("ret", timerShutdownSync("expiry"))
                .assign("ret", modTimer("expiry")))).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=0 armed[expiry]=true")
                .does("modprobe", "ret[modprobe]=1")
                .does("modprobe", "armed[expiry]=false")
                .does("modprobe", "ret[modprobe]=0")
                .does("modprobe", "armed[expiry]=true")
                .does("modprobe", "ret[modprobe]=1 armed[expiry]=false shutdown[expiry]=true")
                .does("modprobe", "ret[modprobe]=0")
                .does("modprobe", "");
    }

    @Test
    void aTimerThatArmsItselfIsFoundArmed() {
        play(module().timer("expiry", body -> body.call(modTimer("expiry"))).init(init -> init.call(modTimer("expiry"))
                .assign("ret", timerDeleteSync("expiry")))).go("modprobe", 1).go("expiry", 2)
                .refuse("modprobe").go("expiry", 1)
                .does("modprobe", "ret[modprobe]=1 armed[expiry]=false");
    }

    @Test
    void whetherAHighResolutionTimerWasArmed() {
        play(module().hrtimer("tick", NOTHING).init(init -> init.call(hrtimerStart("tick"))
                .assign("ret", hrtimerCancel("tick")).assign("ret", hrtimerCancel("tick")))).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 armed[tick]=false")
                .does("modprobe", "ret[modprobe]=0");
    }

    // ---- items of workqueues

    @Test
    void whetherAnItemWasQueuedThatIsCancelled() {
        for (Operation call : List.of(cancelWorkSync("job"), disableWorkSync("job"))) {
            ProtocolBuilder driver = module().work("job", SETS).init(init -> init.call(scheduleWork("job"))
                    .assign("ret", call).assign("ret", call));
            play(driver).go("modprobe", 1)
                    .does("modprobe", "ret[modprobe]=1 armed[job]=false cancelling[job]=1");
            play(driver).go("modprobe", 1).finish("job")
                    .does("modprobe", "cancelling[job]=1");
            // One that runs is not on the queue.
            play(driver).go("modprobe", 1).go("job", 1)
                    .does("modprobe", "cancelling[job]=1").refuse("modprobe");
        }
    }

    @Test
    void whetherAnItemWasQueuedOrOnItsTimer() {
        for (Operation call : List.of(cancelDelayedWorkSync("job"), disableDelayedWorkSync("job"))) {
            ProtocolBuilder driver = module().delayedWork("job", SETS).init(init -> init.call(scheduleDelayedWork("job"))
                    .assign("ret", call));
            play(driver).go("modprobe", 1)
                    .does("modprobe", "ret[modprobe]=1 timed[job]=off cancelling[job]=1");
            play(driver).go("modprobe", 1).go("DelayExpires", 1)
                    .does("modprobe", "ret[modprobe]=1 armed[job]=false cancelling[job]=1");
            play(driver).go("modprobe", 1).finish("DelayExpires").finish("job")
                    .does("modprobe", "cancelling[job]=1");
        }
    }

    @Test
    void whetherAFlushFoundAnInstance() {
        ProtocolBuilder driver = module().work("job", SETS).init(init -> init.call(setLocal("ret", 7))
                .assign("ret", flushWork("job")).call(scheduleWork("job")).assign("ret", flushWork("job")));
        play(driver).go("modprobe", 1).does("modprobe", "ret[modprobe]=0").until("modprobe", "armed[job]=true")
                .does("modprobe", "ret[modprobe]=1 behind[job]={modprobe}");
        play(driver).until("modprobe", "armed[job]=true").go("job", 1)
                .does("modprobe", "ret[modprobe]=1 behindRunning[job]={modprobe}");
        play(driver).until("modprobe", "armed[job]=true").finish("job")
                .does("modprobe", "");
    }

    @Test
    void aFlushFindsNoItemOnItsTimer() {
        play(module().delayedWork("job", SETS).init(init -> init.call(setLocal("ret", 7)).call(scheduleDelayedWork("job"))
                .assign("ret", flushWork("job")))).go("modprobe", 2)
                .does("modprobe", "ret[modprobe]=0");
        play(module().delayedWork("job", SETS).init(init -> init.call(scheduleDelayedWork("job"))
                .assign("ret", flushDelayedWork("job")))).go("modprobe", 1)
                .does("modprobe", "timed[job]=off armed[job]=true")
                .does("modprobe", "ret[modprobe]=1 behind[job]={modprobe}");
    }

    @Test
    void aFlushFindsNothingOfAnItemThatWasRefused() {
        ProtocolBuilder driver = module().workqueue("wq").work("job", "wq", SETS)
                .init(init -> init.call(allocWorkqueue("wq"))).exit(exit -> exit.call(drainWorkqueue("wq")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.assign("queued", queueWork("wq", "job"))
                        .call(setLocal("ret", 7)).assign("ret", flushWork("job")));
        play(driver).go("modprobe", 2).go("user", 1).until("modprobe", "wq=draining")
                .does("user", "dropped[job]=true warned=true queued[user]=1").go("user", 1)
                .does("user", "ret[user]=0");
    }

    @Test
    void anItemIsTakenWhileItRuns() {
        play(module().work("job", body -> body.call(scheduleWork("job")).call(set("ready"))).init(init -> init
                .call(scheduleWork("job")).assign("ret", cancelWork("job")).assign("ret", cancelWork("job"))))
                .go("modprobe", 1).go("job", 2)
                .does("modprobe", "ret[modprobe]=1 armed[job]=false")
                .does("modprobe", "ret[modprobe]=0");
    }

    // ---- items of kthread workers

    @Test
    void whetherKthreadWorkWasQueued() {
        ProtocolBuilder driver = module().kthreadWorker("kw").kthreadDelayedWork("job", "kw", SETS)
                .init(init -> init.call(kthreadCreateWorker("kw"))
                        .call(kthreadQueueWork("kw", "job")).assign("ret", kthreadCancelWorkSync("job"))
                        .assign("ret", kthreadCancelWorkSync("job"))
                        .call(kthreadQueueDelayedWork("kw", "job")).assign("ret", kthreadCancelWorkSync("job"))
                        .assign("ret", kthreadCancelWorkSync("job")));
        play(driver).until("modprobe", "armed[job]=true")
                .does("modprobe", "ret[modprobe]=1 armed[job]=false")
                .does("modprobe", "ret[modprobe]=0")
                .until("modprobe", "timed[job]=on")
                .does("modprobe", "ret[modprobe]=1 timed[job]=unlinked")
                .does("modprobe", "ret[modprobe]=0");
        play(driver).until("modprobe", "armed[job]=true").until("kw_thread", "kw_current=job")
                .does("modprobe", "cancelling[job]=1");
    }

    @Test
    void whetherKthreadWorkWasQueuedOrOnItsTimer() {
        ProtocolBuilder driver = module().kthreadWorker("kw").kthreadDelayedWork("job", "kw", SETS)
                .init(init -> init.call(kthreadCreateWorker("kw"))
                        .call(kthreadQueueDelayedWork("kw", "job")).assign("ret", kthreadCancelDelayedWorkSync("job"))
                        .assign("ret", kthreadCancelDelayedWorkSync("job"))
                        .call(kthreadQueueWork("kw", "job")).assign("ret", kthreadCancelDelayedWorkSync("job")));
        play(driver).until("modprobe", "timed[job]=on")
                .does("modprobe", "ret[modprobe]=1 timed[job]=off cancelling[job]=1")
                // What the timer has answered stays.
                .does("modprobe", "cancelling[job]=0")
                .does("modprobe", "ret[modprobe]=0 cancelling[job]=1")
                .does("modprobe", "cancelling[job]=0")
                .does("modprobe", "armed[job]=true")
                .does("modprobe", "cancelling[job]=1")
                .does("modprobe", "ret[modprobe]=1 armed[job]=false cancelling[job]=0");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
