package org.quiesce.spec;

import static org.quiesce.protocol.CallbackOps.asyncSchedule;
import static org.quiesce.protocol.CallbackOps.asyncSynchronizeFull;
import static org.quiesce.protocol.CallbackOps.callSrcu;
import static org.quiesce.protocol.CallbackOps.devmRequestThreadedIrq;
import static org.quiesce.protocol.CallbackOps.disableIrq;
import static org.quiesce.protocol.CallbackOps.enableIrq;
import static org.quiesce.protocol.CallbackOps.kfreeRcu;
import static org.quiesce.protocol.CallbackOps.srcuBarrier;
import static org.quiesce.protocol.CallbackOps.synchronizeSrcu;
import static org.quiesce.protocol.CallbackOps.taskletDisable;
import static org.quiesce.protocol.CallbackOps.taskletDisableNosync;
import static org.quiesce.protocol.CallbackOps.taskletEnable;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.fatalSignalPending;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Ops.*;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.requestIrq;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.synchronizeRcu;
import static org.quiesce.protocol.Spellings.waitForCompletionState;
import static org.quiesce.protocol.TaskOps.disallowSignal;
import static org.quiesce.protocol.TaskOps.kernelDequeueSignal;
import static org.quiesce.protocol.TaskOps.killProcess;
import static org.quiesce.protocol.TaskOps.kthreadData;
import static org.quiesce.protocol.TaskOps.kthreadIsPerCpu;
import static org.quiesce.protocol.TaskOps.kthreadSetPerCpu;
import static org.quiesce.protocol.WaitOps.addWaitQueueExclusive;
import static org.quiesce.protocol.WaitOps.addWaitQueuePriority;
import static org.quiesce.protocol.WaitOps.condResched;
import static org.quiesce.protocol.WaitOps.downReadKillable;
import static org.quiesce.protocol.WaitOps.downReadTrylock;
import static org.quiesce.protocol.WaitOps.downWriteKillable;
import static org.quiesce.protocol.WaitOps.downWriteTrylock;
import static org.quiesce.protocol.WaitOps.finishWait;
import static org.quiesce.protocol.WaitOps.mightSleep;
import static org.quiesce.protocol.WaitOps.prepareToWaitEvent;
import static org.quiesce.protocol.WaitOps.rcuwaitWaitEvent;
import static org.quiesce.protocol.WaitOps.readLock;
import static org.quiesce.protocol.WaitOps.readLockBh;
import static org.quiesce.protocol.WaitOps.readTrylock;
import static org.quiesce.protocol.WaitOps.readUnlock;
import static org.quiesce.protocol.WaitOps.scheduleTimeoutKillable;
import static org.quiesce.protocol.WaitOps.spinTrylock;
import static org.quiesce.protocol.WaitOps.swaitEventExclusive;
import static org.quiesce.protocol.WaitOps.swaitEventIdleExclusive;
import static org.quiesce.protocol.WaitOps.swaitEventInterruptibleExclusive;
import static org.quiesce.protocol.WaitOps.swakeUpOne;
import static org.quiesce.protocol.WaitOps.waitEventInterruptibleLockIrq;
import static org.quiesce.protocol.WaitOps.wakeUpNr;
import static org.quiesce.protocol.WaitOps.writeLock;
import static org.quiesce.protocol.WaitOps.writeTrylock;
import static org.quiesce.protocol.WaitOps.writeUnlock;
import static org.quiesce.protocol.WorkOps.flushRcuWork;
import static org.quiesce.protocol.WorkOps.kthreadInitDelayedWork;
import static org.quiesce.protocol.WorkOps.queueRcuWork;

import java.util.List;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;

/**
 * Protocols of no use that together touch what is gone, mark threads that are bound and that are not, cancel delayed
 * kthread work beside others, and call everything that sleeps in a state that was set by hand.
 */
public final class LifeSink {

    private LifeSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(reusedTasks(), reusedWorkers(), marks(), cancels(), destroyed(), parksItself(), heads(), flushes(),
                deferred(), interrupts(), kthreadWork(), kills(), killedProcesses(), killsAfterStates(),
                leftEntries(), leftPriorities(), twice(), sections(), readersOfATask(), disabledTasklets(),
                stoppedInterrupts(), stoppedDevices(), wokenInterrupts(), lastOwners(), attempts(), rwlocks(), attemptsAtRwlocks(), simpleTimeouts(), GracePeriodSample.looksAtATask(rcuReadLock(), rcuReadUnlock()));
    }

    /** Two tasklets that are scheduled while some disable and enable them, in states that were set by hand, too. */
    static Protocol disabledTasklets() {
        return Protocol.module("disabled-tasklets")
                .taskPointer("task")
                .tasklet("first", body -> body.call(taskletSchedule("second")))
                .tasklet("second", body -> body.call(taskletDisableNosync("first")).call(taskletEnable("first")))
                .kthread("worker", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(taskletDisable("second"))
                        .call(setCurrentState(TaskState.RUNNING))
                        .when(chance("mistaken()"), then -> then.call(taskletEnable("first")))
                        .call(taskletEnable("second")).call(taskletKill("second")))
                .init(body -> body.call(taskletSchedule("first")).assign("task", kthreadRun("worker")))
                .exit(body -> body.call(taskletDisable("first")).call(taskletKill("first")))
                .build();
    }

    /** Some look at tasks of their own time in sections and in a timer, others drop a reference too many. */
    static Protocol readersOfATask() {
        return Protocol.module("readers-of-a-task")
                .taskPointer("task").flag("dead")
                .kthreads("worker", 2, body -> body.call(preemptDisable()).call(set("dead")).call(preemptEnable()).returns(0))
                .timer("tick", body -> body.when(not(flag("dead")), then -> then.call(wakeUpProcess("task"))))
                .init(body -> body.assign("task", kthreadRun("worker")).call(modTimer("tick")).assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(rcuReadLock()).call(wakeUpProcess("task"))
                        .when(chance("mistaken()"), then -> then.call(putTaskStruct("task")))
                        .call(rcuReadUnlock()).call(timerDeleteSync("tick")))
                .build();
    }

    /** What may sleep and what does not, where sleeping is forbidden, and in a state that was set by hand. */
    static Protocol sections() {
        return Protocol.module("sections")
                .taskPointer("task").spinlock("lock").memory("buffer")
                .kthread("worker", body -> body
                        .call(spinLock("lock")).call(allocate("buffer").atomic().mayFail())
                        .when(chance("late()"), then -> then.call(condResched()))
                        .call(spinUnlock("lock"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE)).call(condResched())
                        .when(chance("log()"), then -> then.call(mightSleep()))
                        .call(setCurrentState(TaskState.RUNNING)).call(kfree("buffer")))
                .timer("tick", body -> body.call(mightSleep()))
                .fileOperations("read", 1, Pinning.OWNER, body -> body
                        .when(chance("atomic()"), then -> then.call(spinLock("lock")).call(copyToUser()).call(spinUnlock("lock")))
                        .call(copyToUser()))
                .init(body -> body.call(modTimer("tick")).assign("task", kthreadRun("worker")).call(getTaskStruct("task")))
                .exit(body -> body.call(timerDeleteSync("tick")).call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** SIGKILL ends whatever a thread waits for in a killable sleep, if it allowed it. */
    static Protocol kills() {
        return Protocol.module("kills")
                .taskPointer("task").flag("ready").waitQueue("queue").completion("done").mutex("lock").semaphore("sem", 1)
                .rwSemaphore("rw")
                .kthread("worker", body -> body
                        .when(chance("kind()"), then -> then.call(allowSignal(Signal.SIGKILL)))
                        .assign("ret", waitEventKillable("queue", flag("ready")))
                        .assign("ret", waitForCompletionState("done", SleepMode.KILLABLE))
                        .assign("ret", mutexLockKillable("lock"))
                        .when(chance("forget()"), then -> then.call(flushSignals()))
                        .assign("ret", downKillable("sem"))
                        .assign("ret", downReadKillable("rw"))
                        .assign("ret", downWriteKillable("rw"))
                        .when(fatalSignalPending(), then -> then.assign("signal", kernelDequeueSignal()))
                        .call(scheduleTimeoutKillable()))
                .init(body -> body
                        .when(chance("busy()"), then -> then.call(mutexLock("lock")).call(down("sem")).call(downWrite("rw")))
                        .assign("task", kthreadRun("worker")).call(getTaskStruct("task")))
                .environment("user", body -> body.call(sendSignal("task", Signal.SIGKILL)))
                .exit(body -> body.call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** SIGKILL for the process of a thread, beside other signals: it ends interruptible sleeps, and no killable one. */
    static Protocol killedProcesses() {
        return Protocol.module("killed-processes")
                .taskPointer("task").flag("ready").waitQueue("queue")
                .kthread("worker", body -> body
                        .call(allowSignal()).call(allowSignal(Signal.SIGKILL))
                        .assign("ret", waitEventKillable("queue", flag("ready")))
                        .assign("ret", waitEventInterruptible("queue", flag("ready")))
                        .assign("signal", kernelDequeueSignal())
                        .when(signalPending(), then -> then.call(disallowSignal(Signal.SIGKILL)))
                        .call(disallowSignal()))
                .init(body -> body.assign("task", kthreadRun("worker")).call(getTaskStruct("task")))
                .environment("user", body -> body.call(killProcess("task")).call(sendSignal("task")))
                .environment("device", body -> body.call(set("ready")).call(wakeUp("queue")))
                .exit(body -> body.call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** States that are set by hand, and whom SIGKILL finds in them. */
    static Protocol killsAfterStates() {
        return Protocol.module("kills-after-states")
                .taskPointer("task").flag("ready").mutex("lock").waitQueue("queue").waitQueue("single")
                .kthread("worker", body -> body
                        .call(allowSignal(Signal.SIGKILL))
                        .call(setCurrentState(TaskState.KILLABLE))
                        .assign("ret", mutexLockKillable("lock"))
                        .call(schedule())
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(schedule()))
                .kthread("waiter", body -> body
                        .call(allowSignal(Signal.SIGKILL))
                        .assign("ret", prepareToWaitEvent("queue", SleepMode.KILLABLE))
                        .call(schedule())
                        .call(finishWait("queue"))
                        .assign("ret", rcuwaitWaitEvent("single", flag("ready"), SleepMode.KILLABLE)))
                .init(body -> body
                        .call(mutexLock("lock"))
                        .when(chance("waits()"), then -> then.assign("task", kthreadRun("waiter")),
                                otherwise -> otherwise.assign("task", kthreadRun("worker")))
                        .call(getTaskStruct("task")))
                .environment("user", body -> body.call(sendSignal("task", Signal.SIGKILL)).call(wakeUpProcess("task")))
                .exit(body -> body.call(mutexUnlock("lock")).call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** Entries that are left on a queue by threads and calls, whichever way they were put there. */
    static Protocol leftEntries() {
        return Protocol.module("left-entries")
                .taskPointer("task").waitQueue("queue").flag("ready")
                .kthread("worker", body -> body
                        .call(addWaitQueue("queue"))
                        .call(waitWoken(SleepMode.INTERRUPTIBLE))
                        .when(chance("tidy()"), then -> then.call(removeWaitQueue("queue"))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .fileOperation("poll", body -> body
                        .call(addWaitQueueExclusive("queue"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .when(chance("clean()"), then -> then.call(removeWaitQueue("queue"))))
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUpNr("queue", 2)))
                .exit(body -> body.call(kthreadStop("task")).call(wakeUpAll("queue")))
                .build();
    }

    /** A caller with priority that leaves its entry, and one without. */
    static Protocol leftPriorities() {
        return Protocol.module("left-priorities")
                .waitQueue("queue")
                .init(body -> { })
                .fileOperation("first", body -> body
                        .call(addWaitQueuePriority("queue"))
                        .call(setCurrentState(TaskState.IDLE))
                        .call(schedule())
                        .when(chance("tidy()"), then -> then.call(removeWaitQueue("queue"))))
                .fileOperation("poll", body -> body
                        .call(addWaitQueueExclusive("queue"))
                        .call(setCurrentState(TaskState.IDLE))
                        .when(chance("wait()"), then -> then.call(schedule())))
                .environment("device", body -> body.call(wakeUp("queue")).call(wakeUp("queue")))
                .exit(body -> { })
                .build();
    }

    /** Interrupts that several free, and requested or not; a notifier that is registered by whoever comes. */
    static Protocol twice() {
        return Protocol.module("twice")
                .flag("ready")
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("bottom", body -> body.call(set("ready")))
                .notifier("event", body -> body.call(set("ready")))
                .init(body -> body
                        .when(chance("present()"), then -> then.call(requestThreadedIrq("handler", "bottom")))
                        .call(registerNotifier("event")))
                .fileOperations("reset", 2, Pinning.NONE, body -> body
                        .call(freeIrq("handler"))
                        .when(chance("again()"), then -> then.call(registerNotifier("event"))))
                .exit(body -> body.call(unregisterNotifier("event")))
                .build();
    }

    /** The thread of an interrupt is stopped wherever its function is, and there is a new one when the interrupt is requested again. */
    static Protocol stoppedInterrupts() {
        return Protocol.module("stopped-interrupts")
                .flag("ready")
                .waitQueue("queue")
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("bottom", body -> body
                        .assign("ret", waitEventInterruptible("queue", flag("ready")))
                        .when(signalPending(), then -> then.call(set("ready")))
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(schedule()))
                .init(body -> body.call(requestThreadedIrq("handler", "bottom")))
                .fileOperation("reset", body -> body
                        .call(freeIrq("handler"))
                        .call(clear("ready"))
                        .call(requestThreadedIrq("handler", "bottom")))
                .exit(body -> body.call(freeIrq("handler")))
                .build();
    }

    /** The same where the kernel frees the interrupt with its device, or the function itself does. */
    static Protocol stoppedDevices() {
        return Protocol.module("stopped-devices")
                .completion("done")
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("bottom", body -> body
                        .when(chance("foolish()"), then -> then.call(freeIrq("handler")))
                        .call(setCurrentState(TaskState.IDLE))
                        .assign("ret", waitForCompletionInterruptible("done"))
                        .loop(signalPending(), loop -> loop.call(complete("done"))))
                .init(body -> body
                        .call(devmRequestThreadedIrq("handler", "bottom"))
                        .when(chance("no device"), then -> then.returns(Errno.ENODEV)))
                .environment("device", body -> body.call(complete("done")))
                .exit(body -> { })
                .build();
    }

    /** A function that no signal reaches and a wake-up does. */
    static Protocol wokenInterrupts() {
        return Protocol.module("woken-interrupts")
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("bottom", body -> body.call(setCurrentState(TaskState.UNINTERRUPTIBLE)).call(schedule()))
                .init(body -> body.call(requestThreadedIrq("handler", "bottom")))
                .exit(body -> body.call(freeIrq("handler")))
                .build();
    }

    /** Threads that end by themselves, whose memory may be another's when somebody still has their pointer. */
    static Protocol reusedTasks() {
        return Protocol.module("reused-tasks")
                .memoryReuse()
                .taskPointer("task")
                .kthread("worker", body -> body.returns(3))
                .init(body -> body
                        .assign("task", kthreadCreate("worker").mayFail())
                        .when(chance("careful()"), then -> then.call(getTaskStruct("task")))
                        .call(wakeUpProcess("task")))
                .fileOperations("poke", 1, Pinning.NONE, body -> body
                        .call(kthreadData("task"))
                        .when(chance("again()"), then -> then.call(putTaskStruct("task"))))
                .exit(body -> body.assign("ret", kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** The thread of a kthread worker is gone, and work is queued. */
    static Protocol reusedWorkers() {
        return Protocol.module("reused-workers")
                .memoryReuse()
                .kthreadWorker("helper")
                .kthreadDelayedWork("job", "helper", body -> { })
                .init(body -> body
                        .call(kthreadCreateWorker("helper"))
                        .call(kthreadQueueDelayedWork("helper", "job")))
                .fileOperation("write", body -> body.call(kthreadQueueWork("helper", "job")))
                .exit(body -> body.call(kthreadDestroyWorker("helper")))
                .build();
    }

    /** A thread that was created on its CPU is bound, and another is not. */
    static Protocol marks() {
        return Protocol.module("marks")
                .taskPointer("task").taskPointer("other")
                .kthread("worker", body -> body.until(shouldStop(), loop -> loop.call(msleep())))
                .kthread("helper", body -> { })
                .init(body -> body
                        .assign("task", kthreadRun("worker").placed(Placement.ON_CPU).mayFail())
                        .assign("other", kthreadCreate("helper"))
                        .when(chance("bind()"), then -> then.call(kthreadBind("other")))
                        .call(kthreadSetPerCpu("other"))
                        .call(wakeUpProcess("other"))
                        .call(kthreadSetPerCpu("task"))
                        .assign("marked", kthreadIsPerCpu("task")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Work that arms itself again is cancelled by several, and initialised meanwhile. */
    static Protocol cancels() {
        return Protocol.module("cancels")
                .kthreadWorker("helper")
                .kthreadDelayedWork("job", "helper", body -> body.assign("again", kthreadQueueDelayedWork("helper", "job")))
                .init(body -> body
                        .call(kthreadCreateWorker("helper"))
                        .call(kthreadQueueDelayedWork("helper", "job")))
                .fileOperation("write", body -> body
                        .call(kthreadCancelDelayedWorkSync("job"))
                        .when(chance("foolish()"), then -> then.call(kthreadInitDelayedWork("job"))))
                .exit(body -> body
                        .call(kthreadCancelDelayedWorkSync("job"))
                        .call(kthreadDestroyWorker("helper")))
                .build();
    }

    /** Work is flushed and cancelled while its worker goes, and afterwards, whether it was ever queued or not. */
    static Protocol destroyed() {
        return Protocol.module("destroyed")
                .kthreadWorker("helper")
                .kthreadWork("job", "helper", body -> { })
                .kthreadWork("other", "helper", body -> { })
                .init(body -> body
                        .call(kthreadCreateWorker("helper"))
                        .when(chance("at once"), then -> then.call(kthreadQueueWork("helper", "job"))))
                .fileOperations("write", 1, Pinning.NONE, body -> body
                        .when(chance("flush"), then -> then.call(kthreadFlushWork("job")),
                                otherwise -> otherwise.call(kthreadCancelWorkSync("job"))))
                .exit(body -> body
                        .call(kthreadDestroyWorker("helper"))
                        .call(kthreadFlushWork("job"))
                        .call(kthreadCancelWorkSync("other")))
                .build();
    }

    /** A thread asks itself to park, by either name; who parks it then need not wait. Users ask as if they were threads. */
    static Protocol parksItself() {
        return Protocol.module("parks-itself")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .when(chance("by name"), then -> then.assign("ret", kthreadPark("task")),
                                otherwise -> otherwise.call(new KthreadOperation.KthreadPark(new TaskRef.Current())))
                        .until(shouldStop(), loop -> loop.call(kthreadParkme()).call(msleep())))
                .init(body -> body.assign("task", kthreadCreate("worker")).call(wakeUpProcess("task")))
                .fileOperation("disable", body -> body
                        .call(kthreadUnpark("task"))
                        .assign("ret", kthreadPark("task"))
                        .call(kthreadUnpark("task")))
                .fileOperation("ask", body -> body.when(shouldStop(), then -> then.returns(1)))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Heads of callbacks that lie in memory, which may be gone. */
    static Protocol heads() {
        return Protocol.module("heads")
                .memory("entry").rcuMemory("buffer")
                .srcu("domain")
                .rcuCallback("reclaim", body -> { })
                .srcuCallback("release", "domain", body -> { })
                .init(body -> body
                        .call(allocate("entry").mayFail())
                        .call(allocate("buffer"))
                        .call(callRcu("entry", "reclaim"))
                        .call(rcuBarrier("reclaim")))
                .fileOperation("write", body -> body
                        .when(chance("foolish()"), then -> then.call(kfree("buffer")))
                        .call(kfreeRcu("buffer")))
                .exit(body -> body
                        .when(chance("foolish()"), then -> then.call(kfree("entry")))
                        .call(callSrcu("domain", "entry", "release"))
                        .call(srcuBarrier("domain"))
                        .call(kfree("entry")))
                .build();
    }

    /** Locks lie in memory that the next owner frees. */
    static Protocol lastOwners() {
        return Protocol.module("last-owners")
                .taskPointer("task").memory("mutexes").memory("semaphores").mutex("mutex").rwSemaphore("sem")
                .kthreads("worker", 2, body -> body
                        .call(mutexLock("mutex")).call(mutexUnlock("mutex", "mutexes"))
                        .call(downWrite("sem")).call(upWrite("sem", "semaphores"))
                        .call(downRead("sem")).call(upRead("sem", "semaphores")).returns(0))
                .init(body -> body
                        .call(allocate("mutexes")).call(allocate("semaphores").mayFail())
                        .assign("task", kthreadRun("worker")).assign("task", kthreadRun("worker")))
                .exit(body -> body
                        .call(mutexLock("mutex")).call(mutexUnlock("mutex", "mutexes")).call(kfree("mutexes"))
                        .call(downWrite("sem")).call(upWrite("sem")).call(kfree("semaphores")))
                .build();
    }

    /** An rw_semaphore is tried beside those who have it and those who wait. */
    static Protocol attempts() {
        return Protocol.module("attempts-at-readers")
                .taskPointer("task").rwSemaphore("sem")
                .kthreads("worker", 2, body -> body.call(downWrite("sem")).call(upWrite("sem")).returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")).assign("task", kthreadRun("worker"))
                        .assign("got", downReadTrylock("sem"))
                        .when(equal("got", 1), then -> then.assign("more", downReadTrylock("sem")).call(upRead("sem"))))
                .fileOperation("write", body -> body
                        .assign("got", downWriteTrylock("sem"))
                        .when(equal("got", 1), then -> then.call(upWrite("sem"))))
                .exit(body -> body.call(downWriteTrylock("sem")))
                .build();
    }

    /** A lock that readers share, an interrupt among them, and that is taken again with bottom halves off. */
    static Protocol rwlocks() {
        return Protocol.module("rwlocks")
                .taskPointer("task").rwlock("lock").memory("log")
                .kthread("worker", body -> body.call(writeLock("lock")).call(msleep()).call(writeUnlock("lock")).returns(0))
                .irqHandler("handler", body -> body.call(readLock("lock")).call(readUnlock("lock")))
                .init(body -> body.call(requestIrq("handler")).assign("task", kthreadRun("worker"))
                        .call(readLock("lock")).when(chance("nested()"), then -> then.call(readLockBh("lock")))
                        .call(readUnlock("lock")))
                .fileOperation("write", body -> body.call(writeLock("lock")).call(writeUnlock("lock"))
                        .call(synchronizeRcu()))
                .fileOperation("read", body -> body.call(readLockBh("lock")).call(readUnlock("lock")))
                .exit(body -> body.call(freeIrq("handler")).call(readUnlock("lock")))
                .build();
    }

    /** Locks for which nobody sleeps are tried beside those who have them and those who wait. */
    static Protocol attemptsAtRwlocks() {
        return Protocol.module("attempts-at-rwlocks")
                .taskPointer("task").rwlock("lock").spinlock("spin")
                .kthread("worker", body -> body.call(writeLock("lock")).call(writeUnlock("lock"))
                        .call(spinLock("spin")).call(spinUnlock("spin")).returns(0))
                .init(body -> body.assign("task", kthreadRun("worker"))
                        .assign("got", spinTrylock("spin"))
                        .when(equal("got", 1), then -> then.call(msleep()).call(spinUnlock("spin"))))
                .fileOperation("read", body -> body
                        .assign("got", readTrylock("lock"))
                        .when(equal("got", 1), then -> then.call(readUnlock("lock"))))
                .fileOperation("write", body -> body
                        .assign("got", writeTrylock("lock"))
                        .when(equal("got", 1), then -> then.call(writeUnlock("lock"))))
                .exit(body -> body.call(writeTrylock("lock")).call(spinTrylock("spin")))
                .build();
    }

    /** Waits on simple wait queues that end by themselves, and one that drops a lock meanwhile. */
    static Protocol simpleTimeouts() {
        return Protocol.module("simple-timeouts")
                .taskPointer("task").flag("ready").waitQueue("queue").waitQueue("others").spinlock("lock")
                .kthread("worker", body -> body
                        .assign("left", swaitEventInterruptibleExclusive("queue", flag("ready")).withTimeout())
                        .when(equal("left", 0), then -> then.call(swaitEventIdleExclusive("queue", shouldStop()).withTimeout()))
                        .call(spinLock("lock"))
                        .assign("left", waitEventInterruptibleLockIrq("others", flag("ready"), "lock").withTimeout())
                        .call(spinUnlock("lock"))
                        .until(shouldStop(), loop -> loop.call(msleep())).returns(0))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .fileOperation("write", body -> body.call(set("ready")).call(swakeUpOne("queue")))
                .exit(body -> body
                        .assign("left", swaitEventExclusive("queue", flag("ready")).withTimeout()).call(kthreadStop("task")))
                .build();
    }

    // ---- in a state that was set by hand

    private static ProtocolBuilder sleeping(String name) {
        return Protocol.module(name).flag("ready");
    }

    /** Flushes, drains and cancels of a workqueue. */
    static Protocol flushes() {
        return sleeping("flushes")
                .workqueue("wq")
                .work("item", "wq", body -> body.call(set("ready")))
                .rcuWork("deferred", "wq", body -> { })
                .init(body -> body.call(allocWorkqueue("wq")).call(queueWork("wq", "item")))
                .fileOperation("write", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .when(chance("first"), then -> then.call(flushWork("item")), otherwise -> otherwise
                                .when(chance("second"), then -> then.call(queueRcuWork("wq", "deferred"))
                                                .call(flushRcuWork("deferred")),
                                        last -> last.call(cancelWorkSync("item")))))
                .exit(body -> body.call(setCurrentState(TaskState.IDLE)).call(destroyWorkqueue("wq")))
                .build();
    }

    /** Grace periods, asynchronous calls and tasklets. */
    static Protocol deferred() {
        return sleeping("deferred")
                .srcu("domain")
                .rcuCallback("reclaim", body -> { })
                .async("probe", body -> body.call(set("ready")))
                .tasklet("soft", body -> body.call(set("ready")))
                .init(body -> body.call(callRcu("reclaim")).call(asyncSchedule("probe")).call(taskletSchedule("soft")))
                .fileOperation("write", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .when(chance("first"), then -> then.call(synchronizeSrcu("domain")),
                                otherwise -> otherwise.call(asyncSynchronizeFull())))
                .exit(body -> body
                        .call(setCurrentState(TaskState.UNINTERRUPTIBLE))
                        .call(rcuBarrier("reclaim"))
                        .call(setCurrentState(TaskState.IDLE))
                        .call(taskletKill("soft")))
                .build();
    }

    /** The thread of an interrupt, and notifiers. */
    static Protocol interrupts() {
        return sleeping("interrupts-awaited")
                .irqHandler("handler", body -> body.call(irqWakeThread()))
                .irqThread("bottom", body -> body.call(set("ready")))
                .notifier("event", body -> body.call(set("ready")))
                .init(body -> body.call(requestThreadedIrq("handler", "bottom")).call(registerNotifier("event")))
                .fileOperation("write", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(disableIrq("handler"))
                        .call(enableIrq("handler")))
                .exit(body -> body
                        .call(setCurrentState(TaskState.IDLE))
                        .call(unregisterNotifier("event"))
                        .call(setCurrentState(TaskState.IDLE))
                        .call(freeIrq("handler")))
                .build();
    }

    /** Flushes and cancels of kthread work. */
    static Protocol kthreadWork() {
        return sleeping("kthread-work-awaited")
                .kthreadWorker("helper")
                .kthreadWork("job", "helper", body -> body.call(set("ready")))
                .init(body -> body.call(kthreadCreateWorker("helper")).call(kthreadQueueWork("helper", "job")))
                .fileOperation("write", body -> body
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .when(chance("flush"), then -> then.call(kthreadFlushWork("job")),
                                otherwise -> otherwise.call(kthreadCancelWorkSync("job"))))
                .exit(body -> body
                        .call(setCurrentState(TaskState.IDLE))
                        .call(kthreadDestroyWorker("helper")))
                .build();
    }
}
