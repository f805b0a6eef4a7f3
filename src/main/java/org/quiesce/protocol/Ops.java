package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.Optional;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.KthreadWorkerOperation.WorkerFreezing;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.RcuOperation.Section;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SharedObject.Ordering;
import org.quiesce.protocol.SleepOperation.Length;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.WaitQueueOperation.Waiters;

/** Factories of operations, for static import: each is named after the call it stands for. */
public final class Ops {

    private Ops() {}

    public static KthreadOperation.KthreadCreate kthreadCreate(String thread) {
        return new KthreadOperation.KthreadCreate(given("thread", thread), Failure.ASSUMED_AWAY, Placement.ANYWHERE);
    }

    public static KthreadOperation.KthreadRun kthreadRun(String thread) {
        return new KthreadOperation.KthreadRun(given("thread", thread), Failure.ASSUMED_AWAY, Placement.ANYWHERE);
    }

    public static Operation kthreadBind(String pointer) {
        return new KthreadOperation.KthreadBind(task(pointer));
    }

    public static Operation wakeUpProcess(String pointer) {
        return new KthreadOperation.WakeUpProcess(task(pointer));
    }

    public static Operation kthreadStop(String pointer) {
        return new KthreadOperation.KthreadStop(task(pointer));
    }

    /** {@code kthread_stop(current)}. */
    public static Operation kthreadStopCurrent() {
        return new KthreadOperation.KthreadStop(new TaskRef.Current());
    }

    public static Operation kthreadStopPut(String pointer) {
        return new KthreadOperation.KthreadStopPut(task(pointer));
    }

    public static Operation kthreadExit(int code) {
        return new KthreadOperation.KthreadExit(Value.of(code));
    }

    public static Operation kthreadExit(Value code) {
        return new KthreadOperation.KthreadExit(given("code", code));
    }

    public static Operation kthreadCompleteAndExit(String completion, int code) {
        return new KthreadOperation.KthreadCompleteAndExit(Optional.of(given("completion", completion)), Value.of(code));
    }

    /** {@code kthread_complete_and_exit(NULL, code)}: how a module leaves a thread where kthread_exit is not exported. */
    public static Operation kthreadCompleteAndExit(int code) {
        return new KthreadOperation.KthreadCompleteAndExit(Optional.empty(), Value.of(code));
    }

    public static Operation kthreadCompleteAndExit(String completion, Value code) {
        return new KthreadOperation.KthreadCompleteAndExit(
                Optional.of(given("completion", completion)), given("code", code));
    }

    public static Operation modulePutAndKthreadExit(int code) {
        return new KthreadOperation.ModulePutAndKthreadExit(Value.of(code));
    }

    public static Operation modulePutAndKthreadExit(Value code) {
        return new KthreadOperation.ModulePutAndKthreadExit(given("code", code));
    }

    public static Operation getTaskStruct(String pointer) {
        return new KthreadOperation.GetTaskStruct(task(pointer));
    }

    public static Operation putTaskStruct(String pointer) {
        return new KthreadOperation.PutTaskStruct(task(pointer));
    }

    public static Operation taskWorkAdd(String pointer, String work) {
        return new KthreadOperation.TaskWorkAdd(task(pointer), given("work", work));
    }

    /** Parks another thread; see {@link KthreadOperation.KthreadPark} for a pointer that names the caller. */
    public static Operation kthreadPark(String pointer) {
        return new KthreadOperation.KthreadPark(task(pointer));
    }

    public static Operation kthreadUnpark(String pointer) {
        return new KthreadOperation.KthreadUnpark(task(pointer));
    }

    public static Operation kthreadParkme() {
        return new KthreadOperation.KthreadParkme();
    }

    public static Operation setFreezable() {
        return new FreezerOperation.SetFreezable();
    }

    public static Operation tryToFreeze() {
        return new FreezerOperation.TryToFreeze();
    }

    public static Operation kthreadFreezableShouldStop() {
        return new FreezerOperation.KthreadFreezableShouldStop();
    }

    public static Operation freezeKernelThreads() {
        return new FreezerOperation.FreezeKernelThreads();
    }

    public static Operation thawKernelThreads() {
        return new FreezerOperation.ThawKernelThreads();
    }

    public static Operation suspendFreezeProcesses() {
        return new FreezerOperation.SuspendFreezeProcesses();
    }

    public static Operation thawProcesses() {
        return new FreezerOperation.ThawProcesses();
    }

    public static Operation setCurrentState(TaskState state) {
        return new SleepOperation.SetCurrentState(given("state", state));
    }

    public static Operation plainSetCurrentState(TaskState state) {
        return new SleepOperation.PlainSetCurrentState(given("state", state));
    }

    public static Operation schedule() {
        return new SleepOperation.Schedule();
    }

    public static Operation scheduleTimeout() {
        return new SleepOperation.ScheduleTimeout();
    }

    public static SleepOperation.Msleep msleep() {
        return new SleepOperation.Msleep(Length.MOMENT);
    }

    public static SleepOperation.MsleepInterruptible msleepInterruptible() {
        return new SleepOperation.MsleepInterruptible(Length.MOMENT);
    }

    public static WaitQueueOperation.WaitEvent waitEvent(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.UNINTERRUPTIBLE);
    }

    public static WaitQueueOperation.WaitEvent waitEventInterruptible(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.INTERRUPTIBLE);
    }

    public static WaitQueueOperation.WaitEvent waitEventIdle(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.IDLE);
    }

    public static WaitQueueOperation.WaitEvent waitEventKillable(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.KILLABLE);
    }

    public static Operation wakeUp(String queue) {
        return new WaitQueueOperation.WakeUp(given("queue", queue), WakeMask.NORMAL, Waiters.ONE_EXCLUSIVE);
    }

    public static Operation wakeUpAll(String queue) {
        return new WaitQueueOperation.WakeUp(given("queue", queue), WakeMask.NORMAL, Waiters.ALL);
    }

    public static Operation wakeUpInterruptible(String queue) {
        return new WaitQueueOperation.WakeUp(given("queue", queue), WakeMask.INTERRUPTIBLE, Waiters.ONE_EXCLUSIVE);
    }

    public static Operation wakeUpInterruptibleAll(String queue) {
        return new WaitQueueOperation.WakeUp(given("queue", queue), WakeMask.INTERRUPTIBLE, Waiters.ALL);
    }

    public static Operation addWaitQueue(String queue) {
        return new WaitQueueOperation.AddWaitQueue(given("queue", queue));
    }

    public static Operation removeWaitQueue(String queue) {
        return new WaitQueueOperation.RemoveWaitQueue(given("queue", queue));
    }

    public static WaitQueueOperation.WaitWoken waitWoken(SleepMode mode) {
        return new WaitQueueOperation.WaitWoken(given("mode", mode), Timeout.NEVER);
    }

    public static Operation complete(String completion) {
        return new CompletionOperation.Complete(given("completion", completion));
    }

    public static Operation completeAll(String completion) {
        return new CompletionOperation.CompleteAll(given("completion", completion));
    }

    public static Operation reinitCompletion(String completion) {
        return new CompletionOperation.ReinitCompletion(given("completion", completion));
    }

    public static CompletionOperation.WaitForCompletion waitForCompletion(String completion) {
        return waitForCompletion(completion, SleepMode.UNINTERRUPTIBLE);
    }

    public static CompletionOperation.WaitForCompletion waitForCompletionInterruptible(String completion) {
        return waitForCompletion(completion, SleepMode.INTERRUPTIBLE);
    }

    public static Operation modTimer(String timer) {
        return new TimerOperation.ModTimer(given("timer", timer));
    }

    public static Operation timerDelete(String timer) {
        return new TimerOperation.TimerDelete(given("timer", timer));
    }

    public static Operation timerDeleteSync(String timer) {
        return new TimerOperation.TimerDeleteSync(given("timer", timer));
    }

    public static Operation timerShutdownSync(String timer) {
        return new TimerOperation.TimerShutdownSync(given("timer", timer));
    }

    public static Operation scheduleWork(String work) {
        return new WorkOperation.ScheduleWork(given("work", work));
    }

    public static Operation cancelWork(String work) {
        return new WorkOperation.CancelWork(given("work", work));
    }

    public static Operation cancelWorkSync(String work) {
        return new WorkOperation.CancelWorkSync(given("work", work));
    }

    public static Operation taskletSchedule(String tasklet) {
        return new InterruptOperation.TaskletSchedule(given("tasklet", tasklet));
    }

    public static Operation taskletKill(String tasklet) {
        return new InterruptOperation.TaskletKill(given("tasklet", tasklet));
    }

    public static Operation callRcu(String callback) {
        return new RcuOperation.CallRcu(given("callback", callback), Optional.empty());
    }

    /** The same, with a {@code rcu_head} that lies in memory of the module. */
    public static Operation callRcu(String memory, String callback) {
        return new RcuOperation.CallRcu(given("callback", callback), Optional.of(given("memory", memory)));
    }

    public static Operation rcuBarrier(String callback) {
        return new RcuOperation.RcuBarrier(given("callback", callback));
    }

    public static InterruptOperation.RequestIrq requestIrq(String handler) {
        return new InterruptOperation.RequestIrq(given("handler", handler), Failure.ASSUMED_AWAY);
    }

    public static Operation requestThreadedIrq(String handler, String function) {
        return new InterruptOperation.RequestThreadedIrq(given("handler", handler), given("function", function));
    }

    /** {@code return IRQ_WAKE_THREAD;}. */
    public static Operation irqWakeThread() {
        return new InterruptOperation.IrqWakeThread();
    }

    public static Operation freeIrq(String handler) {
        return new InterruptOperation.FreeIrq(given("handler", handler));
    }

    /** {@code blocking_notifier_chain_register()}. */
    public static Operation registerNotifier(String notifier) {
        return new NotifierOperation.RegisterNotifier(given("notifier", notifier));
    }

    /** {@code blocking_notifier_chain_unregister()}. */
    public static Operation unregisterNotifier(String notifier) {
        return new NotifierOperation.UnregisterNotifier(given("notifier", notifier));
    }

    /** {@code allow_signal()} of a signal other than SIGKILL. */
    public static Operation allowSignal() {
        return allowSignal(Signal.SIGTERM);
    }

    public static Operation allowSignal(Signal signal) {
        return new SignalOperation.AllowSignal(given("signal", signal));
    }

    /** {@code send_sig()} of a signal other than SIGKILL. */
    public static Operation sendSignal(String pointer) {
        return sendSignal(pointer, Signal.SIGTERM);
    }

    public static Operation sendSignal(String pointer, Signal signal) {
        return new SignalOperation.SendSignal(task(pointer), given("signal", signal));
    }

    public static Operation flushSignals() {
        return new SignalOperation.FlushSignals();
    }

    public static CompletionOperation.WaitForCompletion waitForCompletionKillable(String completion) {
        return waitForCompletion(completion, SleepMode.KILLABLE);
    }

    public static Operation mutexLock(String mutex) {
        return new LockOperation.Lock(given("mutex", mutex), LockKind.MUTEX);
    }

    public static Operation mutexLockInterruptible(String mutex) {
        return new LockOperation.MutexLockUnlessSignalled(given("mutex", mutex), SleepMode.INTERRUPTIBLE);
    }

    public static Operation mutexLockKillable(String mutex) {
        return new LockOperation.MutexLockUnlessSignalled(given("mutex", mutex), SleepMode.KILLABLE);
    }

    public static Operation mutexTrylock(String mutex) {
        return new LockOperation.Trylock(given("mutex", mutex), LockKind.MUTEX);
    }

    public static Operation mutexUnlock(String mutex) {
        return new LockOperation.Unlock(given("mutex", mutex), LockKind.MUTEX, Optional.empty());
    }

    /** {@code mutex_unlock()} of a mutex that lies in some memory, and is looked at there after it is released. */
    public static Operation mutexUnlock(String mutex, String memory) {
        return new LockOperation.Unlock(given("mutex", mutex), LockKind.MUTEX, Optional.of(given("memory", memory)));
    }

    public static Operation spinLock(String spinlock) {
        return new LockOperation.Lock(given("spinlock", spinlock), LockKind.SPINLOCK);
    }

    public static Operation spinUnlock(String spinlock) {
        return new LockOperation.Unlock(given("spinlock", spinlock), LockKind.SPINLOCK, Optional.empty());
    }

    public static Operation down(String semaphore) {
        return new LockOperation.Down(given("semaphore", semaphore));
    }

    public static Operation downInterruptible(String semaphore) {
        return new LockOperation.DownUnlessSignalled(given("semaphore", semaphore), SleepMode.INTERRUPTIBLE);
    }

    public static Operation downKillable(String semaphore) {
        return new LockOperation.DownUnlessSignalled(given("semaphore", semaphore), SleepMode.KILLABLE);
    }

    public static Operation downTrylock(String semaphore) {
        return new LockOperation.DownTrylock(given("semaphore", semaphore));
    }

    public static Operation up(String semaphore) {
        return new LockOperation.Up(given("semaphore", semaphore));
    }

    public static Operation downRead(String semaphore) {
        return new LockOperation.DownRw(given("semaphore", semaphore), Access.READ);
    }

    public static Operation upRead(String semaphore) {
        return new LockOperation.UpRw(given("semaphore", semaphore), Access.READ, Optional.empty());
    }

    /** {@code up_read()} of a semaphore that lies in some memory, and is looked at there after it is released. */
    public static Operation upRead(String semaphore, String memory) {
        return new LockOperation.UpRw(given("semaphore", semaphore), Access.READ, Optional.of(given("memory", memory)));
    }

    public static Operation downWrite(String semaphore) {
        return new LockOperation.DownRw(given("semaphore", semaphore), Access.WRITE);
    }

    public static Operation upWrite(String semaphore) {
        return new LockOperation.UpRw(given("semaphore", semaphore), Access.WRITE, Optional.empty());
    }

    /** {@code up_write()} as {@link #upRead(String, String)}. */
    public static Operation upWrite(String semaphore, String memory) {
        return new LockOperation.UpRw(given("semaphore", semaphore), Access.WRITE, Optional.of(given("memory", memory)));
    }

    public static Operation rcuReadLock() {
        return new RcuOperation.SectionBegin(Section.RCU);
    }

    public static Operation rcuReadUnlock() {
        return new RcuOperation.SectionEnd(Section.RCU);
    }

    public static Operation preemptDisable() {
        return new RcuOperation.SectionBegin(Section.PREEMPTION);
    }

    public static Operation preemptEnable() {
        return new RcuOperation.SectionEnd(Section.PREEMPTION);
    }

    public static Operation localIrqSave() {
        return new RcuOperation.SectionBegin(Section.INTERRUPTS);
    }

    public static Operation localIrqRestore() {
        return new RcuOperation.SectionEnd(Section.INTERRUPTS);
    }

    public static Operation synchronizeRcu() {
        return new RcuOperation.SynchronizeRcu();
    }

    public static Operation tryModuleGet() {
        return new ModuleOperation.TryModuleGet();
    }

    /** {@code __module_get(THIS_MODULE)}. */
    public static Operation uncheckedModuleGet() {
        return new ModuleOperation.UncheckedModuleGet();
    }

    public static Operation modulePut() {
        return new ModuleOperation.ModulePut();
    }

    public static DataOperation.Allocate allocate(String memory) {
        return new DataOperation.Allocate(given("memory", memory), Failure.ASSUMED_AWAY, Program.Sleeping.ALLOWED);
    }

    public static Operation kfree(String memory) {
        return new DataOperation.Free(given("memory", memory));
    }

    /** A read or write through a memory pointer. */
    public static Operation use(String memory) {
        return new DataOperation.Use(given("memory", memory));
    }

    /** {@code flag = true}. */
    public static Operation set(String flag) {
        return new DataOperation.SetFlag(given("flag", flag), FlagValue.TRUE);
    }

    /** {@code flag = false}. */
    public static Operation clear(String flag) {
        return new DataOperation.SetFlag(given("flag", flag), FlagValue.FALSE);
    }

    public static Operation increment(String counter) {
        return new DataOperation.Increment(given("counter", counter));
    }

    public static Operation decrement(String counter) {
        return new DataOperation.Decrement(given("counter", counter));
    }

    /** {@code counter = 0}. */
    public static Operation reset(String counter) {
        return new DataOperation.ResetCounter(given("counter", counter));
    }

    /** {@code task = NULL}. */
    public static Operation clearPointer(String pointer) {
        return new DataOperation.ClearPointer(given("pointer", pointer));
    }

    /** {@code pointer = from}, of task pointers. */
    public static Operation copyPointer(String pointer, String from) {
        return new DataOperation.CopyPointer(given("pointer", pointer), given("from", from));
    }

    /** {@code pointer = xchg(&from, NULL)}, of task pointers. */
    public static Operation takePointer(String pointer, String from) {
        return new DataOperation.TakePointer(given("pointer", pointer), given("from", from));
    }

    public static Operation setLocal(String local, int value) {
        return new DataOperation.SetLocal(given("local", local), Value.of(value));
    }

    public static Operation setLocal(String local, Value value) {
        return new DataOperation.SetLocal(given("local", local), given("value", value));
    }

    public static Operation kthreadUseMm() {
        return new KthreadOperation.KthreadUseMm();
    }

    public static Operation kthreadUnuseMm() {
        return new KthreadOperation.KthreadUnuseMm();
    }

    public static Operation copyToUser() {
        return new KthreadOperation.CopyToUser();
    }

    // ---- workqueues and kthread workers

    public static WorkOperation.AllocWorkqueue allocWorkqueue(String queue) {
        return new WorkOperation.AllocWorkqueue(given("queue", queue), Ordering.CONCURRENT, Failure.ASSUMED_AWAY);
    }

    public static WorkOperation.AllocWorkqueue allocOrderedWorkqueue(String queue) {
        return new WorkOperation.AllocWorkqueue(given("queue", queue), Ordering.ORDERED, Failure.ASSUMED_AWAY);
    }

    public static Operation queueWork(String queue, String work) {
        return new WorkOperation.QueueWork(given("queue", queue), given("work", work));
    }

    public static Operation queueDelayedWork(String queue, String work) {
        return new WorkOperation.QueueDelayedWork(Optional.of(given("queue", queue)), given("work", work));
    }

    public static Operation scheduleDelayedWork(String work) {
        return new WorkOperation.QueueDelayedWork(Optional.empty(), given("work", work));
    }

    public static Operation modDelayedWork(String queue, String work) {
        return new WorkOperation.ModDelayedWork(Optional.of(given("queue", queue)), given("work", work));
    }

    /** {@code mod_delayed_work(system_wq, …)}. */
    public static Operation modDelayedWork(String work) {
        return new WorkOperation.ModDelayedWork(Optional.empty(), given("work", work));
    }

    public static KthreadWorkerOperation.KthreadCreateWorker kthreadCreateWorker(String worker) {
        return new KthreadWorkerOperation.KthreadCreateWorker(given("worker", worker), Failure.ASSUMED_AWAY,
                Placement.ANYWHERE, WorkerFreezing.NEVER);
    }

    public static Operation kthreadQueueWork(String worker, String work) {
        return new KthreadWorkerOperation.KthreadQueueWork(given("worker", worker), given("work", work));
    }

    public static Operation kthreadQueueDelayedWork(String worker, String work) {
        return new KthreadWorkerOperation.KthreadQueueDelayedWork(given("worker", worker), given("work", work));
    }

    /** {@code kthread_stop(worker->task)}. */
    public static Operation kthreadStopWorkerTask(String worker) {
        return new KthreadOperation.KthreadStop(new TaskRef.OfWorker(given("worker", worker)));
    }

    public static Operation flushWork(String work) {
        return new WorkOperation.FlushWork(given("work", work));
    }

    public static Operation flushDelayedWork(String work) {
        return new WorkOperation.FlushDelayedWork(given("work", work));
    }

    public static Operation cancelDelayedWork(String work) {
        return new WorkOperation.CancelDelayedWork(given("work", work));
    }

    public static Operation cancelDelayedWorkSync(String work) {
        return new WorkOperation.CancelDelayedWorkSync(given("work", work));
    }

    public static Operation disableWorkSync(String work) {
        return new WorkOperation.DisableWorkSync(given("work", work));
    }

    public static Operation enableWork(String work) {
        return new WorkOperation.EnableWork(given("work", work), Program.Timing.AT_ONCE);
    }

    public static Operation flushWorkqueue(String queue) {
        return new WorkOperation.FlushWorkqueue(given("queue", queue));
    }

    public static Operation drainWorkqueue(String queue) {
        return new WorkOperation.DrainWorkqueue(given("queue", queue));
    }

    public static Operation destroyWorkqueue(String queue) {
        return new WorkOperation.DestroyWorkqueue(given("queue", queue));
    }

    public static Operation kthreadWorkerFn(String worker) {
        return new KthreadWorkerOperation.KthreadWorkerFn(given("worker", worker), WorkerFreezing.NEVER);
    }

    public static Operation kthreadInitWorker(String worker) {
        return new KthreadWorkerOperation.KthreadInitWorker(given("worker", worker));
    }

    public static Operation kthreadFlushWork(String work) {
        return new KthreadWorkerOperation.KthreadFlushWork(given("work", work));
    }

    public static Operation kthreadFlushWorker(String worker) {
        return new KthreadWorkerOperation.KthreadFlushWorker(given("worker", worker));
    }

    public static Operation kthreadCancelWorkSync(String work) {
        return new KthreadWorkerOperation.KthreadCancelWorkSync(given("work", work));
    }

    public static Operation kthreadCancelDelayedWorkSync(String work) {
        return new KthreadWorkerOperation.KthreadCancelDelayedWorkSync(given("work", work));
    }

    public static Operation kthreadDestroyWorker(String worker) {
        return new KthreadWorkerOperation.KthreadDestroyWorker(given("worker", worker));
    }

    // ---- per-CPU threads

    public static SmpbootOperation.SmpbootRegister smpbootRegisterPercpuThread(String thread, String pointer) {
        return new SmpbootOperation.SmpbootRegister(
                given("thread", thread), given("pointer", pointer), Failure.ASSUMED_AWAY);
    }

    public static Operation smpbootUnregisterPercpuThread(String thread, String pointer) {
        return new SmpbootOperation.SmpbootUnregister(given("thread", thread), given("pointer", pointer));
    }

    public static Operation cpusReadLock() {
        return new SmpbootOperation.CpusLock(Access.READ);
    }

    public static Operation cpusReadUnlock() {
        return new SmpbootOperation.CpusUnlock(Access.READ);
    }

    public static Operation cpusWriteLock() {
        return new SmpbootOperation.CpusLock(Access.WRITE);
    }

    public static Operation cpusWriteUnlock() {
        return new SmpbootOperation.CpusUnlock(Access.WRITE);
    }

    private static TaskRef task(String pointer) {
        return new TaskRef.Pointer(given("pointer", pointer));
    }

    private static WaitQueueOperation.WaitEvent waitEvent(String queue, Condition condition, SleepMode mode) {
        return new WaitQueueOperation.WaitEvent(given("queue", queue), given("condition", condition), mode, Timeout.NEVER,
                Waiter.ORDINARY);
    }

    private static CompletionOperation.WaitForCompletion waitForCompletion(String completion, SleepMode mode) {
        return new CompletionOperation.WaitForCompletion(given("completion", completion), mode, Timeout.NEVER);
    }
}
