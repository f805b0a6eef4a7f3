package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Timing;

/** Refuses a call about a work item, a workqueue or a kthread worker that is not declared for it. */
final class WorkCheck {

    private final Protocol protocol;

    private WorkCheck(Protocol protocol) {
        this.protocol = protocol;
    }

    /** Why the call can't mean anything, and what to do; empty if it can. */
    static Optional<String> of(Protocol protocol, Operation operation) {
        return new WorkCheck(protocol).refusal(operation);
    }

    private Optional<String> refusal(Operation operation) {
        if (operation instanceof Operation.AllocWorkqueue o) {
            return queue(o.queue()).or(() -> ordering(o));
        } else if (operation instanceof Operation.FlushWorkqueue o) {
            return queue(o.queue());
        } else if (operation instanceof Operation.DrainWorkqueue o) {
            return queue(o.queue());
        } else if (operation instanceof Operation.DestroyWorkqueue o) {
            return queue(o.queue());
        } else if (operation instanceof Operation.ScheduleWork o) {
            return work(o.work()).or(() -> runner(o.work(), Optional.empty()));
        } else if (operation instanceof Operation.QueueWork o) {
            return work(o.work()).or(() -> runner(o.work(), Optional.of(o.queue())));
        } else if (operation instanceof Operation.QueueDelayedWork o) {
            return delayed(o.work()).or(() -> runner(o.work(), o.queue()));
        } else if (operation instanceof Operation.ModDelayedWork o) {
            return delayed(o.work()).or(() -> runner(o.work(), o.queue()));
        } else if (operation instanceof Operation.FlushWork o) {
            return work(o.work());
        } else if (operation instanceof Operation.DisableWorkSync o) {
            return work(o.work());
        } else if (operation instanceof Operation.EnableWork o) {
            return work(o.work());
        } else if (operation instanceof Operation.FlushDelayedWork o) {
            return delayed(o.work());
        } else if (operation instanceof Operation.CancelDelayedWork o) {
            return delayed(o.work());
        } else if (operation instanceof Operation.CancelDelayedWorkSync o) {
            return delayed(o.work());
        } else if (operation instanceof Operation.KthreadWorkerFn o) {
            return worker(o.worker());
        } else if (operation instanceof Operation.KthreadInitWorker o) {
            return worker(o.worker());
        } else if (operation instanceof Operation.KthreadCreateWorker o) {
            return worker(o.worker());
        } else if (operation instanceof Operation.KthreadFlushWorker o) {
            return worker(o.worker());
        } else if (operation instanceof Operation.KthreadDestroyWorker o) {
            return worker(o.worker());
        } else if (operation instanceof Operation.KthreadQueueWork o) {
            return kthreadWork(o.work()).or(() -> runner(o.work(), Optional.of(o.worker())));
        } else if (operation instanceof Operation.KthreadQueueDelayedWork o) {
            return kthreadDelayedWork(o.work()).or(() -> runner(o.work(), Optional.of(o.worker())));
        } else if (operation instanceof Operation.KthreadFlushWork o) {
            return kthreadWork(o.work());
        } else if (operation instanceof Operation.KthreadCancelWorkSync o) {
            return kthreadWork(o.work());
        } else if (operation instanceof Operation.KthreadCancelDelayedWorkSync o) {
            return kthreadDelayedWork(o.work());
        }
        return Optional.empty();
    }

    private Optional<String> queue(String queue) {
        return declared(SharedObject.Workqueue.class, queue, "workqueue");
    }

    private Optional<String> worker(String worker) {
        return declared(SharedObject.KthreadWorker.class, worker, "kthread worker");
    }

    private Optional<String> declared(Class<? extends SharedObject> kind, String name, String what) {
        return protocol.object(name).filter(kind::isInstance).isPresent()
                ? Optional.empty()
                : Optional.of("there is no " + what + " '" + name + "'; declare it before build()");
    }

    private Optional<String> ordering(Operation.AllocWorkqueue alloc) {
        return protocol.object(alloc.queue())
                .map(SharedObject.Workqueue.class::cast)
                .filter(q -> q.ordering() != alloc.ordering())
                .map(q -> "'" + alloc.queue() + "' is declared " + (q.ordering() == SharedObject.Ordering.ORDERED
                        ? "ordered; allocate it as an ordered workqueue" : "not ordered; allocate it so"));
    }

    private Optional<String> work(String name) {
        return item(name, CallbackKind.WORK, "work item");
    }

    private Optional<String> kthreadWork(String name) {
        return item(name, CallbackKind.KTHREAD_WORK, "kthread work item");
    }

    private Optional<String> delayed(String name) {
        return work(name).or(() -> timing(name));
    }

    private Optional<String> kthreadDelayedWork(String name) {
        return kthreadWork(name).or(() -> timing(name));
    }

    private Optional<String> item(String name, CallbackKind kind, String what) {
        return callback(name).filter(c -> c.kind() == kind).isPresent()
                ? Optional.empty()
                : Optional.of("there is no " + what + " '" + name + "'; declare it before build()");
    }

    private Optional<String> timing(String name) {
        return callback(name)
                .filter(c -> c.timing() != Timing.DELAYED)
                .map(c -> "'" + name + "' has no timer; declare it as delayed work");
    }

    private Optional<String> runner(String name, Optional<String> runner) {
        return callback(name)
                .filter(c -> !c.runner().equals(runner))
                .map(c -> "'" + name + "' is declared for " + c.runner().map(r -> "'" + r + "'").orElse("a system workqueue")
                        + "; queue it there");
    }

    private Optional<Callback> callback(String name) {
        return protocol.callbacks().stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
