package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.KthreadWorkerOperation.WorkerFreezing;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject.Ordering;

/** Factories of operations about work items and kthread workers, besides those of {@link Ops}, for static import. */
public final class WorkOps {

    private WorkOps() {}

    public static Operation disableWork(String work) {
        return new WorkOperation.DisableWork(given("work", work), Timing.AT_ONCE);
    }

    public static Operation disableDelayedWork(String work) {
        return new WorkOperation.DisableWork(given("work", work), Timing.DELAYED);
    }

    public static Operation disableDelayedWorkSync(String work) {
        return new WorkOperation.DisableDelayedWorkSync(given("work", work));
    }

    public static Operation enableDelayedWork(String work) {
        return new WorkOperation.EnableWork(given("work", work), Timing.DELAYED);
    }

    public static Operation enableAndQueueWork(String queue, String work) {
        return new WorkOperation.EnableAndQueueWork(given("queue", queue), given("work", work));
    }

    public static Operation queueRcuWork(String queue, String work) {
        return new WorkOperation.QueueRcuWork(given("queue", queue), given("work", work));
    }

    public static Operation flushRcuWork(String work) {
        return new WorkOperation.FlushRcuWork(given("work", work));
    }

    public static Operation workBusy(String work) {
        return new WorkOperation.WorkBusy(given("work", work));
    }

    /** {@code queue_work(system_bh_wq, …)}. */
    public static Operation queueBhWork(String work) {
        return new WorkOperation.QueueBhWork(given("work", work));
    }

    /** {@code alloc_workqueue()} with WQ_BH. */
    public static WorkOperation.AllocWorkqueue allocBhWorkqueue(String queue) {
        return new WorkOperation.AllocWorkqueue(given("queue", queue), Ordering.BOTTOM_HALF, Failure.ASSUMED_AWAY);
    }

    public static Operation kthreadInitWork(String work) {
        return new KthreadWorkerOperation.KthreadInitWork(given("work", work), Timing.AT_ONCE);
    }

    public static Operation kthreadInitDelayedWork(String work) {
        return new KthreadWorkerOperation.KthreadInitWork(given("work", work), Timing.DELAYED);
    }

    public static Operation kthreadModDelayedWork(String worker, String work) {
        return new KthreadWorkerOperation.KthreadModDelayedWork(given("worker", worker), given("work", work));
    }

    public static KthreadWorkerOperation.KthreadRunWorker kthreadRunWorker(String worker) {
        return new KthreadWorkerOperation.KthreadRunWorker(given("worker", worker), Failure.ASSUMED_AWAY,
                Placement.ANYWHERE, WorkerFreezing.NEVER);
    }
}
