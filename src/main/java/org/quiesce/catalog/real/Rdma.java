package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.CANCEL_SYNC_SELF;
import static org.quiesce.catalog.FaultClass.COMPLETE_THEN_RETURN;
import static org.quiesce.catalog.FaultClass.WAKE_FREED_TASK;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.flushWork;
import static org.quiesce.protocol.Ops.flushWorkqueue;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitForCompletion;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** RDMA targets and initiators. */
final class Rdma {

    private static final Worker CHANNEL = new Worker("srpt_thread", "ch_task");

    private Rdma() {}

    static List<Entry> entries() {
        return List.of(srptWake(), srptSession(), srpRemove());
    }

    // ---- rdma-ib-srpt-wake

    private static Entry srptWake() {
        return Entry.real("rdma-ib-srpt-wake", WAKE_FREED_TASK, "ib_srpt wakes a thread that its state has released")
                .story("A channel that is marked as disconnecting may be released, and its thread with it. The thread"
                        + " is woken after the mark, when the lock is dropped.")
                .broken("The thread is woken after the lock.", module -> channel(module)
                        .fileOperation("disconnect", body -> {
                            Idioms.spinning(body, "ch_lock", inside -> inside.call(set("disconnecting")));
                            CHANNEL.wake(body);
                        }))
                .mended("The thread is woken under the lock.", module -> channel(module)
                        .fileOperation("disconnect", body -> Idioms.spinning(body, "ch_lock", inside -> {
                            inside.call(set("disconnecting"));
                            CHANNEL.wake(inside);
                        })))
                .build();
    }

    private static ProtocolBuilder channel(ProtocolBuilder module) {
        return module
                .taskPointer(CHANNEL.pointer())
                .spinlock("ch_lock")
                .flag("disconnecting")
                .flag("released")
                .kthread(CHANNEL.function(), body ->
                        Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .init(CHANNEL::run)
                .fileOperation("release_channel", body -> {
                    body.call(setLocal("gone", 0));
                    Idioms.spinning(body, "ch_lock", inside -> inside
                            .when(flag("disconnecting"), then -> then.call(setLocal("gone", 1))));
                    body.when(equal("gone", 1), then -> then
                            .call(kthreadStop(CHANNEL.pointer()))
                            .call(set("released")));
                })
                .exit(body -> body.when(not(flag("released")), CHANNEL::stop));
    }

    // ---- rdma-ib-srpt-session

    private static Entry srptSession() {
        return Entry.real("rdma-ib-srpt-session", COMPLETE_THEN_RETURN,
                        "The session thread of ib_srpt outlives its module")
                .story("The thread takes its channel off the list as its last act, and exit waits until the list is"
                        + " empty. The way out of the thread is module text.")
                .broken("The thread takes itself off the list, and exit waits for that.", module -> session(module)
                        .kthread(CHANNEL.function(), body -> {
                            untilClosed(body);
                            body.call(clear("listed")).call(wakeUp("release_wq")).returns(0);
                        })
                        .exit(body -> body
                                .call(set("closing"))
                                .call(waitEvent("release_wq", not(flag("listed"))))))
                .mended("Who takes the channel off the list has stopped the thread.", module -> session(module)
                        .kthread(CHANNEL.function(), body -> {
                            untilClosed(body);
                            Idioms.pollUntilStopped(body);
                        })
                        .exit(body -> {
                            body.call(set("closing"));
                            CHANNEL.stop(body);
                            body.call(clear("listed"));
                        }))
                .build();
    }

    private static void untilClosed(Body body) {
        body.until(flag("closing"), loop -> loop.call(msleep()));
    }

    private static ProtocolBuilder session(ProtocolBuilder module) {
        return module
                .taskPointer(CHANNEL.pointer())
                .waitQueue("release_wq")
                .flag("closing")
                .flagInitiallySet("listed")
                .init(CHANNEL::run);
    }

    // ---- rdma-srp-remove

    private static Entry srpRemove() {
        return Entry.real("rdma-srp-remove", CANCEL_SYNC_SELF, "The removal of an SRP target flushes its own queue")
                .story("A target is removed in a work item. That wants no other item of the target to run any more, and"
                        + " flushes the queue on which both are: it waits for itself.")
                .broken("The item flushes the queue that it is on.",
                        module -> target(module, flushWorkqueue("remove_wq")))
                .mended("The item flushes the one item that it means.",
                        module -> target(module, flushWork("tl_err_work")))
                .build();
    }

    private static ProtocolBuilder target(ProtocolBuilder module, Operation settle) {
        return module
                .workqueue("remove_wq")
                .memory("target")
                .work("tl_err_work", "remove_wq", body -> body.call(use("target")))
                .work("remove_work", "remove_wq", body -> body
                        .call(settle)
                        .call(kfree("target"))
                        .call(complete("removed")))
                .completion("removed")
                .init(body -> {
                    Idioms.allocateOrFail(body, "target");
                    Idioms.allocateQueueOr(body, "remove_wq", failed -> failed.call(kfree("target")));
                    body.call(queueWork("remove_wq", "tl_err_work"));
                })
                .exit(body -> body
                        .call(queueWork("remove_wq", "remove_work"))
                        .call(waitForCompletion("removed"))
                        .call(destroyWorkqueue("remove_wq")));
    }
}
