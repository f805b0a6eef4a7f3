package org.quiesce.catalog;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.TaskState;

/** Stretches of code that many modules have alike. The thread is {@code worker}, its pointer {@code task}. */
final class Idioms {

    static final String WORKER = "worker";
    static final String TASK = "task";

    private Idioms() {}

    /** Creates and wakes the thread; a failure is returned. */
    static void runWorker(Body body) {
        body.assign(TASK, kthreadRun(WORKER).mayFail());
        returnIfError(body);
    }

    /** Creates the thread, takes a reference before it can end by itself, and wakes it. */
    static void runWorkerHeld(Body body) {
        body.assign(TASK, kthreadCreate(WORKER).mayFail());
        returnIfError(body);
        body.call(getTaskStruct(TASK)).call(wakeUpProcess(TASK));
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

    /** {@code if (IS_ERR(task)) return PTR_ERR(task);}. */
    static void returnIfError(Body body) {
        body.when(isErr(TASK), then -> then.returns(Errno.ENOMEM));
    }

    static void stopWorker(Body body) {
        body.call(kthreadStop(TASK));
    }

    /** {@code if (task) kthread_stop(task);}. */
    static void stopWorkerIfAny(Body body) {
        body.when(not(isNull(TASK)), then -> then.call(kthreadStop(TASK)));
    }

    /** Does something with a mutex held. */
    static void locked(Body body, String mutex, Consumer<Body> inside) {
        body.call(mutexLock(mutex));
        inside.accept(body);
        body.call(mutexUnlock(mutex));
    }

    /** Polls until asked to stop. */
    static void pollUntilStopped(Body body) {
        body.until(shouldStop(), loop -> loop.call(msleep())).returns(0);
    }

    /** Polls until asked to stop, or until the device fails; what is done about that stands before the return. */
    static void pollUntilFailed(Body body, Consumer<Body> failed) {
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
        body.call(kthreadStop(TASK)).call(putTaskStruct(TASK));
    }

    /** Sleeps until asked to stop, in the order that loses no wake-up: state, test, sleep. */
    static void sleepUntilStopped(Body body, TaskState state, Operation sleep) {
        body.loop(always(), loop -> loop
                        .call(setCurrentState(state))
                        .when(shouldStop(), Body::leaveLoop)
                        .call(sleep))
                .call(plainSetCurrentState(TaskState.RUNNING))
                .returns(0);
    }
}
