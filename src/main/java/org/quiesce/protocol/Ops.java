package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.Optional;
import org.quiesce.protocol.Operation.Access;
import org.quiesce.protocol.Operation.Length;
import org.quiesce.protocol.Operation.LockKind;
import org.quiesce.protocol.Operation.Placement;
import org.quiesce.protocol.Operation.Section;
import org.quiesce.protocol.Operation.Waiter;
import org.quiesce.protocol.Operation.Waiters;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SharedObject.Ordering;

/** Factories of operations, for static import: each is named after the call it stands for. */
public final class Ops {

    private Ops() {}

    public static Operation.KthreadCreate kthreadCreate(String thread) {
        return new Operation.KthreadCreate(given("thread", thread), Failure.ASSUMED_AWAY, Placement.ANYWHERE);
    }

    public static Operation.KthreadRun kthreadRun(String thread) {
        return new Operation.KthreadRun(given("thread", thread), Failure.ASSUMED_AWAY, Placement.ANYWHERE);
    }

    public static Operation kthreadBind(String pointer) {
        return new Operation.KthreadBind(task(pointer));
    }

    public static Operation wakeUpProcess(String pointer) {
        return new Operation.WakeUpProcess(task(pointer));
    }

    public static Operation kthreadStop(String pointer) {
        return new Operation.KthreadStop(task(pointer));
    }

    /** {@code kthread_stop(current)}. */
    public static Operation kthreadStopCurrent() {
        return new Operation.KthreadStop(new TaskRef.Current());
    }

    public static Operation kthreadStopPut(String pointer) {
        return new Operation.KthreadStopPut(task(pointer));
    }

    public static Operation kthreadExit(int code) {
        return new Operation.KthreadExit(Value.of(code));
    }

    public static Operation kthreadExit(Value code) {
        return new Operation.KthreadExit(given("code", code));
    }

    public static Operation kthreadCompleteAndExit(String completion, int code) {
        return new Operation.KthreadCompleteAndExit(Optional.of(given("completion", completion)), Value.of(code));
    }

    /** {@code kthread_complete_and_exit(NULL, code)}: how a module leaves a thread where kthread_exit is not exported. */
    public static Operation kthreadCompleteAndExit(int code) {
        return new Operation.KthreadCompleteAndExit(Optional.empty(), Value.of(code));
    }

    public static Operation kthreadCompleteAndExit(String completion, Value code) {
        return new Operation.KthreadCompleteAndExit(
                Optional.of(given("completion", completion)), given("code", code));
    }

    public static Operation modulePutAndKthreadExit(int code) {
        return new Operation.ModulePutAndKthreadExit(Value.of(code));
    }

    public static Operation modulePutAndKthreadExit(Value code) {
        return new Operation.ModulePutAndKthreadExit(given("code", code));
    }

    public static Operation getTaskStruct(String pointer) {
        return new Operation.GetTaskStruct(task(pointer));
    }

    public static Operation putTaskStruct(String pointer) {
        return new Operation.PutTaskStruct(task(pointer));
    }

    public static Operation taskWorkAdd(String pointer, String work) {
        return new Operation.TaskWorkAdd(task(pointer), given("work", work));
    }

    /** Parks another thread; see {@link Operation.KthreadPark} for a pointer that names the caller. */
    public static Operation kthreadPark(String pointer) {
        return new Operation.KthreadPark(task(pointer));
    }

    public static Operation kthreadUnpark(String pointer) {
        return new Operation.KthreadUnpark(task(pointer));
    }

    public static Operation kthreadParkme() {
        return new Operation.KthreadParkme();
    }

    public static Operation setFreezable() {
        return new Operation.SetFreezable();
    }

    public static Operation tryToFreeze() {
        return new Operation.TryToFreeze();
    }

    public static Operation kthreadFreezableShouldStop() {
        return new Operation.KthreadFreezableShouldStop();
    }

    public static Operation freezeKernelThreads() {
        return new Operation.FreezeKernelThreads();
    }

    public static Operation thawKernelThreads() {
        return new Operation.ThawKernelThreads();
    }

    public static Operation suspendFreezeProcesses() {
        return new Operation.SuspendFreezeProcesses();
    }

    public static Operation thawProcesses() {
        return new Operation.ThawProcesses();
    }

    public static Operation setCurrentState(TaskState state) {
        return new Operation.SetCurrentState(given("state", state));
    }

    public static Operation plainSetCurrentState(TaskState state) {
        return new Operation.PlainSetCurrentState(given("state", state));
    }

    public static Operation schedule() {
        return new Operation.Schedule();
    }

    public static Operation scheduleTimeout() {
        return new Operation.ScheduleTimeout();
    }

    public static Operation.Msleep msleep() {
        return new Operation.Msleep(Length.MOMENT);
    }

    public static Operation.MsleepInterruptible msleepInterruptible() {
        return new Operation.MsleepInterruptible(Length.MOMENT);
    }

    public static Operation.WaitEvent waitEvent(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.UNINTERRUPTIBLE);
    }

    public static Operation.WaitEvent waitEventInterruptible(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.INTERRUPTIBLE);
    }

    public static Operation.WaitEvent waitEventIdle(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.IDLE);
    }

    public static Operation.WaitEvent waitEventKillable(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.KILLABLE);
    }

    public static Operation wakeUp(String queue) {
        return new Operation.WakeUp(given("queue", queue), WakeMask.NORMAL, Waiters.ONE_EXCLUSIVE);
    }

    public static Operation wakeUpAll(String queue) {
        return new Operation.WakeUp(given("queue", queue), WakeMask.NORMAL, Waiters.ALL);
    }

    public static Operation wakeUpInterruptible(String queue) {
        return new Operation.WakeUp(given("queue", queue), WakeMask.INTERRUPTIBLE, Waiters.ONE_EXCLUSIVE);
    }

    public static Operation wakeUpInterruptibleAll(String queue) {
        return new Operation.WakeUp(given("queue", queue), WakeMask.INTERRUPTIBLE, Waiters.ALL);
    }

    public static Operation addWaitQueue(String queue) {
        return new Operation.AddWaitQueue(given("queue", queue));
    }

    public static Operation removeWaitQueue(String queue) {
        return new Operation.RemoveWaitQueue(given("queue", queue));
    }

    public static Operation.WaitWoken waitWoken(SleepMode mode) {
        return new Operation.WaitWoken(given("mode", mode), Timeout.NEVER);
    }

    public static Operation complete(String completion) {
        return new Operation.Complete(given("completion", completion));
    }

    public static Operation completeAll(String completion) {
        return new Operation.CompleteAll(given("completion", completion));
    }

    public static Operation reinitCompletion(String completion) {
        return new Operation.ReinitCompletion(given("completion", completion));
    }

    public static Operation.WaitForCompletion waitForCompletion(String completion) {
        return waitForCompletion(completion, SleepMode.UNINTERRUPTIBLE);
    }

    public static Operation.WaitForCompletion waitForCompletionInterruptible(String completion) {
        return waitForCompletion(completion, SleepMode.INTERRUPTIBLE);
    }

    public static Operation modTimer(String timer) {
        return new Operation.ModTimer(given("timer", timer));
    }

    public static Operation timerDelete(String timer) {
        return new Operation.TimerDelete(given("timer", timer));
    }

    public static Operation timerDeleteSync(String timer) {
        return new Operation.TimerDeleteSync(given("timer", timer));
    }

    public static Operation timerShutdownSync(String timer) {
        return new Operation.TimerShutdownSync(given("timer", timer));
    }

    public static Operation scheduleWork(String work) {
        return new Operation.ScheduleWork(given("work", work));
    }

    public static Operation cancelWork(String work) {
        return new Operation.CancelWork(given("work", work));
    }

    public static Operation cancelWorkSync(String work) {
        return new Operation.CancelWorkSync(given("work", work));
    }

    public static Operation taskletSchedule(String tasklet) {
        return new Operation.TaskletSchedule(given("tasklet", tasklet));
    }

    public static Operation taskletKill(String tasklet) {
        return new Operation.TaskletKill(given("tasklet", tasklet));
    }

    public static Operation callRcu(String callback) {
        return new Operation.CallRcu(given("callback", callback));
    }

    public static Operation rcuBarrier(String callback) {
        return new Operation.RcuBarrier(given("callback", callback));
    }

    public static Operation.RequestIrq requestIrq(String handler) {
        return new Operation.RequestIrq(given("handler", handler), Failure.ASSUMED_AWAY);
    }

    public static Operation requestThreadedIrq(String handler, String function) {
        return new Operation.RequestThreadedIrq(given("handler", handler), given("function", function));
    }

    /** {@code return IRQ_WAKE_THREAD;}. */
    public static Operation irqWakeThread() {
        return new Operation.IrqWakeThread();
    }

    public static Operation freeIrq(String handler) {
        return new Operation.FreeIrq(given("handler", handler));
    }

    /** {@code blocking_notifier_chain_register()}. */
    public static Operation registerNotifier(String notifier) {
        return new Operation.RegisterNotifier(given("notifier", notifier));
    }

    /** {@code blocking_notifier_chain_unregister()}. */
    public static Operation unregisterNotifier(String notifier) {
        return new Operation.UnregisterNotifier(given("notifier", notifier));
    }

    public static Operation allowSignal() {
        return new Operation.AllowSignal();
    }

    public static Operation sendSignal(String pointer) {
        return new Operation.SendSignal(task(pointer));
    }

    public static Operation flushSignals() {
        return new Operation.FlushSignals();
    }

    public static Operation.WaitForCompletion waitForCompletionKillable(String completion) {
        return waitForCompletion(completion, SleepMode.KILLABLE);
    }

    public static Operation mutexLock(String mutex) {
        return new Operation.Lock(given("mutex", mutex), LockKind.MUTEX);
    }

    public static Operation mutexLockInterruptible(String mutex) {
        return new Operation.MutexLockInterruptible(given("mutex", mutex));
    }

    public static Operation mutexTrylock(String mutex) {
        return new Operation.MutexTrylock(given("mutex", mutex));
    }

    public static Operation mutexUnlock(String mutex) {
        return new Operation.Unlock(given("mutex", mutex), LockKind.MUTEX);
    }

    public static Operation spinLock(String spinlock) {
        return new Operation.Lock(given("spinlock", spinlock), LockKind.SPINLOCK);
    }

    public static Operation spinUnlock(String spinlock) {
        return new Operation.Unlock(given("spinlock", spinlock), LockKind.SPINLOCK);
    }

    public static Operation down(String semaphore) {
        return new Operation.Down(given("semaphore", semaphore));
    }

    public static Operation downInterruptible(String semaphore) {
        return new Operation.DownInterruptible(given("semaphore", semaphore));
    }

    public static Operation downTrylock(String semaphore) {
        return new Operation.DownTrylock(given("semaphore", semaphore));
    }

    public static Operation up(String semaphore) {
        return new Operation.Up(given("semaphore", semaphore));
    }

    public static Operation downRead(String semaphore) {
        return new Operation.DownRw(given("semaphore", semaphore), Access.READ);
    }

    public static Operation upRead(String semaphore) {
        return new Operation.UpRw(given("semaphore", semaphore), Access.READ);
    }

    public static Operation downWrite(String semaphore) {
        return new Operation.DownRw(given("semaphore", semaphore), Access.WRITE);
    }

    public static Operation upWrite(String semaphore) {
        return new Operation.UpRw(given("semaphore", semaphore), Access.WRITE);
    }

    public static Operation rcuReadLock() {
        return new Operation.SectionBegin(Section.RCU);
    }

    public static Operation rcuReadUnlock() {
        return new Operation.SectionEnd(Section.RCU);
    }

    public static Operation preemptDisable() {
        return new Operation.SectionBegin(Section.PREEMPTION);
    }

    public static Operation preemptEnable() {
        return new Operation.SectionEnd(Section.PREEMPTION);
    }

    public static Operation localIrqSave() {
        return new Operation.SectionBegin(Section.INTERRUPTS);
    }

    public static Operation localIrqRestore() {
        return new Operation.SectionEnd(Section.INTERRUPTS);
    }

    public static Operation synchronizeRcu() {
        return new Operation.SynchronizeRcu();
    }

    public static Operation tryModuleGet() {
        return new Operation.TryModuleGet();
    }

    /** {@code __module_get(THIS_MODULE)}. */
    public static Operation uncheckedModuleGet() {
        return new Operation.UncheckedModuleGet();
    }

    public static Operation modulePut() {
        return new Operation.ModulePut();
    }

    public static Operation.Allocate allocate(String memory) {
        return new Operation.Allocate(given("memory", memory), Failure.ASSUMED_AWAY);
    }

    public static Operation kfree(String memory) {
        return new Operation.Free(given("memory", memory));
    }

    /** A read or write through a memory pointer. */
    public static Operation use(String memory) {
        return new Operation.Use(given("memory", memory));
    }

    /** {@code flag = true}. */
    public static Operation set(String flag) {
        return new Operation.SetFlag(given("flag", flag), FlagValue.TRUE);
    }

    /** {@code flag = false}. */
    public static Operation clear(String flag) {
        return new Operation.SetFlag(given("flag", flag), FlagValue.FALSE);
    }

    public static Operation increment(String counter) {
        return new Operation.Increment(given("counter", counter));
    }

    public static Operation decrement(String counter) {
        return new Operation.Decrement(given("counter", counter));
    }

    /** {@code counter = 0}. */
    public static Operation reset(String counter) {
        return new Operation.ResetCounter(given("counter", counter));
    }

    /** {@code task = NULL}. */
    public static Operation clearPointer(String pointer) {
        return new Operation.ClearPointer(given("pointer", pointer));
    }

    public static Operation setLocal(String local, int value) {
        return new Operation.SetLocal(given("local", local), Value.of(value));
    }

    public static Operation setLocal(String local, Value value) {
        return new Operation.SetLocal(given("local", local), given("value", value));
    }

    public static Operation kthreadUseMm() {
        return new Operation.KthreadUseMm();
    }

    public static Operation kthreadUnuseMm() {
        return new Operation.KthreadUnuseMm();
    }

    public static Operation copyToUser() {
        return new Operation.CopyToUser();
    }

    // ---- workqueues and kthread workers

    public static Operation.AllocWorkqueue allocWorkqueue(String queue) {
        return new Operation.AllocWorkqueue(given("queue", queue), Ordering.CONCURRENT, Failure.ASSUMED_AWAY);
    }

    public static Operation.AllocWorkqueue allocOrderedWorkqueue(String queue) {
        return new Operation.AllocWorkqueue(given("queue", queue), Ordering.ORDERED, Failure.ASSUMED_AWAY);
    }

    public static Operation queueWork(String queue, String work) {
        return new Operation.QueueWork(given("queue", queue), given("work", work));
    }

    public static Operation queueDelayedWork(String queue, String work) {
        return new Operation.QueueDelayedWork(Optional.of(given("queue", queue)), given("work", work));
    }

    public static Operation scheduleDelayedWork(String work) {
        return new Operation.QueueDelayedWork(Optional.empty(), given("work", work));
    }

    public static Operation modDelayedWork(String queue, String work) {
        return new Operation.ModDelayedWork(Optional.of(given("queue", queue)), given("work", work));
    }

    /** {@code mod_delayed_work(system_wq, …)}. */
    public static Operation modDelayedWork(String work) {
        return new Operation.ModDelayedWork(Optional.empty(), given("work", work));
    }

    public static Operation.KthreadCreateWorker kthreadCreateWorker(String worker) {
        return new Operation.KthreadCreateWorker(given("worker", worker), Failure.ASSUMED_AWAY);
    }

    public static Operation kthreadQueueWork(String worker, String work) {
        return new Operation.KthreadQueueWork(given("worker", worker), given("work", work));
    }

    public static Operation kthreadQueueDelayedWork(String worker, String work) {
        return new Operation.KthreadQueueDelayedWork(given("worker", worker), given("work", work));
    }

    /** {@code kthread_stop(worker->task)}. */
    public static Operation kthreadStopWorkerTask(String worker) {
        return new Operation.KthreadStop(new TaskRef.OfWorker(given("worker", worker)));
    }

    public static Operation flushWork(String work) {
        return new Operation.FlushWork(given("work", work));
    }

    public static Operation flushDelayedWork(String work) {
        return new Operation.FlushDelayedWork(given("work", work));
    }

    public static Operation cancelDelayedWork(String work) {
        return new Operation.CancelDelayedWork(given("work", work));
    }

    public static Operation cancelDelayedWorkSync(String work) {
        return new Operation.CancelDelayedWorkSync(given("work", work));
    }

    public static Operation disableWorkSync(String work) {
        return new Operation.DisableWorkSync(given("work", work));
    }

    public static Operation enableWork(String work) {
        return new Operation.EnableWork(given("work", work));
    }

    public static Operation flushWorkqueue(String queue) {
        return new Operation.FlushWorkqueue(given("queue", queue));
    }

    public static Operation drainWorkqueue(String queue) {
        return new Operation.DrainWorkqueue(given("queue", queue));
    }

    public static Operation destroyWorkqueue(String queue) {
        return new Operation.DestroyWorkqueue(given("queue", queue));
    }

    public static Operation kthreadWorkerFn(String worker) {
        return new Operation.KthreadWorkerFn(given("worker", worker));
    }

    public static Operation kthreadInitWorker(String worker) {
        return new Operation.KthreadInitWorker(given("worker", worker));
    }

    public static Operation kthreadFlushWork(String work) {
        return new Operation.KthreadFlushWork(given("work", work));
    }

    public static Operation kthreadFlushWorker(String worker) {
        return new Operation.KthreadFlushWorker(given("worker", worker));
    }

    public static Operation kthreadCancelWorkSync(String work) {
        return new Operation.KthreadCancelWorkSync(given("work", work));
    }

    public static Operation kthreadCancelDelayedWorkSync(String work) {
        return new Operation.KthreadCancelDelayedWorkSync(given("work", work));
    }

    public static Operation kthreadDestroyWorker(String worker) {
        return new Operation.KthreadDestroyWorker(given("worker", worker));
    }

    // ---- per-CPU threads

    public static Operation smpbootRegisterPercpuThread(String thread, String pointer) {
        return new Operation.SmpbootRegister(given("thread", thread), given("pointer", pointer));
    }

    public static Operation smpbootUnregisterPercpuThread(String thread, String pointer) {
        return new Operation.SmpbootUnregister(given("thread", thread), given("pointer", pointer));
    }

    public static Operation cpusReadLock() {
        return new Operation.CpusLock(Access.READ);
    }

    public static Operation cpusReadUnlock() {
        return new Operation.CpusUnlock(Access.READ);
    }

    public static Operation cpusWriteLock() {
        return new Operation.CpusLock(Access.WRITE);
    }

    public static Operation cpusWriteUnlock() {
        return new Operation.CpusUnlock(Access.WRITE);
    }

    private static TaskRef task(String pointer) {
        return new TaskRef.Pointer(given("pointer", pointer));
    }

    private static Operation.WaitEvent waitEvent(String queue, Condition condition, SleepMode mode) {
        return new Operation.WaitEvent(given("queue", queue), given("condition", condition), mode, Timeout.NEVER,
                Waiter.ORDINARY);
    }

    private static Operation.WaitForCompletion waitForCompletion(String completion, SleepMode mode) {
        return new Operation.WaitForCompletion(given("completion", completion), mode, Timeout.NEVER);
    }
}
