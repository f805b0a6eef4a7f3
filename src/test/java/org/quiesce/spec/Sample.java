package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadFreezableShouldStop;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopPut;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleTimeout;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.TaskState;

/** Protocols whose verdicts are known. */
final class Sample {

    private Sample() {}

    /** D1: the stop bit is tested before the state is set. */
    static Protocol stateSetAfterCheck(TaskState state) {
        return Protocol.module("state-set-after-check")
                .title("A kthread that tests kthread_should_stop() before it sets its sleep state:"
                        + " a stop that lands between the two wakes nobody.")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(state))
                                .call(schedule()))
                        .returns(0))
                .init(body -> body
                        .assign("task", kthreadRun("worker").mayFail())
                        .when(isErr("task"), then -> then.returns(Errno.ENOMEM)))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** A thread whose state may be lost in a wait; what init does before the thread is there is given. */
    static Protocol waitsBetweenStateAndSchedule(Operation... before) {
        return Protocol.module("waits-between")
                .taskPointer("task")
                .completion("done")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(waitForCompletion("done").withTimeout())
                        .call(schedule()))
                .init(body -> {
                    for (Operation operation : before) {
                        body.call(operation);
                    }
                    body.assign("task", kthreadRun("worker"));
                })
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    static Protocol waitsUnderASpinlock() {
        return Protocol.module("waits-in-atomic")
                .taskPointer("task")
                .spinlock("lock")
                .waitQueue("queue")
                .flagInitiallySet("ready")
                .kthread("worker", body -> body
                        .call(spinLock("lock"))
                        .call(waitEventInterruptible("queue", flag("ready")))
                        .call(spinUnlock("lock")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** The loop of the kernel's documentation. */
    static Protocol canonicalLoop() {
        return Protocol.module("canonical-loop")
                .title("The loop of the kernel's documentation: the state is set before the test.")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .until(shouldStop(), loop -> loop
                                .call(schedule())
                                .call(setCurrentState(TaskState.INTERRUPTIBLE)))
                        .call(setCurrentState(TaskState.RUNNING))
                        .returns(0))
                .init(body -> body
                        .assign("task", kthreadRun("worker").mayFail())
                        .when(isErr("task"), then -> then.returns(Errno.ENOMEM)))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** A7: the thread completes what exit waits for, and then still has to return. */
    static Protocol completeThenReturn() {
        return Protocol.module("complete-then-return")
                .taskPointer("task")
                .completion("finished")
                .kthread("worker", body -> body
                        .call(complete("finished"))
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(waitForCompletion("finished")))
                .build();
    }

    /** The same, with a delay before the thread returns. */
    static Protocol completeThenDelay() {
        return Protocol.module("complete-then-delay")
                .taskPointer("task")
                .completion("finished")
                .kthread("worker", body -> body
                        .call(complete("finished"))
                        .call(msleep())
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(waitForCompletion("finished")))
                .build();
    }

    /** C10: a thread that freezes in {@code try_to_freeze()}. */
    static Protocol freezesWhateverComes() {
        return freezable("freezes-whatever-comes", Sample::tryToFreezeAndDoze, body -> body
                .when(flag("up"), then -> then.call(freezeKernelThreads()).call(thawKernelThreads())));
    }

    /** C10: a thread that asks for a stop before it freezes; no freeze begins before it is up. */
    static Protocol freezesUnlessStopped() {
        return freezable("freezes-unless-stopped", Sample::dozeUnlessStopped, body -> body
                .when(flag("up"), then -> then.call(freezeKernelThreads()).call(thawKernelThreads())));
    }

    /** C10: the same thread; a freeze may be under way when it calls {@code set_freezable()}. */
    static Protocol freezesAtOnce() {
        return freezable("freezes-at-once", Sample::dozeUnlessStopped, body -> body
                .call(freezeKernelThreads())
                .call(thawKernelThreads()));
    }

    /** A freezable thread that is never frozen. */
    static Protocol neverFrozen() {
        return freezable("never-frozen", Sample::tryToFreezeAndDoze, body -> body.call(thawKernelThreads()));
    }

    private static void tryToFreezeAndDoze(Body body) {
        body.until(shouldStop(), loop -> loop
                .call(tryToFreeze())
                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                .call(scheduleTimeout()));
    }

    private static void dozeUnlessStopped(Body body) {
        body.loop(always(), loop -> loop
                .assign("stop", kthreadFreezableShouldStop())
                .when(equal("stop", 1), then -> then.leaveLoop())
                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                .call(scheduleTimeout()));
    }

    private static Protocol freezable(String name, Consumer<Body> loop, Consumer<Body> suspend) {
        return Protocol.module(name)
                .taskPointer("task")
                .flag("up")
                .kthread("worker", body -> {
                    body.call(setFreezable()).call(set("up"));
                    loop.accept(body);
                    body.returns(0);
                })
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .environment("suspend", suspend)
                .build();
    }

    /** F4: one task parks the thread while exit stops it. */
    static Protocol parkAndStop() {
        return Protocol.module("park-and-stop")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))
                                .call(schedule())
                                .call(setCurrentState(TaskState.INTERRUPTIBLE)))
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .fileOperations("ioctl", 1, Pinning.NONE, body -> body.assign("ret", kthreadPark("task")))
                .build();
    }

    /** B6: a thread is stopped twice, with a reference held. */
    static Protocol doubleStop() {
        return Protocol.module("double-stop")
                .taskPointer("task")
                .kthread("worker", body -> body.returns(0))
                .init(body -> body
                        .assign("task", kthreadCreate("worker"))
                        .call(getTaskStruct("task"))
                        .call(wakeUpProcess("task")))
                .exit(body -> body.call(kthreadStop("task")).call(kthreadStopPut("task")))
                .build();
    }

    /** Several threads, a queue, locks and a completion: what a driver with a queue of requests looks like. */
    static Protocol requestQueue() {
        return Protocol.module("request-queue")
                .title("Two threads that serve a queue of requests.")
                .taskPointer("first")
                .taskPointer("second")
                .counter("length", 2)
                .waitQueue("queue")
                .mutex("mutex")
                .spinlock("lock")
                .completion("served")
                .kthreads("server", 2, body -> body
                        .until(shouldStop(), loop -> loop
                                .assign("ret", waitEventInterruptible("queue", or(above("length", 0), shouldStop())))
                                .when(equal("ret", 0), then -> then
                                        .call(mutexLock("mutex"))
                                        .call(spinLock("lock"))
                                        .call(decrement("length"))
                                        .call(spinUnlock("lock"))
                                        .call(complete("served"))
                                        .call(mutexUnlock("mutex"))))
                        .returns(0))
                .init(body -> body
                        .assign("first", kthreadRun("server"))
                        .assign("second", kthreadRun("server")))
                .exit(body -> body.call(kthreadStop("first")).call(kthreadStop("second")))
                .fileOperation("submit", body -> body
                        .call(increment("length"))
                        .call(wakeUp("queue"))
                        .call(waitForCompletion("served")))
                .build();
    }
}
