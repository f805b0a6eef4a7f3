package org.quiesce.catalog;

import static org.quiesce.catalog.Idioms.TASK;
import static org.quiesce.catalog.Idioms.WORKER;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.WorkOps.queueRcuWork;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;

/** Workqueues of a module that are destroyed while something still comes in (family G of the reference). */
final class WorkqueueTeardowns {

    private WorkqueueTeardowns() {}

    static List<Entry> entries() {
        return List.of(destroyWqWithDelayed(), drainNeverEnds(), drainingQueueDrop());
    }

    // ---- destroy-wq-with-delayed

    private static Entry destroyWqWithDelayed() {
        return Entry.fault("destroy-wq-with-delayed", "Exit destroys a workqueue while an item is on its timer")
                .story("The item is asked for again and again, a second apart. In between it is on no queue: only its"
                        + " timer knows of it, and that knows the queue that exit has freed.")
                .broken("Exit destroys the queue.", module -> polling(module)
                        .exit(body -> body.call(destroyWorkqueue("queue"))))
                .variant("broken-rcu", "Exit destroys the queue of an item that waits for a grace period.", module -> module
                        .workqueue("queue")
                        .rcuWork("release", "queue", body -> {})
                        .init(body -> {
                            Idioms.allocateQueueOr(body, "queue", failed -> {});
                            body.call(queueRcuWork("queue", "release"));
                        })
                        .exit(body -> body.call(destroyWorkqueue("queue"))))
                .mended("Exit cancels the item, then destroys the queue.", module -> polling(module)
                        .exit(body -> body
                                .call(cancelDelayedWorkSync("poll"))
                                .call(destroyWorkqueue("queue"))))
                .build();
    }

    private static ProtocolBuilder polling(ProtocolBuilder module) {
        return module
                .workqueue("queue")
                .delayedWork("poll", "queue", body -> body.call(queueDelayedWork("queue", "poll")))
                .init(body -> {
                    Idioms.allocateQueueOr(body, "queue", failed -> {});
                    body.call(queueDelayedWork("queue", "poll"));
                });
    }

    // ---- drain-never-ends

    private static Entry drainNeverEnds() {
        Operation again = queueWork("queue", "poll");
        return Entry.fault("drain-never-ends", "Exit drains a workqueue whose item always queues itself again")
                .story("destroy_workqueue() waits until the queue is empty. The item queues itself before it returns, so"
                        + " that the queue never is.")
                .broken("Exit destroys the queue.", module -> requeueing(module)
                        .work("poll", "queue", body -> body.call(again))
                        .exit(body -> body.call(destroyWorkqueue("queue"))))
                .variant("flag", "Exit sets a flag that the item looks at, then destroys the queue.",
                        module -> requeueing(module.flag("stopping"))
                                .work("poll", "queue",
                                        body -> body.when(not(flag("stopping")), then -> then.call(again)))
                                .exit(body -> body
                                        .call(set("stopping"))
                                        .call(destroyWorkqueue("queue"))))
                .mended("Exit cancels the item, then destroys the queue.", module -> requeueing(module)
                        .work("poll", "queue", body -> body.call(again))
                        .exit(body -> body
                                .call(cancelWorkSync("poll"))
                                .call(destroyWorkqueue("queue"))))
                .build();
    }

    private static ProtocolBuilder requeueing(ProtocolBuilder module) {
        return module
                .workqueue("queue")
                .init(body -> {
                    Idioms.allocateQueueOr(body, "queue", failed -> {});
                    body.call(queueWork("queue", "poll"));
                });
    }

    // ---- draining-queue-drop

    private static Entry drainingQueueDrop() {
        return Entry.fault("draining-queue-drop", "Exit destroys a workqueue before the thread that queues there")
                .story("A queue that is being destroyed takes nothing from outside. It drops the item, marked as"
                        + " pending, and queue_work() says that all is well; who waits for the item waits for ever.")
                .broken("Exit destroys the queue, then stops the thread.", module -> submitting(module)
                        .exit(body -> body
                                .call(destroyWorkqueue("queue"))
                                .call(kthreadStop(TASK))))
                .variant("broken-cancel", "Exit drains the queue and cancels what the thread queued meanwhile.",
                        module -> queueing(module, body -> {}, submit -> submit.call(msleep()))
                                .exit(body -> body
                                        .call(drainWorkqueue("queue"))
                                        .call(cancelWorkSync("item"))
                                        .call(kthreadStop(TASK))
                                        .call(destroyWorkqueue("queue"))))
                .mended("Exit stops the thread, then destroys the queue.", module -> submitting(module)
                        .exit(body -> body
                                .call(kthreadStop(TASK))
                                .call(destroyWorkqueue("queue"))))
                .build();
    }

    /** The thread waits for its item. */
    private static ProtocolBuilder submitting(ProtocolBuilder module) {
        return queueing(module.completion("done"),
                item -> item.call(complete("done")),
                submit -> submit.call(waitForCompletion("done")));
    }

    private static ProtocolBuilder queueing(
            ProtocolBuilder module, Consumer<Body> item, Consumer<Body> queued) {
        return module
                .taskPointer(TASK)
                .workqueue("queue")
                .work("item", "queue", item)
                .kthread(WORKER, body -> body
                        .until(shouldStop(), loop -> {
                            loop.call(queueWork("queue", "item"));
                            queued.accept(loop);
                        })
                        .returns(0))
                .init(body -> {
                    Idioms.allocateQueueOr(body, "queue", failed -> {});
                    new Worker(WORKER, TASK).runOr(body, failed -> failed.call(destroyWorkqueue("queue")));
                });
    }
}
