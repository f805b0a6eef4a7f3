package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.KthreadWorkerOperation;
import org.quiesce.protocol.KthreadWorkerOperation.WorkerFreezing;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WorkOperation;
import org.quiesce.protocol.step.Micro.DrainedFor;
import org.quiesce.protocol.step.Micro.Insertion;
import org.quiesce.protocol.step.Sleeps.Told;

/** Lowers the calls about workqueues, delayed work and kthread workers. */
final class WorkLowering {

    private final Protocol protocol;
    private final Program program;
    private final Sleeps sleeps;
    /** Appends the steps of a kthread_stop() on the task that {@code arg[c]} names, with what it returns. */
    private final Consumer<Chain> stop;

    WorkLowering(Protocol protocol, Program program, Sleeps sleeps, Consumer<Chain> stop) {
        this.protocol = protocol;
        this.program = program;
        this.sleeps = sleeps;
        this.stop = stop;
    }

    /** Appends the steps of the call; false if it is not one about work. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        return workqueue(chain, operation)
                || item(chain, operation, into)
                || worker(chain, operation)
                || kthreadWork(chain, operation, into);
    }

    // ---- workqueues

    private boolean workqueue(Chain chain, Operation operation) {
        if (operation instanceof WorkOperation.AllocWorkqueue o) {
            chain.step("", "allocates " + o.queue(), "", new Micro.AllocateWorkqueue(o.queue(), o.failure()));
            if (o.failure() == Failure.POSSIBLE) {
                chain.alsoNext(Exit.FAILED);
            }
        } else if (operation instanceof WorkOperation.FlushWorkqueue o) {
            flush(chain, "notes what is queued on " + o.queue() + " or running", items(o.queue()),
                    new Micro.QueueCheck(o.queue()), new Micro.BarrierBegin(items(o.queue())));
        } else if (operation instanceof WorkOperation.DrainWorkqueue o) {
            drain(chain, o.queue(), DrainedFor.USE, Chain.AFTER);
        } else if (operation instanceof WorkOperation.DestroyWorkqueue o) {
            drain(chain, o.queue(), DrainedFor.DESTRUCTION, ".free");
            chain.step("free", "frees " + o.queue() + " unless something was queued meanwhile", "",
                    new Micro.FreeWorkqueue(o.queue(), items(o.queue())));
        } else {
            return false;
        }
        return true;
    }

    private void drain(Chain chain, String queue, DrainedFor purpose, String after) {
        chain.step("drain", "forbids queueing on " + queue + " from outside", "", new Micro.DrainBegin(queue));
        sleeps.waitFor(chain, "empty", new Told("tests whether nothing is queued on " + queue + " or running",
                        "waits until nothing is queued on " + queue + " or running", ""),
                new Micro.DrainWait(queue, items(queue), purpose), after);
    }

    // ---- items

    private boolean item(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof WorkOperation.QueueWork o) {
            chain.step("", "queues " + o.work() + " unless it is pending", "",
                    new Micro.QueueWork(o.queue(), o.work(), insertion(o.queue()), into));
        } else if (operation instanceof WorkOperation.QueueDelayedWork o) {
            chain.step("", "arms the timer of " + o.work() + " unless it is pending", "",
                    new Micro.DelayArm(o.work(), into));
        } else if (operation instanceof WorkOperation.ModDelayedWork o) {
            chain.await("", "takes " + o.work() + " from where it is and arms its timer", "",
                    new Micro.DelayModify(o.work(), into));
        } else if (operation instanceof WorkOperation.FlushWork o) {
            flush(chain, o.work(), into);
        } else if (operation instanceof WorkOperation.FlushDelayedWork o) {
            Callback work = callback(o.work());
            chain.step("queue", "queues " + o.work() + " now if its timer is armed", "", work.runner()
                    .<Micro>map(queue -> new Micro.DelayFlush(o.work(), Optional.of(queue), insertion(queue)))
                    .orElseGet(() -> new Micro.DelayFlush(o.work(), Optional.empty(), Insertion.OUTSIDE)));
            flush(chain, o.work(), into);
        } else if (operation instanceof WorkOperation.CancelWork o) {
            chain.await("", "takes " + o.work() + " off the queue and does not wait", "",
                    new Micro.StealWork(o.work(), Timing.AT_ONCE, into));
        } else if (operation instanceof WorkOperation.CancelDelayedWork o) {
            chain.await("", "takes " + o.work() + " off and does not wait", "",
                    new Micro.StealWork(o.work(), Timing.DELAYED, into));
        } else if (operation instanceof WorkOperation.CancelWorkSync o) {
            cancel(chain, o.work(), Timing.AT_ONCE, into);
        } else if (operation instanceof WorkOperation.CancelDelayedWorkSync o) {
            cancel(chain, o.work(), Timing.DELAYED, into);
        } else if (operation instanceof WorkOperation.DisableWorkSync o) {
            disable(chain, o.work(), Timing.AT_ONCE, into, Chain.AFTER);
        } else if (operation instanceof WorkOperation.EnableWork o) {
            chain.await("", "undoes one prohibition to queue " + o.work(), "",
                    new Micro.EnableWork(o.work(), o.timing(), into));
        } else if (operation instanceof WorkOperation.DisableWork o) {
            chain.await("", "takes " + o.work() + " off, forbids queueing and does not wait", "",
                    new WorkMicro.Disable(o.work(), o.timing(), into));
        } else if (operation instanceof WorkOperation.DisableDelayedWorkSync o) {
            disable(chain, o.work(), Timing.DELAYED, into, Chain.AFTER);
        } else if (operation instanceof WorkOperation.EnableAndQueueWork o) {
            enableAndQueue(chain, o, into);
        } else if (operation instanceof WorkOperation.QueueRcuWork o) {
            chain.step("", "has " + o.work() + " queued after a grace period, unless it is pending", "",
                    new Micro.DelayArm(o.work(), into));
        } else if (operation instanceof WorkOperation.FlushRcuWork o) {
            sleeps.waitFor(chain, "grace", new Told("tests whether " + o.work() + " is still to be queued",
                            "waits until " + o.work() + " is queued, if it is to be", ""),
                    new WorkMicro.RcuWorkWait(o.work()), ".note");
            flush(chain, o.work(), Optional.empty());
        } else if (operation instanceof WorkOperation.WorkBusy o) {
            chain.step("", "looks whether " + o.work() + " is pending or running", "",
                    new WorkMicro.ReadBusy(o.work(), into));
        } else if (operation instanceof WorkOperation.QueueBhWork o) {
            chain.step("", "queues " + o.work() + " unless it is pending", "", new Micro.CallbackArm(o.work(), into));
        } else {
            return false;
        }
        return true;
    }

    private void enableAndQueue(Chain chain, WorkOperation.EnableAndQueueWork call, Optional<String> into) {
        chain.await("enable", "undoes one prohibition to queue " + call.work(), "", new WorkMicro.EnableTest(call.work()))
                .withoutNext()
                .exit(Exit.TRUE, ".queue")
                .exit(Exit.FALSE, into.isPresent() ? ".not" : Chain.AFTER);
        Micro queue = new Micro.QueueWork(call.queue(), call.work(), insertion(call.queue()), Optional.empty());
        chain.step("queue", "queues " + call.work() + " unless it is pending", "", queue);
        if (into.isPresent()) {
            chain.step("enabled", "returns true", "", new Micro.SetLocal(into.get(), Value.of(1)))
                    .exit(Exit.NEXT, Chain.AFTER);
            chain.step("not", "returns false", "", new Micro.SetLocal(into.get(), Value.of(0)));
        }
    }

    private void cancel(Chain chain, String work, Timing timing, Optional<String> into) {
        disable(chain, work, timing, into, ".allow");
        chain.step("allow", "allows queueing again", "", new Micro.CancelEnd(work));
    }

    private void disable(Chain chain, String work, Timing timing, Optional<String> into, String after) {
        chain.await("steal", "takes " + work + " off and forbids queueing", "", new Micro.CancelBegin(work, timing, into));
        sleeps.waitFor(chain, new Told("tests whether " + work + " is running",
                        "waits for a running instance of " + work, ""),
                new Micro.CallbackWait(work), after);
    }

    private void flush(Chain chain, String work, Optional<String> into) {
        flush(chain, "notes whether " + work + " is queued or running", List.of(work), new Micro.FlushBegin(work, into));
    }

    private void flush(Chain chain, String notes, List<String> works, Micro... begin) {
        chain.step("note", notes, "", begin);
        sleeps.waitFor(chain, new Told("tests whether there are any left", "waits for those instances", ""),
                new Micro.BarrierWait(works), Chain.AFTER);
    }

    // ---- kthread workers

    private boolean worker(Chain chain, Operation operation) {
        if (operation instanceof KthreadWorkerOperation.KthreadWorkerFn o) {
            loop(chain, o.worker(), o.freezing());
        } else if (operation instanceof KthreadWorkerOperation.KthreadInitWorker o) {
            chain.step("", "makes " + o.worker() + " a worker without thread", "", new WorkerMicro.WorkerInit(o.worker()));
        } else if (operation instanceof KthreadWorkerOperation.KthreadCreateWorker o) {
            create(chain, o.worker(), o.failure(), o.placement(), "wakes the new thread, on kernels that do",
                    new WorkerMicro.WorkerStart());
        } else if (operation instanceof KthreadWorkerOperation.KthreadRunWorker o) {
            create(chain, o.worker(), o.failure(), o.placement(), "wakes the new thread", new Micro.WakeNew());
        } else if (operation instanceof KthreadWorkerOperation.KthreadFlushWorker o) {
            flushWorker(chain, o.worker());
        } else if (operation instanceof KthreadWorkerOperation.KthreadDestroyWorker o) {
            chain.step("task", "reads " + o.worker() + "->task", "Y1", new WorkerMicro.WorkerTask(o.worker()))
                    .exit(Exit.FAILED, Chain.AFTER);
            flushWorker(chain, o.worker());
            stop.accept(chain);
            chain.step("free", "frees " + o.worker(), "Y4 Y5 Y6",
                    new WorkerMicro.WorkerFree(o.worker(), items(o.worker()), flushers(o.worker())));
        } else {
            return false;
        }
        return true;
    }

    private void flushWorker(Chain chain, String worker) {
        List<String> works = items(worker);
        chain.step("note", "puts a flush item behind what is queued on " + worker, "Y2",
                new WorkerMicro.WorkerFlush(worker, works));
        // It is the worker's thread that runs the item: whoever flushes has to sleep for that.
        chain.await("flush", "waits for the flush item", "", sleeps.awake(new WorkerMicro.FlushItemWait(worker, works)));
    }

    private void create(Chain chain, String worker, Failure failure, Placement placement, String wakes, Micro wake) {
        String thread = new KthreadWorker(worker).thread();
        chain.step("create", "creates the thread of " + worker, "C1 C2 C3 C4 C5", new Micro.CreateThread(thread, failure));
        if (failure == Failure.POSSIBLE) {
            chain.exit(Exit.FAILED, ".failed");
        }
        TaskLowering.bindNew(chain, placement, protocol);
        chain.step("task", "stores the thread in " + worker + "->task", "", new WorkerMicro.WorkerSetUp(worker));
        chain.step("wake", wakes, "", wake, new Micro.DropArg());
        if (failure == Failure.POSSIBLE) {
            chain.exit(Exit.NEXT, Chain.AFTER);
            chain.step("failed", "makes " + worker + " an error pointer", "", new WorkerMicro.WorkerFailed(worker),
                    new Micro.DropArg());
        }
    }

    /** The thread's loop is core text: nothing in it can be unloaded. */
    private void loop(Chain chain, String worker, WorkerFreezing freezing) {
        boolean freezes = freezing == WorkerFreezing.BETWEEN_ITEMS;
        String again = freezes ? ".freezing" : ".set";
        chain.core("enter", "makes itself " + worker + "->task", "", new WorkerMicro.WorkerEnter(worker));
        if (freezes) {
            chain.core("freezable", "takes part in freezing from now on", "", new Micro.SetFreezable())
                    .exit(Exit.NEXT, ".freezing");
        }
        chain.core("set", "sets " + TaskState.INTERRUPTIBLE.c(), "W1", new Micro.SetState(TaskState.INTERRUPTIBLE));
        chain.core("stop", "tests kthread_should_stop()", "W2", new WorkerMicro.WorkerStopTest(worker))
                .withoutNext()
                .exit(Exit.TRUE, Label.EXIT)
                .exit(Exit.FALSE, ".take");
        chain.core("take", "takes the next item off the queue", "W3 W4", 
                        new WorkerMicro.WorkerTake(worker, items(worker), flushers(worker)))
                .withoutNext()
                .exit(Exit.TRUE, ".run")
                .exit(Exit.FALSE, freezes ? ".idle" : ".sleep");
        chain.core("run", "runs the item", "W4", new WorkerMicro.WorkerRun(worker))
                .exit(Exit.NEXT, again);
        if (freezes) {
            chain.core("idle", "tests whether a freeze is under way", "W5", new Micro.Test(new Condition.Freezing()))
                    .withoutNext()
                    .exit(Exit.TRUE, ".awake")
                    .exit(Exit.FALSE, ".sleep");
            chain.core("awake", "sets TASK_RUNNING", "W5", new Micro.SetState(TaskState.RUNNING))
                    .exit(Exit.NEXT, ".freezing");
        }
        chain.core("sleep", "calls schedule()", "W5", new Micro.Schedule()).exit(Exit.NEXT, again);
        if (freezes) {
            freeze(chain);
        }
    }

    /** W6: try_to_freeze(). */
    private static void freeze(Chain chain) {
        chain.core("freezing", "tests whether a freeze is under way", "W6", new Micro.FreezingTest())
                .withoutNext()
                .exit(Exit.TRUE, ".freeze")
                .exit(Exit.FALSE, ".set");
        chain.core("freeze", "stays in the refrigerator while a freeze is under way", "W6",
                        new Micro.Refrigerate(StopInRefrigerator.IGNORED))
                .withoutNext()
                .exit(Exit.TRUE, ".frozen")
                .exit(Exit.FALSE, ".set");
        chain.core("frozen", "calls schedule()", "W6", new Micro.Schedule()).exit(Exit.NEXT, ".freeze");
    }

    // ---- kthread work

    private boolean kthreadWork(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof KthreadWorkerOperation.KthreadQueueWork o) {
            chain.step("", "queues " + o.work() + " unless it is queued, and wakes the worker if it is idle", "",
                    new WorkerMicro.WorkerQueue(o.worker(), o.work(), into));
        } else if (operation instanceof KthreadWorkerOperation.KthreadQueueDelayedWork o) {
            chain.step("", "arms the timer of " + o.work() + " unless it is queued", "",
                    new WorkerMicro.WorkerCheck(o.worker()), new Micro.DelayArm(o.work(), into));
        } else if (operation instanceof KthreadWorkerOperation.KthreadInitWork o) {
            chain.step("", "initialises " + o.work(), "", new WorkMicro.KthreadInit(o.work()));
        } else if (operation instanceof KthreadWorkerOperation.KthreadModDelayedWork o) {
            chain.step("", "takes " + o.work() + " from where it is and arms its timer", "",
                    new WorkMicro.KthreadModify(o.worker(), o.work(), into));
        } else if (operation instanceof KthreadWorkerOperation.KthreadFlushWork o) {
            kthreadFlush(chain, callback(o.work()), WorkLowering::isDelayed, Chain.AFTER);
        } else if (operation instanceof KthreadWorkerOperation.KthreadCancelWorkSync o) {
            kthreadCancel(chain, callback(o.work()), Timing.AT_ONCE, into);
        } else if (operation instanceof KthreadWorkerOperation.KthreadCancelDelayedWorkSync o) {
            chain.step("timer", "forbids queueing and deletes the timer of " + o.work(), "",
                            new WorkerMicro.DelayStop(callback(o.work()).runner().orElseThrow(), o.work(), into))
                    .exit(Exit.FAILED, Chain.AFTER);
            kthreadCancel(chain, callback(o.work()), Timing.DELAYED, into);
        } else {
            return false;
        }
        return true;
    }

    /**
     * Appends the steps of a flush of one item.
     *
     * @param onTimer whether the item may be on its timer then
     * @param after   where it leads
     */
    private void kthreadFlush(Chain chain, Callback work, Predicate<Callback> onTimer, String after) {
        String worker = work.runner().orElseThrow();
        boolean mayBeLost = onTimer.test(work);
        chain.step("note", "puts a flush item behind " + work.name() + " if it is queued or was taken last", "",
                        new WorkerMicro.KthreadFlush(worker, work.name()))
                .exit(Exit.FALSE, after);
        if (isDelayed(work)) {
            chain.exit(Exit.FAILED, mayBeLost ? ".lost" : after);
        }
        chain.await("wait", "waits for the flush item", "",
                        sleeps.awake(new WorkerMicro.FlushItemWait(worker, List.of(work.name()))))
                .exit(Exit.NEXT, after);
        if (mayBeLost) {
            chain.step("lost", "waits for a flush item on the list of delayed work, which nobody runs", "",
                    new Micro.Never());
        }
    }

    private void kthreadCancel(Chain chain, Callback work, Timing timing, Optional<String> into) {
        String worker = work.runner().orElseThrow();
        chain.step("unlink", "takes " + work.name() + " off the queue", "",
                        new WorkerMicro.KthreadCancel(worker, work.name(), timing, into))
                .withoutNext()
                .exit(Exit.TRUE, ".note")
                .exit(Exit.FALSE, Chain.AFTER);
        // Nobody arms the timer of an item that is being cancelled, unless somebody initialises it.
        kthreadFlush(chain, work, w -> isDelayed(w) && isInitialised(w.name()), ".allow");
        chain.step("allow", "allows queueing again", "", new WorkerMicro.WorkerCheck(worker),
                new Micro.CancelEnd(work.name()));
    }

    private static boolean isDelayed(Callback work) {
        return work.timing() == Timing.DELAYED;
    }

    private boolean isInitialised(String work) {
        return protocol.operations(KthreadWorkerOperation.KthreadInitWork.class).anyMatch(o -> o.work().equals(work));
    }

    /** The contexts that ever wait for a flush item on the list of the worker. */
    private List<String> flushers(String worker) {
        return protocol.programs().stream()
                .filter(p -> p.calls().anyMatch(call -> flushes(call.operation(), worker)))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    private boolean flushes(Operation operation, String worker) {
        return operation instanceof KthreadWorkerOperation.KthreadFlushWorker o && o.worker().equals(worker)
                || operation instanceof KthreadWorkerOperation.KthreadDestroyWorker d && d.worker().equals(worker)
                || operation instanceof KthreadWorkerOperation.KthreadFlushWork f && items(worker).contains(f.work())
                || operation instanceof KthreadWorkerOperation.KthreadCancelWorkSync c && items(worker).contains(c.work())
                || operation instanceof KthreadWorkerOperation.KthreadCancelDelayedWorkSync l
                        && items(worker).contains(l.work());
    }

    // ---- what is what

    private List<String> items(String runner) {
        return protocol.callbacks().stream()
                .filter(c -> c.runner().filter(runner::equals).isPresent())
                .map(Callback::name)
                .toList();
    }

    private Callback callback(String name) {
        return protocol.callbacks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    /** Whether this program, if it queues something there, is an item of the queue that queues another one. */
    private Insertion insertion(String queue) {
        return program instanceof Callback callback
                        && callback.kind().isWork()
                        && callback.runner().filter(queue::equals).isPresent()
                ? Insertion.CHAINED
                : Insertion.OUTSIDE;
    }
}
