package org.quiesce.spec;

import static org.quiesce.protocol.CallbackOps.asyncSchedule;
import static org.quiesce.protocol.CallbackOps.asyncSynchronizeFull;
import static org.quiesce.protocol.CallbackOps.callSrcu;
import static org.quiesce.protocol.CallbackOps.devmRequestIrq;
import static org.quiesce.protocol.CallbackOps.devmRequestThreadedIrq;
import static org.quiesce.protocol.CallbackOps.disableIrq;
import static org.quiesce.protocol.CallbackOps.disableIrqNosync;
import static org.quiesce.protocol.CallbackOps.enableIrq;
import static org.quiesce.protocol.CallbackOps.hrtimerCancel;
import static org.quiesce.protocol.CallbackOps.hrtimerRestart;
import static org.quiesce.protocol.CallbackOps.hrtimerStart;
import static org.quiesce.protocol.CallbackOps.hrtimerTryToCancel;
import static org.quiesce.protocol.CallbackOps.kfreeRcu;
import static org.quiesce.protocol.CallbackOps.kvfreeRcuBarrier;
import static org.quiesce.protocol.CallbackOps.srcuBarrier;
import static org.quiesce.protocol.CallbackOps.srcuReadLock;
import static org.quiesce.protocol.CallbackOps.srcuReadUnlock;
import static org.quiesce.protocol.CallbackOps.synchronizeIrq;
import static org.quiesce.protocol.CallbackOps.synchronizeSrcu;
import static org.quiesce.protocol.CallbackOps.timerShutdown;
import static org.quiesce.protocol.CallbackOps.tryToDelTimerSync;
import static org.quiesce.protocol.Conditions.chance;
import static org.quiesce.protocol.Conditions.completionDone;
import static org.quiesce.protocol.Conditions.currentWork;
import static org.quiesce.protocol.Conditions.equal;
import static org.quiesce.protocol.Conditions.flag;
import static org.quiesce.protocol.Conditions.freezing;
import static org.quiesce.protocol.Conditions.not;
import static org.quiesce.protocol.Conditions.notEqual;
import static org.quiesce.protocol.Conditions.or;
import static org.quiesce.protocol.Conditions.shouldPark;
import static org.quiesce.protocol.Conditions.shouldStop;
import static org.quiesce.protocol.Conditions.shouldStopOrPark;
import static org.quiesce.protocol.Conditions.signalPending;
import static org.quiesce.protocol.Conditions.workPending;
import static org.quiesce.protocol.Ops.allocWorkqueue;
import static org.quiesce.protocol.Ops.allocate;
import static org.quiesce.protocol.Ops.callRcu;
import static org.quiesce.protocol.Ops.cancelWorkSync;
import static org.quiesce.protocol.Ops.clear;
import static org.quiesce.protocol.Ops.complete;
import static org.quiesce.protocol.Ops.completeAll;
import static org.quiesce.protocol.Ops.copyToUser;
import static org.quiesce.protocol.Ops.destroyWorkqueue;
import static org.quiesce.protocol.Ops.downKillable;
import static org.quiesce.protocol.Ops.downWrite;
import static org.quiesce.protocol.Ops.freeIrq;
import static org.quiesce.protocol.Ops.freezeKernelThreads;
import static org.quiesce.protocol.Ops.getTaskStruct;
import static org.quiesce.protocol.Ops.irqWakeThread;
import static org.quiesce.protocol.Ops.kfree;
import static org.quiesce.protocol.Ops.kthreadCancelDelayedWorkSync;
import static org.quiesce.protocol.Ops.kthreadCreate;
import static org.quiesce.protocol.Ops.kthreadCreateWorker;
import static org.quiesce.protocol.Ops.kthreadDestroyWorker;
import static org.quiesce.protocol.Ops.kthreadPark;
import static org.quiesce.protocol.Ops.kthreadParkme;
import static org.quiesce.protocol.Ops.kthreadQueueWork;
import static org.quiesce.protocol.Ops.kthreadRun;
import static org.quiesce.protocol.Ops.kthreadStop;
import static org.quiesce.protocol.Ops.kthreadUnpark;
import static org.quiesce.protocol.Ops.kthreadUnuseMm;
import static org.quiesce.protocol.Ops.kthreadUseMm;
import static org.quiesce.protocol.Ops.modTimer;
import static org.quiesce.protocol.Ops.msleep;
import static org.quiesce.protocol.Ops.mutexLockKillable;
import static org.quiesce.protocol.Ops.mutexUnlock;
import static org.quiesce.protocol.Ops.putTaskStruct;
import static org.quiesce.protocol.Ops.queueDelayedWork;
import static org.quiesce.protocol.Ops.queueWork;
import static org.quiesce.protocol.Ops.rcuBarrier;
import static org.quiesce.protocol.Ops.rcuReadLock;
import static org.quiesce.protocol.Ops.rcuReadUnlock;
import static org.quiesce.protocol.Ops.removeWaitQueue;
import static org.quiesce.protocol.Ops.requestThreadedIrq;
import static org.quiesce.protocol.Ops.schedule;
import static org.quiesce.protocol.Ops.sendSignal;
import static org.quiesce.protocol.Ops.set;
import static org.quiesce.protocol.Ops.setCurrentState;
import static org.quiesce.protocol.Ops.setFreezable;
import static org.quiesce.protocol.Ops.setLocal;
import static org.quiesce.protocol.Ops.smpbootRegisterPercpuThread;
import static org.quiesce.protocol.Ops.smpbootUnregisterPercpuThread;
import static org.quiesce.protocol.Ops.spinLock;
import static org.quiesce.protocol.Ops.spinUnlock;
import static org.quiesce.protocol.Ops.suspendFreezeProcesses;
import static org.quiesce.protocol.Ops.thawKernelThreads;
import static org.quiesce.protocol.Ops.thawProcesses;
import static org.quiesce.protocol.Ops.timerDeleteSync;
import static org.quiesce.protocol.Ops.upWrite;
import static org.quiesce.protocol.Ops.use;
import static org.quiesce.protocol.Ops.waitEvent;
import static org.quiesce.protocol.Ops.waitEventInterruptible;
import static org.quiesce.protocol.Ops.waitEventKillable;
import static org.quiesce.protocol.Ops.wakeUp;
import static org.quiesce.protocol.Ops.wakeUpInterruptibleAll;
import static org.quiesce.protocol.Ops.wakeUpProcess;
import static org.quiesce.protocol.Spellings.allowKernelSignal;
import static org.quiesce.protocol.Spellings.callRcuHurry;
import static org.quiesce.protocol.Spellings.completeOnCurrentCpu;
import static org.quiesce.protocol.Spellings.declareCompletionOnstack;
import static org.quiesce.protocol.Spellings.delTimer;
import static org.quiesce.protocol.Spellings.delTimerSync;
import static org.quiesce.protocol.Spellings.fsleep;
import static org.quiesce.protocol.Spellings.initCompletion;
import static org.quiesce.protocol.Spellings.ioWaitEvent;
import static org.quiesce.protocol.Spellings.kernelAccept;
import static org.quiesce.protocol.Spellings.kernelRecvmsg;
import static org.quiesce.protocol.Spellings.kthreadBindMask;
import static org.quiesce.protocol.Spellings.percpuDownRead;
import static org.quiesce.protocol.Spellings.percpuDownWrite;
import static org.quiesce.protocol.Spellings.percpuUpRead;
import static org.quiesce.protocol.Spellings.percpuUpWrite;
import static org.quiesce.protocol.Spellings.refcountDecAndTest;
import static org.quiesce.protocol.Spellings.refcountInc;
import static org.quiesce.protocol.Spellings.rtMutexLock;
import static org.quiesce.protocol.Spellings.rtMutexLockInterruptible;
import static org.quiesce.protocol.Spellings.rtMutexUnlock;
import static org.quiesce.protocol.Spellings.ssleep;
import static org.quiesce.protocol.Spellings.tryGetTaskStruct;
import static org.quiesce.protocol.Spellings.usleepIdleRange;
import static org.quiesce.protocol.Spellings.usleepRange;
import static org.quiesce.protocol.Spellings.waitEventCmd;
import static org.quiesce.protocol.Spellings.waitEventInterruptibleLockedIrq;
import static org.quiesce.protocol.Spellings.waitEventLockIrqCmd;
import static org.quiesce.protocol.Spellings.waitEventState;
import static org.quiesce.protocol.Spellings.waitForCompletionIo;
import static org.quiesce.protocol.Spellings.waitForCompletionState;
import static org.quiesce.protocol.Spellings.waitVarEvent;
import static org.quiesce.protocol.Spellings.waitVarEventInterruptible;
import static org.quiesce.protocol.Spellings.waitOnBitIo;
import static org.quiesce.protocol.Spellings.waitOnBitLockIo;
import static org.quiesce.protocol.Spellings.waitVarEventKillable;
import static org.quiesce.protocol.Spellings.waitVarEventTimeout;
import static org.quiesce.protocol.Spellings.wakeUpInterruptibleSync;
import static org.quiesce.protocol.Spellings.wakeUpLocked;
import static org.quiesce.protocol.Spellings.wakeUpPoll;
import static org.quiesce.protocol.Spellings.wakeUpPollOnCurrentCpu;
import static org.quiesce.protocol.Spellings.wakeUpPollfree;
import static org.quiesce.protocol.TaskOps.disallowSignal;
import static org.quiesce.protocol.TaskOps.getKthreadComm;
import static org.quiesce.protocol.TaskOps.kernelDequeueSignal;
import static org.quiesce.protocol.TaskOps.kthreadAffinePreferred;
import static org.quiesce.protocol.TaskOps.kthreadAssociateBlkcg;
import static org.quiesce.protocol.TaskOps.kthreadBlkcg;
import static org.quiesce.protocol.TaskOps.kthreadClearPerCpu;
import static org.quiesce.protocol.TaskOps.kthreadData;
import static org.quiesce.protocol.TaskOps.kthreadDissociateBlkcg;
import static org.quiesce.protocol.TaskOps.kthreadFunc;
import static org.quiesce.protocol.TaskOps.kthreadIsPerCpu;
import static org.quiesce.protocol.TaskOps.kthreadProbeData;
import static org.quiesce.protocol.TaskOps.kthreadSetPerCpu;
import static org.quiesce.protocol.TaskOps.kthreadShouldPark;
import static org.quiesce.protocol.TaskOps.kthreadsUpdateHousekeeping;
import static org.quiesce.protocol.TaskOps.tskIsKthread;
import static org.quiesce.protocol.TaskOps.wakeUpState;
import static org.quiesce.protocol.WaitOps.addWaitQueueExclusive;
import static org.quiesce.protocol.WaitOps.addWaitQueuePriority;
import static org.quiesce.protocol.WaitOps.clearAndWakeUpBit;
import static org.quiesce.protocol.WaitOps.downReadInterruptible;
import static org.quiesce.protocol.WaitOps.downTimeout;
import static org.quiesce.protocol.WaitOps.downWriteKillable;
import static org.quiesce.protocol.WaitOps.finishWait;
import static org.quiesce.protocol.WaitOps.prepareToWait;
import static org.quiesce.protocol.WaitOps.prepareToWaitEvent;
import static org.quiesce.protocol.WaitOps.prepareToWaitExclusive;
import static org.quiesce.protocol.WaitOps.rcuwaitWaitEvent;
import static org.quiesce.protocol.WaitOps.rcuwaitWakeUp;
import static org.quiesce.protocol.WaitOps.scheduleHrtimeout;
import static org.quiesce.protocol.WaitOps.scheduleTimeoutIdle;
import static org.quiesce.protocol.WaitOps.scheduleTimeoutInterruptible;
import static org.quiesce.protocol.WaitOps.scheduleTimeoutKillable;
import static org.quiesce.protocol.WaitOps.scheduleTimeoutUninterruptible;
import static org.quiesce.protocol.WaitOps.swaitEventExclusive;
import static org.quiesce.protocol.WaitOps.swaitEventIdleExclusive;
import static org.quiesce.protocol.WaitOps.swaitEventInterruptibleExclusive;
import static org.quiesce.protocol.WaitOps.swakeUpOne;
import static org.quiesce.protocol.WaitOps.tryWaitForCompletion;
import static org.quiesce.protocol.WaitOps.waitEventFreezable;
import static org.quiesce.protocol.WaitOps.waitEventHrtimeout;
import static org.quiesce.protocol.WaitOps.waitEventInterruptibleHrtimeout;
import static org.quiesce.protocol.WaitOps.waitEventInterruptibleLockIrq;
import static org.quiesce.protocol.WaitOps.waitEventInterruptibleLocked;
import static org.quiesce.protocol.WaitOps.waitEventLockIrq;
import static org.quiesce.protocol.WaitOps.waitOnBit;
import static org.quiesce.protocol.WaitOps.waitOnBitLock;
import static org.quiesce.protocol.WaitOps.waitOnBitTimeout;
import static org.quiesce.protocol.WaitOps.wakeUpBit;
import static org.quiesce.protocol.WaitOps.wakeUpNr;
import static org.quiesce.protocol.WaitOps.wakeUpVar;
import static org.quiesce.protocol.WorkOps.allocBhWorkqueue;
import static org.quiesce.protocol.WorkOps.disableDelayedWork;
import static org.quiesce.protocol.WorkOps.disableDelayedWorkSync;
import static org.quiesce.protocol.WorkOps.disableWork;
import static org.quiesce.protocol.WorkOps.enableAndQueueWork;
import static org.quiesce.protocol.WorkOps.enableDelayedWork;
import static org.quiesce.protocol.WorkOps.flushRcuWork;
import static org.quiesce.protocol.WorkOps.kthreadInitDelayedWork;
import static org.quiesce.protocol.WorkOps.kthreadInitWork;
import static org.quiesce.protocol.WorkOps.kthreadModDelayedWork;
import static org.quiesce.protocol.WorkOps.kthreadRunWorker;
import static org.quiesce.protocol.WorkOps.queueBhWork;
import static org.quiesce.protocol.WorkOps.queueRcuWork;
import static org.quiesce.protocol.WorkOps.workBusy;

import java.util.List;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.SmpbootHooks;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WakeMask;

/** Protocols of no use that together do what is seldom done: the less common part of the interface of kernel threads. */
public final class InterfaceSink {

    private InterfaceSink() {}

    /** All of them. */
    public static List<Protocol> all() {
        return List.of(reads(), perCpu(), smpboot(), controlGroups(), addressSpaces(), signals(), byHand(), exclusively(),
                several(), first(), simple(),
                rcuwait(), bits(), bitLocks(), locked(), hrtimeouts(), sleeps(), freezable(), attempts(), timers(), hrtimers(),
                interrupts(), devices(), async(), items(), bottomHalves(), rcuWork(), kthreadItems(), freezableWorker(),
                srcu(), domainCallbacks(), callbacksAndReaders(), freedLater());
    }

    /** Protocols that call functions by each of their other names, or with what makes no difference to what they do. */
    public static List<Protocol> otherNames() {
        return List.of(loader(), threads(), workers());
    }

    /** A loader that never has to wait. */
    static Protocol loader() {
        return Protocol.module("other-names")
                .completion("done")
                .waitQueue("queue")
                .flag("ready")
                .mutex("mutex")
                .spinlock("lock")
                .semaphore("sem", 1)
                .rwSemaphore("rw")
                .timer("tick", body -> { })
                .workqueue("wq")
                .delayedWork("later", "wq", body -> { })
                .init(body -> body
                        .call(initCompletion("done"))
                        .call(declareCompletionOnstack("done"))
                        .call(completeOnCurrentCpu("done"))
                        .call(waitForCompletionIo("done"))
                        .call(completeAll("done"))
                        .call(waitForCompletionState("done", SleepMode.UNINTERRUPTIBLE))
                        .call(waitForCompletionState("done", SleepMode.INTERRUPTIBLE))
                        .call(waitForCompletionState("done", SleepMode.KILLABLE))
                        .call(rtMutexLock("mutex"))
                        .call(rtMutexUnlock("mutex"))
                        .assign("ret", rtMutexLockInterruptible("mutex"))
                        .call(rtMutexUnlock("mutex"))
                        .assign("ret", mutexLockKillable("mutex"))
                        .call(mutexUnlock("mutex"))
                        .assign("ret", downKillable("sem"))
                        .call(refcountInc("sem"))
                        .assign("ret", refcountDecAndTest("sem"))
                        .assign("ret", downWriteKillable("rw"))
                        .call(percpuUpWrite("rw"))
                        .call(percpuDownRead("rw"))
                        .call(percpuUpRead("rw"))
                        .call(percpuDownWrite("rw"))
                        .call(percpuUpWrite("rw"))
                        .call(ssleep())
                        .call(usleepRange())
                        .call(usleepIdleRange())
                        .call(fsleep())
                        .call(delTimer("tick"))
                        .call(delTimerSync("tick"))
                        .call(allocWorkqueue("wq"))
                        .call(disableDelayedWorkSync("later"))
                        .call(enableDelayedWork("later")))
                .exit(body -> body
                        .call(set("ready"))
                        .call(ioWaitEvent("queue", flag("ready")))
                        .call(waitEventCmd("queue", flag("ready")))
                        .call(waitEventState("queue", flag("ready"), SleepMode.UNINTERRUPTIBLE))
                        .call(waitEventState("queue", flag("ready"), SleepMode.INTERRUPTIBLE))
                        .call(waitEventState("queue", flag("ready"), SleepMode.KILLABLE))
                        .call(waitEventState("queue", flag("ready"), SleepMode.IDLE))
                        .call(kernelAccept("queue", flag("ready")))
                        .call(kernelRecvmsg("queue", flag("ready")))
                        .call(waitVarEvent("queue", flag("ready")))
                        .call(waitVarEventInterruptible("queue", flag("ready")))
                        .call(waitVarEventKillable("queue", flag("ready")))
                        .call(waitVarEventTimeout("queue", flag("ready")))
                        .call(spinLock("lock"))
                        .call(waitEventLockIrq("queue", flag("ready"), "lock"))
                        .call(waitEventLockIrqCmd("queue", flag("ready"), "lock"))
                        .call(waitEventInterruptibleLockedIrq("queue", flag("ready"), "lock"))
                        .call(spinUnlock("lock"))
                        .call(wakeUpLocked("queue"))
                        .call(wakeUpPoll("queue"))
                        .call(wakeUpPollfree("queue"))
                        .call(wakeUpInterruptibleSync("queue"))
                        .call(wakeUpPollOnCurrentCpu("queue"))
                        .call(destroyWorkqueue("wq")))
                .build();
    }

    /** Threads that are put somewhere, and one that waits so that it can be frozen, for a time. */
    static Protocol threads() {
        return Protocol.module("placed-threads")
                .taskPointer("task")
                .taskPointer("other")
                .waitQueue("queue")
                .flag("ready")
                .kthread("worker", body -> { })
                .kthreads("helper", 2, body -> body
                        .call(waitEventFreezable("queue", flag("ready")).withTimeout()))
                .init(body -> body
                        .assign("task", kthreadCreate("worker").placed(Placement.ON_NODE))
                        .call(kthreadBindMask("task"))
                        .assign("got", tryGetTaskStruct("task"))
                        .call(kthreadStop("task"))
                        .call(putTaskStruct("task"))
                        .assign("other", kthreadCreate("helper").placed(Placement.ON_CPU))
                        .call(wakeUpProcess("other"))
                        .assign("other", kthreadRun("helper").placed(Placement.ON_CPU)))
                .exit(body -> { })
                .build();
    }

    /** Kthread workers that are put somewhere. */
    static Protocol workers() {
        return Protocol.module("placed-workers")
                .kthreadWorker("first")
                .kthreadWorker("second")
                .kthreadWorker("third")
                .init(body -> body
                        .call(kthreadCreateWorker("first").placed(Placement.ON_NODE))
                        .call(kthreadDestroyWorker("first"))
                        .call(kthreadCreateWorker("second").placed(Placement.ON_CPU))
                        .call(kthreadDestroyWorker("second"))
                        .call(kthreadRunWorker("third").placed(Placement.ON_CPU))
                        .call(kthreadDestroyWorker("third")))
                .exit(body -> { })
                .build();
    }

    private static ProtocolBuilder withWorker(String name) {
        return Protocol.module(name)
                .taskPointer("task")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop
                                .call(setCurrentState(TaskState.INTERRUPTIBLE))
                                .call(schedule())))
                .exit(body -> body.call(kthreadStop("task")));
    }

    /** What is read of a thread, and of one that is freed. */
    static Protocol reads() {
        return withWorker("reads")
                .init(body -> body
                        .assign("task", kthreadCreate("worker"))
                        .assign("ret", kthreadAffinePreferred("task"))
                        .assign("ret", wakeUpState("task", WakeMask.INTERRUPTIBLE))
                        .call(wakeUpProcess("task"))
                        .assign("ret", kthreadAffinePreferred("task"))
                        .assign("parks", kthreadShouldPark("task")))
                .fileOperations("probe", 1, Pinning.NONE, body -> body
                        .call(kthreadFunc("task"))
                        .call(kthreadData("task"))
                        .call(kthreadProbeData("task"))
                        .call(getKthreadComm("task"))
                        .call(tskIsKthread("task"))
                        .call(wakeUpState("task", WakeMask.NORMAL)))
                .environment("cpusets", body -> body.call(kthreadsUpdateHousekeeping()))
                .build();
    }

    /** A thread that is marked as per-CPU, and unparked when it is parked and when it is not. */
    static Protocol perCpu() {
        return Protocol.module("per-cpu")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .until(shouldStop(), loop -> loop
                                .when(shouldPark(), then -> then.call(kthreadParkme()))
                                .when(shouldStopOrPark(), then -> then.call(msleep()))))
                .init(body -> body
                        .assign("task", kthreadCreate("worker"))
                        .call(kthreadSetPerCpu("task"))
                        .assign("marked", kthreadIsPerCpu("task"))
                        .call(wakeUpProcess("task")))
                .fileOperation("offline", body -> body
                        .call(kthreadPark("task"))
                        .assign("parks", kthreadShouldPark("task"))
                        .call(kthreadUnpark("task"))
                        .when(shouldStopOrPark(), then -> then.call(kthreadClearPerCpu("task"))))
                .fileOperation("online", body -> body.call(kthreadUnpark("task")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** The thread of a CPU that goes offline, which calls all that such a thread may call. */
    static Protocol smpboot() {
        return Protocol.module("smpboot")
                .memory("data")
                .flag("busy")
                .smpbootThread("worker", "task", functions -> functions
                        .setup(body -> body.call(set("busy")))
                        .park(body -> body.call(use("data")))
                        .unpark(body -> body.call(clear("busy")))
                        .cleanup(body -> body.call(clear("busy")))
                        .shouldRun(body -> body.call(setLocal(SmpbootHooks.SHOULD_RUN, 0))
                                .when(flag("busy"), then -> then.call(setLocal(SmpbootHooks.SHOULD_RUN, 1))))
                        .threadFn(body -> body.call(msleep())))
                .cpuHotplug("cpu", "task")
                .init(body -> body
                        .call(allocate("data"))
                        .assign("err", smpbootRegisterPercpuThread("worker", "task").mayFail())
                        .when(notEqual("err", 0), failed -> failed.returns(Value.of("err"))))
                .exit(body -> body
                        .call(kfree("data"))
                        .call(smpbootUnregisterPercpuThread("worker", "task")))
                .build();
    }

    /** A thread that may leave with a control group. */
    static Protocol controlGroups() {
        return Protocol.module("control-groups")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(kthreadAssociateBlkcg())
                        .call(kthreadBlkcg())
                        .when(chance("tidy"), then -> then.call(kthreadDissociateBlkcg()))
                        .until(shouldStop(), loop -> loop.call(msleep())))
                .init(body -> body.assign("task", kthreadRun("worker")).call(getTaskStruct("task")))
                .exit(body -> body.call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** A thread that may adopt an address space twice, drop one too many, or leave with one. */
    static Protocol addressSpaces() {
        return Protocol.module("address-spaces")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(kthreadUseMm())
                        .call(copyToUser())
                        .when(chance("again()"), then -> then.call(kthreadUseMm()))
                        .when(chance("tidy()"), then -> then.call(kthreadUnuseMm()))
                        .when(chance("twice()"), then -> then.call(kthreadUnuseMm())))
                .init(body -> body.assign("task", kthreadRun("worker")).call(getTaskStruct("task")))
                .exit(body -> body.call(kthreadStop("task")).call(putTaskStruct("task")))
                .build();
    }

    /** Signals that are taken, or ignored again. */
    static Protocol signals() {
        return Protocol.module("signals-taken")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .call(allowKernelSignal())
                        .until(shouldStop(), loop -> loop
                                .call(scheduleTimeoutInterruptible())
                                .when(signalPending(), then -> then.assign("signal", kernelDequeueSignal()))
                                .when(chance("enough()"), then -> then.call(disallowSignal()))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .environment("user", body -> body.call(sendSignal("task")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Waits that are written out, ordinary and exclusive in one program. */
    static Protocol byHand() {
        return withWorker("by-hand")
                .waitQueue("queue")
                .flag("ready")
                .spinlock("lock")
                .init(body -> body.assign("task", kthreadRun("worker")))
                .fileOperation("read", body -> body
                        .call(prepareToWait("queue", TaskState.INTERRUPTIBLE))
                        .when(not(flag("ready")), then -> then.call(schedule()))
                        .call(prepareToWaitExclusive("queue", TaskState.UNINTERRUPTIBLE))
                        .when(not(flag("ready")), then -> then.call(schedule()))
                        .call(finishWait("queue")))
                .fileOperation("poll", body -> body
                        .call(spinLock("lock"))
                        .assign("ret", prepareToWaitEvent("queue", SleepMode.INTERRUPTIBLE))
                        .call(spinUnlock("lock"))
                        .when(equal("ret", 0), then -> then
                                .when(not(flag("ready")), yes -> yes.call(schedule()))
                                .call(finishWait("queue"))))
                .fileOperation("write", body -> body.call(set("ready")).call(wakeUp("queue")).call(wakeUp("queue")))
                .build();
    }

    /** Entries that are added by hand. */
    static Protocol exclusively() {
        return Protocol.module("exclusively")
                .waitQueue("queue")
                .fileOperations("read", 2, Pinning.OWNER, body -> body
                        .call(addWaitQueueExclusive("queue"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .call(removeWaitQueue("queue")))
                .fileOperation("again", body -> body
                        .call(addWaitQueueExclusive("queue"))
                        .call(addWaitQueueExclusive("queue"))
                        .call(removeWaitQueue("queue")))
                .fileOperation("write", body -> body.call(wakeUp("queue")))
                .exit(body -> { })
                .build();
    }

    /** More waiters than a wake-up takes. */
    static Protocol several() {
        return Protocol.module("several")
                .waitQueue("queue")
                .flag("ready")
                .fileOperations("read", 3, Pinning.OWNER, body -> body
                        .call(waitEventKillable("queue", flag("ready")).exclusive()))
                .fileOperation("look", body -> body.call(waitEvent("queue", flag("ready"))))
                .fileOperation("write", body -> body.call(set("ready")).call(wakeUpNr("queue", 2)))
                .exit(body -> { })
                .build();
    }

    /** An entry that is woken before others and uses the wake-up up. */
    static Protocol first() {
        return Protocol.module("first")
                .waitQueue("queue")
                .flag("ready")
                .fileOperation("hook", body -> body
                        .call(addWaitQueuePriority("queue"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(schedule())
                        .call(removeWaitQueue("queue")))
                .fileOperation("read", body -> body.call(waitEventInterruptible("queue", flag("ready")).exclusive()))
                .fileOperation("look", body -> body.call(waitEventInterruptible("queue", flag("ready"))))
                .fileOperation("write", body -> body.call(set("ready")).call(wakeUp("queue")))
                .exit(body -> { })
                .build();
    }

    /** Simple wait queues. */
    static Protocol simple() {
        return Protocol.module("simple")
                .taskPointer("task")
                .waitQueue("queue")
                .flag("ready")
                .kthread("worker", body -> body
                        .call(swaitEventIdleExclusive("queue", or(flag("ready"), shouldStop())))
                        .assign("ret", swaitEventInterruptibleExclusive("queue", or(flag("ready"), shouldStop()))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .fileOperation("read", body -> body.call(swaitEventExclusive("queue", flag("ready"))))
                .fileOperation("write", body -> body
                        .call(swakeUpOne("queue"))
                        .call(set("ready"))
                        .call(swakeUpOne("queue")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** A queue with one waiter. */
    static Protocol rcuwait() {
        return Protocol.module("rcuwait")
                .taskPointer("task")
                .waitQueue("wait")
                .flag("ready")
                .kthread("worker", body -> body
                        .call(rcuwaitWaitEvent("wait", flag("ready"), SleepMode.INTERRUPTIBLE))
                        .assign("ret", rcuwaitWaitEvent("wait", flag("ready"), SleepMode.INTERRUPTIBLE))
                        .call(rcuwaitWaitEvent("wait", or(flag("ready"), shouldStop()), SleepMode.UNINTERRUPTIBLE)))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .environment("device", body -> body.call(set("ready")).call(rcuwaitWakeUp("wait")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Bits and variables. */
    static Protocol bits() {
        return withWorker("bits")
                .waitQueue("waiters")
                .flag("busy")
                .init(body -> body.assign("task", kthreadRun("worker")).call(set("busy")))
                .fileOperation("read", body -> body
                        .assign("ret", waitOnBit("busy", "waiters", SleepMode.INTERRUPTIBLE))
                        .call(waitOnBitIo("busy", "waiters", SleepMode.UNINTERRUPTIBLE))
                        .call(waitVarEvent("waiters", not(flag("busy")))))
                .fileOperation("write", body -> body
                        .call(clear("busy"))
                        .call(wakeUpBit("busy", "waiters"))
                        .call(wakeUpVar("waiters")))
                .fileOperation("end", body -> body.call(clearAndWakeUpBit("busy", "waiters")))
                .build();
    }

    /** A bit is a lock for which some wait, one for a time at most. */
    static Protocol bitLocks() {
        return Protocol.module("bit-locks")
                .waitQueue("waiters")
                .flag("busy")
                .init(body -> body.call(waitOnBitLockIo("busy", "waiters", SleepMode.UNINTERRUPTIBLE)))
                .fileOperation("read", body -> body
                        .assign("ret", waitOnBitTimeout("busy", "waiters", SleepMode.INTERRUPTIBLE))
                        .call(clearAndWakeUpBit("busy", "waiters"))
                        .assign("ret", waitOnBitTimeout("busy", "waiters", SleepMode.UNINTERRUPTIBLE)))
                .fileOperation("write", body -> body
                        .assign("ret", waitOnBitLock("busy", "waiters", SleepMode.INTERRUPTIBLE))
                        .when(equal("ret", 0), then -> then.call(clearAndWakeUpBit("busy", "waiters"))))
                .build();
    }

    /** Waits that are called with a spinlock held. */
    static Protocol locked() {
        return Protocol.module("locked")
                .taskPointer("task")
                .waitQueue("queue")
                .spinlock("lock")
                .flag("ready")
                .kthread("worker", body -> body
                        .call(spinLock("lock"))
                        .assign("ret", waitEventInterruptibleLockIrq("queue", flag("ready"), "lock"))
                        .call(waitEventLockIrq("queue", flag("ready"), "lock").withTimeout())
                        .call(waitEventInterruptibleLocked("queue", flag("ready"), "lock"))
                        .assign("ret", waitEventInterruptibleLocked("queue", flag("ready"), "lock"))
                        .call(spinUnlock("lock")))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .environment("device", body -> body.call(set("ready")).call(wakeUpLocked("queue")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Timeouts of hrtimers. */
    static Protocol hrtimeouts() {
        return Protocol.module("hrtimeouts")
                .taskPointer("task")
                .waitQueue("queue")
                .flag("ready")
                .kthread("worker", body -> body
                        .assign("ret", waitEventHrtimeout("queue", flag("ready")))
                        .assign("ret", waitEventInterruptibleHrtimeout("queue", flag("ready")))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .assign("ret", scheduleHrtimeout())
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(scheduleHrtimeout()))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .environment("device", body -> body.call(set("ready")).call(wakeUpInterruptibleAll("queue")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** One sleep each. */
    static Protocol sleeps() {
        return Protocol.module("sleeps")
                .taskPointer("task")
                .kthread("worker", body -> body
                        .assign("left", scheduleTimeoutUninterruptible())
                        .call(scheduleTimeoutIdle())
                        .call(scheduleTimeoutKillable())
                        .call(scheduleTimeoutInterruptible())
                        .call(msleep()))
                .init(body -> body.assign("task", kthreadRun("worker")).call(wakeUpProcess("task")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** A thread that is frozen where it sleeps, and woken, stopped or thawed meanwhile. */
    static Protocol freezable() {
        return Protocol.module("freezable")
                .taskPointer("task")
                .waitQueue("queue")
                .flag("ready")
                .kthread("worker", body -> body
                        .call(setFreezable())
                        .until(shouldStop(), loop -> loop
                                .assign("ret", waitEventFreezable("queue", or(flag("ready"), shouldStop())))
                                .when(freezing(), then -> then.call(clear("ready")))))
                .init(body -> body.assign("task", kthreadRun("worker")))
                .environment("suspend", body -> body
                        .call(suspendFreezeProcesses())
                        .call(freezeKernelThreads())
                        .call(thawProcesses()))
                .environment("device", body -> body.call(set("ready")).assign("hit", wakeUpProcess("task")).call(wakeUp("queue")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Attempts to take something, and waits that end by themselves. */
    static Protocol attempts() {
        return Protocol.module("attempts")
                .taskPointer("task")
                .completion("done")
                .completion("all")
                .semaphore("sem", 1)
                .rwSemaphore("rw")
                .kthread("worker", body -> body
                        .until(completionDone("all"), loop -> loop.call(schedule()))
                        .assign("took", tryWaitForCompletion("done"))
                        .assign("took", tryWaitForCompletion("all"))
                        .assign("ret", downTimeout("sem"))
                        .call(setCurrentState(TaskState.INTERRUPTIBLE))
                        .call(downTimeout("sem"))
                        .assign("ret", downReadInterruptible("rw")))
                .init(body -> body
                        .assign("task", kthreadRun("worker"))
                        .call(downWrite("rw"))
                        .call(complete("done"))
                        .call(completeAll("all"))
                        .call(upWrite("rw")))
                .exit(body -> body.call(kthreadStop("task")))
                .build();
    }

    /** Timers that are not waited for. */
    static Protocol timers() {
        return Protocol.module("timers-at-once")
                .timer("tick", body -> body
                        .when(chance("again()"), then -> then.call(modTimer("tick"))))
                .init(body -> body.call(modTimer("tick")))
                .fileOperation("ioctl", body -> body
                        .assign("ret", tryToDelTimerSync("tick"))
                        .call(modTimer("tick")))
                .exit(body -> body
                        .call(tryToDelTimerSync("tick"))
                        .assign("was", timerShutdown("tick"))
                        .call(timerShutdown("tick"))
                        .call(timerDeleteSync("tick")))
                .build();
    }

    /** A timer in hard interrupt context that goes on by itself. */
    static Protocol hrtimers() {
        return withWorker("hrtimers")
                .hrtimer("tick", body -> body
                        .call(wakeUpProcess("task"))
                        .when(chance("again()"), then -> then.call(hrtimerRestart()))
                        .when(chance("foolish()"), then -> then.call(msleep())))
                .init(body -> body.assign("task", kthreadRun("worker")).call(hrtimerStart("tick")))
                .exit(body -> body
                        .assign("ret", hrtimerTryToCancel("tick"))
                        .assign("was", hrtimerCancel("tick"))
                        .call(kthreadStop("task")))
                .build();
    }

    /** Interrupts that are off for a while. */
    static Protocol interrupts() {
        return Protocol.module("interrupts-off")
                .flag("ready")
                .irqHandler("handler", body -> body
                        .when(chance("foolish()"), then -> then.call(disableIrqNosync("handler")))
                        .call(irqWakeThread()))
                .irqThread("bottom", body -> body.call(set("ready")))
                .init(body -> body.call(requestThreadedIrq("handler", "bottom")))
                .fileOperation("ioctl", body -> body
                        .call(disableIrq("handler"))
                        .call(clear("ready"))
                        .call(enableIrq("handler"))
                        .call(synchronizeIrq("handler")))
                .exit(body -> body.call(enableIrq("handler")).call(freeIrq("handler")))
                .build();
    }

    /** Interrupts that are freed with the device. */
    static Protocol devices() {
        return Protocol.module("devices")
                .memory("data")
                .irqHandler("plain", body -> body.call(use("data")))
                .irqHandler("threaded", body -> body.call(irqWakeThread()))
                .irqThread("bottom", body -> body.call(use("data")))
                .init(body -> body
                        .call(allocate("data"))
                        .call(devmRequestIrq("plain"))
                        .call(devmRequestThreadedIrq("threaded", "bottom"))
                        .when(chance("no device"), then -> then.returns(Errno.ENODEV)))
                .exit(body -> body.call(kfree("data")))
                .build();
    }

    /** Functions that a kworker calls. */
    static Protocol async() {
        return Protocol.module("async")
                .flag("ready")
                .async("probe", body -> body.call(msleep()).call(set("ready")))
                .async("scan", body -> body.call(asyncSchedule("probe")))
                .init(body -> body
                        .call(asyncSchedule("scan"))
                        .call(asyncSchedule("probe"))
                        .when(chance("impatient()"), then -> then.call(asyncSynchronizeFull()))
                        .when(chance("no device"), then -> then.returns(Errno.ENODEV)))
                .exit(body -> body.call(clear("ready")))
                .build();
    }

    /** Items that are disabled, asked about and enabled again. */
    static Protocol items() {
        return Protocol.module("items")
                .workqueue("wq")
                .work("item", "wq", body -> body
                        .when(currentWork("item"), then -> then.assign("busy", workBusy("item"))))
                .delayedWork("later", "wq", body -> { })
                .init(body -> body
                        .call(allocWorkqueue("wq"))
                        .call(queueWork("wq", "item"))
                        .call(queueDelayedWork("wq", "later")))
                .fileOperation("ioctl", body -> body
                        .assign("was", disableWork("item"))
                        .when(workPending("item"), then -> then.call(workBusy("item")))
                        .assign("queued", enableAndQueueWork("wq", "item"))
                        .call(enableAndQueueWork("wq", "item")))
                .exit(body -> body
                        .assign("busy", workBusy("later"))
                        .assign("was", disableDelayedWork("later"))
                        .call(disableDelayedWorkSync("later"))
                        .call(destroyWorkqueue("wq")))
                .build();
    }

    /** Items that run in softirq. */
    static Protocol bottomHalves() {
        return Protocol.module("bottom-halves")
                .bhWorkqueue("bh")
                .bhWork("item", "bh", body -> body
                        .when(chance("foolish()"), then -> then.call(msleep())))
                .bhWork("other", body -> body.call(queueBhWork("other")))
                .init(body -> body
                        .call(allocBhWorkqueue("bh"))
                        .call(queueWork("bh", "item"))
                        .assign("queued", queueBhWork("other")))
                .exit(body -> body
                        .call(cancelWorkSync("other"))
                        .call(destroyWorkqueue("bh")))
                .build();
    }

    /** An item that is queued after a grace period. */
    static Protocol rcuWork() {
        return Protocol.module("rcu-work")
                .workqueue("wq")
                .rcuWork("item", "wq", body -> { })
                .init(body -> body.call(allocWorkqueue("wq")).assign("queued", queueRcuWork("wq", "item")))
                .fileOperation("ioctl", body -> body.call(queueRcuWork("wq", "item")))
                .exit(body -> body.call(flushRcuWork("item")).call(destroyWorkqueue("wq")))
                .build();
    }

    /** Kthread work that is initialised too late, and has its timer started anew. */
    static Protocol kthreadItems() {
        return Protocol.module("kthread-items")
                .kthreadWorker("helper")
                .kthreadWork("job", "helper", body -> { })
                .kthreadDelayedWork("later", "helper", body -> { })
                .init(body -> body
                        .call(kthreadRunWorker("helper"))
                        .call(kthreadQueueWork("helper", "job"))
                        .assign("was", kthreadModDelayedWork("helper", "later")))
                .fileOperation("ioctl", body -> body
                        .call(kthreadInitWork("job"))
                        .call(kthreadModDelayedWork("helper", "later"))
                        .call(kthreadInitDelayedWork("later")))
                .exit(body -> body
                        .call(kthreadCancelDelayedWorkSync("later"))
                        .call(kthreadDestroyWorker("helper")))
                .build();
    }

    /** A worker that freezes between two items. */
    static Protocol freezableWorker() {
        return Protocol.module("freezable-worker")
                .freezableKthreadWorker("helper")
                .kthreadWork("job", "helper", body -> { })
                .init(body -> body.call(kthreadCreateWorker("helper").freezable()))
                .environment("suspend", body -> body.call(freezeKernelThreads()).call(thawKernelThreads()))
                .fileOperation("write", body -> body.call(kthreadQueueWork("helper", "job")))
                .exit(body -> body.call(kthreadDestroyWorker("helper")))
                .build();
    }

    /** Readers who sleep, and one who waits for itself. */
    static Protocol srcu() {
        return Protocol.module("srcu")
                .srcu("domain")
                .srcu("other")
                .fileOperations("read", 2, Pinning.OWNER, body -> body
                        .call(srcuReadLock("domain"))
                        .call(msleep())
                        .call(srcuReadUnlock("domain"))
                        .when(chance("foolish()"), then -> then.call(srcuReadUnlock("domain"))))
                .fileOperation("write", body -> body
                        .call(synchronizeSrcu("domain"))
                        .call(synchronizeSrcu("other"))
                        .when(chance("foolish()"), then -> then.call(srcuReadLock("other")).call(synchronizeSrcu("other"))))
                .exit(body -> { })
                .build();
    }

    /** A callback that waits for readers of a domain, and too many sections. */
    static Protocol domainCallbacks() {
        return Protocol.module("call-srcu")
                .srcu("domain")
                .srcuCallback("release", "domain", body -> { })
                .fileOperation("read", body -> body
                        .call(srcuReadLock("domain"))
                        .call(callSrcu("domain", "release"))
                        .when(chance("foolish()"), then -> then.loop(chance("again()"), loop -> loop
                                .call(srcuReadLock("domain"))))
                        .call(srcuReadUnlock("domain")))
                .fileOperation("write", body -> body.call(callSrcu("domain", "release")))
                .exit(body -> body.call(srcuBarrier("domain")))
                .build();
    }

    /** A callback that waits for readers. */
    static Protocol callbacksAndReaders() {
        return Protocol.module("call-rcu")
                .rcuCallback("release", body -> { })
                .fileOperations("read", 2, Pinning.OWNER, body -> body
                        .call(rcuReadLock())
                        .call(callRcuHurry("release"))
                        .call(rcuReadUnlock()))
                .exit(body -> body.call(callRcu("release")).call(rcuBarrier("release")))
                .build();
    }

    /** Memory that is freed after a grace period. */
    static Protocol freedLater() {
        return Protocol.module("kfree")
                .rcuMemory("data")
                .init(body -> body.call(allocate("data")))
                .fileOperation("read", body -> body
                        .call(rcuReadLock())
                        .call(use("data"))
                        .call(rcuReadUnlock()))
                .fileOperation("write", body -> body.call(kfreeRcu("data")))
                .exit(body -> body.call(kvfreeRcuBarrier()))
                .build();
    }
}
