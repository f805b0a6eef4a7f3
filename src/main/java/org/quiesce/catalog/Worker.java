package org.quiesce.catalog;

import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;

/**
 * A thread function, the pointer to its thread, and the stretches of code around them that many modules have alike.
 *
 * @param function name of the thread function
 * @param pointer  name of the task pointer
 */
public record Worker(String function, String pointer) {

    /** Creates and wakes the thread; a failure is returned. */
    public void run(Body body) {
        runOr(body, failed -> {});
    }

    /** Creates and wakes the thread; a failure is returned once what was done before is undone. */
    public void runOr(Body body, Consumer<Body> undo) {
        body.assign(pointer, kthreadRun(function).mayFail());
        returnIfError(body, undo);
    }

    /** Creates the thread and does not wake it; a failure is returned. */
    public void create(Body body) {
        createOr(body, failed -> {});
    }

    /** Creates the thread and does not wake it; a failure is returned once what was done before is undone. */
    public void createOr(Body body, Consumer<Body> undo) {
        body.assign(pointer, kthreadCreate(function).mayFail());
        returnIfError(body, undo);
    }

    /** Creates the thread, takes a reference before it can end by itself, and wakes it. */
    public void runHeld(Body body) {
        create(body);
        hold(body);
    }

    /** Takes a reference on a thread that was created and wakes it. */
    public void hold(Body body) {
        body.call(getTaskStruct(pointer)).call(wakeUpProcess(pointer));
    }

    /** {@code if (IS_ERR(task)) return -ENOMEM;}. */
    public void returnIfError(Body body) {
        returnIfError(body, failed -> {});
    }

    private void returnIfError(Body body, Consumer<Body> undo) {
        body.when(isErr(pointer), failed -> {
            undo.accept(failed);
            failed.returns(Errno.ENOMEM);
        });
    }

    public void wake(Body body) {
        body.call(wakeUpProcess(pointer));
    }

    public void stop(Body body) {
        body.call(kthreadStop(pointer));
    }

    /** {@code if (task) kthread_stop(task);}. */
    public void stopIfAny(Body body) {
        body.when(not(isNull(pointer)), this::stop);
    }

    /** Stops the thread and clears the pointer, if there is a thread. */
    public void stopAndForget(Body body) {
        body.when(not(isNull(pointer)), then -> then.call(kthreadStop(pointer)).call(clearPointer(pointer)));
    }

    /** Stops the thread, drops the reference on it and clears the pointer, if there is a thread. */
    public void stopHeldAndForget(Body body) {
        body.when(not(isNull(pointer)), then -> {
            stopHeld(then);
            then.call(clearPointer(pointer));
        });
    }

    /** Stops a thread on which a reference was taken. */
    public void stopHeld(Body body) {
        body.call(kthreadStop(pointer)).call(putTaskStruct(pointer));
    }
}
