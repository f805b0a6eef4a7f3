package org.quiesce.protocol;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.queueNull;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Conditions.waitqueueActive;
import static org.quiesce.protocol.Conditions.workerErr;
import static org.quiesce.protocol.Conditions.wqHasSleeper;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Draws small valid protocols about what surrounds a thread: workqueues and kthread workers, semaphores, sections,
 * notifiers, threaded interrupts and the like, one or two such topics each. The same seed gives the same protocol.
 */
public final class RandomPrimitives extends Drawing {

    /** What a protocol is about. */
    private enum Topic {
        SEMAPHORES,
        EXCLUSIVE_WAITS,
        WOKEN_WAITS,
        REORDERING,
        SECTIONS,
        NOTIFIERS,
        IRQ_THREADS,
        INIT_TEXT,
        OOPSES,
        SUSPEND,
        TASK_WORK,
        BINDING,
        WORKQUEUES,
        ORDERED_WORKQUEUES,
        DELAYED_WORK,
        WORKERS,
        DELAYED_KTHREAD_WORK
    }

    /** Who calls. */
    private enum Kind {
        KTHREAD,
        LOADER,
        FILE_OPERATION,
        CALLBACK
    }

    private final Set<Topic> topics = EnumSet.noneOf(Topic.class);

    private RandomPrimitives(long seed) {
        super(seed);
    }

    /** The protocol of that seed. */
    public static Protocol protocol(long seed) {
        return new RandomPrimitives(seed).draw("primitives-" + Long.toHexString(seed));
    }

    /** The seeds of those whose state graphs are compared, where they are small enough; they call everything. */
    public static LongStream conforming() {
        return LongStream.concat(LongStream.range(2000, 2090), LongStream.of(2187, 2256, 3101, 3133, 3193, 3213));
    }

    private Protocol draw(String name) {
        topics.add(pick(List.of(Topic.values())));
        if (oneIn(3)) {
            topics.add(pick(List.of(Topic.values())));
        }
        if (topics.contains(Topic.INIT_TEXT)) {
            topics.remove(Topic.TASK_WORK);
        }
        ProtocolBuilder builder = Protocol.module(name)
                .title("Drawn at random.")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .kthread("worker", this::worker)
                .init(this::init)
                .exit(this::exit);
        topics.forEach(topic -> declare(builder, topic));
        if (oneIn(3)) {
            builder.fileOperation("reader", body -> calls(body, Kind.FILE_OPERATION, 1 + random.nextInt(2)));
        }
        if (oneIn(12)) {
            perCpuThread(builder);
        }
        return builder.build();
    }

    private void perCpuThread(ProtocolBuilder builder) {
        if (oneIn(3)) {
            builder.cpuHotplug("cpu", "percpu_task");
        }
        builder.smpbootThread("percpu", "percpu_task", this::functions)
                .fileOperation("probe", body -> {
                    body.call(Ops.smpbootRegisterPercpuThread("percpu", "percpu_task"));
                    if (!oneIn(3)) {
                        body.call(Ops.smpbootUnregisterPercpuThread("percpu", "percpu_task"));
                    }
                })
                .fileOperation("hotplug", body -> body
                        .call(oneIn(3) ? Ops.cpusReadLock() : Ops.cpusWriteLock())
                        .call(Ops.set("ready"))
                        .call(oneIn(3) ? Ops.cpusReadUnlock() : Ops.cpusWriteUnlock()));
    }

    private void functions(SmpbootHooks functions) {
        if (oneIn(2)) {
            functions.shouldRun(body -> body.call(Ops.setLocal(SmpbootHooks.SHOULD_RUN, random.nextInt(2))))
                    .threadFn(body -> body.call(oneIn(2) ? Ops.msleep() : Ops.clear("ready")));
        }
        if (oneIn(4)) {
            functions.setup(body -> body.call(Ops.set("ready"))).cleanup(body -> body.call(Ops.clear("ready")));
        }
    }

    // ---- what surrounds the calls

    private void worker(Body body) {
        if (topics.contains(Topic.SUSPEND)) {
            body.call(Ops.setFreezable());
        }
        if (topics.contains(Topic.WOKEN_WAITS)) {
            body.call(Ops.addWaitQueue("other"));
        }
        if (oneIn(4)) {
            calls(body, Kind.KTHREAD, 1 + random.nextInt(2));
        } else {
            body.until(shouldStop(), loop -> calls(loop, Kind.KTHREAD, 1 + random.nextInt(2)));
        }
        if (topics.contains(Topic.WOKEN_WAITS) && !oneIn(3)) {
            body.call(Ops.removeWaitQueue("other"));
        }
        body.returns(0);
    }

    private void init(Body body) {
        topics.forEach(topic -> create(body, topic));
        if (topics.contains(Topic.BINDING)) {
            body.assign("task", Ops.kthreadCreate("worker"));
            if (oneIn(2)) {
                body.call(Ops.kthreadBind("task")).call(Ops.wakeUpProcess("task"));
            } else {
                body.call(Ops.wakeUpProcess("task")).call(Ops.kthreadBind("task"));
            }
        } else {
            body.assign("task", Ops.kthreadRun("worker"));
        }
        if (topics.contains(Topic.TASK_WORK)) {
            body.call(Ops.taskWorkAdd("task", "late"));
        }
        calls(body, Kind.LOADER, random.nextInt(2));
        if (oneIn(4)) {
            body.when(chance("another step failed"), then -> then.returns(Errno.ENODEV));
        }
    }

    private void exit(Body body) {
        calls(body, Kind.LOADER, random.nextInt(2));
        if (oneIn(3)) {
            topics.forEach(topic -> destroy(body, topic));
        }
        if (!oneIn(5)) {
            body.call(Ops.kthreadStop("task"));
        }
        if (!oneIn(4)) {
            topics.forEach(topic -> destroy(body, topic));
        }
    }

    private void declare(ProtocolBuilder builder, Topic topic) {
        switch (topic) {
            case SEMAPHORES -> builder.semaphore("sem", random.nextInt(2)).rwSemaphore("rw");
            case WOKEN_WAITS -> builder.waitQueue("other");
            case NOTIFIERS -> builder.notifier("event", callback());
            case IRQ_THREADS -> builder
                    .irqHandler("handler", body -> {
                        if (oneIn(2)) {
                            body.when(chance("not mine"), then -> then.returns(0));
                        }
                        body.call(Ops.irqWakeThread());
                    })
                    .irqThread("bottom", oneIn(2) ? callback() : this::stoppable);
            case INIT_TEXT -> builder.initText("worker");
            case OOPSES -> builder.oops("worker");
            case SUSPEND -> builder.environment("suspend", body -> {
                body.call(Ops.suspendFreezeProcesses());
                if (!oneIn(4)) {
                    body.call(Ops.thawProcesses());
                }
            });
            case TASK_WORK -> builder.taskWork("late", callback());
            case WORKQUEUES -> builder.workqueue("wq").work("item", "wq", callback());
            case ORDERED_WORKQUEUES -> builder.orderedWorkqueue("oq").work("first", "oq", callback())
                    .work("second", "oq", callback());
            case DELAYED_WORK -> builder.workqueue("dq").delayedWork("delayed", "dq", callback());
            case WORKERS -> builder.kthreadWorker("helper").kthreadWork("job", "helper", callback());
            case DELAYED_KTHREAD_WORK -> builder.kthreadWorker("runner").kthreadDelayedWork("later", "runner", callback());
            default -> { }
        }
    }

    /** What a stop of its thread may end. */
    private void stoppable(Body body) {
        switch (random.nextInt(3)) {
            case 0 -> body.assign("ret", Ops.waitEventInterruptible("queue", flag("ready")));
            case 1 -> body.until(signalPending(), loop -> loop.call(Ops.set("ready")));
            default -> body.call(Ops.setCurrentState(oneIn(2) ? TaskState.INTERRUPTIBLE : TaskState.UNINTERRUPTIBLE))
                    .call(Ops.schedule());
        }
    }

    private Consumer<Body> callback() {
        return body -> {
            if (oneIn(2)) {
                calls(body, Kind.CALLBACK, 1);
            } else {
                body.call(Ops.set("ready"));
            }
        };
    }

    private void create(Body body, Topic topic) {
        switch (topic) {
            case NOTIFIERS -> body.call(Ops.registerNotifier("event"));
            case IRQ_THREADS -> body.call(Ops.requestThreadedIrq("handler", "bottom"));
            case WORKQUEUES -> allocate(body, Ops.allocWorkqueue("wq"), "wq");
            case ORDERED_WORKQUEUES -> allocate(body, Ops.allocOrderedWorkqueue("oq"), "oq");
            case DELAYED_WORK -> allocate(body, Ops.allocWorkqueue("dq"), "dq");
            case WORKERS -> createWorker(body, "helper");
            case DELAYED_KTHREAD_WORK -> createWorker(body, "runner");
            default -> { }
        }
    }

    private void allocate(Body body, WorkOperation.AllocWorkqueue alloc, String queue) {
        if (oneIn(4)) {
            body.call(alloc.mayFail());
            if (oneIn(2)) {
                body.when(queueNull(queue), then -> then.returns(Errno.ENOMEM));
            }
        } else {
            body.call(alloc);
        }
    }

    private void createWorker(Body body, String worker) {
        if (oneIn(4)) {
            body.call(Ops.kthreadCreateWorker(worker).mayFail());
            if (oneIn(2)) {
                body.when(workerErr(worker), then -> then.returns(Errno.ENOMEM));
            }
        } else if (oneIn(4)) {
            body.call(Ops.kthreadInitWorker(worker)).assign("task", Ops.kthreadRun(worker + "_thread"));
        } else {
            body.call(Ops.kthreadCreateWorker(worker));
        }
    }

    private void destroy(Body body, Topic topic) {
        switch (topic) {
            case NOTIFIERS -> body.call(Ops.unregisterNotifier("event"));
            case IRQ_THREADS -> body.call(Ops.freeIrq("handler"));
            case WORKQUEUES -> body.call(Ops.destroyWorkqueue("wq"));
            case ORDERED_WORKQUEUES -> body.call(Ops.destroyWorkqueue("oq"));
            case DELAYED_WORK -> {
                if (oneIn(2)) {
                    body.call(Ops.cancelDelayedWorkSync("delayed"));
                }
                body.call(Ops.destroyWorkqueue("dq"));
            }
            case WORKERS -> body.call(Ops.kthreadDestroyWorker("helper"));
            case DELAYED_KTHREAD_WORK -> {
                if (oneIn(2)) {
                    body.call(Ops.kthreadCancelDelayedWorkSync("later"));
                }
                body.call(Ops.kthreadDestroyWorker("runner"));
            }
            default -> { }
        }
    }

    // ---- calls

    private void calls(Body body, Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            call(body, kind, pick(List.copyOf(topics)));
        }
        if (kind == Kind.KTHREAD && oneIn(2)) {
            body.call(oneIn(3) ? Ops.msleep() : Ops.msleepInterruptible());
        }
    }

    private void call(Body body, Kind kind, Topic topic) {
        switch (topic) {
            case SEMAPHORES -> semaphore(body, kind);
            case EXCLUSIVE_WAITS -> exclusive(body, kind);
            case WOKEN_WAITS -> woken(body, kind);
            case REORDERING -> reordered(body, kind);
            case SECTIONS -> section(body);
            case NOTIFIERS -> body.call(oneIn(3) ? Ops.registerNotifier("event") : Ops.unregisterNotifier("event"));
            case IRQ_THREADS -> body.call(oneIn(4) ? Ops.freeIrq("handler") : Ops.set("ready"));
            case SUSPEND -> body.call(kind == Kind.KTHREAD ? Ops.tryToFreeze() : Ops.msleepInterruptible());
            case TASK_WORK -> body.call(Ops.taskWorkAdd("task", "late"));
            case WORKQUEUES -> work(body, "wq", "item");
            case ORDERED_WORKQUEUES -> work(body, "oq", oneIn(2) ? "first" : "second");
            case DELAYED_WORK -> delayed(body);
            case WORKERS -> job(body, "helper", "job");
            case DELAYED_KTHREAD_WORK -> later(body);
            default -> plain(body);
        }
    }

    private void plain(Body body) {
        switch (random.nextInt(5)) {
            case 0 -> body.call(Ops.set("ready"));
            case 1 -> body.call(Ops.wakeUp("queue"));
            case 2 -> body.assign("ret", Ops.wakeUpProcess("task"));
            case 3 -> body.call(Ops.uncheckedModuleGet()).call(Ops.modulePut());
            default -> body.when(flag("ready"), then -> then.call(Ops.clear("ready")));
        }
    }

    private void semaphore(Body body, Kind kind) {
        if (kind == Kind.KTHREAD && oneIn(4)) {
            body.call(Ops.setCurrentState(TaskState.INTERRUPTIBLE));
        }
        switch (random.nextInt(8)) {
            case 0 -> body.call(Ops.down("sem"));
            case 1 -> body.call(Ops.downInterruptible("sem"));
            case 2 -> body.assign("ret", Ops.downTrylock("sem"));
            case 3, 4 -> body.call(Ops.up("sem"));
            case 5 -> body.call(Ops.downRead("rw")).call(Ops.set("ready")).call(Ops.upRead("rw"));
            case 6 -> body.call(Ops.downWrite("rw")).call(Ops.clear("ready")).call(Ops.upWrite("rw"));
            default -> body.call(oneIn(2) ? Ops.upRead("rw") : Ops.downWrite("rw"));
        }
    }

    private void exclusive(Body body, Kind kind) {
        Condition condition = kind == Kind.KTHREAD ? or(flag("ready"), shouldStop()) : flag("ready");
        switch (random.nextInt(6)) {
            case 0 -> body.call(Ops.waitEventInterruptible("queue", condition).exclusive());
            case 1 -> body.call(Ops.waitEvent("queue", condition).exclusive());
            case 2 -> body.call(Ops.waitEventIdle("queue", condition).exclusive().withTimeout());
            case 3 -> body.call(Ops.waitEventInterruptible("queue", condition));
            case 4 -> body.call(Ops.set("ready")).call(Ops.wakeUp("queue"));
            default -> body.call(oneIn(2) ? Ops.wakeUpInterruptible("queue") : Ops.wakeUpAll("queue"));
        }
    }

    private void woken(Body body, Kind kind) {
        if (kind == Kind.KTHREAD && !oneIn(3)) {
            WaitQueueOperation.WaitWoken wait = Ops.waitWoken(oneIn(2) ? SleepMode.INTERRUPTIBLE : SleepMode.UNINTERRUPTIBLE);
            body.call(oneIn(3) ? wait.withTimeout() : wait);
        } else {
            body.call(oneIn(2) ? Ops.wakeUp("other") : Ops.wakeUpInterruptible("other"));
        }
    }

    private void reordered(Body body, Kind kind) {
        if (kind == Kind.KTHREAD && !oneIn(3)) {
            body.call(Ops.plainSetCurrentState(oneIn(2) ? TaskState.INTERRUPTIBLE : TaskState.UNINTERRUPTIBLE))
                    .when(oneIn(3) ? not(shouldStop()) : not(flag("ready")), then -> then.call(Ops.schedule()))
                    .call(Ops.plainSetCurrentState(TaskState.RUNNING));
        } else if (oneIn(2)) {
            body.call(Ops.set("ready")).when(oneIn(2) ? waitqueueActive("queue") : wqHasSleeper("queue"),
                    then -> then.call(Ops.wakeUp("queue")));
        } else {
            body.call(Ops.set("ready")).call(Ops.wakeUpProcess("task"));
        }
    }

    private void section(Body body) {
        switch (random.nextInt(5)) {
            case 0, 1 -> body.call(Ops.rcuReadLock()).call(Ops.set("ready")).call(Ops.rcuReadUnlock());
            case 2 -> body.call(Ops.preemptDisable()).call(oneIn(4) ? Ops.msleep() : Ops.clear("ready"))
                    .call(Ops.preemptEnable());
            case 3 -> {
                if (oneIn(3)) {
                    body.call(Ops.localIrqSave()).call(Ops.clear("ready")).call(Ops.localIrqRestore());
                } else {
                    body.call(Ops.rcuReadUnlock());
                }
            }
            default -> body.call(Ops.synchronizeRcu());
        }
    }

    private void work(Body body, String queue, String item) {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> body.call(Ops.queueWork(queue, item));
            case 3 -> body.assign("ret", Ops.flushWork(item));
            case 4 -> body.call(Ops.flushWorkqueue(queue));
            case 5 -> body.call(Ops.drainWorkqueue(queue));
            case 6 -> body.assign("ret", Ops.cancelWorkSync(item));
            case 7 -> body.assign("ret", Ops.cancelWork(item));
            default -> body.assign("ret", Ops.disableWorkSync(item)).assign("ret", Ops.enableWork(item));
        }
    }

    private void delayed(Body body) {
        switch (random.nextInt(11)) {
            case 0, 1, 2 -> body.call(Ops.queueDelayedWork("dq", "delayed"));
            case 3 -> body.assign("ret", Ops.modDelayedWork("dq", "delayed"));
            case 4 -> body.assign("ret", Ops.flushDelayedWork("delayed"));
            case 5 -> body.assign("ret", Ops.cancelDelayedWork("delayed"));
            case 6 -> body.assign("ret", Ops.cancelDelayedWorkSync("delayed"));
            case 7 -> body.call(Ops.cancelWork("delayed"));
            case 8 -> body.assign("ret", WorkOps.enableDelayedWork("delayed"));
            case 9 -> body.call(Ops.enableWork("delayed"));
            default -> body.call(Ops.cancelWorkSync("delayed"));
        }
    }

    private void job(Body body, String worker, String job) {
        switch (random.nextInt(6)) {
            case 0, 1, 2 -> body.call(Ops.kthreadQueueWork(worker, job));
            case 3 -> body.call(Ops.kthreadFlushWork(job));
            case 4 -> body.call(Ops.kthreadFlushWorker(worker));
            default -> body.assign("ret", Ops.kthreadCancelWorkSync(job));
        }
    }

    private void later(Body body) {
        if (oneIn(2)) {
            body.call(Ops.kthreadQueueDelayedWork("runner", "later"));
        } else if (oneIn(4)) {
            body.assign("ret", Ops.kthreadCancelDelayedWorkSync("later"));
        } else {
            job(body, "runner", "later");
        }
    }
}
