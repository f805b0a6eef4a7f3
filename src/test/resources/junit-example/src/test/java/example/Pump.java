package example;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Errno.ENOMEM;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.TaskState.INTERRUPTIBLE;
import static org.quiesce.protocol.TaskState.RUNNING;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Protocol;

/** How a module starts and stops the thread of its pump. */
final class Pump {

    private Pump() {}

    /** The thread sets its sleep state, then tests whether it is to stop. */
    static Protocol careful() {
        return module("pump", body -> body
                .loop(always(), loop -> loop
                        .call(setCurrentState(INTERRUPTIBLE))
                        .when(shouldStop(), Body::leaveLoop)
                        .call(schedule()))
                .call(plainSetCurrentState(RUNNING))
                .returns(0));
    }

    /** The thread tests first, so that it may go to sleep after the wake-up that was meant for it. */
    static Protocol hasty() {
        return module("hasty-pump", body -> body
                .until(shouldStop(), loop -> loop
                        .call(setCurrentState(INTERRUPTIBLE))
                        .call(schedule()))
                .returns(0));
    }

    private static Protocol module(String name, Consumer<Body> thread) {
        return Protocol.module(name)
                .taskPointer("task")
                .kthread("worker", thread)
                .init(body -> body
                        .assign("task", kthreadRun("worker").mayFail())
                        .when(isErr("task"), failed -> failed.returns(ENOMEM)))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }
}
