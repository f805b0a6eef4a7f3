package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.taskletKill;
import static org.quiesce.protocol.Ops.taskletSchedule;
import static org.quiesce.protocol.Ops.timerDelete;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.timerShutdownSync;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.waitForCompletionInterruptible;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Protocols of no use that together do everything that callbacks, signals and spurious wake-ups can do. */
public final class CallbackSink {

    private CallbackSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(timers(), works(), softirqs(), gracePeriods(), sleepers(), tooManyCancels(), signals(), unheardSignals(),
                spuriousWakeUps(), nobodyToWake());
    }

    private static ProtocolBuilder withWorker(String name) {
        return Protocol.module(name)
                .taskPointer("task")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .call(schedule())));
    }

    /** Two timers, of which one can be shut down, and a task at rest that is no callback. */
    static Protocol timers() {
        return withWorker("timers")
                .timer("tick", body -> body
                        .call(wakeUpProcess("task"))
                        .when(chance("again()"), then -> then.call(modTimer("tick"))))
                .timer("tock", body -> body
                        .when(chance("foolish()"), then -> then.call(timerDeleteSync("tock"))))
                .init(body -> body.assign("task", kthreadRun("worker")).call(modTimer("tick")))
                .exit(body -> body
                        .assign("ret", timerDelete("tock"))
                        .call(timerDelete("tick"))
                        .assign("ret", timerDeleteSync("tick"))
                        .assign("ret", timerShutdownSync("tick"))
                        .call(kthreadStop("task")))
                .fileOperation("ioctl", body -> body.assign("was", modTimer("tick")).call(modTimer("tock")))
                .build();
    }

    /** An item that queues itself, cancels itself, and sleeps where it must not. */
    static Protocol works() {
        return withWorker("works")
                .spinlock("lock")
                .work("item", body -> body
                        .assign("queued", scheduleWork("item"))
                        .when(chance("foolish()"), then -> then.call(cancelWorkSync("item")))
                        .call(spinLock("lock"))
                        .when(chance("foolish()"), then -> then.call(cancelWorkSync("other")))
                        .call(spinUnlock("lock")))
                .work("other", body -> {})
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .assign("pending", cancelWork("other"))
                        .call(cancelWork("item"))
                        .assign("pending", cancelWorkSync("item"))
                        .call(kthreadStop("task")))
                .fileOperations("write", 1, Pinning.NONE, body -> body
                        .call(scheduleWork("item"))
                        .assign("queued", scheduleWork("other"))
                        .when(equal("queued", 0), then -> then.call(cancelWorkSync("item"))))
                .build();
    }

    /** What runs in interrupts, and what it must not do there. */
    static Protocol softirqs() {
        return Protocol.module("softirqs")
                .taskPointer("task")
                .kthread("worker", body -> body.returns(0))
                .mutex("mutex")
                .completion("never")
                .tasklet("poll", body -> body
                        .when(chance("a"), then -> then.call(msleep()))
                        .when(chance("b"), then -> then.call(mutexLock("mutex")).call(mutexUnlock("mutex")))
                        .when(chance("c"), then -> then.call(waitForCompletion("never"))))
                .irqHandler("handler", body -> body.call(taskletSchedule("poll")).call(wakeUpProcess("task")))
                .init(body -> body.assign("task", kthreadRun("worker")).call(requestIrq("handler")))
                .exit(body -> body
                        .call(freeIrq("handler"))
                        .call(taskletKill("poll"))
                        .call(kthreadStop("task")))
                .build();
    }

    /** A grace period, and a callback that stops a thread, which it may not wait for. */
    static Protocol gracePeriods() {
        return withWorker("grace-periods")
                .rcuCallback("release", body -> body.when(chance("foolish()"), then -> then.call(kthreadStop("task"))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(callRcu("release"))
                        .call(kthreadStop("task"))
                        .call(rcuBarrier("release")))
                .build();
    }

    /** No thread at all: a work item and the loader sleep. */
    static Protocol sleepers() {
        return Protocol.module("sleepers")
                .flag("ready")
                .waitQueue("queue")
                .timer("tick", body -> body.call(set("ready")).call(wakeUp("queue")))
                .work("item", body -> body
                        .call(modTimer("tick"))
                        .call(waitEventInterruptible("queue", flag("ready"))))
                .init(body -> body.call(scheduleWork("item")))
                .exit(body -> body
                        .call(waitEvent("queue", flag("ready")))
                        .call(cancelWorkSync("item"))
                        .call(timerDeleteSync("tick")))
                .spuriousWakeUps(1)
                .build();
    }

    /** A fourth task cancels the item that three are about to cancel. */
    static Protocol tooManyCancels() {
        return Protocol.module("too-many-cancels")
                .work("item", body -> body.call(scheduleWork("item")))
                .init(body -> body.call(scheduleWork("item")))
                .exit(body -> body.call(cancelWorkSync("item")))
                .fileOperations("flush", 4, Pinning.NONE, body -> body.call(cancelWorkSync("item")))
                .build();
    }

    /** Signals in every sleep, to threads that allow them and one that does not. */
    static Protocol signals() {
        return Protocol.module("signals")
                .taskPointer("task")
                .taskPointer("deaf")
                .flag("ready")
                .waitQueue("queue")
                .mutex("mutex")
                .completion("begin")
                .kthread("worker", body -> body
                        .call(allowSignal())
                        .assign("ret", waitForCompletionInterruptible("begin"))
                        .call(waitEventInterruptible("queue", flag("ready")))
                        .when(signalPending(), then -> then.call(flushSignals()))
                        .assign("ret", mutexLockInterruptible("mutex"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .returns(0))
                .kthread("helper", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .returns(0))
                .init(body -> body.assign("deaf", kthreadRun("helper")).assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(setCurrentState(TaskState.RUNNING))
                        .call(schedule())
                        .call(kthreadStop("deaf"))
                        .call(kthreadStop("task")))
                .fileOperation("kill", body -> body
                        .call(sendSignal("deaf"))
                        .call(mutexLock("mutex"))
                        .call(sendSignal("task")))
                .build();
    }

    static Protocol unheardSignals() {
        return Protocol.module("unheard-signals")
                .taskPointer("task")
                .kthread("worker", body -> body.call(allowSignal()).call(flushSignals()).returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Sleeps of all kinds, and two wake-ups that nobody meant. */
    static Protocol spuriousWakeUps() {
        return withWorker("spurious-wake-ups")
                .waitQueue("queue")
                .flag("ready")
                .kthread("helper", body -> body.call(waitEvent("queue", flag("ready"))).returns(0))
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .call(kthreadRun("helper"))
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(schedule()))
                .exit(body -> body.call(kthreadStop("task")))
                .spuriousWakeUps(2)
                .build();
    }

    /** Nobody ever sleeps, and no thread is there to get a signal. */
    static Protocol nobodyToWake() {
        return Protocol.module("nobody-to-wake")
                .taskPointer("task")
                .completion("finished")
                .timer("tick", body -> body.call(complete("finished")))
                .init(body -> body
                        .call(modTimer("tick"))
                        .when(chance("foolish()"), then -> then.call(sendSignal("task"))))
                .exit(body -> body.call(waitForCompletion("finished")))
                .spuriousWakeUps(1)
                .build();
    }
}
