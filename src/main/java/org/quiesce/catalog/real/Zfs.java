package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.ARG_LIFETIME;
import static org.quiesce.catalog.FaultClass.LOST_THREAD_POINTER;
import static org.quiesce.catalog.FaultClass.WAKE_FREED_TASK;
import static org.quiesce.protocol.Conditions.always;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.isErr;
import static org.quiesce.protocol.Conditions.isNull;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.wakeUp;

import java.util.List;
import java.util.function.Consumer;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Idioms;
import org.quiesce.catalog.Worker;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.TaskState;

/** OpenZFS and its porting layer. */
final class Zfs {

    private Zfs() {}

    static List<Entry> entries() {
        return List.of(zthrWakeup(), condenseThread(), splatThread());
    }

    // ---- zfs-zthr-wakeup

    private static Entry zthrWakeup() {
        Worker zthr = new Worker("arc_evict_zthr", "zthr_task");
        return Entry.real("zfs-zthr-wakeup", WAKE_FREED_TASK, "ZFS wakes a thread that it has torn down")
                .story("Whoever needs memory tests a flag and wakes the thread that evicts. The teardown clears the"
                        + " flag, stops the thread and frees it, in between.")
                .broken("Nothing keeps test and wake together.", module -> arc(module, zthr)
                        .fileOperation("wait_for_eviction", body -> evict(body, zthr))
                        .fileOperation("arc_fini", body -> {
                            body.call(clear("initialized"));
                            destroy(body, zthr);
                        }))
                .mended("The thread is torn down when no caller is left.", module -> arc(module, zthr)
                        .mutex("callers")
                        .fileOperation("wait_for_eviction", body -> Idioms.locked(body, "callers",
                                inside -> evict(inside, zthr)))
                        .fileOperation("arc_fini", body -> {
                            Idioms.locked(body, "callers", inside -> inside.call(clear("initialized")));
                            destroy(body, zthr);
                        }))
                .build();
    }

    private static void evict(Body body, Worker zthr) {
        body.when(flag("initialized"), then -> {
            then.call(use("zthr"));
            zthr.wake(then);
        });
    }

    private static void destroy(Body body, Worker zthr) {
        zthr.stop(body);
        body.call(kfree("zthr"));
    }

    private static ProtocolBuilder arc(ProtocolBuilder module, Worker zthr) {
        return module
                .taskPointer(zthr.pointer())
                .flagInitiallySet("initialized")
                .memory("zthr")
                .kthread(zthr.function(), body ->
                        Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .init(body -> {
                    Idioms.allocateOrFail(body, "zthr");
                    zthr.runOr(body, failed -> failed.call(kfree("zthr")));
                })
                .exit(body -> body.when(flag("initialized"), then -> destroy(then, zthr)));
    }

    // ---- zfs-condense-thread

    private static Entry condenseThread() {
        Worker condense = new Worker("condense_thread", "condense_task");
        return Entry.real("zfs-condense-thread", LOST_THREAD_POINTER, "ZFS has two answers to whether a thread runs")
                .story("The thread says first that its work is done, and forgets itself when it ends. A start asks for"
                        + " the first and takes the place of a thread that is still there, which then forgets the new"
                        + " one.")
                .broken("A start looks whether work is under way.", module -> pool(module, condense)
                        .kthreads(condense.function(), 2, body -> body
                                .call(use("mapping"))
                                .call(clear("condensing"))
                                .call(msleep())
                                .call(clearPointer(condense.pointer()))
                                .returns(0))
                        .init(body -> {
                            Idioms.allocateOrFail(body, "mapping");
                            startCondensing(body, condense);
                            startCondensing(body, condense);
                        })
                        .exit(body -> body
                                .until(isNull(condense.pointer()), loop -> loop.call(msleep()))
                                .call(kfree("mapping"))))
                .mended("A pool has one thread for as long as it lives.", module -> pool(module, condense)
                        .waitQueue("zthr_wait")
                        .kthreads(condense.function(), 2, body -> body
                                .loop(always(), loop -> loop
                                        .call(waitEventIdle("zthr_wait", or(flag("condensing"), shouldStop())))
                                        .when(shouldStop(), Body::leaveLoop)
                                        .call(use("mapping"))
                                        .call(clear("condensing")))
                                .returns(0))
                        .init(body -> {
                            Idioms.allocateOrFail(body, "mapping");
                            condense.runOr(body, failed -> failed.call(kfree("mapping")));
                            body.call(set("condensing")).call(wakeUp("zthr_wait"));
                        })
                        .exit(body -> {
                            condense.stop(body);
                            body.call(kfree("mapping"));
                        }))
                .build();
    }

    private static void startCondensing(Body body, Worker condense) {
        body.when(not(flag("condensing")), then -> then
                .call(set("condensing"))
                .assign(condense.pointer(), kthreadRun(condense.function())));
    }

    private static ProtocolBuilder pool(ProtocolBuilder module, Worker condense) {
        return module
                .taskPointer(condense.pointer())
                .flag("condensing")
                .memory("mapping");
    }

    // ---- zfs-splat-thread

    private static Entry splatThread() {
        Worker test = new Worker("splat_thread", "splat_task");
        return Entry.real("zfs-splat-thread", ARG_LIFETIME, "A thread wakes a queue on a stack that is gone")
                .story("The thread says that it is done, then wakes who waits for that. The waiter may have seen it and"
                        + " returned, and its stack with the queue is gone.")
                .broken("The queue is woken after the lock.", module -> splat(module, test, body -> {
                    Idioms.spinning(body, "tp_lock", inside -> inside.call(set("done")));
                    body.call(use("tp")).call(wakeUp("tp_waitq"));
                }))
                .mended("The queue is woken under the lock, which the waiter takes before it returns.",
                        module -> splat(module, test, body -> Idioms.spinning(body, "tp_lock", inside -> inside
                                .call(set("done"))
                                .call(use("tp"))
                                .call(wakeUp("tp_waitq")))))
                .build();
    }

    private static ProtocolBuilder splat(ProtocolBuilder module, Worker test, Consumer<Body> end) {
        return module
                .taskPointer(test.pointer())
                .spinlock("tp_lock")
                .waitQueue("tp_waitq")
                .flag("done")
                .flag("seen")
                .memory("tp")
                .kthread(test.function(), body -> {
                    end.accept(body);
                    body.returns(0);
                })
                .init(body -> {
                    Idioms.allocateOrFail(body, "tp");
                    body.assign(test.pointer(), kthreadCreate(test.function()).mayFail())
                            .when(isErr(test.pointer()), failed -> failed
                                    .call(kfree("tp"))
                                    .returns(Errno.ENOMEM))
                            .call(getTaskStruct(test.pointer()));
                    test.wake(body);
                    body.call(waitEvent("tp_waitq", flag("done")));
                    Idioms.spinning(body, "tp_lock", inside -> inside.call(set("seen")));
                    body.call(kfree("tp"));
                })
                .exit(test::stopHeld);
    }
}
