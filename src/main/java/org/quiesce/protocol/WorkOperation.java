package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutDelay;
import org.quiesce.protocol.OperationTrait.AboutWork;
import org.quiesce.protocol.OperationTrait.AboutWorkqueue;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.OperationTrait.Queues;
import org.quiesce.protocol.OperationTrait.YieldsNumber;
import org.quiesce.protocol.Program.Timing;
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
    record CancelWork(String work) implements WorkOperation, AboutWork, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "cancel_work(&" + work + ")";
        }
    }

    /** {@code cancel_work_sync()}: takes the item off the queue and waits for a running instance; yields whether it was queued. */
    record CancelWorkSync(String work) implements WorkOperation, AboutWork, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "cancel_work_sync(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new CancelWork(work), new FlushWork(work));
        }
    }

    /** {@code alloc_workqueue()}: the pointer to the queue is stored; NULL, not an error pointer, on failure. */
    record AllocWorkqueue(String queue, Ordering ordering, Failure failure)
            implements WorkOperation, AboutWorkqueue, MayFail {
        @Override
        public String c() {
            return queue + switch (ordering) {
                case CONCURRENT -> " = alloc_workqueue(\"" + queue + "\", 0, 0)";
                case ORDERED -> " = alloc_ordered_workqueue(\"" + queue + "\", 0)";
                case BOTTOM_HALF -> " = alloc_workqueue(\"" + queue + "\", WQ_BH, 0)";
            };
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

    /** {@code flush_work()}: waits for the last instance that is queued or running; yields whether there was one. */
    record FlushWork(String work) implements WorkOperation, AboutWork, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "flush_work(&" + work + ")";
        }
    }

    /** {@code flush_delayed_work()}: queues the item now if its timer is armed, then as flush_work(). */
    record FlushDelayedWork(String work) implements WorkOperation, AboutWork, AboutDelay, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "flush_delayed_work(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new FlushWork(work));
        }
    }

    /**
     * {@code cancel_delayed_work()}: takes the item off its timer or queue and does not wait; yields whether it was
     * pending.
     */
    record CancelDelayedWork(String work) implements WorkOperation, AboutWork, AboutDelay, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "cancel_delayed_work(&" + work + ")";
        }
    }

    /** {@code cancel_delayed_work_sync()}: takes the item off and waits for a running instance; yields whether it was pending. */
    record CancelDelayedWorkSync(String work) implements WorkOperation, AboutWork, AboutDelay, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "cancel_delayed_work_sync(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new CancelDelayedWork(work), new CancelWorkSync(work));
        }
    }

    /** {@code disable_work_sync()}: as cancel_work_sync(), and queueing stays forbidden. Linux 6.10 and later. */
    record DisableWorkSync(String work) implements WorkOperation, AboutWork, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "disable_work_sync(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new CancelWorkSync(work), new DisableWork(work, Timing.AT_ONCE));
        }
    }

    /**
     * {@code enable_work()} and {@code enable_delayed_work()}: undoes one disabling; yields whether it was the last. Linux
     * 6.10 and later.
     */
    record EnableWork(String work, Timing timing) implements WorkOperation, AboutWork, YieldsNumber {
        @Override
        public String c() {
            return "enable" + (timing == Timing.DELAYED ? "_delayed" : "") + "_work(&" + work + ")";
        }
    }

    /** {@code flush_workqueue()}: waits for everything that is queued or running when it is called. */
    record FlushWorkqueue(String queue) implements WorkOperation, AboutWorkqueue, TearsDown {
        @Override
        public String c() {
            return "flush_workqueue(" + queue + ")";
        }
    }

    /** {@code drain_workqueue()}: forbids queueing from outside and waits until nothing is queued. */
    record DrainWorkqueue(String queue) implements WorkOperation, AboutWorkqueue, TearsDown {
        @Override
        public String c() {
            return "drain_workqueue(" + queue + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new FlushWorkqueue(queue));
        }
    }

    /** {@code destroy_workqueue()}: drains the queue and frees it; does not know items that are still on a timer. */
    record DestroyWorkqueue(String queue) implements WorkOperation, AboutWorkqueue, TearsDown {
        @Override
        public String c() {
            return "destroy_workqueue(" + queue + ")";
        }
    }

    /**
     * {@code disable_work()} and {@code disable_delayed_work()}: takes the item off, does not wait, and queueing stays
     * forbidden; yields whether it was pending. Linux 6.10 and later.
     */
    record DisableWork(String work, Timing timing) implements WorkOperation, AboutWork, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "disable" + (timing == Timing.DELAYED ? "_delayed" : "") + "_work(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(timing == Timing.DELAYED ? new CancelDelayedWork(work) : new CancelWork(work));
        }
    }

    /** {@code disable_delayed_work_sync()}. Linux 6.10 and later. */
    record DisableDelayedWorkSync(String work) implements WorkOperation, AboutWork, AboutDelay, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "disable_delayed_work_sync(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new CancelDelayedWorkSync(work), new DisableWork(work, Timing.DELAYED));
        }
    }

    /** {@code enable_and_queue_work()}: undoes one disabling and, if that was the last, queues the item. */
    record EnableAndQueueWork(String queue, String work) implements WorkOperation, AboutWork, Queues {
        @Override
        public String c() {
            return "enable_and_queue_work(" + queue + ", &" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(queue);
        }
    }

    /**
     * {@code queue_rcu_work()}: the item is queued after a grace period, unless it is pending; yields 1 if it will be. When
     * the grace period ends is open; whoever reads then is not looked at.
     */
    record QueueRcuWork(String queue, String work) implements WorkOperation, AboutWork, AboutDelay, Queues {
        @Override
        public String c() {
            return "queue_rcu_work(" + queue + ", &" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(queue);
        }
    }

    /** {@code flush_rcu_work()}: waits for the grace period, then as flush_work(). */
    record FlushRcuWork(String work) implements WorkOperation, AboutWork, AboutDelay, TearsDown {
        @Override
        public String c() {
            return "flush_rcu_work(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new FlushWork(work));
        }
    }

    /** {@code work_busy()}: a hint; yields 1 if the item is pending, plus 2 if it is running. */
    record WorkBusy(String work) implements WorkOperation, AboutWork, YieldsNumber {
        @Override
        public String c() {
            return "work_busy(&" + work + ")";
        }
    }

    /** {@code queue_work()} of an item that runs in softirq, on {@code system_bh_wq}. */
    record QueueBhWork(String work) implements WorkOperation, AboutWork, Queues {
        @Override
        public String c() {
            return "queue_work(system_bh_wq, &" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.empty();
        }
    }
}
