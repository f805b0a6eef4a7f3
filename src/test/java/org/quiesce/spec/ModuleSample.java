package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.modulePut;
import static org.quiesce.protocol.Ops.modulePutAndKthreadExit;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.tryModuleGet;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitForCompletion;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Modules that are loaded and unloaded, and references on them, with verdicts that are known. */
final class ModuleSample {

    private static final Consumer<Body> NOTHING = body -> {};

    private ModuleSample() {}

    private static ProtocolBuilder idling(String name) {
        return Protocol.module(name)
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .until(shouldStop(), loop -> loop
                                .call(schedule())
                                .call(setCurrentState(TaskState.INTERRUPTIBLE)))
                        .returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")));
    }

    /** G12: no exit function, and a thread that runs for ever. */
    static ProtocolBuilder withoutExit() {
        return idling("init-without-exit");
    }

    /** The same, and its init fails once the thread is there. */
    static ProtocolBuilder failing() {
        return idling("failing-init").init(body -> body.assign("task", kthreadRun("worker")).returns(-12));
    }

    /** A user is inside of a call, for which the module is pinned. */
    static ProtocolBuilder pinned() {
        return Protocol.module("pinned")
                .init(NOTHING)
                .exit(NOTHING)
                .flag("dirty")
                .fileOperation("ioctl", body -> body.call(clear("dirty")));
    }

    /** A thread holds a reference and drops it with its last instruction. */
    static ProtocolBuilder putByAThread() {
        return Protocol.module("put-by-a-thread")
                .kthread("worker", body -> body.call(modulePutAndKthreadExit(0)))
                .init(body -> body.call(tryModuleGet()).call(kthreadRun("worker")))
                .exit(NOTHING);
    }

    /** Init drops a reference that it did not take, so that none is left when it has returned; or it takes one before. */
    static Protocol putInInit(Operation... before) {
        return idling("put-in-init")
                .memory("buffer")
                .init(body -> {
                    for (Operation operation : before) {
                        body.call(operation);
                    }
                    body.call(modulePut()).assign("task", kthreadRun("worker"));
                })
                .exit(body -> body.call(kthreadStop("task")))
                .fileOperation("read", body -> body.call(use("buffer")))
                .build();
    }

    /** A timer drops a reference that nobody took. */
    static ProtocolBuilder putByATimer() {
        return Protocol.module("put-by-a-timer")
                .timer("tick", body -> body.call(modulePut()))
                .init(body -> body.call(modTimer("tick")))
                .exit(NOTHING);
    }

    /** A reference that nobody ever drops. */
    static Protocol referenceThatIsKept() {
        return Protocol.module("reference-kept")
                .init(body -> body.call(tryModuleGet()))
                .exit(NOTHING)
                .build();
    }

    /** A timer drops the reference that init took. */
    static Protocol referenceThatATimerDrops() {
        return Protocol.module("reference-dropped-by-a-timer")
                .timer("tick", body -> body.call(modulePut()))
                .init(body -> body.call(tryModuleGet()).call(modTimer("tick")))
                .exit(body -> body.call(timerDeleteSync("tick")))
                .build();
    }

    /** An interrupt would drop it, if it came. */
    static Protocol referenceThatAnInterruptMayDrop() {
        return Protocol.module("reference-dropped-by-an-interrupt")
                .irqHandler("handler", body -> body.call(modulePut()))
                .init(body -> body.call(tryModuleGet()).call(requestIrq("handler")))
                .exit(NOTHING)
                .build();
    }

    /** Init waits for a thread, which does what it waits for, or something else. */
    static Protocol initThatWaits(Operation worker) {
        return Protocol.module("init-waits")
                .flag("ready")
                .completion("up")
                .kthread("worker", body -> body.call(worker))
                .init(body -> body.call(kthreadRun("worker")).call(waitForCompletion("up")))
                .exit(NOTHING)
                .build();
    }

    /** Init looks again and again whether somebody did something. */
    static Protocol initThatPolls() {
        return Protocol.module("init-polls")
                .flag("ready")
                .init(body -> body.until(flag("ready"), loop -> {}))
                .exit(NOTHING)
                .build();
    }

    /** Two allocations, of which the first may be freed in between. */
    static Protocol allocatedTwice(Operation... between) {
        return Protocol.module("allocated-twice")
                .memory("buffer")
                .init(body -> {
                    body.call(allocate("buffer"));
                    for (Operation operation : between) {
                        body.call(operation);
                    }
                    body.call(allocate("buffer"));
                })
                .exit(body -> body.call(kfree("buffer")))
                .build();
    }

    /** So many completions and no wait. */
    static Protocol completedTimes(int times) {
        return Protocol.module("completed-many-times")
                .completion("up")
                .init(body -> {
                    for (int i = 0; i < times; i++) {
                        body.call(complete("up"));
                    }
                })
                .exit(NOTHING)
                .build();
    }
}
