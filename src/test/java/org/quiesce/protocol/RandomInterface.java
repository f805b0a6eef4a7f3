package org.quiesce.protocol;

import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.completionDone;
import static org.quiesce.protocol.Conditions.currentWork;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.fatalSignalPending;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.shouldStopOrPark;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Conditions.workPending;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.quiesce.protocol.Program.Pinning;

/**
 * Draws small valid protocols about the less common part of the interface of kernel threads: waits by hand, simple waits,
 * bits, timers that are not waited for, interrupts that are off, SRCU and grace periods of callbacks, freezing in place
 * and the like, one or two such topics each. The same seed gives the same protocol.
 */
public final class RandomInterface extends Drawing {

    /** What a protocol is about. */
    private enum Topic {
        TASKS,
        PER_CPU,
        CONTROL_GROUPS,
        SIGNALS,
        QUEUES_BY_HAND,
        PRIORITY,
        SIMPLE_WAITS,
        RCUWAITS,
        BITS,
        LOCKED_WAITS,
        FREEZING,
        ATTEMPTS,
        TIMERS,
        HRTIMERS,
        INTERRUPTS,
        ASYNC,
        ITEMS,
        RCU_WORK,
        KTHREAD_ITEMS,
        RCU_CALLBACKS,
        SRCU
    }

    /** Who calls. */
    private enum Kind {
        KTHREAD,
        LOADER,
        FILE_OPERATION,
        CALLBACK
    }

    /** What a thread may wait for in a call, whatever state it has set before. */
    private static final Set<Topic> AWAITED = EnumSet.of(Topic.INTERRUPTS, Topic.ASYNC, Topic.ITEMS, Topic.RCU_WORK,
            Topic.KTHREAD_ITEMS, Topic.RCU_CALLBACKS, Topic.SRCU);

    private final Set<Topic> topics = EnumSet.noneOf(Topic.class);

    private RandomInterface(long seed) {
        super(seed);
    }

    /** The protocol of that seed. */
    public static Protocol protocol(long seed) {
        return new RandomInterface(seed).draw("interface-" + Long.toHexString(seed));
    }

    /** The seeds of those whose state graphs are compared, where they are small enough; they call everything. */
    public static LongStream conforming() {
        return LongStream.range(3000, 3120);
    }

    private Protocol draw(String name) {
        topics.add(pick(List.of(Topic.values())));
        if (oneIn(3)) {
            topics.add(pick(List.of(Topic.values())));
        }
        ProtocolBuilder builder = Protocol.module(name)
                .title("Drawn at random.")
                .taskPointer("task")
                .flag("ready")
                .waitQueue("queue")
                .waitQueue("events")
                .spinlock("lock")
                .kthread("worker", this::worker)
                .init(this::init)
                .exit(this::exit);
        if (topics.contains(Topic.TASKS)) {
            builder.memoryReuse();
        }
        topics.forEach(topic -> declare(builder, topic));
        if (oneIn(2)) {
            builder.fileOperations("reader", 1, oneIn(2) ? Pinning.NONE : Pinning.OWNER,
                    body -> calls(body, Kind.FILE_OPERATION, 1 + random.nextInt(2)));
        }
        return builder.build();
    }

    // ---- what surrounds the calls

    private void worker(Body body) {
        if (topics.contains(Topic.FREEZING)) {
            body.call(Ops.setFreezable());
        }
        if (topics.contains(Topic.SIGNALS)) {
            body.call(Ops.allowSignal());
            if (!oneIn(3)) {
                body.call(Ops.allowSignal(Signal.SIGKILL));
            }
        }
        if (oneIn(3)) {
            calls(body, Kind.KTHREAD, 1 + random.nextInt(2));
        } else {
            body.until(oneIn(4) ? shouldStopOrPark() : shouldStop(), loop -> calls(loop, Kind.KTHREAD, 1 + random.nextInt(2)));
        }
        body.returns(0);
    }

    private void init(Body body) {
        topics.forEach(topic -> create(body, topic));
        if (topics.contains(Topic.TASKS) || topics.contains(Topic.PER_CPU)) {
            KthreadOperation.KthreadCreate create = Ops.kthreadCreate("worker");
            boolean onCpu = topics.contains(Topic.PER_CPU) && oneIn(2);
            body.assign("task", onCpu ? create.placed(KthreadOperation.Placement.ON_CPU) : create);
            calls(body, Kind.LOADER, 1);
            body.call(Ops.wakeUpProcess("task"));
        } else {
            body.assign("task", Ops.kthreadRun("worker"));
        }
        calls(body, Kind.LOADER, random.nextInt(2));
        if (oneIn(4)) {
            body.when(chance("another step failed"), then -> then.returns(Errno.ENODEV));
        }
    }

    private void exit(Body body) {
        calls(body, Kind.LOADER, random.nextInt(2));
        if (!oneIn(5)) {
            body.call(Ops.kthreadStop("task"));
        }
        if (!oneIn(4)) {
            topics.forEach(topic -> destroy(body, topic));
        }
    }

    private void declare(ProtocolBuilder builder, Topic topic) {
        switch (topic) {
            case PRIORITY -> builder.fileOperations("first", 1, Pinning.NONE, body -> body
                    .call(WaitOps.addWaitQueuePriority("queue"))
                    .call(Ops.setCurrentState(oneIn(2) ? TaskState.INTERRUPTIBLE : TaskState.UNINTERRUPTIBLE))
                    .when(not(flag("ready")), then -> then.call(Ops.schedule()))
                    .call(Ops.setCurrentState(TaskState.RUNNING))
                    .call(Ops.removeWaitQueue("queue")));
            case SIGNALS -> builder.mutex("gate");
            case SIMPLE_WAITS -> builder.waitQueue("simple");
            case RCUWAITS -> builder.waitQueue("single");
            case BITS -> builder.flag("busy").waitQueue("waiters");
            case FREEZING -> builder.environment("suspend", body -> {
                body.call(oneIn(2) ? Ops.suspendFreezeProcesses() : Ops.freezeKernelThreads());
                if (!oneIn(4)) {
                    body.call(Ops.thawProcesses()).call(Ops.thawKernelThreads());
                }
            }).environment("device", body -> body.call(Ops.wakeUp("events")).call(Ops.set("ready")).call(Ops.wakeUp("events")));
            case ATTEMPTS -> builder.completion("done").semaphore("sem", random.nextInt(2)).rwSemaphore("rw");
            case TIMERS -> builder.timer("tick", callback());
            case HRTIMERS -> builder.hrtimer("tock", body -> {
                callback().accept(body);
                if (oneIn(2)) {
                    body.when(chance("again"), then -> then.call(CallbackOps.hrtimerRestart()));
                }
            });
            case INTERRUPTS -> {
                builder.irqHandler("handler", oneIn(2) ? body -> body.call(Ops.irqWakeThread()) : callback());
                builder.irqThread("bottom", oneIn(2) ? callback() : this::stoppable);
            }
            case ASYNC -> builder.async("probes", callback());
            case ITEMS -> builder.workqueue("wq").work("item", "wq", callback()).bhWork("soft", body -> body.call(Ops.set("ready")));
            case RCU_WORK -> builder.workqueue("rq").rcuWork("deferred", "rq", callback());
            case KTHREAD_ITEMS -> (topics.contains(Topic.FREEZING)
                            ? builder.freezableKthreadWorker("helper")
                            : builder.kthreadWorker("helper"))
                    .kthreadDelayedWork("job", "helper", callback());
            case RCU_CALLBACKS -> builder.rcuCallback("reclaim", callback()).rcuMemory("entry");
            case SRCU -> builder.srcu("domain").srcuCallback("release", "domain", callback());
            default -> { }
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

    /** What a stop of its thread may end. */
    private void stoppable(Body body) {
        switch (random.nextInt(3)) {
            case 0 -> body.assign("ret", Ops.waitEventInterruptible("events", flag("ready")));
            case 1 -> body.until(signalPending(), loop -> loop.call(Ops.set("ready")));
            default -> body.call(Ops.setCurrentState(oneIn(2) ? TaskState.INTERRUPTIBLE : TaskState.UNINTERRUPTIBLE))
                    .call(Ops.schedule());
        }
    }

    private void create(Body body, Topic topic) {
        switch (topic) {
            case HRTIMERS -> body.call(CallbackOps.hrtimerStart("tock"));
            case INTERRUPTS -> body.call(oneIn(2) ? CallbackOps.devmRequestThreadedIrq("handler", "bottom")
                    : Ops.requestThreadedIrq("handler", "bottom"));
            case ITEMS -> body.call(Ops.allocWorkqueue("wq"));
            case RCU_WORK -> body.call(Ops.allocWorkqueue("rq"));
            case KTHREAD_ITEMS -> body.call(worker());
            case RCU_CALLBACKS -> body.call(Ops.allocate("entry"));
            default -> { }
        }
    }

    private Operation worker() {
        if (oneIn(2)) {
            KthreadWorkerOperation.KthreadRunWorker run = WorkOps.kthreadRunWorker("helper");
            return topics.contains(Topic.FREEZING) ? run.freezable() : run;
        }
        KthreadWorkerOperation.KthreadCreateWorker create = Ops.kthreadCreateWorker("helper");
        return topics.contains(Topic.FREEZING) ? create.freezable() : create;
    }

    private void destroy(Body body, Topic topic) {
        switch (topic) {
            case TIMERS -> body.call(oneIn(2) ? CallbackOps.timerShutdown("tick") : Ops.timerDeleteSync("tick"));
            case HRTIMERS -> body.call(CallbackOps.hrtimerCancel("tock"));
            case INTERRUPTS -> body.call(CallbackOps.disableIrq("handler"));
            case ASYNC -> body.call(CallbackOps.asyncSynchronizeFull());
            case ITEMS -> body.call(Ops.cancelWorkSync("soft")).call(Ops.destroyWorkqueue("wq"));
            case RCU_WORK -> body.call(WorkOps.flushRcuWork("deferred")).call(Ops.destroyWorkqueue("rq"));
            case KTHREAD_ITEMS -> body.call(Ops.kthreadCancelDelayedWorkSync("job")).call(Ops.kthreadDestroyWorker("helper"));
            case RCU_CALLBACKS -> body.call(oneIn(2) ? Ops.rcuBarrier("reclaim") : CallbackOps.kvfreeRcuBarrier());
            case SRCU -> body.call(CallbackOps.srcuBarrier("domain"));
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
        if (kind == Kind.CALLBACK && oneIn(2)) {
            body.call(oneIn(2) ? Ops.wakeUp(oneIn(2) ? "queue" : "events") : Ops.wakeUpProcess("task"));
            return;
        }
        boolean byHand = topics.contains(Topic.QUEUES_BY_HAND) || topics.contains(Topic.PRIORITY);
        if (kind == Kind.KTHREAD && AWAITED.contains(topic) && !byHand && oneIn(3)) {
            body.call(Ops.setCurrentState(oneIn(2) ? TaskState.INTERRUPTIBLE : TaskState.IDLE));
        }
        switch (topic) {
            case TASKS -> task(body);
            case PER_CPU -> perCpu(body, kind);
            case CONTROL_GROUPS -> controlGroup(body, kind);
            case SIGNALS -> signal(body, kind);
            case QUEUES_BY_HAND, PRIORITY -> queue(body, kind);
            case SIMPLE_WAITS -> simple(body, kind);
            case RCUWAITS -> rcuwait(body, kind);
            case BITS -> bits(body, kind);
            case LOCKED_WAITS -> locked(body, kind);
            case FREEZING -> freezing(body, kind);
            case ATTEMPTS -> attempt(body, kind);
            case TIMERS -> timer(body);
            case HRTIMERS -> hrtimer(body);
            case INTERRUPTS -> interrupt(body);
            case ASYNC -> body.call(oneIn(3) ? CallbackOps.asyncSynchronizeFull() : CallbackOps.asyncSchedule("probes"));
            case ITEMS -> item(body);
            case RCU_WORK -> rcuWork(body);
            case KTHREAD_ITEMS -> kthreadItem(body);
            case RCU_CALLBACKS -> rcu(body);
            case SRCU -> srcu(body);
        }
    }

    private void task(Body body) {
        switch (random.nextInt(6)) {
            case 0 -> body.call(TaskOps.kthreadData("task"));
            case 1 -> body.assign("ret", TaskOps.kthreadShouldPark("task"));
            case 2 -> body.assign("ret", TaskOps.wakeUpState("task", oneIn(2) ? WakeMask.INTERRUPTIBLE : WakeMask.NORMAL));
            case 3 -> body.call(TaskOps.kthreadsUpdateHousekeeping());
            case 4 -> body.assign("ret", TaskOps.kthreadAffinePreferred("task"));
            default -> body.call(WaitOps.condResched()).call(WaitOps.mightSleep());
        }
    }

    private void perCpu(Body body, Kind kind) {
        if (kind == Kind.KTHREAD) {
            body.when(shouldPark(), then -> then.call(Ops.kthreadParkme()));
            if (oneIn(4)) {
                body.call(Ops.kthreadPark("task"));
            }
            return;
        }
        switch (random.nextInt(6)) {
            case 0, 1 -> body.call(TaskOps.kthreadSetPerCpu("task"));
            case 2 -> body.call(TaskOps.kthreadClearPerCpu("task"));
            case 3 -> body.assign("ret", TaskOps.kthreadIsPerCpu("task"));
            case 4 -> body.call(Ops.kthreadPark("task")).call(Ops.kthreadUnpark("task"));
            default -> body.call(Ops.kthreadUnpark("task"));
        }
    }

    private void controlGroup(Body body, Kind kind) {
        if (oneIn(4) && kind == Kind.KTHREAD) {
            body.call(TaskOps.kthreadBlkcg());
        } else if (kind == Kind.KTHREAD) {
            body.call(oneIn(3) ? TaskOps.kthreadDissociateBlkcg() : TaskOps.kthreadAssociateBlkcg());
        } else {
            body.call(Ops.getTaskStruct("task")).call(Ops.putTaskStruct("task"));
        }
    }

    private void signal(Body body, Kind kind) {
        if (kind == Kind.FILE_OPERATION && oneIn(2)) {
            body.call(Ops.mutexLock("gate")).call(Ops.sendSignal("task", Signal.SIGKILL)).call(Ops.mutexUnlock("gate"));
        } else if (kind != Kind.KTHREAD) {
            body.call(oneIn(4) ? TaskOps.killProcess("task") : Ops.sendSignal("task", pick(List.of(Signal.values()))));
        } else if (oneIn(2)) {
            body.assign("ret", TaskOps.kernelDequeueSignal());
        } else {
            switch (random.nextInt(6)) {
                case 0, 1 -> body.call(TaskOps.disallowSignal(pick(List.of(Signal.values()))));
                case 2 -> body.call(WaitOps.scheduleTimeoutInterruptible());
                case 3 -> body.call(WaitOps.scheduleTimeoutKillable());
                case 4 -> body.when(fatalSignalPending(), then -> then.call(Ops.flushSignals()));
                default -> body.assign("ret", Ops.mutexLockKillable("gate"))
                        .when(equal("ret", 0), then -> then.call(Ops.mutexUnlock("gate")));
            }
        }
    }

    /** A program has one entry, which it queues in one way only. */
    private void queue(Body body, Kind kind) {
        if (kind == Kind.CALLBACK || oneIn(3)) {
            body.call(Ops.set("ready")).call(topics.contains(Topic.PRIORITY) || oneIn(2)
                    ? Ops.wakeUp("queue")
                    : WaitOps.wakeUpNr("queue", 2));
            return;
        }
        switch (kind) {
            case KTHREAD -> body.call(oneIn(2) ? WaitOps.prepareToWait("queue", TaskState.INTERRUPTIBLE)
                            : WaitOps.prepareToWaitExclusive("queue", TaskState.UNINTERRUPTIBLE))
                    .when(not(flag("ready")), then -> then.call(Ops.schedule()))
                    .call(WaitOps.finishWait("queue"));
            case LOADER -> body.assign("ret", WaitOps.prepareToWaitEvent("queue", SleepMode.INTERRUPTIBLE))
                    .when(equal("ret", 0), then -> then.call(Ops.schedule()))
                    .call(WaitOps.finishWait("queue"));
            default -> body.call(WaitOps.addWaitQueueExclusive("queue"))
                    .call(Ops.setCurrentState(TaskState.IDLE)).call(Ops.schedule()).call(Ops.removeWaitQueue("queue"));
        }
    }

    private void simple(Body body, Kind kind) {
        if (kind == Kind.CALLBACK || oneIn(3)) {
            body.call(Ops.set("ready")).call(WaitOps.swakeUpOne("simple"));
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> body.call(WaitOps.swaitEventIdleExclusive("simple", condition(kind)));
            case 1 -> body.assign("ret", WaitOps.swaitEventInterruptibleExclusive("simple", condition(kind)));
            default -> body.call(WaitOps.swaitEventExclusive("simple", condition(kind)));
        }
    }

    /** The worker is the one waiter. */
    private void rcuwait(Body body, Kind kind) {
        if (kind == Kind.KTHREAD) {
            SleepMode mode = oneIn(2) ? SleepMode.INTERRUPTIBLE : SleepMode.UNINTERRUPTIBLE;
            body.assign("ret", WaitOps.rcuwaitWaitEvent("single", condition(kind), mode));
        } else {
            body.call(Ops.set("ready")).call(WaitOps.rcuwaitWakeUp("single"));
        }
    }

    private void bits(Body body, Kind kind) {
        if (kind != Kind.CALLBACK && oneIn(2)) {
            SleepMode mode = oneIn(2) ? SleepMode.INTERRUPTIBLE : SleepMode.UNINTERRUPTIBLE;
            body.assign("ret", WaitOps.waitOnBit("busy", "waiters", mode));
        } else if (oneIn(2)) {
            body.call(oneIn(2) ? Ops.set("busy") : oneIn(2) ? WaitOps.wakeUpVar("waiters") : WaitOps.wakeUpBit("busy", "waiters"));
        } else {
            body.call(WaitOps.clearAndWakeUpBit("busy", "waiters"));
        }
    }

    private void locked(Body body, Kind kind) {
        if (kind == Kind.CALLBACK || oneIn(3)) {
            body.call(Ops.spinLock("lock")).call(Ops.set("ready")).call(Ops.wakeUp("events")).call(Ops.spinUnlock("lock"));
            return;
        }
        body.call(Ops.spinLock("lock"));
        switch (random.nextInt(3)) {
            case 0 -> body.call(WaitOps.waitEventLockIrq("events", condition(kind), "lock"));
            case 1 -> body.assign("ret", WaitOps.waitEventInterruptibleLockIrq("events", condition(kind), "lock"));
            default -> body.assign("ret", WaitOps.waitEventInterruptibleLocked("events", condition(kind), "lock"));
        }
        body.call(Ops.spinUnlock("lock"));
    }

    private void freezing(Body body, Kind kind) {
        if (kind != Kind.KTHREAD) {
            if (oneIn(2)) {
                body.call(Ops.wakeUp("events"));
            } else {
                body.assign("ret", Ops.wakeUpProcess("task"));
            }
        } else if (oneIn(4)) {
            body.when(Conditions.freezing(), then -> then.call(Ops.tryToFreeze()));
        } else {
            body.assign("ret", WaitOps.waitEventFreezable("events", condition(kind)));
        }
    }

    private void attempt(Body body, Kind kind) {
        if (kind == Kind.KTHREAD && oneIn(4)) {
            body.call(Ops.setCurrentState(TaskState.INTERRUPTIBLE));
            if (oneIn(2)) {
                body.assign("ret", WaitOps.scheduleHrtimeout());
            }
        }
        switch (random.nextInt(6)) {
            case 0 -> body.assign("ret", WaitOps.tryWaitForCompletion("done"));
            case 1 -> body.call(oneIn(3) ? Ops.completeAll("done") : Ops.complete("done"));
            case 2 -> body.assign("ret", WaitOps.downTimeout("sem")).call(Ops.up("sem"));
            case 3 -> body.assign("ret", WaitOps.downReadInterruptible("rw")).call(Ops.upRead("rw"));
            case 4 -> body.call(Ops.downWrite("rw")).call(Ops.clear("ready")).call(Ops.upWrite("rw"));
            default -> body.when(completionDone("done"), then -> then.call(Ops.set("ready")))
                    .assign("ret", WaitOps.downReadTrylock("rw"))
                    .when(equal("ret", 1), then -> then.call(Ops.upRead("rw")));
        }
    }

    private void timer(Body body) {
        switch (random.nextInt(4)) {
            case 0, 1 -> body.assign("ret", Ops.modTimer("tick"));
            case 2 -> body.assign("ret", CallbackOps.tryToDelTimerSync("tick"));
            default -> body.assign("ret", CallbackOps.timerShutdown("tick"));
        }
    }

    private void hrtimer(Body body) {
        switch (random.nextInt(3)) {
            case 0 -> body.call(CallbackOps.hrtimerStart("tock"));
            case 1 -> body.assign("ret", CallbackOps.hrtimerTryToCancel("tock"));
            default -> body.assign("ret", CallbackOps.hrtimerCancel("tock"));
        }
    }

    private void interrupt(Body body) {
        switch (random.nextInt(5)) {
            case 0 -> body.call(CallbackOps.disableIrq("handler")).call(CallbackOps.enableIrq("handler"));
            case 1 -> body.call(CallbackOps.disableIrqNosync("handler")).call(CallbackOps.enableIrq("handler"));
            case 2 -> body.call(CallbackOps.enableIrq("handler"));
            case 3 -> body.call(CallbackOps.synchronizeIrq("handler"));
            default -> body.call(Ops.set("ready"));
        }
    }

    private void item(Body body) {
        switch (random.nextInt(8)) {
            case 0, 1 -> body.call(Ops.queueWork("wq", "item"));
            case 2 -> body.assign("ret", WorkOps.disableWork("item")).assign("ret", Ops.enableWork("item"));
            case 3 -> body.call(WorkOps.disableWork("item")).assign("ret", WorkOps.enableAndQueueWork("wq", "item"));
            case 4 -> body.assign("ret", WorkOps.workBusy("item"));
            case 5 -> body.when(oneIn(2) ? workPending("item") : currentWork("item"), then -> then.call(Ops.clear("ready")));
            case 6 -> body.call(Ops.drainWorkqueue("wq"));
            default -> body.assign("ret", WorkOps.queueBhWork("soft"));
        }
    }

    private void rcuWork(Body body) {
        switch (random.nextInt(5)) {
            case 0, 1 -> body.assign("ret", WorkOps.queueRcuWork("rq", "deferred"));
            case 3 -> body.assign("ret", WorkOps.disableDelayedWorkSync("deferred"))
                    .call(WorkOps.enableDelayedWork("deferred"));
            case 2 -> body.call(WorkOps.flushRcuWork("deferred"));
            default -> body.assign("ret", WorkOps.workBusy("deferred"));
        }
    }

    private void kthreadItem(Body body) {
        switch (random.nextInt(6)) {
            case 0 -> body.call(Ops.kthreadQueueWork("helper", "job"));
            case 5 -> body.call(oneIn(2) ? Ops.kthreadFlushWork("job") : Ops.kthreadFlushWorker("helper"));
            case 1 -> body.call(Ops.kthreadQueueDelayedWork("helper", "job"));
            case 2 -> body.call(WorkOps.kthreadInitDelayedWork("job"));
            case 3 -> body.assign("ret", WorkOps.kthreadModDelayedWork("helper", "job"));
            default -> body.assign("ret", Ops.kthreadCancelDelayedWorkSync("job"));
        }
    }

    private void rcu(Body body) {
        switch (random.nextInt(5)) {
            case 0, 1 -> body.call(Ops.rcuReadLock()).call(oneIn(2) ? Ops.use("entry") : Ops.set("ready")).call(Ops.rcuReadUnlock());
            case 2 -> body.call(CallbackOps.kfreeRcu("entry"));
            case 3 -> body.call(Ops.synchronizeRcu());
            default -> body.call(oneIn(3) ? Ops.callRcu("entry", "reclaim") : Ops.callRcu("reclaim"));
        }
    }

    private void srcu(Body body) {
        switch (random.nextInt(5)) {
            case 0, 1 -> body.call(CallbackOps.srcuReadLock("domain")).call(oneIn(2) ? Ops.msleep() : Ops.set("ready"))
                    .call(CallbackOps.srcuReadUnlock("domain"));
            case 2 -> body.call(CallbackOps.synchronizeSrcu("domain"));
            case 3 -> body.call(CallbackOps.srcuReadUnlock("domain"));
            default -> body.call(CallbackOps.callSrcu("domain", "release"));
        }
    }

    private static Condition condition(Kind kind) {
        return kind == Kind.KTHREAD ? or(flag("ready"), shouldStop()) : flag("ready");
    }
}
