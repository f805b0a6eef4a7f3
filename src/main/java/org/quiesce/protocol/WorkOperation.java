package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.OperationTrait.AboutDelay;
import org.quiesce.protocol.OperationTrait.AboutWork;
import org.quiesce.protocol.OperationTrait.AboutWorkqueue;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.OperationTrait.Queues;
import org.quiesce.protocol.OperationTrait.YieldsNumber;
import org.quiesce.protocol.SharedObject.Ordering;

/** Work items and workqueues. */
public sealed interface WorkOperation extends Operation {

    /** {@code schedule_work()}: queues the item unless it is pending; yields 1 if it did. */
    record ScheduleWork(String work) implements WorkOperation, AboutWork, Queues {
        @Override
        public String c() {
            return "schedule_work(&" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.empty();
        }
    }

    /** {@code cancel_work()}: takes the item off the queue and does not wait; yields whether it was pending. */
    record CancelWork(String work) implements WorkOperation, AboutWork, YieldsNumber {
        @Override
        public String c() {
            return "cancel_work(&" + work + ")";
        }
    }

    /** {@code cancel_work_sync()}: takes the item off the queue and waits for a running instance. */
    record CancelWorkSync(String work) implements WorkOperation, AboutWork {
        @Override
        public String c() {
            return "cancel_work_sync(&" + work + ")";
        }
    }

    /** {@code alloc_workqueue()}: the pointer to the queue is stored; NULL, not an error pointer, on failure. */
    record AllocWorkqueue(String queue, Ordering ordering, Failure failure)
            implements WorkOperation, AboutWorkqueue, MayFail {
        @Override
        public String c() {
            return queue + (ordering == Ordering.ORDERED
                    ? " = alloc_ordered_workqueue(\"" + queue + "\", 0)"
                    : " = alloc_workqueue(\"" + queue + "\", 0, 0)");
        }

        /** The same call, with its failure explored. */
        public AllocWorkqueue mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public AllocWorkqueue with(Failure other) {
            return new AllocWorkqueue(queue, ordering, other);
        }
    }

    /** {@code queue_work()}: queues the item unless it is pending; yields 1 if it did, or seemed to. */
    record QueueWork(String queue, String work) implements WorkOperation, AboutWork, Queues {
        @Override
        public String c() {
            return "queue_work(" + queue + ", &" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(queue);
        }
    }

    /** {@code queue_delayed_work()}, or {@code schedule_delayed_work()} for a system queue: arms the item's timer. */
    record QueueDelayedWork(Optional<String> queue, String work)
            implements WorkOperation, AboutWork, AboutDelay, Queues {
        @Override
        public String c() {
            return queue.map(q -> "queue_delayed_work(" + q + ", &").orElse("schedule_delayed_work(&") + work + ", HZ)";
        }

        @Override
        public Optional<String> runner() {
            return queue;
        }
    }

    /**
     * {@code mod_delayed_work()}: takes the item from where it is and arms its timer anew; yields whether it was
     * pending.
     */
    record ModDelayedWork(Optional<String> queue, String work) implements WorkOperation, AboutWork, AboutDelay, Queues {
        @Override
        public String c() {
            return "mod_delayed_work(" + queue.orElse("system_wq") + ", &" + work + ", HZ)";
        }

        @Override
        public Optional<String> runner() {
            return queue;
        }
    }

    /** {@code flush_work()}: waits for the last instance that is queued or running. */
    record FlushWork(String work) implements WorkOperation, AboutWork {
        @Override
        public String c() {
            return "flush_work(&" + work + ")";
        }
    }

    /** {@code flush_delayed_work()}: queues the item now if its timer is armed, then waits as flush_work(). */
    record FlushDelayedWork(String work) implements WorkOperation, AboutWork, AboutDelay {
        @Override
        public String c() {
            return "flush_delayed_work(&" + work + ")";
        }
    }

    /**
     * {@code cancel_delayed_work()}: takes the item off its timer or queue and does not wait; yields whether it was
     * pending.
     */
    record CancelDelayedWork(String work) implements WorkOperation, AboutWork, AboutDelay, YieldsNumber {
        @Override
        public String c() {
            return "cancel_delayed_work(&" + work + ")";
        }
    }

    /** {@code cancel_delayed_work_sync()}: takes the item off and waits for a running instance. */
    record CancelDelayedWorkSync(String work) implements WorkOperation, AboutWork, AboutDelay {
        @Override
        public String c() {
            return "cancel_delayed_work_sync(&" + work + ")";
        }
    }

    /** {@code disable_work_sync()}: as cancel_work_sync(), and queueing stays forbidden. Linux 6.10 and later. */
    record DisableWorkSync(String work) implements WorkOperation, AboutWork {
        @Override
        public String c() {
            return "disable_work_sync(&" + work + ")";
        }
    }

    /** {@code enable_work()}: undoes one disable_work_sync(). Linux 6.10 and later. */
    record EnableWork(String work) implements WorkOperation, AboutWork {
        @Override
        public String c() {
            return "enable_work(&" + work + ")";
        }
    }

    /** {@code flush_workqueue()}: waits for everything that is queued or running when it is called. */
    record FlushWorkqueue(String queue) implements WorkOperation, AboutWorkqueue {
        @Override
        public String c() {
            return "flush_workqueue(" + queue + ")";
        }
    }

    /** {@code drain_workqueue()}: forbids queueing from outside and waits until nothing is queued. */
    record DrainWorkqueue(String queue) implements WorkOperation, AboutWorkqueue {
        @Override
        public String c() {
            return "drain_workqueue(" + queue + ")";
        }
    }

    /** {@code destroy_workqueue()}: drains the queue and frees it; does not know items that are still on a timer. */
    record DestroyWorkqueue(String queue) implements WorkOperation, AboutWorkqueue {
        @Override
        public String c() {
            return "destroy_workqueue(" + queue + ")";
        }
    }
}
