package org.quiesce.catalog.real;

import static org.quiesce.catalog.FaultClass.DOUBLE_STOP_SEQUENTIAL;
import static org.quiesce.catalog.FaultClass.ORPHANED_REQUEST;
import static org.quiesce.catalog.FaultClass.QUEUE_AFTER_FLUSH;
import static org.quiesce.catalog.FaultClass.WAIT_COND_OMITS_STOP;
import static org.quiesce.catalog.FaultClass.WAKE_FREED_TASK;
import static org.quiesce.catalog.FaultClass.WORK_AT_UNLOAD;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.allowSignal;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.clearPointer;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.downRead;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.flushSignals;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCompleteAndExit;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.plainSetCurrentState;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.upRead;
import static org.quiesce.protocol.Ops.upWrite;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventIdle;
import static org.quiesce.protocol.Ops.waitForCompletion;
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

/** Block devices. */
final class Block {

    private static final Worker BACKEND = new Worker("xen_blkif_schedule", "xenblkd");
    private static final Worker FLUSHER = new Worker("bdi_writeback_thread", "wb_task");
    private static final Worker WORKER = new Worker("drbd_worker", "worker_task");

    private Block() {}

    static List<Entry> entries() {
        return List.of(xenBlkbackDisconnect(), drbdFlushedSignal(), drbdLateClose(), bdiWakeupTimer(), rbdLockWork(),
                nvmeKeepAlive());
    }

    // ---- block-xen-blkback-disconnect

    private static Entry xenBlkbackDisconnect() {
        return Entry.real("block-xen-blkback-disconnect", DOUBLE_STOP_SEQUENTIAL,
                        "xen-blkback leaves it to its thread to forget the thread")
                .story("The thread clears the pointer to itself at its end. One that is stopped before it was woken has"
                        + " no such end, and the second disconnect stops it again.")
                .broken("The thread clears the pointer.", module -> blkif(module)
                        .kthread(BACKEND.function(), body -> body
                                .until(shouldStop(), loop -> loop.call(msleep()))
                                .call(clearPointer(BACKEND.pointer()))
                                .returns(0))
                        .fileOperation("disconnect", BACKEND::stopIfAny)
                        .exit(BACKEND::stopIfAny))
                .mended("Whoever stops the thread clears the pointer.", module -> blkif(module)
                        .kthread(BACKEND.function(), Idioms::pollUntilStopped)
                        .fileOperation("disconnect", BACKEND::stopAndForget)
                        .exit(BACKEND::stopAndForget))
                .build();
    }

    private static ProtocolBuilder blkif(ProtocolBuilder module) {
        return module
                .taskPointer(BACKEND.pointer())
                .init(body -> {
                    BACKEND.create(body);
                    body.when(chance("frontend_ready()"), BACKEND::wake);
                });
    }

    // ---- block-bdi-wakeup-timer

    private static Entry bdiWakeupTimer() {
        return Entry.real("block-bdi-wakeup-timer", WAKE_FREED_TASK, "A timer wakes a flusher thread that is stopped")
                .story("Dirty inodes arm a timer that wakes the flusher of their device. The device goes, its flusher"
                        + " is stopped, and the timer still has the pointer.")
                .broken("The flusher is stopped, then the timer deleted.", module -> flushed(module)
                        .timer("wakeup_timer", FLUSHER::wake)
                        .exit(body -> {
                            FLUSHER.stop(body);
                            body.call(timerDeleteSync("wakeup_timer"));
                        }))
                .mended("The flusher is taken out of the timer's sight, then stopped.", module -> flushed(module)
                        .spinlock("wb_lock")
                        .flagInitiallySet("registered")
                        .timer("wakeup_timer", body -> Idioms.spinning(body, "wb_lock",
                                inside -> inside.when(flag("registered"), FLUSHER::wake)))
                        .exit(body -> {
                            Idioms.spinning(body, "wb_lock", inside -> inside.call(clear("registered")));
                            body.call(timerDeleteSync("wakeup_timer"));
                            FLUSHER.stop(body);
                        }))
                .build();
    }

    private static ProtocolBuilder flushed(ProtocolBuilder module) {
        return module
                .taskPointer(FLUSHER.pointer())
                .kthread(FLUSHER.function(), body ->
                        Idioms.sleepUntilStopped(body, TaskState.INTERRUPTIBLE, schedule()))
                .init(FLUSHER::run)
                .fileOperation("dirty_inode", body -> body.call(modTimer("wakeup_timer")));
    }

    // ---- block-rbd-lock-work

    private static Entry rbdLockWork() {
        return Entry.real("block-rbd-lock-work", QUEUE_AFTER_FLUSH, "rbd requeues work that unmap has drained")
                .story("A notification that finds the lock work pending has it run at once. Unmap drains the work"
                        + " between the look and the requeue.")
                .broken("The look and the requeue are two.", module -> mapped(module)
                        .fileOperation("notify", Block::hurry)
                        .fileOperation("unmap", body -> body
                                .call(cancelWorkSync("lock_work"))
                                .call(kfree("rbd_dev"))
                                .call(set("unmapped"))))
                .mended("Nothing is requeued once the lock is given up, and the work is drained then.",
                        module -> mapped(module
                                        .rwSemaphore("lock_rwsem")
                                        .flagInitiallySet("lock_wanted"))
                                .fileOperation("notify", body -> body
                                        .call(downRead("lock_rwsem"))
                                        .when(flag("lock_wanted"), Block::hurry)
                                        .call(upRead("lock_rwsem")))
                                .fileOperation("unmap", body -> body
                                        .call(downWrite("lock_rwsem"))
                                        .call(clear("lock_wanted"))
                                        .call(upWrite("lock_rwsem"))
                                        .call(cancelWorkSync("lock_work"))
                                        .call(kfree("rbd_dev"))
                                        .call(set("unmapped"))))
                .build();
    }

    private static void hurry(Body body) {
        body.when(flag("delayed"), then -> then.call(scheduleWork("lock_work")));
    }

    private static ProtocolBuilder mapped(ProtocolBuilder module) {
        return module
                .memory("rbd_dev")
                .flagInitiallySet("delayed")
                .flag("unmapped")
                .work("lock_work", body -> body
                        .call(clear("delayed"))
                        .call(use("rbd_dev")))
                .init(body -> Idioms.allocateOrFail(body, "rbd_dev"))
                .exit(body -> body
                        .call(cancelWorkSync("lock_work"))
                        .when(not(flag("unmapped")), then -> then.call(kfree("rbd_dev"))));
    }

    // ---- block-nvme-keep-alive

    private static Entry nvmeKeepAlive() {
        return Entry.real("block-nvme-keep-alive", WORK_AT_UNLOAD, "NVMe starts its keep-alive in one pair and ends it"
                        + " in another")
                .story("The keep-alive starts with the controller's init, and ends with its stop. A controller that"
                        + " fails before its start is not stopped.")
                .broken("A failed connect frees the controller.", module -> controller(module, failed -> {}))
                .mended("What undoes the init ends the keep-alive.", module -> controller(module,
                        failed -> failed.call(cancelWorkSync("keep_alive"))))
                .build();
    }

    private static ProtocolBuilder controller(ProtocolBuilder module, Consumer<Body> uninit) {
        return module
                .memory("ctrl")
                .work("keep_alive", body -> body.call(use("ctrl")))
                .init(body -> {
                    Idioms.allocateOrFail(body, "ctrl");
                    body.call(scheduleWork("keep_alive")).when(chance("connect_fails()"), failed -> {
                        uninit.accept(failed);
                        failed.call(kfree("ctrl")).returns(Errno.ENODEV);
                    });
                })
                .exit(body -> body
                        .call(cancelWorkSync("keep_alive"))
                        .call(kfree("ctrl")));
    }

    // ---- block-drbd-flushed-signal

    private static Entry drbdFlushedSignal() {
        return Entry.real("block-drbd-flushed-signal", WAIT_COND_OMITS_STOP,
                        "DRBD's worker flushes the signal that told it to stop")
                .story("The stop is a state and a signal. The worker may send a barrier before it sleeps, and what"
                        + " sends flushes signals. The state says still what to do, and nobody looks.")
                .broken("The worker sends and sleeps.", module -> signalled(module, loop -> {}))
                .mended("The worker sends, looks at its state, and sleeps.", module -> signalled(module,
                        loop -> loop.when(flag("exiting"), Body::leaveLoop)))
                .build();
    }

    private static ProtocolBuilder signalled(ProtocolBuilder module, Consumer<Body> beforeSleep) {
        return module
                .taskPointer(WORKER.pointer())
                .flag("exiting")
                .completion("started")
                .completion("stopped")
                .kthread(WORKER.function(), body -> body
                        .call(allowSignal())
                        .call(complete("started"))
                        .until(flag("exiting"), loop -> {
                            loop.call(setCurrentState(TaskState.INTERRUPTIBLE))
                                    .when(chance("barrier_due()"), send -> send.call(flushSignals()));
                            beforeSleep.accept(loop);
                            loop.call(schedule());
                        })
                        .call(plainSetCurrentState(TaskState.RUNNING))
                        .call(kthreadCompleteAndExit("stopped", 0)))
                .init(body -> {
                    WORKER.runHeld(body);
                    body.call(waitForCompletion("started"));
                })
                .exit(body -> body
                        .call(set("exiting"))
                        .call(sendSignal(WORKER.pointer()))
                        .call(waitForCompletion("stopped"))
                        .call(putTaskStruct(WORKER.pointer())));
    }

    // ---- block-drbd-late-close

    private static Entry drbdLateClose() {
        return Entry.real("block-drbd-late-close", ORPHANED_REQUEST, "DRBD queues work for a worker that is gone")
                .story("A close queues work that holds what it is about. Once the worker has been stopped nobody does"
                        + " that work, and nobody lets go.")
                .broken("A close queues its work whatever has become of the worker.", module -> resource(module)
                        .fileOperation("close", Block::queueWork)
                        .fileOperation("take_down", WORKER::stopAndForget)
                        .exit(WORKER::stopIfAny))
                .mended("The worker is stopped when nothing can be queued and nothing is.",
                        module -> resource(module
                                        .mutex("resources")
                                        .flagInitiallySet("registered"))
                                .fileOperation("close", body -> Idioms.locked(body, "resources",
                                        inside -> inside.when(flag("registered"), Block::queueWork)))
                                .fileOperation("take_down", body -> {
                                    flush(body);
                                    WORKER.stopAndForget(body);
                                })
                                .exit(body -> {
                                    flush(body);
                                    WORKER.stopIfAny(body);
                                }))
                .build();
    }

    private static void queueWork(Body body) {
        body.call(allocate("work")).call(set("queued")).call(wakeUp("work_wait"));
    }

    private static void flush(Body body) {
        Idioms.locked(body, "resources", inside -> inside.call(clear("registered")));
        body.call(waitEvent("flush_wait", not(flag("queued"))));
    }

    private static ProtocolBuilder resource(ProtocolBuilder module) {
        return module
                .taskPointer(WORKER.pointer())
                .waitQueue("work_wait")
                .waitQueue("flush_wait")
                .flag("queued")
                .memory("work")
                .kthread(WORKER.function(), body -> body
                        .until(shouldStop(), loop -> loop
                                .call(waitEventIdle("work_wait", or(flag("queued"), shouldStop())))
                                .when(flag("queued"), then -> then
                                        .call(kfree("work"))
                                        .call(clear("queued"))
                                        .call(wakeUp("flush_wait"))))
                        .returns(0))
                .init(WORKER::run);
    }
}
