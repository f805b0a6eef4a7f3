package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.KthreadWorkerOperation.WorkerFreezing;
import org.quiesce.protocol.OperationTrait.AboutCallback;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject.Workqueue;

/** Refuses a call about an item, or a workqueue, that is declared for something else. */
final class WorkCheck {

    private final Protocol protocol;

    private WorkCheck(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Why the call, whose item and queue are there, can't mean anything, and what to do; empty if it can. */
    static Optional<String> of(Protocol protocol, Operation operation) {
        return new WorkCheck(protocol).refusal(operation);
    }

    private Optional<String> refusal(Operation operation) {
        if (operation instanceof WorkOperation.AllocWorkqueue alloc) {
            return ordering(alloc);
        }
        if (operation instanceof KthreadWorkerOperation.KthreadCreateWorker create) {
            return freezing(create.worker(), create.freezing());
        } else if (operation instanceof KthreadWorkerOperation.KthreadRunWorker run) {
            return freezing(run.worker(), run.freezing());
        } else if (operation instanceof WorkOperation.DisableWork disable) {
            return timing(disable, disable.timing());
        } else if (operation instanceof WorkOperation.EnableWork enable && enable.timing() == Timing.DELAYED) {
            return timing(enable, enable.timing());
        } else if (operation instanceof KthreadWorkerOperation.KthreadInitWork init) {
            return timing(init, init.timing());
        }
        Optional<String> wrongTiming =
                operation instanceof OperationTrait.AboutDelay delay ? timing(delay) : Optional.empty();
        return wrongTiming.or(() ->
                operation instanceof OperationTrait.Queues queues ? runner(queues, queues.runner()) : Optional.empty());
    }

    private Optional<String> ordering(WorkOperation.AllocWorkqueue alloc) {
        return protocol.object(alloc.queue())
                .map(Workqueue.class::cast)
                .filter(queue -> queue.ordering() != alloc.ordering())
                .map(queue -> "'" + alloc.queue() + "' is declared " + switch (queue.ordering()) {
                    case ORDERED -> "ordered; allocate it as an ordered workqueue";
                    case CONCURRENT -> "not ordered; allocate it so";
                    case BOTTOM_HALF -> "for softirq; allocate it with WQ_BH";
                });
    }

    /** The loop of its thread is that of the flags. */
    private Optional<String> freezing(String worker, WorkerFreezing freezing) {
        return protocol.kthreads().stream()
                .flatMap(thread -> thread.operations(KthreadWorkerOperation.KthreadWorkerFn.class))
                .filter(loop -> loop.worker().equals(worker) && loop.freezing() != freezing)
                .findFirst()
                .map(loop -> "'" + worker + "' is declared " + (freezing == WorkerFreezing.NEVER
                        ? "freezable; create it with KTW_FREEZABLE"
                        : "not freezable; create it so"));
    }

    /** A call in the form for items with a timer, or in that for others. */
    private Optional<String> timing(AboutCallback call, Timing timing) {
        return item(call)
                .filter(item -> item.timing() != timing)
                .map(item -> "'" + item.name() + "' " + (timing == Timing.DELAYED
                        ? "has no timer; declare it as delayed work"
                        : "has a timer; use the form for delayed work"));
    }

    private Optional<String> timing(AboutCallback call) {
        return item(call)
                .filter(item -> item.timing() != Timing.DELAYED)
                .map(item -> "'" + item.name() + "' has no timer; declare it as delayed work");
    }

    private Optional<String> runner(AboutCallback call, Optional<String> runner) {
        return item(call)
                .filter(item -> !item.runner().equals(runner))
                .map(item -> "'" + item.name() + "' is declared for "
                        + item.runner().map(r -> "'" + r + "'").orElse("a system workqueue") + "; queue it there");
    }

    private Optional<Callback> item(AboutCallback call) {
        return protocol.callbacks().stream().filter(c -> c.name().equals(call.callback())).findFirst();
    }
}
