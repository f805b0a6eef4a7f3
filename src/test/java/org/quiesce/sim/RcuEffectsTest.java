package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.CallbackOps.synchronizeSrcu;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.synchronizeRcu;
import static org.quiesce.protocol.Ops.taskletSchedule;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.WaitOps.downTimeout;
import static org.quiesce.protocol.WaitOps.tryWaitForCompletion;
import static org.quiesce.protocol.WaitOps.waitEventFreezable;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.CompletionOperation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;

/** Whom the grace period of free_module() waits for, and how long, in runs along a schedule. */
class RcuEffectsTest {

    private static final Consumer<Body> NOTHING = body -> { };
    private static final Consumer<Body> SETS = body -> body.call(set("ready"));
    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Profile CLASSIC = LINUX_6_12.withClassicRcu();

    @Test
    void threadsDelayItOnClassicBuildsOnly() {
        Consumer<Body> sleeps = body -> body.call(setCurrentState(TaskState.IDLE)).call(schedule());
        Played.of(running(sleeps), LINUX_6_12).go("modprobe", 5).go("worker", 1)
                .expect("modprobe", "pc[modprobe]=free");
        Played.of(running(sleeps), CLASSIC).go("modprobe", 5).go("worker", 1)
                .expect("modprobe", "pc[modprobe]=grace readers={worker}")
                .refuse("modprobe").go("worker", 1)
                .expect("modprobe", "pc[modprobe]=free readers={}");
    }

    @Test
    void aCallOfScheduleIsQuietEvenWhereItDoesNotSleep() {
        quiet(waiting(body -> body.call(schedule()).call(set("ready"))));
        reading(waiting(body -> body.call(set("ready")).call(schedule())));
    }

    @Test
    void aThreadThatHasLeftTheModuleOrNotEnteredItDelaysNothing() {
        Played.of(running(NOTHING), CLASSIC).go("modprobe", 5)
                .expect("modprobe", "pc[modprobe]=grace")
                .expect("modprobe", "pc[modprobe]=free");
        Played.of(running(NOTHING), CLASSIC).go("modprobe", 5).go("worker", 1).go("modprobe", 1)
                .refuse("modprobe")
                .expect("worker", "pc[worker]=exit")
                .expect("modprobe", "pc[modprobe]=free readers={}");
    }

    @Test
    void whoComesAfterItBeganDelaysNothing() {
        Played.of(running(SETS), CLASSIC).go("modprobe", 6).go("worker", 1)
                .expect("modprobe", "pc[modprobe]=free")
                .expect("modprobe", "pc[modprobe]=done module=freed")
                .expect("worker", "fault=TEXT-FAULT");
    }

    @Test
    void aSleeperThatIsWokenLaterDelaysNothing() {
        ProtocolBuilder builder = running(body -> body.call(setCurrentState(TaskState.IDLE)).call(schedule()))
                .environment("device", body -> body.call(wakeUpProcess("task")));
        Played.of(builder, CLASSIC).go("modprobe", 5).go("worker", 3)
                .expect("modprobe", "pc[modprobe]=grace")
                .go("device", 2)
                .expect("modprobe", "pc[modprobe]=free")
                .expect("modprobe", "pc[modprobe]=done module=freed")
                .expect("FetchFault", "fault=TEXT-FAULT");
    }

    @Test
    void eachReaderHasToBeQuietOnceAndNeverAllAtATime() {
        ProtocolBuilder builder = module().taskPointer("other")
                .kthreads("worker", 2, body -> body.loop(always(), loop -> loop
                        .call(setCurrentState(TaskState.IDLE)).call(schedule())))
                .init(init -> init.assign("task", kthreadRun("worker")).assign("other", kthreadRun("worker")))
                .exit(NOTHING)
                .environment("device", body -> body.call(wakeUpProcess("task")));
        Played.of(builder, CLASSIC).go("modprobe", 8).go("worker1", 1).go("worker2", 1)
                .expect("modprobe", "pc[modprobe]=grace readers={worker1, worker2}")
                .refuse("modprobe").go("worker1", 2)
                .expect("modprobe", "readers={worker2}")
                .refuse("modprobe")
                .go("device", 2).refuse("modprobe").go("worker2", 1)
                .expect("modprobe", "pc[modprobe]=free readers={}");
    }

    @Test
    void severalReadersLeaveAtOnce() {
        ProtocolBuilder builder = module().taskPointer("other").kthreads("worker", 2, NOTHING)
                .init(init -> init.assign("task", kthreadRun("worker")).assign("other", kthreadRun("worker")))
                .exit(NOTHING);
        Played.of(builder, CLASSIC).go("modprobe", 8).go("worker1", 1).go("worker2", 1).go("modprobe", 1)
                .go("worker1", 1).go("worker2", 1)
                .expect("modprobe", "pc[modprobe]=free readers={}");
    }

    @Test
    void theReferenceOfTheKernelWaitsForReadersThatMayLookAtTheTask() {
        ProtocolBuilder builder = running(NOTHING).fileOperations("look", 2, Pinning.NONE, body -> body
                .call(rcuReadLock()).call(wakeUpProcess("task")).call(rcuReadUnlock()));
        Played.of(builder, LINUX_6_12).go("modprobe", 4)
                .until("look1", "nesting[look1]=1")
                .until("look2", "nesting[look2]=1")
                .until("worker", "pc[worker]=exited")
                .expect("worker", "pc[worker]=dead state[worker]=DEAD gracePeriod[worker]={look1, look2}")
                .refuse("worker")
                .until("look2", "nesting[look2]=0")
                .expect("worker", "gracePeriod[worker]={look1}")
                .refuse("worker")
                .until("look1", "nesting[look1]=0")
                .expect("worker", "pc[worker]=gone usage[worker]=0 gracePeriod[worker]={}");
    }

    @Test
    void whoBeginsToReadAfterTheThreadWasReapedComesTooLate() {
        ProtocolBuilder builder = running(NOTHING).fileOperations("look", 1, Pinning.NONE, body -> body
                .call(rcuReadLock()).call(wakeUpProcess("task")).call(rcuReadUnlock()));
        Played.of(builder, LINUX_6_12).go("modprobe", 4)
                .until("worker", "pc[worker]=exited")
                .expect("worker", "pc[worker]=dead state[worker]=DEAD")
                .until("look", "nesting[look]=1")
                .expect("worker", "pc[worker]=gone usage[worker]=0")
                .until("look", "fault=KASAN-UAF");
    }

    @Test
    void whereNoReaderLooksAtTasksTheReferenceOfTheKernelWaitsForNobody() {
        ProtocolBuilder builder = running(NOTHING).fileOperations("look", 1, Pinning.NONE, body -> body
                .call(rcuReadLock()).call(set("ready")).call(rcuReadUnlock()));
        Played.of(builder, LINUX_6_12).go("modprobe", 4)
                .until("look", "nesting[look]=1")
                .until("worker", "pc[worker]=exited")
                .expect("worker", "pc[worker]=dead state[worker]=DEAD")
                .expect("worker", "pc[worker]=gone usage[worker]=0");
    }

    @Test
    void waitsThatSleepAreQuietAndThoseThatSpinAreNot() {
        quiet(waiting(body -> body.call(msleep())));
        quiet(waiting(body -> body.call(waitForCompletion("done"))));
        quiet(waiting(body -> body.call(
                new CompletionOperation.WaitForCompletion("done", SleepMode.UNINTERRUPTIBLE, Timeout.FINITE))));
        quiet(waiting(body -> body.call(mutexLock("lock")).call(mutexLock("lock"))).go("worker", 1));
        reading(waiting(body -> body.call(mutexLock("lock"))));
        reading(waiting(body -> body.call(spinLock("guard"))));
        reading(waiting(body -> body.call(spinLock("guard")).call(spinLock("guard"))).go("worker", 1).refuse("worker"));
    }

    @Test
    void aWaitThatOnlyTimeEndsIsQuietAndOneThatIsOverIsNot() {
        ProtocolBuilder waits = module().completion("done")
                .kthread("worker", body -> body.call(waitForCompletion("done").withTimeout()))
                .init(RUN).exit(NOTHING)
                .environment("device", body -> body.call(complete("done")));
        quiet(Played.of(waits, CLASSIC).go("modprobe", 5).go("worker", 1));
        reading(Played.of(waits, CLASSIC).go("modprobe", 5).go("worker", 1).go("device", 1));
    }

    @Test
    void whoWaitsForAGracePeriodIsQuietEvenWhenItIsOver() {
        quiet(waiting(body -> body.call(synchronizeRcu())).go("worker", 1));
        reading(waiting(body -> body.call(set("ready")).call(synchronizeRcu())));
        quiet(waiting(body -> body.call(synchronizeSrcu("domain"))).go("worker", 1));
        reading(waiting(body -> body.call(synchronizeSrcu("domain"))));
    }

    @Test
    void attemptsAreNotQuietAndAWaitForNothingButTimeIs() {
        quiet(waiting(body -> body.call(downTimeout("gate")).call(downTimeout("gate"))).go("worker", 1));
        reading(waiting(body -> body.call(downTimeout("gate"))));
        reading(waiting(body -> body.call(tryWaitForCompletion("done"))));
        quiet(waiting(body -> body.call(setFreezable()).call(waitEventFreezable("queue", flag("ready"))))
                .until("worker", "state[worker]=INTERRUPTIBLE").go("worker", 1));
    }

    /** A thread at its first line while the grace period is about to begin. */
    private static Played waiting(Consumer<Body> waits) {
        return Played.of(running(waits).mutex("lock").spinlock("guard").completion("done").semaphore("gate", 1)
                .srcu("domain").waitQueue("queue"), CLASSIC)
                .go("modprobe", 5).go("worker", 1);
    }

    private static void quiet(Played played) {
        played.expect("modprobe", "pc[modprobe]=grace").expect("modprobe", "pc[modprobe]=free");
    }

    private static void reading(Played played) {
        played.expect("modprobe", "pc[modprobe]=grace readers={worker}").refuse("modprobe");
    }

    @Test
    void aWaitThatASignalEndsIsNotQuiet() {
        for (Timeout timeout : List.of(Timeout.NEVER, Timeout.FINITE)) {
            ProtocolBuilder builder = module().completion("done")
                    .kthread("worker", body -> body.call(
                            new CompletionOperation.WaitForCompletion("done", SleepMode.INTERRUPTIBLE, timeout)))
                    .init(RUN).exit(NOTHING)
                    .fileOperations("closer", 1, Pinning.NONE, body -> body.call(kthreadStop("task")));
            Played.of(builder, CLASSIC).go("modprobe", 5).go("worker", 1)
                    .expect("modprobe", "pc[modprobe]=grace");
            Played.of(builder, CLASSIC).go("modprobe", 4).go("worker", 1).go("closer", 6).go("modprobe", 1)
                    .expect("modprobe", "pc[modprobe]=grace readers={worker}");
        }
    }

    @Test
    void aWaitForATimerSpins() {
        ProtocolBuilder builder = module().timer("expiry", SETS)
                .work("job", body -> body.call(timerDeleteSync("expiry")))
                .init(init -> init.call(modTimer("expiry")).call(scheduleWork("job"))).exit(NOTHING);
        Played.of(builder, CLASSIC).go("modprobe", 4).go("expiry", 1).go("job", 1).refuse("job")
                .expect("modprobe", "pc[modprobe]=grace readers={expiry, job}")
                .go("expiry", 2)
                .expect("modprobe", "readers={job}")
                .refuse("modprobe").go("job", 2)
                .expect("modprobe", "pc[modprobe]=free readers={}");
    }

    @Test
    void whoWaitsForAnotherToCancelAnItemSleeps() {
        ProtocolBuilder builder = module().taskPointer("other").completion("done")
                .work("job", body -> body.call(waitForCompletion("done")))
                .kthread("worker", body -> body.call(cancelWorkSync("job")))
                .kthread("rival", body -> body.call(cancelWorkSync("job")))
                .init(init -> init.call(scheduleWork("job")).assign("task", kthreadRun("worker"))
                        .assign("other", kthreadRun("rival")))
                .exit(NOTHING);
        for (Profile profile : List.of(LINUX_6_1.withClassicRcu(), CLASSIC)) {
            Played played = Played.of(builder, profile).until("modprobe", "module=going").go("job", 1)
                    .until("rival", "cancelling[job]=1").go("worker", 1);
            if (profile.equals(CLASSIC)) {
                reading(played);
            } else {
                quiet(played);
            }
        }
    }

    @Test
    void callbacksThatMustNotSleepDelayItOnEveryBuild() {
        for (Profile profile : new Profile[] {LINUX_6_12, CLASSIC}) {
            delayedBy("expiry", module().timer("expiry", SETS).init(init -> init.call(modTimer("expiry"))), profile);
            delayedBy("bottom", module().tasklet("bottom", SETS)
                    .init(init -> init.call(taskletSchedule("bottom"))), profile);
            delayedBy("reclaim", module().rcuCallback("reclaim", SETS)
                    .init(init -> init.call(callRcu("reclaim"))), profile);
            delayedBy("handler", module().irqHandler("handler", SETS)
                    .init(init -> init.call(requestIrq("handler"))), profile);
        }
        delayedBy("job", module().work("job", SETS).init(init -> init.call(scheduleWork("job"))), CLASSIC);
        Played.of(module().work("job", SETS).init(init -> init.call(scheduleWork("job"))).exit(NOTHING), LINUX_6_12)
                .go("modprobe", 3).go("job", 1)
                .expect("modprobe", "pc[modprobe]=free");
    }

    /** A callback delays the grace period while it runs, its last instruction included, and not while it is pending. */
    private static void delayedBy(String callback, ProtocolBuilder builder, Profile profile) {
        Played.of(builder.exit(NOTHING), profile).go("modprobe", 3).go(callback, 1)
                .expect("modprobe", "pc[modprobe]=grace readers={" + callback + "}")
                .refuse("modprobe").go(callback, 1).refuse("modprobe").go(callback, 1)
                .expect("modprobe", "pc[modprobe]=free readers={}");
        Played.of(builder, profile).go("modprobe", 3)
                .expect("modprobe", "pc[modprobe]=grace")
                .go(callback, 1)
                .expect("modprobe", "pc[modprobe]=free");
    }

    @Test
    void threadsDelayNothingWhereOnlyCallbacksCan() {
        ProtocolBuilder builder = running(SETS).timer("expiry", SETS).exit(exit -> exit.call(modTimer("expiry")));
        Played.of(builder, LINUX_6_12).go("modprobe", 6).go("worker", 1)
                .expect("modprobe", "pc[modprobe]=grace")
                .expect("modprobe", "pc[modprobe]=free");
    }

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task").flag("ready");
    }

    private static ProtocolBuilder running(Consumer<Body> worker) {
        return module().kthread("worker", worker).init(RUN).exit(NOTHING);
    }
}
