package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadBind;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopPut;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.preemptDisable;
import static org.quiesce.protocol.Ops.preemptEnable;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.registerNotifier;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.synchronizeRcu;
import static org.quiesce.protocol.Ops.taskWorkAdd;
import static org.quiesce.protocol.Ops.thawProcesses;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.unregisterNotifier;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.property.Property.FREEZE_COMPLETES;
import static org.quiesce.protocol.property.Property.NO_CODE_AFTER_UNLOAD;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.NO_SLEEP_IN_ATOMIC;
import static org.quiesce.protocol.property.Property.NO_USE_AFTER_FREE;
import static org.quiesce.protocol.property.Property.NO_WRONG_VICTIM;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.step.Granularity;

/** What the reference expects where threads meet RCU, interrupts, init text, an oops, a suspend and task work. */
class KernelTaskVerdictTest {

    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Consumer<Body> STOP = exit -> exit.call(kthreadStop("task"));
    private static final Consumer<Body> POLLS = body -> body.until(shouldStop(), loop -> loop.call(msleep()));

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aThreadThatWasWokenCantBeBound(Granularity granularity) {
        check(granularity, module(POLLS).exit(STOP).init(init -> init
                .assign("task", kthreadRun("worker")).call(kthreadBind("task")))).isRefuted(NO_KERNEL_WARNING);
        check(granularity, module(POLLS).exit(STOP).init(init -> init
                .assign("task", kthreadCreate("worker")).call(kthreadBind("task")).call(wakeUpProcess("task")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void theThreadOfAnInterruptRunsOnceMore(Granularity granularity) {
        ProtocolBuilder driver = Protocol.module("example").memory("buffer")
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("thread_fn", body -> body.call(use("buffer")))
                .init(init -> init.call(allocate("buffer")).call(requestThreadedIrq("handler", "thread_fn")));
        check(granularity, driver.exit(exit -> exit.call(kfree("buffer")).call(freeIrq("handler"))))
                .isRefuted(NO_USE_AFTER_FREE);
        check(granularity, driver.exit(exit -> exit.call(freeIrq("handler")).call(kfree("buffer")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aNotifierMustBeUnregistered(Granularity granularity) {
        ProtocolBuilder driver = Protocol.module("example").flag("ready")
                .notifier("reboots", body -> body.call(set("ready")).call(msleep()))
                .init(init -> init.call(registerNotifier("reboots")));
        check(granularity, driver.exit(exit -> exit.call(set("ready")))).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, driver.exit(exit -> exit.call(unregisterNotifier("reboots")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aThreadInInitTextLosesItsText(Granularity granularity) {
        check(granularity, module(POLLS).init(RUN).exit(STOP).initText("worker")).isRefuted(NO_CODE_AFTER_UNLOAD);
        check(granularity, module(POLLS).init(RUN).exit(STOP)).holds(NO_CODE_AFTER_UNLOAD);
        // A thread that is stopped by init itself is safe there.
        check(granularity, module(POLLS).init(init -> init.assign("task", kthreadRun("worker")).call(kthreadStop("task")))
                .exit(exit -> { }).initText("worker")).holds(NO_CODE_AFTER_UNLOAD);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void anOopsLeavesALockTaken(Granularity granularity) {
        Consumer<Body> locks = body -> body.until(shouldStop(), loop -> loop
                .call(mutexLock("lock")).call(set("ready")).call(mutexUnlock("lock")));
        Consumer<Body> exit = body -> body.call(mutexLock("lock")).call(clear("ready")).call(mutexUnlock("lock"))
                .call(kthreadStop("task"));
        check(granularity, module(locks).mutex("lock").init(RUN).exit(exit)).holds(UNLOAD_COMPLETES);
        check(granularity, module(locks).mutex("lock").init(RUN).exit(exit).oops("worker"))
                .getsStuck(UNLOAD_COMPLETES).holds(STOP_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aThreadThatExitsByItselfLeavesAPointerToAnotherTask(Granularity granularity) {
        Consumer<Body> ends = body -> body.call(set("ready"));
        check(granularity, module(ends).init(RUN).exit(STOP).memoryReuse())
                .isRefuted(NO_WRONG_VICTIM).isRefuted(NO_USE_AFTER_FREE);
        check(granularity, module(ends).exit(exit -> exit.call(kthreadStopPut("task"))).memoryReuse()
                .init(init -> init.assign("task", kthreadCreate("worker")).call(getTaskStruct("task"))
                        .call(wakeUpProcess("task")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aSuspendThatNeverCompletes(Granularity granularity) {
        Consumer<Body> suspends = body -> body.call(suspendFreezeProcesses()).call(thawProcesses());
        Consumer<Body> freezes = body -> body.call(setFreezable()).until(shouldStop(), loop -> loop
                .call(msleep()).call(tryToFreeze()));
        check(granularity, module(freezes).init(RUN).exit(STOP).environment("machine", suspends))
                .holds(FREEZE_COMPLETES).holds(STOP_TERMINATES);
        // Once it is past its only visit to the refrigerator, nothing but the wake-ups of the freezer happens to it.
        check(granularity, module(body -> body.call(setFreezable()).call(tryToFreeze())
                .call(waitEvent("queue", shouldStop()))).init(RUN).exit(STOP).environment("machine", suspends))
                .goesRound(FREEZE_COMPLETES);
        // The thread polls while the freezer waits for the user task.
        check(granularity, module(freezes).completion("done").init(RUN).exit(STOP).environment("machine", suspends)
                .fileOperation("reader", body -> body.call(waitForCompletion("done"))))
                .goesRound(FREEZE_COMPLETES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void taskWorkRunsAfterTheStopReturned(Granularity granularity) {
        ProtocolBuilder driver = module(POLLS).taskWork("cleans", body -> body.call(set("ready"))).exit(STOP)
                .init(init -> init.assign("task", kthreadRun("worker")).call(taskWorkAdd("task", "cleans")));
        check(granularity, driver).isRefuted(NO_CODE_AFTER_UNLOAD).holds(STOP_TERMINATES);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void sectionsMustNotSleepAndMustEnd(Granularity granularity) {
        check(granularity, module(body -> body.call(rcuReadLock()).call(msleep()).call(rcuReadUnlock())
                .until(shouldStop(), loop -> loop.call(msleep()))).init(RUN).exit(STOP)).isRefuted(NO_SLEEP_IN_ATOMIC);
        check(granularity, module(POLLS.andThen(body -> body.call(preemptDisable()))).init(RUN).exit(STOP))
                .isRefuted(NO_SLEEP_IN_ATOMIC);
        check(granularity, module(POLLS.andThen(body -> body.call(preemptEnable()))).init(RUN).exit(STOP))
                .isRefuted(NO_KERNEL_WARNING);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void memoryIsFreedWhenItsReadersAreGone(Granularity granularity) {
        Consumer<Body> reads = body -> body.until(shouldStop(), loop -> loop.call(rcuReadLock())
                .when(flag("ready"), then -> then.call(use("buffer"))).call(rcuReadUnlock()).call(msleep()));
        ProtocolBuilder driver = module(reads).memory("buffer")
                .init(init -> init.call(allocate("buffer")).call(set("ready")).assign("task", kthreadRun("worker")));
        check(granularity, driver.exit(exit -> exit.call(clear("ready")).call(kfree("buffer"))
                .call(kthreadStop("task")))).isRefuted(NO_USE_AFTER_FREE);
        check(granularity, driver.exit(exit -> exit.call(clear("ready")).call(synchronizeRcu()).call(kfree("buffer"))
                .call(kthreadStop("task")))).holds();
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void whoWaitsForAGracePeriodDelaysNoOther(Granularity granularity) {
        Consumer<Body> waits = body -> body.until(shouldStop(), loop -> loop.call(rcuReadLock()).call(rcuReadUnlock())
                .call(synchronizeRcu()));
        check(granularity, module(waits).taskPointer("other").kthread("rival", waits)
                .init(init -> init.assign("task", kthreadRun("worker")).assign("other", kthreadRun("rival")))
                .exit(exit -> exit.call(kthreadStop("task")).call(kthreadStop("other")))).holds();
    }

    private static ProtocolBuilder module(Consumer<Body> body) {
        return Protocol.module("example").taskPointer("task").waitQueue("queue").flag("ready").kthread("worker", body);
    }

    private static Checker.Findings check(Granularity granularity, ProtocolBuilder builder) {
        return new Checker(builder.build(), granularity).on(LINUX_6_12);
    }
}
