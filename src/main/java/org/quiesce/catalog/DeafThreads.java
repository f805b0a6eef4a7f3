package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.and;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.memoryNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.increment;
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
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpInterruptible;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
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
                breakWithoutRunning(),
                uninterruptibleExternalWait(),
                busyPollNoStopCheck(),
                orphanedRequest());
    }

    private static Entry wakeBeforePublish() {
        return Entry.fault("wake-before-publish", "The thread is woken before there is anything to see")
                .story("The request wakes the thread, then says that there is work. The thread looks in between, finds"
                        + " nothing and sleeps again; no second wake follows.")
                .broken("The request wakes the thread, then sets 'work'.", module -> serving(module)
                        .fileOperation("request", body -> body
                                .call(wakeUp("queue"))
                                .call(set("work"))
                                .call(waitForCompletion("done"))))
                .mended("The request sets 'work', then wakes the thread.", DeafThreads::served)
                .build();
    }

    private static Entry wrongWakeMask() {
        return Entry.fault("wrong-wake-mask", "The wake does not match the sleep")
                .story("wake_up_interruptible() wakes interruptible sleepers only. A thread in wait_event_idle() stays"
                        + " asleep, on the right queue and with its condition true.")
                .broken("An idle sleeper is woken with wake_up_interruptible().", module -> serving(module)
                        .fileOperation("request", body -> body
                                .call(set("work"))
                                .call(wakeUpInterruptible("queue"))
                                .call(waitForCompletion("done"))))
                .mended("An idle sleeper is woken with wake_up().", DeafThreads::served)
                .build();
    }

    private static ProtocolBuilder served(ProtocolBuilder module) {
        return serving(module)
                .fileOperation("request", body -> body
                        .call(set("work"))
                        .call(wakeUp("queue"))
                        .call(waitForCompletion("done")));
    }

    /** A thread that answers requests until it is stopped; who is in a request keeps the module loaded. */
    private static ProtocolBuilder serving(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .waitQueue("queue")
                .flag("work")
                .completion("done")
                .kthread(WORKER, body -> body
                        .loop(always(), loop -> loop
                                .call(waitEventIdle("queue", or(flag("work"), shouldStop())))
                                .when(shouldStop(), Body::leaveLoop)
                                .call(clear("work"))
                                .call(complete("done")))
                        .returns(0))
                .init(Idioms::runWorker)
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
                .mended("Exit sets the flag, wakes the thread and waits.", module -> flagged(module)
                        .exit(body -> body
                                .call(set("stopping"))
                                .call(wakeUp("queue"))
                                .call(waitForCompletion("done"))))
                .build();
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
                .init(Idioms::runWorker)
                .fileOperation("submit", body -> body
                        .call(allocate("item").mayFail())
                        .when(memoryNull("item"), then -> then.returns(Errno.ENOMEM))
                        .call(set("work"))
                        .call(wakeUpProcess(TASK)))
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

    private static Entry uninterruptibleExternalWait() {
        return Entry.fault("uninterruptible-external-wait", "The thread waits for a device that is gone")
                .story("The thread has started a transfer and waits for its end, without a limit. The device answers no"
                        + " more, and a stop does not end that wait.")
                .broken("Exit stops the thread while a transfer is under way.",
                        module -> transferring(module).exit(Idioms::stopWorker))
                .mended("Exit completes what is under way, then stops the thread.", module -> transferring(module)
                        .exit(body -> body
                                .call(completeAll("done"))
                                .call(kthreadStop(TASK))))
                .build();
    }

    private static ProtocolBuilder transferring(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .completion("done")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop.call(waitForCompletion("done")))
                        .returns(0))
                .init(Idioms::runWorker)
                .environment("device", body -> body.call(complete("done")));
    }

    private static Entry busyPollNoStopCheck() {
        return Entry.fault("busy-poll-no-stop-check", "The thread polls a device and looks at nothing else")
                .story("The inner loop rings the doorbell until the device is ready. A device that never gets ready"
                        + " keeps the thread in there, and a stop waits for it.")
                .broken("The inner loop ends when the device is ready.", module -> polling(module, not(flag("ready"))))
                .mended("The inner loop ends when the device is ready or the thread is to stop.",
                        module -> polling(module, and(not(flag("ready")), not(shouldStop()))))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module, Condition busy) {
        return module
                .taskPointer(TASK)
                .flag("ready")
                .flag("doorbell")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .loop(busy, again -> again.call(set("doorbell")))
                                .call(clear("ready"))
                                .call(msleep()))
                        .returns(0))
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker)
                .environment("device", body -> body.call(set("ready")));
    }

    private static Entry orphanedRequest() {
        return Entry.fault("orphaned-request", "The thread leaves requests behind that nobody will answer")
                .story("A user switches the module off while another one waits for an answer. The thread sees the stop"
                        + " first and leaves; the request stays in the queue, and its user in the kernel.")
                .broken("Who stops the thread leaves its queue as it is.", module -> answering(module, body -> {}))
                .mended("Who stops the thread answers what is left in its queue.",
                        module -> answering(module, body -> body.loop(above("items", 0), loop -> loop
                                .call(decrement("items"))
                                .call(complete("done")))))
                .build();
    }

    private static ProtocolBuilder answering(ProtocolBuilder module, Consumer<Body> stopped) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .waitQueue("queue")
                .counter("items", 2)
                .completion("done")
                .kthread(WORKER, body -> body
                        .loop(always(), loop -> loop
                                .call(waitEventIdle("queue", or(above("items", 0), shouldStop())))
                                .when(shouldStop(), Body::leaveLoop)
                                .call(decrement("items"))
                                .call(complete("done")))
                        .returns(0))
                .init(Idioms::runWorker)
                .fileOperation("request", body -> body
                        .call(mutexLock("lock"))
                        .when(isNull(TASK), off -> off
                                .call(mutexUnlock("lock"))
                                .returns(Errno.ENODEV))
                        .call(increment("items"))
                        .call(wakeUp("queue"))
                        .call(mutexUnlock("lock"))
                        .call(waitForCompletion("done")))
                .fileOperation("disable", body -> body
                        .call(mutexLock("lock"))
                        .when(not(isNull(TASK)), then -> {
                            then.call(kthreadStop(TASK)).call(clearPointer(TASK));
                            stopped.accept(then);
                        })
                        .call(mutexUnlock("lock")))
                .exit(body -> body.when(not(isNull(TASK)), Idioms::stopWorker));
    }
}
