package org.quiesce.catalog;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.queueNull;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.use;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.TaskState;

/** Stretches of code that many modules have alike. Where one names a thread it is {@code worker}, at {@code task}. */
public final class Idioms {

    static final String WORKER = "worker";
    static final String TASK = "task";

    private static final Worker ONE = new Worker(WORKER, TASK);

    private Idioms() {}

    /** Creates and wakes the thread; a failure is returned. */
    static void runWorker(Body body) {
        ONE.run(body);
    }

    /** Creates the thread, takes a reference before it can end by itself, and wakes it. */
    static void runWorkerHeld(Body body) {
        ONE.runHeld(body);
    }

    /** Takes a reference on the module for the thread: init may, for it runs under a reference of its own. */
    static void runWorkerPinned(Body body) {
        body.assign("got", tryModuleGet())
                .when(equal("got", 0), then -> then.returns(Errno.ENODEV))
                .assign(TASK, kthreadRun(WORKER).mayFail())
                .when(isErr(TASK), then -> then
                        .call(modulePut())
                        .returns(Errno.ENOMEM));
    }

    /** {@code if (IS_ERR(task)) return -ENOMEM;}. */
    static void returnIfError(Body body) {
        ONE.returnIfError(body);
    }

    static void stopWorker(Body body) {
        ONE.stop(body);
    }

    /** {@code if (task) kthread_stop(task);}. */
    static void stopWorkerIfAny(Body body) {
        ONE.stopIfAny(body);
    }

    /** Does something with a mutex held. */
    public static void locked(Body body, String mutex, Consumer<Body> inside) {
        body.call(mutexLock(mutex));
        inside.accept(body);
        body.call(mutexUnlock(mutex));
    }

    /** Does something with a spinlock held. */
    public static void spinning(Body body, String spinlock, Consumer<Body> inside) {
        body.call(spinLock(spinlock));
        inside.accept(body);
        body.call(spinUnlock(spinlock));
    }

    /** Polls until asked to stop. */
    public static void pollUntilStopped(Body body) {
        body.until(shouldStop(), loop -> loop.call(msleep())).returns(0);
    }

    /** Allocates memory; a failure is returned. */
    public static void allocateOrFail(Body body, String memory) {
        allocateOr(body, memory, failed -> {});
    }

    /** Allocates memory; a failure is returned once what was done before is undone. */
    public static void allocateOr(Body body, String memory, Consumer<Body> undo) {
        body.call(allocate(memory).mayFail()).when(memoryNull(memory), failed -> {
            undo.accept(failed);
            failed.returns(Errno.ENOMEM);
        });
    }

    /** Allocates a workqueue; a failure is returned once what was done before is undone. */
    public static void allocateQueueOr(Body body, String queue, Consumer<Body> undo) {
        body.call(allocWorkqueue(queue).mayFail()).when(queueNull(queue), failed -> {
            undo.accept(failed);
            failed.returns(Errno.ENOMEM);
        });
    }

    /** Completes {@code done} for whoever sets {@code work} and wakes the thread, until asked to stop. */
    static void answerUntilStopped(Body body) {
        body.loop(always(), loop -> loop
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .when(shouldStop(), Body::leaveLoop)
                        .when(not(flag("work")), idle -> idle
                                .call(schedule())
                                .nextTurn())
                        .call(plainSetCurrentState(TaskState.RUNNING))
                        .call(clear("work"))
                        .call(complete("done")))
                .call(plainSetCurrentState(TaskState.RUNNING))
                .returns(0);
    }

    /** Uses memory, and sleeps, until asked to stop. */
    public static void useUntilStopped(Body body, String memory) {
        body.until(shouldStop(), loop -> loop.call(use(memory)).call(msleep())).returns(0);
    }

    /** Polls until asked to stop, or until the device fails; what is done about that stands before the return. */
    public static void pollUntilFailed(Body body, Consumer<Body> failed) {
        body.until(shouldStop(), loop -> loop
                        .when(chance("device_failed()"), then -> {
                            failed.accept(then);
                            then.returns(Errno.ENODEV);
                        })
                        .call(msleep()))
                .returns(0);
    }

    /** Stops a thread on which init took a reference. */
    static void stopWorkerHeld(Body body) {
        ONE.stopHeld(body);
    }

    /** Sleeps until asked to stop, in the order that loses no wake-up: state, test, sleep. */
    public static void sleepUntilStopped(Body body, TaskState state, Operation sleep) {
        body.loop(always(), loop -> loop
                        .call(setCurrentState(state))
                        .when(shouldStop(), Body::leaveLoop)
                        .call(sleep))
                .call(plainSetCurrentState(TaskState.RUNNING))
                .returns(0);
    }
}
