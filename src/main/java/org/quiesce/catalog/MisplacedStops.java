package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.above;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.decrement;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.increment;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadFreezableShouldStop;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.localIrqRestore;
import static org.quiesce.protocol.Ops.localIrqSave;
import static org.quiesce.protocol.Ops.modDelayedWork;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLock;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.scheduleDelayedWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.tryToFreeze;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;

/**
 * Stops in the wrong place: by the wrong thread, in the wrong order, in a context that may not sleep, or beside a wait
 * that needs the thread (the rest of family C of the reference).
 */
final class MisplacedStops {

    private static final String HELPER_TASK = "helper_task";
    private static final String PRODUCER_TASK = "producer_task";
    private static final String CONSUMER_TASK = "consumer_task";

    private MisplacedStops() {}

    static List<Entry> entries() {
        return List.of(
                stopCycle(),
                stopOrderInversion(),
                stopInAtomic(),
                stopFrozenThread(),
                exitWithLockHeld(),
                reapWaitInExit());
    }

    private static Entry stopCycle() {
        return Entry.fault("stop-cycle", "Two threads stop each other")
                .story("The manager stops its helper when it ends. The helper stops the manager when its device fails."
                        + " Then each waits for the other to end.")
                .broken("A helper whose device fails stops the manager, which stops it in turn.",
                        module -> managed(module, failed -> failed.call(kthreadStop(TASK))))
                .mended("A helper whose device fails returns; the manager alone stops threads.",
                        module -> managed(module, failed -> {}))
                .build();
    }

    private static ProtocolBuilder managed(ProtocolBuilder module, Consumer<Body> failed) {
        return module
                .taskPointer(TASK)
                .taskPointer(HELPER_TASK)
                .kthread("helper", body -> Idioms.pollUntilFailed(body, failed))
                .kthread("manager", body -> body
                        .assign(HELPER_TASK, kthreadCreate("helper").mayFail())
                        .when(isErr(HELPER_TASK), then -> then.returns(Errno.ENOMEM))
                        .call(getTaskStruct(HELPER_TASK))
                        .call(wakeUpProcess(HELPER_TASK))
                        .until(shouldStop(), loop -> loop.call(msleep()))
                        .call(kthreadStop(HELPER_TASK))
                        .call(putTaskStruct(HELPER_TASK))
                        .returns(0))
                .init(body -> {
                    body.assign(TASK, kthreadCreate("manager").mayFail());
                    Idioms.returnIfError(body);
                    body.call(getTaskStruct(TASK)).call(wakeUpProcess(TASK));
                })
                .exit(Idioms::stopWorkerHeld);
    }

    private static Entry stopOrderInversion() {
        return Entry.fault("stop-order-inversion", "Exit stops the consumer before the producer")
                .story("The producer hands over an item and waits until the consumer has taken it. With the consumer"
                        + " stopped first nobody takes the item, and the producer cannot be stopped any more.")
                .broken("Exit stops the consumer, then the producer.", module -> pipeline(module)
                        .exit(body -> body
                                .call(kthreadStop(CONSUMER_TASK))
                                .call(kthreadStop(PRODUCER_TASK))))
                .mended("Exit stops the producer, then the consumer.", module -> pipeline(module)
                        .exit(body -> body
                                .call(kthreadStop(PRODUCER_TASK))
                                .call(kthreadStop(CONSUMER_TASK))))
                .build();
    }

    private static ProtocolBuilder pipeline(ProtocolBuilder module) {
        return module
                .taskPointer(PRODUCER_TASK)
                .taskPointer(CONSUMER_TASK)
                .waitQueue("queue")
                .flag("item")
                .completion("taken")
                .kthread("producer", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(set("item"))
                                .call(wakeUp("queue"))
                                .call(waitForCompletion("taken")))
                        .returns(0))
                .kthread("consumer", body -> serveUntilStopped(body, "item", loop -> loop.call(complete("taken"))))
                .init(body -> body
                        .assign(CONSUMER_TASK, kthreadRun("consumer").mayFail())
                        .when(isErr(CONSUMER_TASK), then -> then.returns(Errno.ENOMEM))
                        .assign(PRODUCER_TASK, kthreadRun("producer").mayFail())
                        .when(isErr(PRODUCER_TASK), then -> then
                                .call(kthreadStop(CONSUMER_TASK))
                                .returns(Errno.ENOMEM)));
    }

    /** Takes what the flag announces until asked to stop, and leaves then, whatever the flag says. */
    private static void serveUntilStopped(Body body, String flag, Consumer<Body> answer) {
        body.loop(always(), loop -> {
                    loop.call(waitEventIdle("queue", or(flag(flag), shouldStop())))
                            .when(shouldStop(), Body::leaveLoop)
                            .call(clear(flag));
                    answer.accept(loop);
                })
                .returns(0);
    }

    private static Entry stopInAtomic() {
        return Entry.fault("stop-in-atomic", "Exit stops the thread while it holds a spinlock")
                .story("kthread_stop() sleeps until the thread has ended. Who holds a spinlock must not sleep: whoever"
                        + " else wants the lock spins, the thread itself among them.")
                .broken("Exit calls kthread_stop() inside a spinlock section.", module -> counting(module)
                        .exit(body -> body
                                .call(spinLock("lock"))
                                .call(kthreadStop(TASK))
                                .call(spinUnlock("lock"))))
                .variant("broken-rcu", "Exit calls kthread_stop() in an RCU read section.", module -> counting(module)
                        .exit(body -> body
                                .call(rcuReadLock())
                                .call(kthreadStop(TASK))
                                .call(rcuReadUnlock())))
                .variant("broken-irqs-off", "Exit calls kthread_stop() with interrupts off.", module -> counting(module)
                        .exit(body -> body
                                .call(localIrqSave())
                                .call(kthreadStop(TASK))
                                .call(localIrqRestore())))
                .mended("Exit stops the thread; then nobody else needs the lock.", module -> counting(module)
                        .exit(Idioms::stopWorker))
                .build();
    }

    private static ProtocolBuilder counting(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .spinlock("lock")
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(spinLock("lock"))
                                .call(spinUnlock("lock"))
                                .call(msleep()))
                        .returns(0))
                .init(Idioms::runWorker);
    }

    private static Entry stopFrozenThread() {
        return Entry.fault("stop-frozen-thread", "Exit stops a thread that is frozen")
                .story("The thread sits in the refrigerator, which only a thaw opens. The stop waits for as long as the"
                        + " freeze lasts, and for ever if the thaw waits for the stop.")
                .broken("The thread asks kthread_freezable_should_stop().", module -> suspended(module, body -> body
                        .call(setFreezable())
                        .call(set("up"))
                        .loop(always(), loop -> loop
                                .assign("stop", kthreadFreezableShouldStop())
                                .when(notEqual("stop", 0), Body::leaveLoop)
                                .call(msleep()))
                        .returns(0)))
                .variant("broken-try-to-freeze", "The thread calls try_to_freeze(), which looks at no stop.",
                        module -> suspended(module, body -> body
                                .call(setFreezable())
                                .call(set("up"))
                                .until(shouldStop(), loop -> loop
                                        .call(tryToFreeze())
                                        .call(msleep()))
                                .returns(0)))
                .mended("The thread takes no part in freezing.", module -> suspended(module, body -> {
                    body.call(set("up"));
                    Idioms.pollUntilStopped(body);
                }))
                .build();
    }

    /**
     * A machine that is suspended once the thread is up, or a control group that is frozen. A freeze that is under way
     * when the thread calls set_freezable() catches it there, and that refrigerator looks at no stop on any kernel.
     */
    private static ProtocolBuilder suspended(ProtocolBuilder module, Consumer<Body> worker) {
        return module
                .taskPointer(TASK)
                .flag("up")
                .kthread(WORKER, worker)
                .init(Idioms::runWorker)
                .exit(Idioms::stopWorker)
                .environment("suspend", body -> body.when(flag("up"), then -> then
                        .call(freezeKernelThreads())
                        .call(thawKernelThreads())));
    }

    private static Entry exitWithLockHeld() {
        return Entry.fault("exit-with-lock-held", "The thread leaves with the lock in its hands")
                .story("The thread finds the stop inside its critical section and returns from there. The stop returns,"
                        + " and exit waits for a lock whose owner is dead.")
                .broken("The thread returns from inside the critical section.",
                        module -> cleaning(module, stopped -> {}))
                .mended("The thread releases the lock on its way out.",
                        module -> cleaning(module, stopped -> stopped.call(mutexUnlock("lock"))))
                .build();
    }

    private static ProtocolBuilder cleaning(ProtocolBuilder module, Consumer<Body> stopped) {
        return module
                .taskPointer(TASK)
                .mutex("lock")
                .kthread(WORKER, body -> body.loop(always(), loop -> loop
                        .call(mutexLock("lock"))
                        .when(shouldStop(), then -> {
                            stopped.accept(then);
                            then.returns(0);
                        })
                        .call(mutexUnlock("lock"))
                        .call(msleep())))
                .init(Idioms::runWorker)
                .exit(body -> body
                        .call(kthreadStop(TASK))
                        .call(mutexLock("lock"))
                        .call(mutexUnlock("lock")));
    }

    private static Entry reapWaitInExit() {
        return Entry.fault("reap-wait-in-exit", "Exit stops the thread, then waits for what the thread would do")
                .story("Exit wants the queue to be empty before it goes on. But it has stopped the thread that empties"
                        + " the queue, and what was queued when the thread left stays there.")
                .broken("Exit stops the thread, then waits until the queue is empty.", module -> queued(module)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(waitEvent("drained", not(flag("item"))))))
                .variant("broken-mod-delayed",
                        "Exit waits for items that were counted; one was counted while it was cancelled, and never queued.",
                        MisplacedStops::counted)
                .mended("Exit waits until the queue is empty, then stops the thread.", module -> queued(module)
                        .exit(body -> body
                                .call(waitEvent("drained", not(flag("item"))))
                                .call(kthreadStop(TASK))))
                .build();
    }

    private static ProtocolBuilder queued(ProtocolBuilder module) {
        return module
                .taskPointer(TASK)
                .waitQueue("queue")
                .waitQueue("drained")
                .flag("item")
                .kthread(WORKER, body -> serveUntilStopped(body, "item", loop -> loop.call(wakeUp("drained"))))
                .init(Idioms::runWorker)
                .fileOperation("submit", body -> body
                        .call(set("item"))
                        .call(wakeUp("queue")));
    }

    /** What is pending is counted: by who queues it, until it runs or somebody takes it off. */
    private static ProtocolBuilder counted(ProtocolBuilder module) {
        return module
                .waitQueue("idle")
                .counter("items", 3)
                .delayedWork("item", body -> body
                        .call(decrement("items"))
                        .call(wakeUp("idle")))
                .init(body -> body
                        .call(increment("items"))
                        .call(scheduleDelayedWork("item")))
                .fileOperation("submit", body -> body
                        .call(increment("items"))
                        .assign("pending", modDelayedWork("item"))
                        .when(notEqual("pending", 0), then -> then.call(decrement("items"))))
                .fileOperation("cancel", MisplacedStops::cancelCounted)
                .exit(body -> {
                    cancelCounted(body);
                    body.call(waitEvent("idle", not(above("items", 0))));
                });
    }

    private static void cancelCounted(Body body) {
        body.assign("pending", cancelDelayedWorkSync("item"))
                .when(notEqual("pending", 0), then -> then.call(decrement("items")));
    }
}
