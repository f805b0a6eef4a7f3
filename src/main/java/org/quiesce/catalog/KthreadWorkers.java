package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.workerErr;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.flushWork;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadFlushWork;
import static org.quiesce.protocol.Ops.kthreadFlushWorker;
import static org.quiesce.protocol.Ops.kthreadInitWorker;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadStopWorkerTask;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.scheduleDelayedWork;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.timerDeleteSync;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;

/** Kthread workers that are started or ended the wrong way (families C, E and G of the reference). */
final class KthreadWorkers {

    private static final String LOOP = "worker_thread";
    private static final String HELPER = "helper";

    private static final Operation QUEUE = kthreadQueueWork("worker", "item");
    private static final Operation QUEUE_DELAYED = kthreadQueueDelayedWork("worker", "item");
    private static final Operation DESTROY = kthreadDestroyWorker("worker");

    private KthreadWorkers() {}

    static List<Entry> entries() {
        return List.of(
                stopFromOwnWork(),
                doubleStartWorker(),
                cancelWrongVariant(),
                kworkerQueueAfterFlush(),
                kworkerFlushDead(),
                kworkerDelayedPending());
    }

    // ---- stop-from-own-work

    private static Entry stopFromOwnWork() {
        return Entry.fault("stop-from-own-work", "An item destroys the worker that runs it")
                .story("When its device fails the item ends the worker. That waits until the worker has finished what it"
                        + " is about, and that is the item.")
                .broken("The item calls kthread_destroy_worker().", module -> failing(module, DESTROY))
                .variant("broken-flushed", "The item stops the thread that waits for it in flush_work().",
                        KthreadWorkers::flushing)
                .mended("The item notes the failure; exit alone ends the worker.",
                        module -> failing(module.flag("failed"), set("failed")))
                .build();
    }

    private static ProtocolBuilder failing(ProtocolBuilder module, Operation failed) {
        return module
                .kthreadWorker("worker")
                .kthreadWork("item", "worker", body -> body
                        .when(chance("device_failed()"), then -> then.call(failed)))
                .init(created(QUEUE))
                .exit(calling(DESTROY));
    }

    /** The pointer is there before the thread, and with it the item, first runs. */
    private static ProtocolBuilder flushing(ProtocolBuilder module) {
        Worker thread = new Worker(Idioms.WORKER, TASK);
        return module
                .taskPointer(TASK)
                .work("item", body -> body.when(chance("device_failed()"), thread::stop))
                .kthread(Idioms.WORKER, body -> body
                        .until(shouldStop(), loop -> loop
                                .call(scheduleWork("item"))
                                .call(flushWork("item"))
                                .call(msleep()))
                        .returns(0))
                .init(body -> {
                    thread.create(body);
                    thread.wake(body);
                })
                .exit(thread::stop);
    }

    // ---- double-start-worker

    private static Entry doubleStartWorker() {
        return Entry.fault("double-start-worker", "Two threads run the loop of one worker")
                .story("A second thread is to help the first one. But a worker knows one thread: it wakes whichever came"
                        + " last, and when one of the two is stopped it believes that it has none.")
                .broken("Two threads run kthread_worker_fn() on the worker.", module -> initialised(module)
                        .taskPointer(HELPER)
                        .init(body -> {
                            start(body);
                            new Worker(LOOP, HELPER).runOr(body, failed -> failed.call(kthreadStop(TASK)));
                        })
                        .exit(calling(
                                kthreadStop(HELPER), QUEUE, kthreadFlushWorker("worker"), kthreadStop(TASK))))
                .mended("One thread runs it.", module -> initialised(module)
                        .init(KthreadWorkers::start)
                        .exit(calling(QUEUE, kthreadFlushWorker("worker"), kthreadStop(TASK))))
                .build();
    }

    private static ProtocolBuilder initialised(ProtocolBuilder module) {
        return module
                .kthreadWorker("worker", 2)
                .taskPointer(TASK)
                .kthreadWork("item", "worker", body -> {});
    }

    private static void start(Body body) {
        body.call(kthreadInitWorker("worker"));
        new Worker(LOOP, TASK).run(body);
    }

    // ---- cancel-wrong-variant

    private static Entry cancelWrongVariant() {
        return Entry.fault("cancel-wrong-variant", "Exit cancels delayed work as if it had no timer")
                .story("A delayed item contains an ordinary one, and what cancels that takes it: the compiler has no"
                        + " objection. But it knows of no timer.")
                .broken("kthread_cancel_work_sync() unlinks the item and leaves its timer armed.",
                        module -> delayed(module, kthreadCancelWorkSync("item"), DESTROY))
                .variant("workqueue", "cancel_work_sync() spins until the timer has expired, and no longer.",
                        module -> module
                                .delayedWork("item", body -> {})
                                .init(calling(scheduleDelayedWork("item")))
                                .exit(calling(cancelWorkSync("item"))))
                .mended("kthread_cancel_delayed_work_sync() deletes the timer first.",
                        module -> delayed(module, kthreadCancelDelayedWorkSync("item"), DESTROY))
                .build();
    }

    // ---- kworker-queue-after-flush

    private static Entry kworkerQueueAfterFlush() {
        Operation again = modTimer("tick");
        return Entry.fault("kworker-queue-after-flush", "Exit destroys a worker while a timer still queues there")
                .story("A worker is destroyed in three steps: it is flushed, its thread is stopped, it is freed. A timer"
                        + " queues its item whenever it likes: between them, and after them.")
                .broken("Exit destroys the worker, then deletes the timer.", module -> ticking(module, again)
                        .exit(calling(DESTROY, timerDeleteSync("tick"))))
                .variant("broken-requeue", "The item queues itself again.",
                        module -> requeueing(module).exit(calling(DESTROY)))
                .variant("requeue", "The item queues itself again, and exit cancels it first.",
                        module -> requeueing(module).exit(calling(kthreadCancelWorkSync("item"), DESTROY)))
                .mended("Exit deletes the timer, then destroys the worker.", module -> ticking(module, again)
                        .exit(calling(timerDeleteSync("tick"), DESTROY)))
                .build();
    }

    private static ProtocolBuilder ticking(ProtocolBuilder module, Operation arm) {
        return module
                .kthreadWorker("worker")
                .kthreadWork("item", "worker", body -> {})
                .timer("tick", calling(QUEUE, arm))
                .init(created(arm));
    }

    private static ProtocolBuilder requeueing(ProtocolBuilder module) {
        return module
                .kthreadWorker("worker")
                .kthreadWork("item", "worker", calling(QUEUE))
                .init(created(QUEUE));
    }

    // ---- kworker-flush-dead

    private static Entry kworkerFlushDead() {
        Operation stop = kthreadStopWorkerTask("worker");
        return Entry.fault("kworker-flush-dead", "Exit flushes a worker whose thread it has stopped")
                .story("To flush a worker is to queue an item of one's own behind the others and to wait for it. Exit has"
                        + " stopped the thread that would run it.")
                .broken("Exit stops the worker's thread, then flushes the worker.",
                        module -> queued(module, stop, kthreadFlushWorker("worker")))
                .variant("broken-destroy", "Exit stops the worker's thread, then destroys the worker.",
                        module -> queued(module, stop, DESTROY))
                .mended("Exit destroys the worker, which flushes it, stops its thread and frees it.",
                        module -> queued(module, DESTROY))
                .build();
    }

    /** Init waits until the item was run: a thread that is stopped before it began leaves the worker otherwise. */
    private static ProtocolBuilder queued(ProtocolBuilder module, Operation... exit) {
        return module
                .kthreadWorker("worker")
                .kthreadWork("item", "worker", body -> {})
                .init(created(QUEUE, kthreadFlushWork("item")))
                .exit(calling(exit));
    }

    // ---- kworker-delayed-pending

    private static Entry kworkerDelayedPending() {
        return Entry.fault("kworker-delayed-pending", "Exit destroys a worker while an item is on its timer")
                .story("kthread_destroy_worker() flushes what is queued. An item that is still on its timer is not; the"
                        + " timer expires when there is no worker any more.")
                .broken("Exit destroys the worker.", module -> delayed(module, DESTROY))
                .mended("Exit cancels the item, then destroys the worker.",
                        module -> delayed(module, kthreadCancelDelayedWorkSync("item"), DESTROY))
                .build();
    }

    private static ProtocolBuilder delayed(ProtocolBuilder module, Operation... exit) {
        return module
                .kthreadWorker("worker")
                .kthreadDelayedWork("item", "worker", body -> {})
                .init(created(QUEUE_DELAYED))
                .exit(calling(exit));
    }

    // ---- what they have alike

    /** Creates the worker, and does something with it; a failure is returned. */
    private static Consumer<Body> created(Operation... then) {
        return body -> {
            body.call(kthreadCreateWorker("worker").mayFail())
                    .when(workerErr("worker"), failed -> failed.returns(Errno.ENOMEM));
            calling(then).accept(body);
        };
    }

    private static Consumer<Body> calling(Operation... operations) {
        return body -> List.of(operations).forEach(body::call);
    }
}
