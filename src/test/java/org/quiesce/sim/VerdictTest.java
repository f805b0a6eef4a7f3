package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopCurrent;
import static org.quiesce.protocol.Ops.kthreadUnpark;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexTrylock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleTimeout;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_DOUBLE_STOP;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_SELF_STOP;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.PARK_TERMINATES;
import static org.quiesce.protocol.property.Property.REFERENCES_BALANCED;
import static org.quiesce.protocol.property.Property.REQUESTS_ANSWERED;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.StopModel;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;

/** What the reference expects of well-known protocols, under both granularities. */
class VerdictTest {

    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Consumer<Body> STOP = exit -> exit.call(kthreadStop("task"));

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void stateSetAfterCheck(Granularity granularity) {
        Checker interruptible = check(granularity, stopped(body -> body.until(shouldStop(), loop -> loop
                .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(schedule()))));
        interruptible.on(LINUX_5_10).getsStuck(STOP_TERMINATES).getsStuck(THREAD_EXITS).getsStuck(UNLOAD_COMPLETES);
        interruptible.on(LINUX_6_12).holds();
        Checker uninterruptible = check(granularity, stopped(body -> body.until(shouldStop(), loop -> loop
                .call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule()))));
        uninterruptible.on(LINUX_5_10).getsStuck(STOP_TERMINATES);
        uninterruptible.on(LINUX_6_12).getsStuck(STOP_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void canonicalLoop(Granularity granularity) {
        check(granularity, StopModel.of(2)).on(LINUX_5_10).holds();
        check(granularity, StopModel.of(2)).on(LINUX_6_12).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void waitThatNeitherTestsTheStopNorLooksAtItsResult(Granularity granularity) {
        Protocol protocol = module().flag("ready").waitQueue("queue")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop
                        .doWhile(wait -> wait.call(waitEventInterruptible("queue", flag("ready"))),
                                not(flag("ready")))))
                .init(RUN).exit(STOP).build();
        check(granularity, protocol).on(LINUX_5_10).getsStuck(STOP_TERMINATES);
        check(granularity, protocol).on(LINUX_6_12).goesRound(STOP_TERMINATES).goesRound(THREAD_EXITS);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void waitThatTestsTheStop(Granularity granularity) {
        Protocol protocol = module().flag("ready").waitQueue("queue")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop
                        .call(waitEventInterruptible("queue", or(flag("ready"), shouldStop())))))
                .init(RUN).exit(STOP)
                .environment("device", body -> body.call(set("ready")).call(wakeUp("queue")))
                .build();
        check(granularity, protocol).on(LINUX_5_10).holds();
        check(granularity, protocol).on(LINUX_6_12).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void secondStopWaitsForEver(Granularity granularity) {
        Protocol protocol = module().kthread("worker", VerdictTest::canonical)
                .init(RUN)
                .exit(exit -> exit.call(getTaskStruct("task")).call(kthreadStop("task")).call(kthreadStop("task"))
                        .call(putTaskStruct("task")))
                .build();
        check(granularity, protocol).on(LINUX_6_12).getsStuck(STOP_TERMINATES).isRefuted(NO_DOUBLE_STOP)
                .holds(THREAD_EXITS);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void stopAfterSelfExit(Granularity granularity) {
        Consumer<Body> exits = body -> body.returns(7);
        Protocol unpinned = module().kthread("worker", exits).init(RUN).exit(STOP).build();
        check(granularity, unpinned).on(LINUX_6_12).isRefuted(NO_USE_AFTER_FREE).holds(STOP_TERMINATES);
        Protocol pinned = module().kthread("worker", exits)
                .init(init -> init.assign("task", kthreadCreate("worker")).call(getTaskStruct("task"))
                        .call(wakeUpProcess("task")))
                .exit(exit -> exit.call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
        check(granularity, pinned).on(LINUX_6_12).holds();
    }

    @Test
    void selfStop() {
        Protocol protocol = module().kthread("worker", body -> body.call(kthreadStopCurrent()))
                .init(RUN).exit(exit -> { }).build();
        check(Granularity.MICRO, protocol).on(LINUX_6_12).isRefuted(NO_SELF_STOP).getsStuck(STOP_TERMINATES);
    }

    @Test
    void stopOfNull() {
        Protocol protocol = module().kthread("worker", VerdictTest::canonical)
                .init(init -> init.when(chance("config"), then -> then.assign("task", kthreadRun("worker"))))
                .exit(STOP).build();
        check(Granularity.MERGED, protocol).on(LINUX_6_12).isRefuted(NO_INVALID_TASK).holds(NO_USE_AFTER_FREE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void validTasksAreAskedForOnlyWhereCallsTakeThem(Granularity granularity) {
        Protocol without = module().kthread("worker", VerdictTest::canonical).init(RUN).exit(exit -> { }).build();
        assertThat(Property.of(Lowering.lower(without, granularity))).doesNotContain(NO_INVALID_TASK);
        assertThat(Property.of(Lowering.lower(stopped(VerdictTest::canonical), granularity))).contains(NO_INVALID_TASK);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void missingStop(Granularity granularity) {
        Protocol protocol = module().kthread("worker", body -> body.loop(always(), loop -> loop.call(msleep())))
                .init(RUN).exit(exit -> { }).build();
        check(granularity, protocol).on(LINUX_6_12).isRefuted(NO_CODE_AFTER_UNLOAD).holds(UNLOAD_COMPLETES)
                .took("FetchFault");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void completeThenReturnIsMaskedByClassicRcuOnly(Granularity granularity) {
        Protocol broken = module().completion("done")
                .kthread("worker", body -> body.call(complete("done")).returns(0))
                .init(RUN).exit(exit -> exit.call(waitForCompletion("done"))).build();
        check(granularity, broken).on(LINUX_6_12).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, broken).on(LINUX_6_12.withClassicRcu()).holds(NO_CODE_AFTER_UNLOAD);
        Protocol mended = module().completion("done")
                .kthread("worker", body -> body.call(kthreadCompleteAndExit("done", 0)))
                .init(RUN).exit(exit -> exit.call(waitForCompletion("done"))).build();
        check(granularity, mended).on(LINUX_6_12).holds(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void moduleReferenceMustBeTakenByTheCreator(Granularity granularity) {
        Protocol late = module()
                .kthread("worker", body -> body.assign("got", tryModuleGet()).call(modulePutAndKthreadExit(0)))
                .init(RUN).exit(exit -> { }).build();
        check(granularity, late).on(LINUX_6_12).isRefuted(NO_CODE_AFTER_UNLOAD);
        Protocol early = module()
                .kthread("worker", body -> body.call(modulePutAndKthreadExit(0)))
                .init(init -> init.assign("got", tryModuleGet()).assign("task", kthreadRun("worker")))
                .exit(exit -> { }).build();
        check(granularity, early).on(LINUX_6_12).holds();
        Protocol plain = module()
                .kthread("worker", body -> body.call(modulePut()).returns(0))
                .init(init -> init.assign("got", tryModuleGet()).assign("task", kthreadRun("worker")))
                .exit(exit -> { }).build();
        check(granularity, plain).on(LINUX_6_12).isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void strongFairnessOfLocksSavesAThreadFromStarving(Granularity granularity) {
        Consumer<Body> busy = body -> body.until(shouldStop(), loop -> loop
                .call(mutexLock("lock")).call(mutexUnlock("lock")));
        Protocol fair = module().taskPointer("other").mutex("lock")
                .kthread("worker", busy)
                .kthread("rival", busy)
                .init(init -> init.assign("task", kthreadRun("worker")).assign("other", kthreadRun("rival")))
                .exit(exit -> exit.call(kthreadStop("task")).call(kthreadStop("other"))).build();
        check(granularity, fair).on(LINUX_6_12).holds();
        Protocol held = module().mutex("lock")
                .kthread("worker", busy)
                .init(RUN)
                .exit(exit -> exit.call(mutexLock("lock")).call(kthreadStop("task")).call(mutexUnlock("lock")))
                .build();
        check(granularity, held).on(LINUX_6_12).getsStuck(STOP_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void theNextOwnerOfAMutexMayNotFreeIt(Granularity granularity) {
        check(granularity, freedByTheNextOwner(mutexLock("lock"), mutexUnlock("lock", "log"))).on(LINUX_6_12)
                .isRefuted(NO_USE_AFTER_FREE);
        check(granularity, freedByTheNextOwner(mutexLock("lock"), mutexUnlock("lock"))).on(LINUX_6_12).holds();
        check(granularity, freedByTheNextOwner(spinLock("guard"), spinUnlock("guard"))).on(LINUX_6_12).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void whoOnlyTriesForAMutexMayFreeItWhenHeHasIt(Granularity granularity) {
        Protocol tried = module().memory("log").mutex("lock").flag("flushed")
                .kthread("worker", body -> body.call(mutexLock("lock")).call(set("flushed")).call(mutexUnlock("lock", "log"))
                        .until(shouldStop(), loop -> loop.call(msleep())).returns(0))
                .init(init -> init.call(allocate("log")).assign("task", kthreadRun("worker")))
                .exit(exit -> exit
                        .until(flag("flushed"), loop -> loop.call(msleep()))
                        .assign("got", mutexTrylock("lock"))
                        .until(equal("got", 1), loop -> loop.call(msleep()).assign("got", mutexTrylock("lock")))
                        .call(mutexUnlock("lock", "log")).call(kfree("log")).call(kthreadStop("task")))
                .build();
        check(granularity, tried).on(LINUX_6_12).holds();
    }

    private static Protocol freedByTheNextOwner(Operation lock, Operation unlock) {
        return module().memory("log").mutex("lock").spinlock("guard").flag("flushed")
                .kthread("worker", body -> body.call(lock).call(use("log")).call(set("flushed")).call(unlock)
                        .until(shouldStop(), loop -> loop.call(msleep())).returns(0))
                .init(init -> init.call(allocate("log")).assign("task", kthreadRun("worker")))
                .exit(exit -> exit
                        .call(lock)
                        .until(flag("flushed"), loop -> loop.call(unlock).call(msleep()).call(lock))
                        .call(unlock).call(kfree("log")).call(kthreadStop("task")))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void timersExpire(Granularity granularity) {
        Protocol protocol = stopped(body -> body.until(shouldStop(), loop -> loop
                .call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(scheduleTimeout())));
        check(granularity, protocol).on(LINUX_5_10).holds().took("TimerExpires");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void parking(Granularity granularity) {
        Consumer<Body> parks = exit -> exit.call(kthreadPark("task")).call(kthreadUnpark("task"))
                .call(kthreadStop("task"));
        Protocol willing = module()
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop
                        .when(shouldPark(), then -> then.call(kthreadParkme()))))
                .init(RUN).exit(parks).build();
        check(granularity, willing).on(LINUX_6_12).holds();
        Protocol deaf = module().kthread("worker", VerdictTest::canonical).init(RUN).exit(parks).build();
        check(granularity, deaf).on(LINUX_6_12).getsStuck(PARK_TERMINATES);
        Protocol gone = module().kthread("worker", body -> body.returns(0)).init(init -> init
                        .assign("task", kthreadCreate("worker")).call(getTaskStruct("task"))
                        .call(wakeUpProcess("task")))
                .exit(exit -> exit.call(kthreadPark("task")).call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
        check(granularity, gone).on(LINUX_6_12).isRefuted(NO_KERNEL_WARNING);
    }

    @Test
    void sleepingUnderASpinlock() {
        Protocol protocol = module().spinlock("guard").kthread("worker", VerdictTest::canonical)
                .init(RUN)
                .exit(exit -> exit.call(spinLock("guard")).call(kthreadStop("task")).call(spinUnlock("guard")))
                .build();
        SearchResult result = check(Granularity.MICRO, protocol).on(LINUX_6_12).isRefuted(NO_SLEEP_IN_ATOMIC).result();
        assertThat(result.coverage().faulted()).containsOnlyKeys("Modprobe12Wait");
        assertThat(result.coverage().taken()).doesNotContain("Modprobe12Wait");
    }

    @Test
    void unbalancedReferences() {
        Protocol tooFew = module().kthread("worker", VerdictTest::canonical)
                .init(RUN).exit(exit -> exit.call(putTaskStruct("task")).call(putTaskStruct("task"))).build();
        check(Granularity.MICRO, tooFew).on(LINUX_6_12).isRefuted(REFERENCES_BALANCED);
        Protocol tooMany = module().kthread("worker", VerdictTest::canonical)
                .init(RUN).exit(exit -> exit.call(getTaskStruct("task")).call(kthreadStop("task"))).build();
        check(Granularity.MICRO, tooMany).on(LINUX_6_12).isRefuted(REFERENCES_BALANCED);
    }

    @Test
    void memoryOfTheModule() {
        Consumer<Body> user = body -> body.until(shouldStop(), loop -> loop.call(use("buffer")));
        Protocol early = module().memory("buffer").kthread("worker", user)
                .init(init -> init.call(allocate("buffer")).assign("task", kthreadRun("worker")))
                .exit(exit -> exit.call(kfree("buffer")).call(kthreadStop("task"))).build();
        check(Granularity.MICRO, early).on(LINUX_6_12).isRefuted(NO_USE_AFTER_FREE);
        Protocol never = module().memory("buffer").kthread("worker", user)
                .init(init -> init.call(allocate("buffer")).assign("task", kthreadRun("worker")))
                .exit(STOP).build();
        check(Granularity.MICRO, never).on(LINUX_6_12).isRefuted(NOTHING_LEAKED).holds(NO_USE_AFTER_FREE);
    }

    @Test
    void requests() {
        Protocol protocol = module().completion("done").kthread("worker", VerdictTest::canonical)
                .init(RUN).exit(STOP)
                .fileOperation("reader", body -> body.call(waitForCompletion("done")))
                .environment("device", body -> body.call(complete("done")))
                .build();
        check(Granularity.MICRO, protocol).on(LINUX_6_12).getsStuck(REQUESTS_ANSWERED).holds(STOP_TERMINATES);
    }

    @Test
    void moreThreadsThanThereAre() {
        Protocol protocol = module().kthread("worker", VerdictTest::canonical)
                .init(init -> init.assign("task", kthreadRun("worker")).call(kthreadRun("worker"))).exit(STOP).build();
        SearchResult result = check(Granularity.MICRO, protocol).on(LINUX_6_12).result();
        assertThat(result.completion()).isInstanceOf(Completion.BoundsExceeded.class);
        assertThat(result.verdicts().values()).allMatch(Verdict.Inconclusive.class::isInstance);
    }

    // ---- words of the tests

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task");
    }

    private static Protocol stopped(Consumer<Body> worker) {
        return module().kthread("worker", worker).init(RUN).exit(STOP).build();
    }

    private static void canonical(Body body) {
        body.until(shouldStop(), loop -> loop
                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                .when(not(shouldStop()), then -> then.call(schedule())))
                .call(setCurrentState(TaskState.RUNNING));
    }

    private static Checker check(Granularity granularity, Protocol protocol) {
        return new Checker(protocol, granularity);
    }
}
