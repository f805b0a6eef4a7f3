package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.waitqueueActive;
import static org.quiesce.protocol.Conditions.wqHasSleeper;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.downInterruptible;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.up;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.TaskState;

/**
 * Sleeps that a stop does not end, or ends in vain (family D of the reference). Their verdicts change with Linux 6.1,
 * from which on {@code kthread_stop()} makes {@code signal_pending()} true in the thread (commit a7c01fa93aeb).
 */
final class LostWakeups {

    private LostWakeups() {}

    static List<Entry> entries() {
        return List.of(
                waitCondOmitsStop(),
                stateSetAfterCheck(),
                plainStateStore(),
                waitqueueActiveNoBarrier(),
                erestartsysSpin(),
                exclusiveWakeLost());
    }

    private static Entry waitCondOmitsStop() {
        return Entry.fault("wait-cond-omits-stop", "The wait condition leaves out the stop")
                .story("The thread waits for work, and only for work. The wake of a stop makes it test its condition,"
                        + " find no work and sleep again.")
                .broken("The thread waits interruptibly for work only.", module -> served(module)
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), loop -> loop
                                        .assign("ret", waitEventInterruptible("queue", flag("work")))
                                        .when(notEqual("ret", 0), Body::nextTurn)
                                        .call(clear("work")))
                                .returns(0)))
                .variant("broken-uninterruptible", "The thread waits uninterruptibly for work only.",
                        module -> served(module)
                                .kthread(WORKER, body -> body
                                        .until(shouldStop(), loop -> loop
                                                .call(waitEvent("queue", flag("work")))
                                                .call(clear("work")))
                                        .returns(0)))
                .variant("broken-semaphore", "The thread waits for a semaphore that counts its work.", module -> module
                        .taskPointer(TASK)
                        .semaphore("items", 0)
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), loop -> loop
                                        .assign("ret", downInterruptible("items"))
                                        .when(notEqual("ret", 0), Body::nextTurn))
                                .returns(0))
                        .init(Idioms::runWorker)
                        .exit(Idioms::stopWorker)
                        .environment("device", body -> body.call(up("items"))))
                .mended("The thread waits for work or a stop.", LostWakeups::patient)
                .build();
    }

    private static Entry erestartsysSpin() {
        return Entry.fault("erestartsys-spin", "The thread repeats an interrupted wait")
                .story("The thread takes an interrupted wait for a signal to be ignored and waits again, without a test"
                        + " for the stop. Before Linux 6.1 it sleeps for ever, since then it never sleeps again.")
                .broken("The wait is repeated until it is not interrupted.", module -> served(module)
                        .kthread(WORKER, body -> body
                                .until(shouldStop(), loop -> loop
                                        .doWhile(again -> again
                                                .assign("ret", waitEventInterruptible("queue", flag("work"))),
                                                notEqual("ret", 0))
                                        .call(clear("work")))
                                .returns(0)))
                .variant("broken-signal", "The thread allows a signal, which exit sends, and never takes it off.",
                        module -> served(module)
                                .kthread(WORKER, body -> body
                                        .call(allowSignal(Signal.SIGTERM))
                                        .until(shouldStop(), loop -> loop
                                                .doWhile(again -> again
                                                        .assign("ret", waitEventInterruptible("queue", flag("work"))),
                                                        notEqual("ret", 0))
                                                .call(clear("work")))
                                        .returns(0))
                                .exit(body -> body.call(sendSignal(TASK, Signal.SIGTERM)).call(kthreadStop(TASK))))
                .mended("The wait ends on a stop and is not repeated.", LostWakeups::patient)
                .build();
    }

    private static ProtocolBuilder patient(ProtocolBuilder module) {
        return served(module)
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(waitEventInterruptible("queue", or(flag("work"), shouldStop())))
                                .call(clear("work")))
                        .returns(0));
    }

    /** A thread that a device gives work, once at most. */
    private static ProtocolBuilder served(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .waitQueue("queue")
                .flag("work")
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker)
                .environment("device", body -> body
                        .call(set("work"))
                        .call(wakeUp("queue")));
    }

    private static Entry stateSetAfterCheck() {
        return Entry.fault("state-set-after-check", "The thread tests for the stop before it sets its sleep state")
                .story("Between the test and the state the thread is runnable, so the wake of a stop does nothing; then"
                        + " the thread goes to sleep, and nobody wakes it again.")
                .broken("Test, then TASK_INTERRUPTIBLE, then schedule().",
                        module -> sleeper(module, body -> checksFirst(body, TaskState.INTERRUPTIBLE)))
                .variant("broken-uninterruptible", "Test, then TASK_UNINTERRUPTIBLE, then schedule().",
                        module -> sleeper(module, body -> checksFirst(body, TaskState.UNINTERRUPTIBLE)))
                .mended("TASK_INTERRUPTIBLE, then test, then schedule().", module -> sleeper(
                        module, body -> Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule())))
                .build();
    }

    private static void checksFirst(Body body, TaskState state) {
        body.until(shouldStop(), loop -> loop
                        .call(setCurrentState(state))
                        .call(schedule()))
                .returns(0);
    }

    private static ProtocolBuilder sleeper(ProtocolBuilder module, Consumer<Body> worker) {
        return module
                .taskPointer(TASK)
                .kthread(WORKER, worker)
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker);
    }

    private static Entry plainStateStore() {
        return Entry.fault("plain-state-store", "The thread sets its sleep state without a barrier")
                .story("In the source the state is set before the test. Without a barrier the CPU or the compiler may do"
                        + " the test first, and that is the order that loses wake-ups.")
                .broken("__set_current_state(TASK_INTERRUPTIBLE), then test, then schedule().",
                        module -> sleeper(module, body -> storesPlainly(body, TaskState.INTERRUPTIBLE)))
                .variant("broken-uninterruptible", "__set_current_state(TASK_UNINTERRUPTIBLE), then test, then schedule().",
                        module -> sleeper(module, body -> storesPlainly(body, TaskState.UNINTERRUPTIBLE)))
                .mended("set_current_state(), which has a full barrier, then test, then schedule().",
                        module -> sleeper(module,
                                body -> Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule())))
                .build();
    }

    private static void storesPlainly(Body body, TaskState state) {
        body.loop(always(), loop -> loop
                        .call(plainSetCurrentState(state))
                        .when(shouldStop(), Body::leaveLoop)
                        .call(schedule()))
                .call(plainSetCurrentState(TaskState.RUNNING))
                .returns(0);
    }

    private static Entry waitqueueActiveNoBarrier() {
        return Entry.fault("waitqueue-active-no-barrier", "The waker looks for sleepers before its request can be seen")
                .story("The wake-up is left out if nobody waits. Without a barrier the CPU may look at the queue before"
                        + " the request is visible, just when the thread looks at the request and then sleeps.")
                .broken("The request wakes the thread only if waitqueue_active().",
                        module -> requested(module, waitqueueActive("queue")))
                .mended("The request wakes the thread only if wq_has_sleeper(), which has a full barrier.",
                        module -> requested(module, wqHasSleeper("queue")))
                .build();
    }

    private static ProtocolBuilder requested(ProtocolBuilder module, Condition isAnybodyThere) {
        return module
                .taskPointer(TASK)
                .waitQueue("queue")
                .flag("work")
                .completion("done")
                .mutex("lock")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(waitEventIdle("queue", or(flag("work"), shouldStop())))
                                .when(flag("work"), then -> then
                                        .call(clear("work"))
                                        .call(complete("done"))))
                        .returns(0))
                .init(Idioms::runWorker)
                .fileOperation("request", body -> Idioms.locked(body, "lock", inside -> inside
                        .call(set("work"))
                        .when(isAnybodyThere, then -> then.call(wakeUp("queue")))
                        .call(waitForCompletion("done"))))
                .exit(Idioms::stopWorker);
    }

    private static Entry exclusiveWakeLost() {
        return Entry.fault("exclusive-wake-lost", "A thread that is stopped keeps the wake-up that others needed")
                .story("Of threads that wait exclusively a wake-up takes one. If that one is stopped before it runs it"
                        + " leaves without a look at the work, and the others sleep on.")
                .broken("A thread that is stopped leaves at once.", module -> pooled(module, leaving -> {}))
                .mended("A thread that is stopped passes the wake-up on if there is work.",
                        module -> pooled(module,
                                leaving -> leaving.when(flag("work"), then -> then.call(wakeUp("queue")))))
                .build();
    }

    /** Two threads that wait for the same work; exit stops one of them while the other is to do the last of it. */
    private static ProtocolBuilder pooled(ProtocolBuilder module, Consumer<Body> leaving) {
        return module
                .taskPointer(TASK)
                .taskPointer("other")
                .waitQueue("queue")
                .flag("work")
                .completion("done")
                .kthreads(WORKER, 2, body -> {
                    body.loop(always(), loop -> loop
                            .call(waitEventIdle("queue", or(flag("work"), shouldStop())).exclusive())
                            .when(shouldStop(), Body::leaveLoop)
                            .call(clear("work"))
                            .call(complete("done")));
                    leaving.accept(body);
                    body.returns(0);
                })
                .init(body -> {
                    Idioms.runWorker(body);
                    body.assign("other", kthreadRun(WORKER).mayFail())
                            .when(isErr("other"), then -> then
                                    .call(kthreadStop(TASK))
                                    .returns(Errno.ENOMEM));
                })
                .exit(body -> body
                        .call(set("work"))
                        .call(wakeUp("queue"))
                        .call(kthreadStop(TASK))
                        .call(waitForCompletion("done"))
                        .call(kthreadStop("other")));
    }
}
