package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutDelay;
import org.quiesce.protocol.OperationTrait.AboutKthreadWork;
import org.quiesce.protocol.OperationTrait.AboutWorker;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.OperationTrait.NeverReturns;
import org.quiesce.protocol.OperationTrait.OfKthread;
import org.quiesce.protocol.OperationTrait.Queues;
import org.quiesce.protocol.OperationTrait.YieldsNumber;
import org.quiesce.protocol.Program.Timing;

/** Kthread workers and their items. */
public sealed interface KthreadWorkerOperation extends Operation {

    /** {@code kthread_worker_fn()}: the loop of a worker's thread, W1 to W6; core text. */
    record KthreadWorkerFn(String worker, WorkerFreezing freezing) implements KthreadWorkerOperation, AboutWorker, OfKthread, NeverReturns {
        @Override
        public String c() {
            return "kthread_worker_fn(" + worker + ")";
        }
    }

    /** Whether a worker has KTW_FREEZABLE, and so freezes between two items. */
    enum WorkerFreezing {
        NEVER("0"),
        BETWEEN_ITEMS("KTW_FREEZABLE");

        private final String flags;

        WorkerFreezing(String flags) {
            this.flags = flags;
        }

        /** The flags of the worker, as C. */
        String flags() {
            return flags;
        }
    }

    /** {@code kthread_init_worker()}: a worker without thread. */
    record KthreadInitWorker(String worker) implements KthreadWorkerOperation, AboutWorker {
        @Override
        public String c() {
            return "kthread_init_worker(" + worker + ")";
        }
    }

    /**
     * {@code kthread_create_worker()}: a worker with a thread, started up to Linux 6.13; an error pointer on failure.
     */
    record KthreadCreateWorker(
            String worker, Failure failure, KthreadOperation.Placement placement, WorkerFreezing freezing)
            implements KthreadWorkerOperation, AboutWorker, MayFail {
        @Override
        public String c() {
            return worker + " = kthread_create_worker" + placement.worker(freezing.flags(), worker);
        }

        /** The same call, with its failure explored. */
        public KthreadCreateWorker mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public KthreadCreateWorker with(Failure other) {
            return new KthreadCreateWorker(worker, other, placement, freezing);
        }

        /** {@code kthread_create_worker_on_node()}, {@code kthread_create_worker_on_cpu()}. */
        public KthreadCreateWorker placed(KthreadOperation.Placement where) {
            return new KthreadCreateWorker(worker, failure, where, freezing);
        }

        /** With KTW_FREEZABLE, of a worker that was declared so. */
        public KthreadCreateWorker freezable() {
            return new KthreadCreateWorker(worker, failure, placement, WorkerFreezing.BETWEEN_ITEMS);
        }
    }

    /** {@code kthread_queue_work()}: queues the item unless it is queued or being cancelled; yields 1 if it did. */
    record KthreadQueueWork(String worker, String work) implements KthreadWorkerOperation, AboutKthreadWork, Queues {
        @Override
        public String c() {
            return "kthread_queue_work(" + worker + ", &" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(worker);
        }
    }

    /** {@code kthread_queue_delayed_work()}: arms the item's timer unless it is queued or being cancelled. */
    record KthreadQueueDelayedWork(String worker, String work)
            implements KthreadWorkerOperation, AboutKthreadWork, AboutDelay, Queues {
        @Override
        public String c() {
            return "kthread_queue_delayed_work(" + worker + ", &" + work + ", HZ)";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(worker);
        }
    }

    /** {@code kthread_flush_work()}: waits behind the item; for ever if the item is on its timer. */
    record KthreadFlushWork(String work) implements KthreadWorkerOperation, AboutKthreadWork, TearsDown {
        @Override
        public String c() {
            return "kthread_flush_work(&" + work + ")";
        }
    }

    /** {@code kthread_flush_worker()}: waits for what is queued when it is called. */
    record KthreadFlushWorker(String worker) implements KthreadWorkerOperation, AboutWorker, TearsDown {
        @Override
        public String c() {
            return "kthread_flush_worker(" + worker + ")";
        }
    }

    /**
     * {@code kthread_cancel_work_sync()}: takes the item off the queue and waits if it is running; leaves a timer
     * armed. It yields whether the item was queued, or on its timer.
     */
    record KthreadCancelWorkSync(String work) implements KthreadWorkerOperation, AboutKthreadWork, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "kthread_cancel_work_sync(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new KthreadFlushWork(work));
        }
    }

    /** {@code kthread_cancel_delayed_work_sync()}: the same, after the timer was deleted. */
    record KthreadCancelDelayedWorkSync(String work) implements KthreadWorkerOperation, AboutKthreadWork, AboutDelay, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "kthread_cancel_delayed_work_sync(&" + work + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new KthreadCancelWorkSync(work));
        }
    }

    /** {@code kthread_destroy_worker()}: Y1 to Y6: flushes, stops the thread, frees the worker. */
    record KthreadDestroyWorker(String worker) implements KthreadWorkerOperation, AboutWorker, TearsDown {
        @Override
        public String c() {
            return "kthread_destroy_worker(" + worker + ")";
        }
    }

    /** {@code kthread_init_work()} and {@code kthread_init_delayed_work()}. */
    record KthreadInitWork(String work, Timing timing) implements KthreadWorkerOperation, AboutKthreadWork {
        @Override
        public String c() {
            return "kthread_init" + (timing == Timing.DELAYED ? "_delayed" : "") + "_work(&" + work + ", " + work + ")";
        }
    }

    /** {@code kthread_mod_delayed_work()}: starts the item's timer anew; yields whether the item was pending. */
    record KthreadModDelayedWork(String worker, String work)
            implements KthreadWorkerOperation, AboutKthreadWork, AboutDelay, Queues {
        @Override
        public String c() {
            return "kthread_mod_delayed_work(" + worker + ", &" + work + ", HZ)";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(worker);
        }
    }

    /** {@code kthread_run_worker()}: as kthread_create_worker(), and its thread is started on every kernel. */
    record KthreadRunWorker(
            String worker, Failure failure, KthreadOperation.Placement placement, WorkerFreezing freezing)
            implements KthreadWorkerOperation, AboutWorker, MayFail {
        @Override
        public String c() {
            return worker + " = kthread_run_worker" + placement.worker(freezing.flags(), worker);
        }

        /** The same call, with its failure explored. */
        public KthreadRunWorker mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public KthreadRunWorker with(Failure other) {
            return new KthreadRunWorker(worker, other, placement, freezing);
        }

        /** {@code kthread_run_worker_on_cpu()}. */
        public KthreadRunWorker placed(KthreadOperation.Placement where) {
            return new KthreadRunWorker(worker, failure, where, freezing);
        }

        /** With KTW_FREEZABLE, of a worker that was declared so. */
        public KthreadRunWorker freezable() {
            return new KthreadRunWorker(worker, failure, placement, WorkerFreezing.BETWEEN_ITEMS);
        }
    }
}
