package org.quiesce.csource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.WorkOperation;
import org.quiesce.protocol.WorkOps;

/** Calls about workqueues, kthread workers and their items. */
final class WorkCalls {

    private WorkCalls() {}

    static void addTo(Map<String, Function<CallSite, Meaning>> table) {
        table.put("schedule_work", site -> new Does(Ops.scheduleWork(queued(site, 0, Optional.empty()))));
        table.put("queue_work", site -> {
            Optional<String> queue = queue(site);
            String work = queued(site, 1, queue);
            return new Does(queue.map(q -> Ops.queueWork(q, work)).orElseGet(() -> Ops.scheduleWork(work)));
        });
        table.put("schedule_delayed_work", site -> new Does(Ops.scheduleDelayedWork(queued(site, 0, Optional.empty()))));
        table.put("queue_delayed_work", site -> {
            Optional<String> queue = queue(site);
            return new Does(new WorkOperation.QueueDelayedWork(queue, queued(site, 1, queue)));
        });
        table.put("mod_delayed_work", site -> {
            Optional<String> queue = queue(site);
            return new Does(new WorkOperation.ModDelayedWork(queue, queued(site, 1, queue)));
        });
        table.put("queue_rcu_work", site -> {
            String queue = ownQueue(site);
            return new Does(WorkOps.queueRcuWork(queue, queued(site, 1, Optional.of(queue))));
        });
        table.put("flush_rcu_work", site -> new Does(WorkOps.flushRcuWork(item(site, 0))));
        onCpu(table);
        table.put("cancel_work", site -> new Does(Ops.cancelWork(item(site, 0))));
        table.put("cancel_work_sync", site -> new Does(Ops.cancelWorkSync(item(site, 0))));
        table.put("flush_work", site -> new Does(Ops.flushWork(item(site, 0))));
        table.put("disable_work_sync", site -> new Does(Ops.disableWorkSync(item(site, 0))));
        table.put("enable_work", site -> new Does(Ops.enableWork(item(site, 0))));
        table.put("flush_delayed_work", site -> new Does(Ops.flushDelayedWork(item(site, 0))));
        table.put("cancel_delayed_work", site -> new Does(Ops.cancelDelayedWork(item(site, 0))));
        table.put("cancel_delayed_work_sync", site -> new Does(Ops.cancelDelayedWorkSync(item(site, 0))));
        table.put("disable_work", site -> new Does(WorkOps.disableWork(item(site, 0))));
        table.put("disable_delayed_work", site -> new Does(WorkOps.disableDelayedWork(item(site, 0))));
        table.put("disable_delayed_work_sync", site -> new Does(WorkOps.disableDelayedWorkSync(item(site, 0))));
        table.put("enable_delayed_work", table.get("enable_work"));
        table.put("work_busy", site -> new Does(WorkOps.workBusy(item(site, 0))));
        for (String name : List.of("work_pending", "delayed_work_pending")) {
            table.put(name, site -> new Meaning.Tests(Conditions.workPending(item(site, 0))));
        }
        table.put("flush_workqueue", site -> new Does(Ops.flushWorkqueue(ownQueue(site))));
        table.put("drain_workqueue", site -> new Does(Ops.drainWorkqueue(ownQueue(site))));
        table.put("destroy_workqueue", site -> new Does(Ops.destroyWorkqueue(ownQueue(site))));

        table.put("kthread_init_worker", site -> new Does(Ops.kthreadInitWorker(worker(site, 0))));
        table.put("kthread_queue_work", site -> {
            String worker = worker(site, 0);
            return new Does(Ops.kthreadQueueWork(worker, kthreadWork(site, 1, Optional.of(worker))));
        });
        table.put("kthread_queue_delayed_work", site -> {
            String worker = worker(site, 0);
            return new Does(Ops.kthreadQueueDelayedWork(worker, kthreadWork(site, 1, Optional.of(worker))));
        });
        table.put("kthread_mod_delayed_work", site -> {
            String worker = worker(site, 0);
            return new Does(WorkOps.kthreadModDelayedWork(worker, kthreadWork(site, 1, Optional.of(worker))));
        });
        table.put("kthread_flush_work", site -> new Does(Ops.kthreadFlushWork(kthreadWork(site, 0, Optional.empty()))));
        table.put("kthread_flush_worker", site -> new Does(Ops.kthreadFlushWorker(worker(site, 0))));
        table.put("kthread_cancel_work_sync",
                site -> new Does(Ops.kthreadCancelWorkSync(kthreadWork(site, 0, Optional.empty()))));
        table.put("kthread_cancel_delayed_work_sync",
                site -> new Does(Ops.kthreadCancelDelayedWorkSync(kthreadWork(site, 0, Optional.empty()))));
        table.put("kthread_destroy_worker", site -> new Does(Ops.kthreadDestroyWorker(worker(site, 0))));
    }

    /** On which CPU an item runs makes no difference. */
    private static void onCpu(Map<String, Function<CallSite, Meaning>> table) {
        for (String name : List.of("schedule_work", "queue_work", "schedule_delayed_work", "queue_delayed_work",
                "mod_delayed_work")) {
            table.put(name + "_on", site -> table.get(name).apply(site.from(1)));
        }
    }

    /** The workqueue of the module; empty for one of the system. */
    private static Optional<String> queue(CallSite site) {
        return site.word(0).matches("system_\\w*wq|system_\\w+") ? Optional.empty() : Optional.of(ownQueue(site));
    }

    private static String ownQueue(CallSite site) {
        return site.object(0, Kind.WORKQUEUE);
    }

    private static String queued(CallSite site, int position, Optional<String> queue) {
        return site.in().module().contexts().queued(site.callback(position, CallbackKind.WORK), queue);
    }

    /** An item that is not queued here: where it is queued is known from other calls. */
    private static String item(CallSite site, int position) {
        return site.callback(position, CallbackKind.WORK);
    }

    private static String worker(CallSite site, int position) {
        return site.object(position, Kind.KTHREAD_WORKER);
    }

    private static String kthreadWork(CallSite site, int position, Optional<String> worker) {
        String work = site.callback(position, CallbackKind.KTHREAD_WORK);
        return worker.isPresent() ? site.in().module().contexts().queued(work, worker) : work;
    }
}
