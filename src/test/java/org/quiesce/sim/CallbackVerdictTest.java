package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.taskletKill;
import static org.quiesce.protocol.Ops.taskletSchedule;
import static org.quiesce.protocol.Ops.timerDelete;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.timerShutdownSync;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.property.Property.NOTHING_LEAKED;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.THREAD_EXITS;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Granularity;

/** What the reference expects of protocols with callbacks, signals and spurious wake-ups. */
class CallbackVerdictTest {

    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Consumer<Body> STOP = exit -> exit.call(kthreadStop("task"));

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void timerAtUnload(Granularity granularity) {
        check(granularity, oneTimer(exit -> { })).isRefuted(NO_CODE_AFTER_UNLOAD).holds(UNLOAD_COMPLETES)
                .took("FetchFault");
        // What the timer has begun when it is deleted goes on, and the grace period waits for it.
        check(granularity, oneTimer(calls(timerDelete("expiry")))).holds();
        check(granularity, oneTimer(calls(timerDeleteSync("expiry")))).holds();
        check(granularity, oneTimer(calls(timerShutdownSync("expiry")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void selfRearmingTimer(Granularity granularity) {
        check(granularity, rearming(calls(timerDelete("expiry")))).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, rearming(calls(timerDeleteSync("expiry")))).holds();
        check(granularity, rearming(calls(timerShutdownSync("expiry")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void timerAndWorkThatArmEachOther(Granularity granularity) {
        check(granularity, mutual(timerDeleteSync("expiry"), cancelWorkSync("job")))
                .isRefuted(NO_CODE_AFTER_UNLOAD).holds(UNLOAD_COMPLETES);
        check(granularity, mutual(cancelWorkSync("job"), timerDeleteSync("expiry")))
                .isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, mutual(timerDeleteSync("expiry"), cancelWorkSync("job"), timerDeleteSync("expiry")))
                .isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, mutual(timerShutdownSync("expiry"), cancelWorkSync("job"))).holds();
        // The other order leaves a queued item.
        check(granularity, mutual(cancelWorkSync("job"), timerShutdownSync("expiry")))
                .isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void timerAndWorkThatBothLookAtAFlagBeforeTheyArmEachOther(Granularity granularity) {
        check(granularity, guarded(timerDeleteSync("expiry"), cancelWorkSync("job"), timerDeleteSync("expiry")))
                .holds();
        check(granularity, guarded(timerDeleteSync("expiry"), cancelWorkSync("job")))
                .isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, guarded(cancelWorkSync("job"), timerDeleteSync("expiry")))
                .isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void onlyTheWorkItemLooksAtTheFlag(Granularity granularity) {
        check(granularity, guardedItem(cancelWorkSync("job"), timerDeleteSync("expiry"), cancelWorkSync("job")))
                .holds();
        check(granularity, guardedItem(timerDeleteSync("expiry"), cancelWorkSync("job"), timerDeleteSync("expiry")))
                .isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void workAtUnload(Granularity granularity) {
        Consumer<Body> queues = init -> init.call(scheduleWork("job"));
        ProtocolBuilder queued = module().flag("ready").work("job", body -> body.call(set("ready"))).init(queues);
        check(granularity, queued.exit(exit -> { }).build()).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, queued.exit(calls(cancelWork("job"))).build()).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, queued.exit(calls(cancelWorkSync("job"))).build()).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWorkItemThatCompletesAndThenReturns(Granularity granularity) {
        ProtocolBuilder driver = module().completion("done").work("job", body -> body.call(complete("done")))
                .init(init -> init.call(scheduleWork("job")));
        Checker broken = new Checker(driver.exit(calls(waitForCompletion("done"))).build(), granularity);
        broken.on(LINUX_6_12).isRefuted(NO_CODE_AFTER_UNLOAD);
        broken.on(LINUX_6_12.withClassicRcu()).holds(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.exit(calls(waitForCompletion("done"), cancelWorkSync("job"))).build()).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWorkItemThatCancelsItself(Granularity granularity) {
        Protocol protocol = module().work("job", body -> body.call(cancelWorkSync("job")))
                .init(init -> init.call(scheduleWork("job"))).exit(calls(cancelWorkSync("job"))).build();
        check(granularity, protocol).getsStuck(UNLOAD_COMPLETES).holds(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void cancellingUnderALockThatTheItemTakes(Granularity granularity) {
        Protocol protocol = module().mutex("lock")
                .work("job", body -> body.call(mutexLock("lock")).call(mutexUnlock("lock")))
                .init(init -> init.call(scheduleWork("job")))
                .exit(calls(mutexLock("lock"), cancelWorkSync("job"), mutexUnlock("lock"))).build();
        check(granularity, protocol).getsStuck(UNLOAD_COMPLETES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void interruptThatWakesAStoppedThread(Granularity granularity) {
        ProtocolBuilder driver = module().kthread("worker", CallbackVerdictTest::canonical)
                .irqHandler("handler", body -> body.call(wakeUpProcess("task")))
                .init(init -> init.assign("task", kthreadRun("worker")).call(requestIrq("handler")));
        check(granularity, driver.exit(calls(kthreadStop("task"), freeIrq("handler"))).build())
                .isRefuted(NO_USE_AFTER_FREE).holds(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.exit(calls(freeIrq("handler"), kthreadStop("task"))).build()).holds();
        check(granularity, driver.exit(STOP).build()).isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void nobodyMayRelyOnAnInterrupt(Granularity granularity) {
        Protocol protocol = module().flag("ready")
                .kthread("worker", body -> body.loop(not(flag("ready")), loop -> loop
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .when(not(flag("ready")), then -> then.call(schedule()))))
                .irqHandler("handler", body -> body.call(set("ready")).call(wakeUpProcess("task")))
                .init(init -> init.assign("task", kthreadRun("worker")).call(requestIrq("handler")))
                .exit(calls(kthreadStop("task"), freeIrq("handler"))).build();
        check(granularity, protocol).getsStuck(STOP_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void everybodyMayRelyOnATimer(Granularity granularity) {
        Protocol protocol = module().flag("ready")
                .kthread("worker", body -> body.loop(not(flag("ready")), loop -> loop
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .when(not(flag("ready")), then -> then.call(schedule()))))
                .timer("expiry", body -> body.call(set("ready")).call(wakeUpProcess("task")))
                .init(init -> init.assign("task", kthreadRun("worker")).call(modTimer("expiry")))
                .exit(exit -> exit.call(kthreadStop("task"))).build();
        check(granularity, protocol).holds(STOP_TERMINATES).holds(THREAD_EXITS);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void taskletThatAnInterruptSchedules(Granularity granularity) {
        ProtocolBuilder driver = module().flag("ready")
                .irqHandler("handler", body -> body.call(taskletSchedule("bottom")))
                .tasklet("bottom", body -> body.call(set("ready")))
                .init(init -> init.call(requestIrq("handler")));
        check(granularity, driver.exit(calls(freeIrq("handler"), taskletKill("bottom"))).build()).holds();
        check(granularity, driver.exit(calls(freeIrq("handler"))).build()).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.exit(calls(taskletKill("bottom"), freeIrq("handler"))).build())
                .isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void taskletThatSchedulesItself(Granularity granularity) {
        ProtocolBuilder driver = module().tasklet("bottom", body -> body.call(taskletSchedule("bottom")))
                .init(init -> init.call(taskletSchedule("bottom")));
        check(granularity, driver.exit(calls(taskletKill("bottom"))).build()).holds();
        check(granularity, driver.exit(exit -> { }).build()).isRefuted(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void rcuCallbackAtUnload(Granularity granularity) {
        ProtocolBuilder driver = module().memory("buffer").rcuCallback("reclaim", body -> body.call(kfree("buffer")))
                .init(init -> init.call(allocate("buffer")));
        check(granularity, driver.exit(calls(callRcu("reclaim"))).build()).isRefuted(NO_CODE_AFTER_UNLOAD)
                .isRefuted(NOTHING_LEAKED);
        new Checker(driver.build(), granularity).on(LINUX_6_12.withClassicRcu()).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.exit(calls(callRcu("reclaim"), rcuBarrier("reclaim"))).build()).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void threadThatLeavesForASignal(Granularity granularity) {
        Protocol leaves = module()
                .kthread("worker", body -> body.call(allowSignal()).until(shouldStop(), loop -> loop
                        .call(setCurrentState(TaskState.INTERRUPTIBLE)).when(signalPending(), Body::leaveLoop)
                        .call(schedule())))
                .init(RUN).exit(STOP)
                .environment("user", body -> body.call(sendSignal("task"))).build();
        check(granularity, leaves).isRefuted(NO_USE_AFTER_FREE);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void signalThatNobodyConsumes(Granularity granularity) {
        ProtocolBuilder deaf = waiter(loop -> loop.call(waitEventInterruptible("queue", flag("ready"))));
        new Checker(deaf.build(), granularity).on(LINUX_5_10).getsStuck(STOP_TERMINATES);
        ProtocolBuilder flushes = waiter(loop -> loop.call(waitEventInterruptible("queue", flag("ready")))
                .call(flushSignals()));
        new Checker(flushes.build(), granularity).on(LINUX_5_10).getsStuck(STOP_TERMINATES);
        // A stop's own pseudo-signal is none that flush_signals() takes away.
        new Checker(flushes.build(), granularity).on(LINUX_6_12).holds(STOP_TERMINATES);
    }

    /** A thread that takes part in signals and waits for something that never comes. */
    private static ProtocolBuilder waiter(Consumer<Body> turn) {
        return module().flag("ready").waitQueue("queue")
                .kthread("worker", body -> body.call(allowSignal()).until(shouldStop(), turn))
                .init(RUN).exit(STOP)
                .environment("user", body -> body.call(sendSignal("task")));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void singleShotSchedule(Granularity granularity) {
        check(granularity, readsWhenWoken(0, body -> body.call(schedule()))).holds();
        check(granularity, readsWhenWoken(1, body -> body.call(schedule()))).isRefuted(NO_INVALID_TASK)
                .took("SpuriousWake");
        check(granularity, readsWhenWoken(1, body -> body.loop(not(flag("ready")), loop -> loop
                .call(schedule()).call(setCurrentState(TaskState.UNINTERRUPTIBLE))))).holds();
    }

    /** A thread that is woken when its buffer is there. */
    private static Protocol readsWhenWoken(int spuriousWakeUps, Consumer<Body> sleep) {
        return module().flag("ready").memory("buffer").spuriousWakeUps(spuriousWakeUps)
                .kthread("worker", body -> {
                    body.call(setCurrentState(TaskState.UNINTERRUPTIBLE));
                    body.when(not(flag("ready")), sleep);
                    body.call(setCurrentState(TaskState.RUNNING)).call(use("buffer"));
                    canonical(body);
                })
                .init(init -> init.assign("task", kthreadRun("worker")).call(allocate("buffer")).call(set("ready"))
                        .call(wakeUpProcess("task")))
                .exit(calls(kthreadStop("task"), kfree("buffer"))).build();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void spuriousWakeUpsRescueNobody(Granularity granularity) {
        Protocol protocol = module().spuriousWakeUps(2).kthread("worker", body -> body.until(shouldStop(), loop -> loop
                .call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule()))).init(RUN).exit(STOP).build();
        check(granularity, protocol).getsStuck(STOP_TERMINATES).getsStuck(THREAD_EXITS);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void callbacksThatMustNotSleep(Granularity granularity) {
        Consumer<Body> arms = init -> init.call(modTimer("expiry")).call(scheduleWork("job"));
        Consumer<Body> shuts = calls(timerShutdownSync("expiry"), cancelWorkSync("job"));
        Consumer<Body> sleeps = body -> body.call(msleep());
        Consumer<Body> runs = body -> body.call(set("ready"));
        check(granularity, module().flag("ready").timer("expiry", sleeps).work("job", runs).init(arms).exit(shuts)
                .build()).isRefuted(NO_SLEEP_IN_ATOMIC);
        check(granularity, module().flag("ready").timer("expiry", runs).work("job", sleeps).init(arms).exit(shuts)
                .build()).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void signalToNobody(Granularity granularity) {
        Protocol protocol = module().init(init -> { }).exit(exit -> { })
                .environment("user", body -> body.call(sendSignal("task"))).build();
        check(granularity, protocol).isRefuted(NO_INVALID_TASK);
    }

    // ---- words of the tests

    private static ProtocolBuilder module() {
        return Protocol.module("example").taskPointer("task");
    }

    private static Protocol oneTimer(Consumer<Body> exit) {
        return module().flag("ready").timer("expiry", body -> body.call(set("ready")))
                .init(init -> init.call(modTimer("expiry"))).exit(exit).build();
    }

    private static Protocol rearming(Consumer<Body> exit) {
        return module().timer("expiry", body -> body.call(modTimer("expiry")))
                .init(init -> init.call(modTimer("expiry"))).exit(exit).build();
    }

    private static Protocol mutual(Operation... exit) {
        return module().timer("expiry", body -> body.call(scheduleWork("job")))
                .work("job", body -> body.call(modTimer("expiry")))
                .init(init -> init.call(modTimer("expiry"))).exit(calls(exit)).build();
    }

    private static Protocol guarded(Operation... exit) {
        return closing(body -> body.when(not(flag("closing")), then -> then.call(scheduleWork("job"))), exit);
    }

    private static Protocol guardedItem(Operation... exit) {
        return closing(body -> body.call(scheduleWork("job")), exit);
    }

    private static Protocol closing(Consumer<Body> expiry, Operation... exit) {
        return module().flag("closing").timer("expiry", expiry)
                .work("job", body -> body.when(not(flag("closing")), then -> then.call(modTimer("expiry"))))
                .init(init -> init.call(modTimer("expiry")))
                .exit(body -> {
                    body.call(set("closing"));
                    List.of(exit).forEach(body::call);
                }).build();
    }

    private static Consumer<Body> calls(Operation... operations) {
        return body -> List.of(operations).forEach(body::call);
    }

    private static void canonical(Body body) {
        body.until(shouldStop(), loop -> loop
                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                .when(not(shouldStop()), then -> then.call(schedule())))
                .call(setCurrentState(TaskState.RUNNING));
    }

    private static Checker.Findings check(Granularity granularity, Protocol protocol) {
        return new Checker(protocol, granularity).on(LINUX_6_12);
    }
}
