package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.*;

import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** Protocols whose verdicts are known: threads that die, freeze, are bound or run on, and what stays registered. */
final class TaskSample {

    private TaskSample() {}

    private static Consumer<Body> doing(Operation... operations) {
        return body -> {
            for (Operation operation : operations) {
                body.call(operation);
            }
        };
    }

    private static ProtocolBuilder worker(String name, Consumer<Body> worker) {
        return Protocol.module(name)
                .taskPointer("task")
                .kthread("worker", worker)
                .init(body -> body.assign("task", kthreadRun("worker")))
                .exit(doing(kthreadStop("task")));
    }

    private static Consumer<Body> untilStopped(Operation... turn) {
        return body -> body.until(shouldStop(), doing(turn));
    }

    /** A12: a notifier is registered; exit decides. */
    static Protocol notifier(Operation... exit) {
        return Protocol.module("notifier-after-unload")
                .notifier("notify", doing(msleep()))
                .init(doing(registerNotifier("notify")))
                .exit(doing(exit))
                .build();
    }

    /** What a thread calls between its state and its sleep. */
    static Protocol dozes(Operation call) {
        return worker("dozes", doing(setCurrentState(TaskState.INTERRUPTIBLE), call, schedule())).flag("ready").build();
    }

    /** What init calls under a spinlock. */
    static Protocol registersLocked(Operation call) {
        return Protocol.module("registers-locked")
                .spinlock("lock").flag("ready")
                .notifier("notify", doing(msleep()))
                .init(doing(spinLock("lock"), call, spinUnlock("lock")))
                .exit(doing(unregisterNotifier("notify")))
                .build();
    }

    /** A threaded interrupt; its thread and exit decide. */
    static Protocol threadedIrq(Consumer<Body> thread, Operation... exit) {
        return Protocol.module("threaded-irq")
                .irqHandler("handler", doing(irqWakeThread()))
                .irqThread("thread", thread)
                .init(doing(requestThreadedIrq("handler", "thread")))
                .exit(doing(exit))
                .build();
    }

    /** What an interrupt thread may do. */
    static Consumer<Body> thread(Operation... operations) {
        return doing(operations);
    }

    /** A6: a thread that sleeps until it is stopped; its function is in init text. */
    static Protocol sleeperInInitText() {
        return worker("init-section-threadfn", untilStopped(msleep())).initText("worker").build();
    }

    /** C11: a freezable thread, which does this in each turn, and a suspend. */
    static Protocol suspends(Operation... turn) {
        return worker("freeze-fails", body -> body.call(setFreezable()).until(shouldStop(), doing(turn)))
                .environment("machine", doing(suspendFreezeProcesses(), thawProcesses()))
                .build();
    }

    /** C11: a user waits for what does not come, and a suspend. */
    static Protocol suspendsUser(Operation wait) {
        return Protocol.module("freeze-fails-in-call")
                .completion("answer")
                .init(doing())
                .fileOperation("read", doing(wait))
                .environment("machine", doing(suspendFreezeProcesses()))
                .build();
    }

    /** A17: a thread gets work that it runs when it has exited. */
    static Protocol taskWork(Operation... exit) {
        return worker("task-work-after-exited", doing())
                .taskWork("late", doing(msleep()))
                .init(body -> body
                        .assign("task", kthreadCreate("worker"))
                        .call(taskWorkAdd("task", "late"))
                        .call(wakeUpProcess("task")))
                .exit(doing(exit))
                .build();
    }

    /** E4: a thread is made and started by such calls. */
    static Protocol bound(Operation create, Operation... start) {
        return worker("bind-after-wake", untilStopped(msleep()))
                .init(body -> {
                    body.assign("task", create);
                    doing(start).accept(body);
                })
                .build();
    }

    /** A10: a call takes a reference while the module goes, and relies on it. */
    static Protocol pinsItself(Operation get) {
        return Protocol.module("module-get-unprotected")
                .init(doing())
                .exit(doing())
                .fileOperations("write", 1, Pinning.NONE, doing(get, msleep(), modulePut()))
                .build();
    }

    /** C12: a thread that takes a mutex again and again may oops; exit stops it and takes the mutex, too. */
    static Protocol oopsingLocker() {
        return worker("oopsed-lock-holder", untilStopped(mutexLock("mutex"), mutexUnlock("mutex")))
                .mutex("mutex")
                .exit(doing(kthreadStop("task"), mutexLock("mutex"), mutexUnlock("mutex")))
                .oops("worker")
                .build();
    }

    /** D3: a thread that sleeps until it is stopped; this sets its state. */
    static Protocol sleepsInLoop(Operation setState) {
        return worker("plain-state-store", body -> body
                        .loop(always(), loop -> loop
                                .call(setState)
                                .when(shouldStop(), Body::leaveLoop)
                                .call(schedule()))
                        .call(setCurrentState(TaskState.RUNNING)))
                .build();
    }
}
