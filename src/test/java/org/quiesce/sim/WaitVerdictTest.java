package org.quiesce.sim;

import static org.quiesce.kernel.Profiles.LINUX_5_10;
import static org.quiesce.kernel.Profiles.LINUX_6_1;
import static org.quiesce.kernel.Profiles.LINUX_6_12;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.waitqueueActive;
import static org.quiesce.protocol.Conditions.wqHasSleeper;
import static org.quiesce.protocol.Ops.addWaitQueue;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.down;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnpark;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.up;
import static org.quiesce.protocol.Ops.upRead;
import static org.quiesce.protocol.Ops.upWrite;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitWoken;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpAll;
import static org.quiesce.protocol.WaitOps.waitEventHrtimeout;
import static org.quiesce.protocol.property.Property.NO_INVALID_TASK;
import static org.quiesce.protocol.property.Property.NO_KERNEL_WARNING;
import static org.quiesce.protocol.property.Property.PARK_TERMINATES;
import static org.quiesce.protocol.property.Property.STOP_TERMINATES;
import static org.quiesce.protocol.property.Property.UNLOAD_COMPLETES;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Granularity;

/** What the reference expects of wait queues and semaphores that are used in good and bad ways. */
class WaitVerdictTest {

    private static final Consumer<Body> RUN = init -> init.assign("task", kthreadRun("worker"));
    private static final Consumer<Body> STOP = exit -> exit.call(kthreadStop("task"));

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWaiterThatIsStoppedTakesAnExclusiveWakeUpWithIt(Granularity granularity) {
        check(granularity, pool(wakeUp("queue")), LINUX_6_12).getsStuck(UNLOAD_COMPLETES);
        check(granularity, pool(wakeUpAll("queue")), LINUX_6_12).holds(UNLOAD_COMPLETES);
    }

    private static ProtocolBuilder pool(Operation wakes) {
        Consumer<Body> serves = body -> body.until(shouldStop(), loop -> loop
                .call(waitEventIdle("queue", or(flag("ready"), shouldStop())).exclusive())
                .when(shouldStop(), Body::leaveLoop)
                .when(flag("ready"), then -> then.call(clear("ready")).call(complete("done"))));
        return module(serves).taskPointer("other").completion("done").kthread("rival", serves)
                .init(init -> init.assign("task", kthreadRun("worker")).assign("other", kthreadRun("rival")))
                .exit(exit -> exit.call(set("ready")).call(wakes).call(kthreadStop("task"))
                        .call(waitForCompletion("done")).call(kthreadStop("other")));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void waitWokenSleepsOverARequestToParkOnOldKernels(Granularity granularity) {
        ProtocolBuilder driver = module(body -> body
                .call(addWaitQueue("queue"))
                .until(shouldStop(), loop -> loop
                        .when(shouldPark(), then -> then.call(kthreadParkme()))
                        .call(waitWoken(SleepMode.INTERRUPTIBLE)))
                .call(removeWaitQueue("queue")))
                .init(init -> init.assign("task", kthreadRun("worker"))
                        .call(kthreadPark("task")).call(kthreadUnpark("task")))
                .exit(STOP);
        check(granularity, driver, LINUX_6_1).getsStuck(PARK_TERMINATES);
        check(granularity, driver, LINUX_6_12).holds(PARK_TERMINATES).holds(STOP_TERMINATES).holds(NO_KERNEL_WARNING);
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void waitWokenKeepsAWakeUpThatCameBeforeItSlept(Granularity granularity) {
        check(granularity, module(body -> body
                .call(addWaitQueue("queue"))
                .until(flag("ready"), loop -> loop.call(waitWoken(SleepMode.UNINTERRUPTIBLE)))
                .call(removeWaitQueue("queue"))
                .call(complete("done")))
                .completion("done")
                .init(init -> init.assign("task", kthreadRun("worker"))
                        .call(set("ready")).call(wakeUp("queue")).call(waitForCompletion("done"))), LINUX_6_12)
                .holds(NO_KERNEL_WARNING).took("Worker3Sleep");
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aPlainStoreOfTheStateMayLoseAStop(Granularity granularity) {
        ProtocolBuilder plain = module(sleeps(plainSetCurrentState(TaskState.INTERRUPTIBLE))).init(RUN).exit(STOP);
        check(granularity, plain, LINUX_5_10).getsStuck(STOP_TERMINATES);
        // Since a stop sets a signal bit, schedule() sees it even so.
        check(granularity, plain, LINUX_6_12).holds();
        check(granularity, module(sleeps(plainSetCurrentState(TaskState.IDLE))).init(RUN).exit(STOP), LINUX_6_12)
                .getsStuck(STOP_TERMINATES);
        check(granularity, module(sleeps(setCurrentState(TaskState.INTERRUPTIBLE))).init(RUN).exit(STOP), LINUX_5_10)
                .holds();
    }

    private static Consumer<Body> sleeps(Operation prepares) {
        return body -> body.loop(always(), loop -> loop.call(prepares).when(shouldStop(), Body::leaveLoop)
                        .call(schedule()))
                .call(setCurrentState(TaskState.RUNNING));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void waitqueueActiveWithoutABarrierOverlooksAWaiter(Granularity granularity) {
        check(granularity, tells(waitqueueActive("queue")), LINUX_6_12).getsStuck(UNLOAD_COMPLETES);
        check(granularity, tells(wqHasSleeper("queue")), LINUX_6_12).holds(UNLOAD_COMPLETES);
    }

    private static ProtocolBuilder tells(Condition somebodyWaits) {
        return module(body -> body.call(waitEventIdle("queue", flag("ready"))).call(complete("done")))
                .completion("done").init(RUN)
                .exit(exit -> exit.call(set("ready")).when(somebodyWaits, then -> then.call(wakeUp("queue")))
                        .call(waitForCompletion("done")));
    }

    @ParameterizedTest
    @EnumSource(Granularity.class)
    void semaphoresThatAreNotGivenBack(Granularity granularity) {
        check(granularity, Protocol.module("example").semaphore("gate", 1)
                .init(init -> init.call(down("gate"))).exit(exit -> exit.call(down("gate"))), LINUX_6_12)
                .getsStuck(UNLOAD_COMPLETES);
        check(granularity, Protocol.module("example").semaphore("gate", 0)
                .init(init -> init.call(up("gate"))).exit(exit -> exit.call(down("gate"))), LINUX_6_12)
                .holds(UNLOAD_COMPLETES);
        check(granularity, Protocol.module("example").rwSemaphore("gate")
                .init(init -> init.call(downRead("gate"))).exit(exit -> exit.call(downWrite("gate"))), LINUX_6_12)
                .getsStuck(UNLOAD_COMPLETES);
        check(granularity, Protocol.module("example").rwSemaphore("gate")
                .init(init -> init.call(downRead("gate")).call(upRead("gate")))
                .exit(exit -> exit.call(downWrite("gate")).call(upWrite("gate"))), LINUX_6_12)
                .holds(UNLOAD_COMPLETES).holds(NO_KERNEL_WARNING);
    }

    /** The answer of a wait whose time is over tells the two kinds of timeouts apart; so does that of one that succeeds. */
    @ParameterizedTest
    @EnumSource(Granularity.class)
    void aWaitWhoseTimeIsOverSaysSo(Granularity granularity) {
        Operation high = waitEventHrtimeout("queue", flag("ready"));
        Operation plain = waitEvent("queue", flag("ready")).withTimeout();
        check(granularity, answers(high, Errno.ETIME.negative()), LINUX_6_12).isRefuted(NO_INVALID_TASK);
        check(granularity, answers(high, 0), LINUX_6_12).isRefuted(NO_INVALID_TASK);
        check(granularity, answers(high, 1), LINUX_6_12).holds(NO_INVALID_TASK);
        check(granularity, answers(plain, Errno.ETIME.negative()), LINUX_6_12).holds(NO_INVALID_TASK);
        check(granularity, answers(plain, 0), LINUX_6_12).isRefuted(NO_INVALID_TASK);
        check(granularity, answers(plain, 1), LINUX_6_12).isRefuted(NO_INVALID_TASK);
    }

    /** Where the wait answers that, memory is used that was never allocated. */
    private static ProtocolBuilder answers(Operation wait, int answer) {
        return module(worker -> worker.call(set("ready")).call(wakeUp("queue"))
                        .until(shouldStop(), loop -> loop.call(msleep())))
                .memory("data")
                .init(RUN)
                .exit(exit -> exit.assign("left", wait).when(equal("left", answer), then -> then.call(use("data")))
                        .call(kthreadStop("task")));
    }

    private static ProtocolBuilder module(Consumer<Body> body) {
        return Protocol.module("example").taskPointer("task").waitQueue("queue").flag("ready").kthread("worker", body);
    }

    private static Checker.Findings check(Granularity granularity, ProtocolBuilder builder, Profile profile) {
        return new Checker(builder.build(), granularity).on(profile);
    }
}
