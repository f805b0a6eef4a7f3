package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.freezing;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexLockInterruptible;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.thawProcesses;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpInterruptible;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.WaitOps.waitEventFreezable;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;

/**
 * Threads that do not hear what they are told, or mishear it: a wake that reaches nobody, a stop that is not looked at,
 * a wake taken for work (the rest of family D of the reference).
 */
final class DeafThreads {

    private static final String FLUSHER_TASK = "flusher_task";

    private DeafThreads() {}

    static List<Entry> entries() {
        return List.of(
                wakeBeforePublish(),
                wrongWakeMask(),
                flagWithoutWake(),
                ownFlagNotShouldStop(),
                stopAbortsCleanup(),
                singleShotSchedule(),
                breakWithoutRunning());
    }

    private static Entry wakeBeforePublish() {
        return Entry.fault("wake-before-publish", "The thread is woken before there is anything to see")
                .story("The request wakes the thread, then says that there is work. The thread looks in between, finds"
                        + " nothing and sleeps again; no second wake follows.")
                .broken("The request wakes the thread, then sets 'work'.", module -> serving(module, body -> body
                        .call(wakeUp("queue"))
                        .call(set("work"))))
                .mended("The request sets 'work', then wakes the thread.", DeafThreads::served)
                .build();
    }

    private static Entry wrongWakeMask() {
        return Entry.fault("wrong-wake-mask", "The wake does not match the sleep")
                .story("wake_up_interruptible() wakes interruptible sleepers only. A thread in wait_event_idle() stays"
                        + " asleep, on the right queue and with its condition true.")
                .broken("An idle sleeper is woken with wake_up_interruptible().", module -> serving(module, body -> body
                        .call(set("work"))
                        .call(wakeUpInterruptible("queue"))))
                .mended("An idle sleeper is woken with wake_up().", DeafThreads::served)
                .build();
    }

    private static ProtocolBuilder served(ProtocolBuilder module) {
        return serving(module, body -> body
                .call(set("work"))
                .call(wakeUp("queue")));
    }

    /** A thread that answers requests, one after the other, until it is stopped; who is in one keeps the module loaded. */
    private static ProtocolBuilder serving(ProtocolBuilder module, Consumer<Body> ask) {
        return module
                .taskPointer(TASK)
                .waitQueue("queue")
                .flag("work")
                .completion("done")
                .mutex("lock")
                .kthread(WORKER, body -> body
                        .loop(always(), loop -> loop
                                .call(waitEventIdle("queue", or(flag("work"), shouldStop())))
                                .when(shouldStop(), Body::leaveLoop)
                                .call(clear("work"))
                                .call(complete("done")))
                        .returns(0))
                .init(Idioms::runWorker)
                .fileOperation("request", body -> Idioms.locked(body, "lock", inside -> {
                    ask.accept(inside);
                    inside.call(waitForCompletion("done"));
                }))
                .exit(Idioms::stopWorker);
    }

    private static Entry flagWithoutWake() {
        return Entry.fault("flag-without-wake", "Exit tells a sleeping thread to stop, and does not wake it")
                .story("The module has a stop flag of its own. Exit sets it and waits until the thread reports its end,"
                        + " but the thread is asleep until the next work comes.")
                .broken("Exit sets the flag and waits.", module -> flagged(module)
                        .exit(body -> body
                                .call(set("stopping"))
                                .call(waitForCompletion("done"))))
                .variant("broken-until-thaw", "The thread is told before a suspend, and left to be woken by the thaw.",
                        DeafThreads::toldBeforeSuspend)
                .mended("Exit sets the flag, wakes the thread and waits.", module -> flagged(module)
                        .exit(body -> body
                                .call(set("stopping"))
                                .call(wakeUp("queue"))
                                .call(waitForCompletion("done"))))
                .build();
    }

    /** A watcher sees a suspend come, and wants the other thread to restore the device after it. */
    private static ProtocolBuilder toldBeforeSuspend(ProtocolBuilder module) {
        Worker worker = new Worker(WORKER, TASK);
        Worker watcher = new Worker("watcher", "watcher_task");
        return module
                .taskPointer(worker.pointer())
                .taskPointer(watcher.pointer())
                .waitQueue("queue")
                .flag("suspended")
                .completion("restored")
                .kthread(worker.function(), body -> body
                        .call(setFreezable())
                        .until(shouldStop(), loop -> loop
                                .call(waitEventFreezable("queue", or(flag("suspended"), shouldStop())))
                                .when(flag("suspended"), then -> then
                                        .call(clear("suspended"))
                                        .call(complete("restored"))))
                        .returns(0))
                .kthread(watcher.function(), body -> body
                        .call(setFreezable())
                        .until(shouldStop(), loop -> loop
                                .when(freezing(), then -> then
                                        .call(set("suspended"))
                                        .call(tryToFreeze())
                                        .call(waitForCompletion("restored")))
                                .call(msleep()))
                        .returns(0))
                .init(body -> {
                    worker.run(body);
                    watcher.runOr(body, worker::stop);
                })
                .exit(body -> {
                    watcher.stop(body);
                    worker.stop(body);
                })
                .environment("suspend", body -> body
                        .call(suspendFreezeProcesses())
                        .call(thawProcesses()));
    }

    private static ProtocolBuilder flagged(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .waitQueue("queue")
                .flag("work")
                .flag("stopping")
                .completion("done")
                .kthread(WORKER, body -> body
                        .until(flag("stopping"), loop -> loop
                                .call(waitEventIdle("queue", or(flag("work"), flag("stopping"))))
                                .call(clear("work")))
                        .call(kthreadCompleteAndExit("done", 0)))
                .init(Idioms::runWorker)
                .environment("device", body -> body
                        .call(set("work"))
                        .call(wakeUp("queue")));
    }

    private static Entry ownFlagNotShouldStop() {
        return Entry.fault("own-flag-not-should-stop", "The thread looks at a flag of its own, not at the stop")
                .story("The thread runs as long as 'running' is set, and exit clears that after the stop. The stop"
                        + " never returns, so that the line after it is never reached.")
                .broken("The thread tests 'running', which exit clears after the stop.", module -> module
                        .taskPointer(TASK)
                        .flagInitiallySet("running")
                        .kthread(WORKER, body -> body
                                .loop(flag("running"), loop -> loop.call(msleep()))
                                .returns(0))
                        .init(Idioms::runWorker)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(clear("running"))))
                .mended("The thread tests for the stop.", module -> module
                        .taskPointer(TASK)
                        .kthread(WORKER, Idioms::pollUntilStopped)
                        .init(Idioms::runWorker)
                        .exit(Idioms::stopWorker))
                .build();
    }

    private static Entry stopAbortsCleanup() {
        return Entry.fault("stop-aborts-cleanup", "The stop interrupts the thread's own clean-up")
                .story("Since Linux 6.1 a stop leaves a signal pending in the thread. An interruptible lock in its"
                        + " clean-up fails if somebody else holds it, and what was to be freed stays.")
                .broken("The thread cleans up under an interruptible lock.", module -> logging(module, body -> body
                        .assign("ret", mutexLockInterruptible("lock"))
                        .when(notEqual("ret", 0), then -> then.returns(Value.of("ret")))))
                .mended("The thread cleans up under an uninterruptible lock.",
                        module -> logging(module, body -> body.call(mutexLock("lock"))))
                .build();
    }

    /** A thread with a buffer of its own, and another one that takes the same lock now and then. */
    private static ProtocolBuilder logging(ProtocolBuilder module, Consumer<Body> lock) {
        return module
                .taskPointer(TASK)
                .taskPointer(FLUSHER_TASK)
                .mutex("lock")
                .memory("buffer")
                .kthread(WORKER, body -> {
                    body.call(allocate("buffer").mayFail()).until(shouldStop(), loop -> loop
                            .when(not(memoryNull("buffer")), then -> then.call(use("buffer")))
                            .call(msleep()));
                    lock.accept(body);
                    body.call(kfree("buffer")).call(mutexUnlock("lock")).returns(0);
                })
                .kthread("flusher", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(mutexLock("lock"))
                                .call(mutexUnlock("lock"))
                                .call(msleep()))
                        .returns(0))
                .init(body -> {
                    Idioms.runWorker(body);
                    body.assign(FLUSHER_TASK, kthreadRun("flusher").mayFail())
                            .when(isErr(FLUSHER_TASK), then -> then
                                    .call(kthreadStop(TASK))
                                    .returns(Errno.ENOMEM));
                })
                .exit(body -> body
                        .call(kthreadStop(TASK))
                        .call(kthreadStop(FLUSHER_TASK)));
    }

    private static Entry singleShotSchedule() {
        return Entry.fault("single-shot-schedule", "The thread takes every wake for work")
                .story("schedule() returns when somebody wakes the thread, for whatever reason; a stop is one. The"
                        + " thread goes straight to an item that nobody has submitted.")
                .broken("The thread processes an item whenever schedule() returns.", module -> submitted(module)
                        .kthread(WORKER, body -> process(body, loop -> loop.call(schedule()))))
                .mended("The thread looks whether there is work, and sleeps again if there is none.",
                        module -> submitted(module)
                                .kthread(WORKER, body -> process(body, loop -> loop
                                        .when(not(flag("work")), idle -> idle
                                                .call(schedule())
                                                .nextTurn())
                                        .call(plainSetCurrentState(TaskState.RUNNING)))))
                .build();
    }

    private static void process(Body body, Consumer<Body> sleep) {
        body.loop(always(), loop -> {
                    loop.call(setCurrentState(TaskState.INTERRUPTIBLE)).when(shouldStop(), Body::leaveLoop);
                    sleep.accept(loop);
                    loop.call(clear("work")).call(use("item"));
                })
                .call(plainSetCurrentState(TaskState.RUNNING))
                .returns(0);
    }

    private static ProtocolBuilder submitted(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .flag("work")
                .memory("item")
                .mutex("lock")
                .init(Idioms::runWorker)
                .fileOperation("submit", body -> Idioms.locked(body, "lock", inside -> inside
                        .when(memoryNull("item"), first -> Idioms.allocateOr(first, "item",
                                failed -> failed.call(mutexUnlock("lock"))))
                        .call(set("work"))
                        .call(wakeUpProcess(TASK))))
                .exit(body -> body
                        .call(kthreadStop(TASK))
                        .call(kfree("item")));
    }

    private static Entry breakWithoutRunning() {
        return Entry.fault("break-without-running", "The thread leaves its loop with the sleep state still set")
                .story("The thread finds the stop after it has set its sleep state, and leaves the loop as it is. The"
                        + " next schedule(), meant to let others run, puts it to sleep for good.")
                .broken("A schedule() follows in TASK_INTERRUPTIBLE.",
                        module -> yielding(module, TaskState.INTERRUPTIBLE, body -> {}))
                .variant("broken-uninterruptible", "A schedule() follows in TASK_UNINTERRUPTIBLE.",
                        module -> yielding(module, TaskState.UNINTERRUPTIBLE, body -> {}))
                .mended("The thread sets TASK_RUNNING when it leaves the loop.",
                        module -> yielding(module, TaskState.INTERRUPTIBLE,
                                body -> body.call(plainSetCurrentState(TaskState.RUNNING))))
                .build();
    }

    private static ProtocolBuilder yielding(ProtocolBuilder module, TaskState state, Consumer<Body> left) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, body -> {
                    body.loop(always(), loop -> loop
                            .call(setCurrentState(state))
                            .when(shouldStop(), Body::leaveLoop)
                            .call(schedule()));
                    left.accept(body);
                    body.call(schedule()).returns(0);
                })
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker);
    }
}
