package org.quiesce.spec;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.queueNull;
import static org.quiesce.protocol.Conditions.workerErr;
import static org.quiesce.protocol.Ops.allocOrderedWorkqueue;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.cancelDelayedWork;
import static org.quiesce.protocol.Ops.cancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.cancelWork;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.disableWorkSync;
import static org.quiesce.protocol.Ops.drainWorkqueue;
import static org.quiesce.protocol.Ops.enableWork;
import static org.quiesce.protocol.Ops.flushDelayedWork;
import static org.quiesce.protocol.Ops.flushWork;
import static org.quiesce.protocol.Ops.flushWorkqueue;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCancelWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadFlushWork;
import static org.quiesce.protocol.Ops.kthreadFlushWorker;
import static org.quiesce.protocol.Ops.kthreadInitWorker;
import static org.quiesce.protocol.Ops.kthreadQueueDelayedWork;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStopWorkerTask;
import static org.quiesce.protocol.Ops.modDelayedWork;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.scheduleDelayedWork;
import static org.quiesce.protocol.Ops.scheduleWork;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.wakeUpProcess;

import java.util.List;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;

/** Protocols of no use that together do everything that workqueues, delayed work and kthread workers can do. */
final class WorkSink {

    private WorkSink() {}

    static List<Protocol> all() {
        return List.of(workqueues(), drains(), orderedItems(), delays(), modifications(), emptyRunners(), disables(),
                createdWorker(), initialisedWorker(), delayedKthreadWork(), twoWorkers(), tooManyKthreadCancels());
    }

    /** Allocation that fails, items that queue themselves and each other, flushes. */
    static Protocol workqueues() {
        return Protocol.module("work-queues")
                .workqueue("wq")
                .work("job", "wq", body -> body
                        .when(chance("again()"), then -> then.assign("queued", queueWork("wq", "job"))))
                .work("other", "wq", body -> {})
                .init(body -> body
                        .call(allocWorkqueue("wq").mayFail())
                        .when(queueNull("wq"), then -> then.returns(Errno.ENOMEM))
                        .call(queueWork("wq", "job")))
                .exit(body -> body
                        .assign("queued", queueWork("wq", "other"))
                        .when(equal("queued", 0), then -> then.assign("waited", flushWork("other")))
                        .call(flushWorkqueue("wq"))
                        .call(cancelWorkSync("job"))
                        .call(destroyWorkqueue("wq")))
                .build();
    }

    /** Somebody queues beside drains, with no queue, one that is drained and one that is freed. */
    static Protocol drains() {
        return Protocol.module("drains")
                .workqueue("wq")
                .work("job", "wq", body -> {})
                .delayedWork("late", "wq", body -> {})
                .init(body -> body.call(allocWorkqueue("wq").mayFail()))
                .exit(body -> body
                        .call(drainWorkqueue("wq"))
                        .call(destroyWorkqueue("wq"))
                        .when(chance("early()"),
                                then -> then.call(cancelWork("job")),
                                otherwise -> otherwise.call(cancelWorkSync("job")))
                        .assign("pending", cancelDelayedWork("late")))
                .fileOperations("write", 1, Pinning.NONE, body -> body
                        .assign("queued", queueWork("wq", "job"))
                        .assign("queued", queueDelayedWork("wq", "late"))
                        .when(chance("hurry()"), then -> then.call(flushDelayedWork("late"))))
                .build();
    }

    /** One at a time, beside what is not ordered and a task at rest. */
    static Protocol orderedItems() {
        return Protocol.module("ordered-items")
                .orderedWorkqueue("wq")
                .workqueue("side")
                .taskPointer("task")
                .kthread("worker", body -> body.returns(0))
                .work("first", "wq", body -> body.call(queueWork("wq", "second")))
                .work("second", "wq", body -> body.call(queueWork("side", "third")))
                .work("third", "side", body -> body.call(wakeUpProcess("task")))
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .call(allocOrderedWorkqueue("wq"))
                        .call(allocWorkqueue("side"))
                        .call(queueWork("wq", "first")))
                .exit(body -> body
                        .call(queueWork("wq", "second"))
                        .call(drainWorkqueue("wq"))
                        .call(flushWorkqueue("side"))
                        .call(destroyWorkqueue("side")))
                .fileOperations("write", 1, Pinning.NONE, body -> body.call(queueWork("wq", "first")))
                .build();
    }

    /** Delayed work of the system, and of a queue; cancelled in all ways, also in the wrong one. */
    static Protocol delays() {
        return Protocol.module("delays")
                .workqueue("wq")
                .flag("closing")
                .delayedWork("tick", body -> body
                        .when(not(flag("closing")), then -> then.assign("queued", scheduleDelayedWork("tick"))))
                .delayedWork("late", "wq", body -> body.call(queueDelayedWork("wq", "late")))
                .init(body -> body
                        .call(allocWorkqueue("wq"))
                        .call(scheduleDelayedWork("tick"))
                        .call(queueDelayedWork("wq", "late")))
                .exit(body -> body
                        .assign("queued", scheduleWork("tick"))
                        .call(set("closing"))
                        .when(chance("foolish()"),
                                then -> then.assign("pending", cancelWorkSync("tick")),
                                otherwise -> otherwise.assign("pending", cancelDelayedWorkSync("tick")))
                        .assign("pending", cancelDelayedWork("late"))
                        .assign("waited", flushDelayedWork("late"))
                        .call(destroyWorkqueue("wq")))
                .build();
    }

    /** The timer of work is armed anew, whatever the work does, also while somebody cancels it. */
    static Protocol modifications() {
        return Protocol.module("modifications")
                .delayedWork("tick", body -> body.assign("was", modDelayedWork("tick")))
                .init(body -> body.call(modDelayedWork("tick")))
                .exit(body -> body
                        .call(flushDelayedWork("tick"))
                        .call(cancelDelayedWorkSync("tick")))
                .fileOperations("write", 1, Pinning.NONE, body -> body
                        .when(chance("foolish()"), then -> then.assign("was", cancelWork("tick")).call(enableWork("tick")))
                        .assign("was", modDelayedWork("tick"))
                        .when(equal("was", 1), then -> then.call(scheduleDelayedWork("tick"))))
                .build();
    }

    /** A queue and a worker that never get anything. */
    static Protocol emptyRunners() {
        return Protocol.module("empty-runners")
                .workqueue("wq")
                .kthreadWorker("dispatch")
                .init(body -> body.call(allocWorkqueue("wq")).call(kthreadCreateWorker("dispatch")))
                .exit(body -> body
                        .call(flushWorkqueue("wq"))
                        .call(destroyWorkqueue("wq"))
                        .call(kthreadFlushWorker("dispatch"))
                        .call(kthreadDestroyWorker("dispatch")))
                .build();
    }

    /** Work is disabled more often than enabled, and the other way round. */
    static Protocol disables() {
        return Protocol.module("disables")
                .spinlock("lock")
                .work("job", body -> body
                        .call(scheduleWork("job"))
                        .call(spinLock("lock"))
                        .when(chance("foolish()"), then -> then.call(flushWork("job")))
                        .call(spinUnlock("lock")))
                .init(body -> body.assign("last", enableWork("job")).call(scheduleWork("job")))
                .exit(body -> body.assign("was", disableWorkSync("job")))
                .fileOperations("toggle", 2, Pinning.NONE, body -> body
                        .call(disableWorkSync("job"))
                        .call(disableWorkSync("job"))
                        .assign("last", enableWork("job")))
                .build();
    }

    /** A worker that may be missing, with two items of which one queues itself, used beside its end. */
    static Protocol createdWorker() {
        return Protocol.module("created-worker")
                .kthreadWorker("dispatch")
                .kthreadWork("job", "dispatch", body -> body
                        .when(chance("again()"), then -> then.call(kthreadQueueWork("dispatch", "job"))))
                .kthreadWork("other", "dispatch", body -> {})
                .init(body -> body
                        .call(kthreadCreateWorker("dispatch").mayFail())
                        .when(workerErr("dispatch"), then -> then.returns(Errno.ENOMEM))
                        .call(kthreadQueueWork("dispatch", "job")))
                .exit(body -> body.call(kthreadDestroyWorker("dispatch")))
                .fileOperations("write", 1, Pinning.NONE, body -> body
                        .assign("queued", kthreadQueueWork("dispatch", "other"))
                        .when(equal("queued", 1), then -> then.call(kthreadFlushWork("other"))))
                .build();
    }

    /** Two threads on one worker, which is used before it is there and after its thread has left. */
    static Protocol initialisedWorker() {
        return Protocol.module("initialised-worker")
                .kthreadWorker("dispatch", 2)
                .kthreadWork("job", "dispatch", body -> {})
                .init(body -> body
                        .when(chance("early()"), then -> then.call(kthreadQueueWork("dispatch", "job")))
                        .call(kthreadInitWorker("dispatch"))
                        .call(kthreadRun("dispatch_thread"))
                        .when(chance("twice()"), then -> then.call(kthreadRun("dispatch_thread")))
                        .call(kthreadQueueWork("dispatch", "job")))
                .exit(body -> body
                        .call(kthreadCancelWorkSync("job"))
                        .call(kthreadFlushWorker("dispatch"))
                        .call(kthreadStopWorkerTask("dispatch"))
                        .call(kthreadDestroyWorker("dispatch")))
                .build();
    }

    /** The timer of kthread work, cancelled in the right way and in the wrong one, and flushed. */
    static Protocol delayedKthreadWork() {
        return Protocol.module("delayed-kthread-work")
                .kthreadWorker("dispatch")
                .kthreadDelayedWork("tick", "dispatch", body -> body
                        .when(chance("again()"),
                                then -> then.assign("queued", kthreadQueueDelayedWork("dispatch", "tick"))))
                .init(body -> body
                        .call(kthreadCreateWorker("dispatch"))
                        .call(kthreadQueueDelayedWork("dispatch", "tick")))
                .exit(body -> body
                        .when(chance("foolish()"),
                                then -> then.assign("was", kthreadCancelWorkSync("tick")),
                                otherwise -> otherwise.assign("was", kthreadCancelDelayedWorkSync("tick")))
                        .when(chance("wait()"), then -> then.call(kthreadFlushWork("tick")))
                        .call(kthreadDestroyWorker("dispatch")))
                .build();
    }

    /** Two workers, a system item and two timers: each is called when its own turn has come. */
    static Protocol twoWorkers() {
        return Protocol.module("two-workers")
                .kthreadWorker("dispatch")
                .kthreadWorker("assist")
                .kthreadDelayedWork("job", "dispatch", body -> body.call(scheduleDelayedWork("tick")))
                .kthreadWork("help", "assist", body -> body.call(kthreadQueueDelayedWork("dispatch", "job")))
                .delayedWork("tick", body -> {})
                .init(body -> body
                        .call(kthreadCreateWorker("dispatch"))
                        .call(kthreadCreateWorker("assist"))
                        .call(kthreadQueueWork("assist", "help")))
                .exit(body -> body
                        .call(kthreadDestroyWorker("assist"))
                        .call(kthreadCancelDelayedWorkSync("job"))
                        .call(kthreadDestroyWorker("dispatch"))
                        .call(cancelDelayedWorkSync("tick")))
                .build();
    }

    /** A fourth task cancels the running work that three others are cancelling. */
    static Protocol tooManyKthreadCancels() {
        return Protocol.module("too-many-kthread-cancels")
                .kthreadWorker("dispatch")
                .kthreadWork("job", "dispatch", body -> {})
                .init(body -> body
                        .call(kthreadCreateWorker("dispatch"))
                        .call(kthreadQueueWork("dispatch", "job")))
                .exit(body -> body.call(kthreadCancelWorkSync("job")))
                .fileOperations("flush", 3, Pinning.NONE, body -> body.call(kthreadCancelWorkSync("job")))
                .build();
    }
}
