package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;

import org.quiesce.protocol.Errno;
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
}
