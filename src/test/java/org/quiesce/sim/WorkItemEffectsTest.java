package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.kernel.Profiles.LINUX_6_6;
import static org.quiesce.protocol.Conditions.workPending;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelDelayedWork;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.disableWorkSync;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.enableWork;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.modDelayedWork;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.scheduleDelayedWork;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.WorkOps.disableDelayedWork;
import static org.quiesce.protocol.WorkOps.disableWork;
import static org.quiesce.protocol.WorkOps.enableAndQueueWork;
import static org.quiesce.protocol.WorkOps.enableDelayedWork;
import static org.quiesce.protocol.WorkOps.flushRcuWork;
import static org.quiesce.protocol.WorkOps.kthreadInitDelayedWork;
import static org.quiesce.protocol.WorkOps.kthreadModDelayedWork;
import static org.quiesce.protocol.WorkOps.queueBhWork;
import static org.quiesce.protocol.WorkOps.queueRcuWork;
import static org.quiesce.protocol.WorkOps.workBusy;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Bounds;

/** What each step of disabling, enabling and asking about work items changes, of workqueues and of kthread workers. */
class WorkItemEffectsTest {

    private static final Consumer<Body> SETS = body -> body.call(set("ready"));

    @Test
    void anItemIsDisabledWithoutWaiting() {
        ProtocolBuilder driver = module().work("job", SETS).init(init -> init.call(scheduleWork("job"))
                .assign("ret", disableWork("job")).assign("ret", disableWork("job")).call(scheduleWork("job"))
                .call(enableWork("job")).call(enableWork("job")).call(scheduleWork("job")));
        play(driver).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 armed[job]=false cancelling[job]=1")
                .does("modprobe", "ret[modprobe]=0 cancelling[job]=2")
                .does("modprobe", "")
                .does("modprobe", "cancelling[job]=1").does("modprobe", "cancelling[job]=0")
                .does("modprobe", "armed[job]=true");
        play(driver).go("modprobe", 1).go("job", 1).does("modprobe", "cancelling[job]=1");
        play(module().work("job", SETS).init(init -> {
            for (int i = 0; i <= Bounds.CANCELLING_MAX; i++) {
                init.call(disableWork("job"));
            }
        })).go("modprobe", Bounds.CANCELLING_MAX).does("modprobe", "fault=BOUND");
    }

    @Test
    void anItemOnItsTimerIsDisabledByTheCallForDelayedWork() {

        play(module().delayedWork("job", SETS).init(init -> init.call(scheduleDelayedWork("job"))
                .assign("ret", disableDelayedWork("job")))).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 timed[job]=off cancelling[job]=1");
    }

    @Test
    void anItemThatWasRefusedCanNotBeHad() {
        ProtocolBuilder driver = module().workqueue("wq").work("job", "wq", SETS)
                .init(init -> init.call(allocWorkqueue("wq"))).exit(exit -> exit.call(drainWorkqueue("wq")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(queueWork("wq", "job")).call(disableWork("job")));
        play(driver).go("modprobe", 2).go("user", 1).until("modprobe", "wq=draining")
                .does("user", "dropped[job]=true warned=true").refuse("user");
    }

    @Test
    void anItemThatWasRefusedCanNotBeEnabledNorTaken() {
        for (Operation call : List.of(cancelWork("job"), enableWork("job"), enableAndQueueWork("wq", "job"))) {
            ProtocolBuilder driver = module().workqueue("wq").work("job", "wq", SETS)
                    .init(init -> init.call(allocWorkqueue("wq"))).exit(exit -> exit.call(drainWorkqueue("wq")))
                    .fileOperations("user", 1, Pinning.NONE, body -> body.call(queueWork("wq", "job")).call(call));
            play(driver).go("modprobe", 2).go("user", 1).until("modprobe", "wq=draining")
                    .does("user", "dropped[job]=true warned=true").refuse("user");
        }
    }

    @Test
    void onlyTheCallForDelayedWorkTakesAnItemFromItsTimer() {
        play(delayed(init -> init.call(cancelWork("job")))).go("modprobe", 1).refuse("modprobe").go("DelayExpires", 1)
                .does("modprobe", "armed[job]=false");
        play(delayed(init -> init.call(enableWork("job")))).go("modprobe", 1).refuse("modprobe").go("DelayExpires", 1)
                .does("modprobe", "armed[job]=false warned=true");
        play(delayed(init -> init.call(disableWorkSync("job")))).go("modprobe", 1).refuse("modprobe")
                .go("DelayExpires", 1).does("modprobe", "armed[job]=false cancelling[job]=1");
        play(delayed(init -> init.assign("ret", cancelDelayedWork("job")))).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 timed[job]=off");
        play(delayed(init -> init.assign("ret", enableDelayedWork("job")))).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 timed[job]=off warned=true");
    }

    @Test
    void whetherAnItemIsEnabled() {
        play(module().work("job", SETS).init(init -> init.call(disableWork("job")).call(disableWork("job"))
                .call(setLocal("ret", 7)).assign("ret", enableWork("job")).assign("ret", enableWork("job"))
                .call(scheduleWork("job")).assign("ret", enableWork("job")))).go("modprobe", 3)
                .does("modprobe", "ret[modprobe]=0 cancelling[job]=1")
                .does("modprobe", "ret[modprobe]=1 cancelling[job]=0")
                .does("modprobe", "armed[job]=true")
                .does("modprobe", "warned=true armed[job]=false");
    }

    @Test
    void olderKernelsKeepAnItemPendingWhileTheyCancelIt() {
        ProtocolBuilder driver = module().delayedWork("job", SETS).init(init -> init.call(scheduleDelayedWork("job")))
                .exit(exit -> exit.call(cancelDelayedWorkSync("job")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(setLocal("ret", 7))
                        .assign("ret", modDelayedWork("job")).call(setLocal("ret", 7))
                        .assign("ret", cancelDelayedWork("job")).assign("ret", workBusy("job"))
                        .when(workPending("job"), then -> then.call(set("ready")))
                        .assign("ret", scheduleDelayedWork("job")));
        cancelled(driver, LINUX_6_6).does("user", "ret[user]=1").go("user", 1)
                .does("user", "ret[user]=0").does("user", "ret[user]=1")
                .does("user", "").does("user", "ready=true").does("user", "ret[user]=0");
        cancelled(driver, LINUX_6_12).does("user", "ret[user]=0").go("user", 1)
                .does("user", "ret[user]=0").does("user", "")
                .does("user", "").does("user", "");
    }

    /** The item has been taken off its timer, and is still forbidden, when a user is about to ask for it. */
    private static Played cancelled(ProtocolBuilder driver, Profile profile) {
        return Played.of(driver, profile).until("modprobe", "module=live").go("user", 2)
                .until("modprobe", "cancelling[job]=1");
    }

    @Test
    void theLastEnablingQueuesTheItem() {
        play(module().workqueue("wq").work("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .call(disableWork("job")).call(disableWork("job"))
                .call(setLocal("ret", 7)).assign("ret", enableAndQueueWork("wq", "job"))
                .assign("ret", enableAndQueueWork("wq", "job")).assign("ret", enableAndQueueWork("wq", "job"))))
                .go("modprobe", 4)
                .does("modprobe", "cancelling[job]=1").does("modprobe", "ret[modprobe]=0")
                .does("modprobe", "cancelling[job]=0").does("modprobe", "armed[job]=true").does("modprobe", "ret[modprobe]=1")
                .does("modprobe", "warned=true armed[job]=false").does("modprobe", "armed[job]=true");
    }

    @Test
    void whetherAnItemIsBusy() {
        ProtocolBuilder driver = module().work("job", SETS).init(init -> init.call(setLocal("ret", 7))
                .assign("ret", workBusy("job")).call(scheduleWork("job")).assign("ret", workBusy("job"))
                .call(scheduleWork("job")).assign("ret", workBusy("job")).when(workPending("job"), then -> then.call(set("ready"))));
        play(driver).go("modprobe", 1).does("modprobe", "ret[modprobe]=0").go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1").go("job", 1).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=3").does("modprobe", "").does("modprobe", "ready=true");
        play(driver).go("modprobe", 3).go("job", 1).does("modprobe", "ret[modprobe]=2").go("modprobe", 1)
                .go("job", 2).does("job", "armed[job]=false").does("modprobe", "").does("modprobe", "")
                .does("modprobe", "module=live");
    }

    @Test
    void rcuWorkIsFlushedWhenItIsQueued() {
        play(module().workqueue("wq").rcuWork("job", "wq", SETS).init(init -> init.call(allocWorkqueue("wq"))
                .assign("ret", queueRcuWork("wq", "job")).call(flushRcuWork("job")))).go("modprobe", 1)
                .does("modprobe", "ret[modprobe]=1 timed[job]=on").refuse("modprobe")
                .does("DelayExpires", "timed[job]=off armed[job]=true")
                .does("modprobe", "").does("modprobe", "behind[job]={modprobe}").refuse("modprobe").finish("job")
                .does("modprobe", "");
    }

    @Test
    void anItemInSoftirqMustNotSleep() {
        play(module().bhWork("job", body -> body.call(msleep())).init(init -> init.call(queueBhWork("job"))))
                .does("modprobe", "armed[job]=true").does("job", "armed[job]=false").does("job", "fault=ATOMIC");
    }

    // ---- kthread work

    @Test
    void kthreadWorkThatIsQueuedIsNotToBeInitialised() {
        ProtocolBuilder driver = worker().init(init -> init.call(kthreadCreateWorker("kw"))
                .call(kthreadInitDelayedWork("job")).call(kthreadQueueDelayedWork("kw", "job"))
                .call(kthreadInitDelayedWork("job")).call(kthreadQueueWork("kw", "job"))
                .call(kthreadInitDelayedWork("job")));
        play(driver).go("modprobe", 3).does("modprobe", "").does("modprobe", "timed[job]=on")
                .does("modprobe", "timed[job]=off warned=true")
                .does("modprobe", "armed[job]=true")
                .does("modprobe", "armed[job]=false");
    }

    @Test
    void kthreadWorkIsPutOnItsTimerAnew() {
        ProtocolBuilder driver = worker().init(init -> init.call(kthreadCreateWorker("kw")).call(setLocal("ret", 7))
                .assign("ret", kthreadModDelayedWork("kw", "job")).assign("ret", kthreadModDelayedWork("kw", "job"))
                .call(kthreadCancelDelayedWorkSync("job")).call(kthreadQueueWork("kw", "job"))
                .assign("ret", kthreadModDelayedWork("kw", "job")));
        play(driver).go("modprobe", 4).does("modprobe", "ret[modprobe]=0 timed[job]=on hasWorker[job]=true")
                .does("modprobe", "ret[modprobe]=1")
                .does("modprobe", "timed[job]=off cancelling[job]=1").does("modprobe", "cancelling[job]=0")
                .does("modprobe", "armed[job]=true")
                .does("modprobe", "armed[job]=false timed[job]=on");
        play(worker().init(init -> init.call(kthreadModDelayedWork("kw", "job")).call(kthreadCreateWorker("kw"))))
                .does("modprobe", "fault=NULL-DEREF");
    }

    @Test
    void kthreadWorkThatIsCancelledIsNotPutOnItsTimer() {
        Played played = play(worker().init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")))
                .exit(exit -> exit.call(kthreadCancelWorkSync("job")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(setLocal("ret", 7))
                        .assign("ret", kthreadModDelayedWork("kw", "job"))))
                .until("modprobe", "module=live").go("user", 2).until("kw_thread", "kw_current=job");
        played.until("modprobe", "cancelling[job]=1").does("user", "ret[user]=1");
    }

    @Test
    void kthreadWorkThatIsInitialisedWhileItIsCancelled() {
        play(worker().init(init -> init.call(kthreadCreateWorker("kw")).call(kthreadQueueWork("kw", "job")))
                .exit(exit -> exit.call(kthreadCancelWorkSync("job")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(kthreadInitDelayedWork("job"))))
                .until("modprobe", "module=live").go("user", 1).until("kw_thread", "kw_current=job")
                .until("modprobe", "cancelling[job]=1").does("user", "cancelling[job]=0 hasWorker[job]=false")
                .finish("job").does("modprobe", "").does("modprobe", "warned=true");
    }

    @Test
    void anItemThatIsEnabledWhileItIsCancelled() {
        play(module().work("job", SETS).init(init -> init.call(scheduleWork("job")))
                .exit(exit -> exit.call(cancelWorkSync("job")))
                .fileOperations("user", 1, Pinning.NONE, body -> body.call(enableWork("job"))))
                .until("modprobe", "module=live").go("user", 1).until("modprobe", "cancelling[job]=1")
                .does("user", "cancelling[job]=0").does("modprobe", "").does("modprobe", "warned=true");
    }

    private static ProtocolBuilder worker() {
        return module().kthreadWorker("kw").kthreadDelayedWork("job", "kw", SETS);
    }

    private static ProtocolBuilder delayed(UnaryOperator<Body> then) {
        return module().delayedWork("job", SETS).init(init -> then.apply(init.call(scheduleDelayedWork("job"))));
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").flag("ready");
    }

    private static Played play(ProtocolBuilder builder) {
        return Played.of(builder, LINUX_6_12);
    }
}
