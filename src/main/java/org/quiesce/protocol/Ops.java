package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.Operation.Access;
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
        return new Operation.KthreadCreate(thread, Failure.ASSUMED_AWAY, Placement.ANYWHERE);
    }

    public static Operation.KthreadRun kthreadRun(String thread) {
        return new Operation.KthreadRun(thread, Failure.ASSUMED_AWAY, Placement.ANYWHERE);
    }

    public static Operation kthreadBind(String pointer) {
        return new Operation.KthreadBind(new TaskRef.Pointer(pointer));
    }

    public static Operation wakeUpProcess(String pointer) {
        return new Operation.WakeUpProcess(new TaskRef.Pointer(pointer));
    }

    public static Operation kthreadStop(String pointer) {
        return new Operation.KthreadStop(new TaskRef.Pointer(pointer));
    }

    /** {@code kthread_stop(current)}. */
    public static Operation kthreadStopCurrent() {
        return new Operation.KthreadStop(new TaskRef.Current());
    }

    public static Operation kthreadStopPut(String pointer) {
        return new Operation.KthreadStopPut(new TaskRef.Pointer(pointer));
    }

    public static Operation kthreadExit(int code) {
        return new Operation.KthreadExit(Value.of(code));
    }

    public static Operation kthreadCompleteAndExit(String completion, int code) {
        return new Operation.KthreadCompleteAndExit(Optional.of(completion), Value.of(code));
    }

    /** {@code kthread_complete_and_exit(NULL, code)}: how a module leaves a thread where kthread_exit is not exported. */
    public static Operation kthreadCompleteAndExit(int code) {
        return new Operation.KthreadCompleteAndExit(Optional.empty(), Value.of(code));
    }

    public static Operation modulePutAndKthreadExit(int code) {
        return new Operation.ModulePutAndKthreadExit(Value.of(code));
    }

    public static Operation getTaskStruct(String pointer) {
        return new Operation.GetTaskStruct(new TaskRef.Pointer(pointer));
    }

    public static Operation putTaskStruct(String pointer) {
        return new Operation.PutTaskStruct(new TaskRef.Pointer(pointer));
    }

    public static Operation taskWorkAdd(String pointer, String work) {
        return new Operation.TaskWorkAdd(new TaskRef.Pointer(pointer), work);
    }

    public static Operation kthreadPark(String pointer) {
        return new Operation.KthreadPark(new TaskRef.Pointer(pointer));
    }

    public static Operation kthreadUnpark(String pointer) {
        return new Operation.KthreadUnpark(new TaskRef.Pointer(pointer));
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
        return new Operation.SetCurrentState(state);
    }

    public static Operation plainSetCurrentState(TaskState state) {
        return new Operation.PlainSetCurrentState(state);
    }

    public static Operation schedule() {
        return new Operation.Schedule();
    }

    public static Operation scheduleTimeout() {
        return new Operation.ScheduleTimeout();
    }

    public static Operation msleep() {
        return new Operation.Msleep();
    }

    public static Operation msleepInterruptible() {
        return new Operation.MsleepInterruptible();
    }

    public static Operation.WaitEvent waitEvent(String queue, Condition condition) {
        return new Operation.WaitEvent(queue, condition, SleepMode.UNINTERRUPTIBLE, Timeout.NEVER, Waiter.ORDINARY);
    }

    public static Operation.WaitEvent waitEventInterruptible(String queue, Condition condition) {
        return new Operation.WaitEvent(queue, condition, SleepMode.INTERRUPTIBLE, Timeout.NEVER, Waiter.ORDINARY);
    }

    public static Operation.WaitEvent waitEventIdle(String queue, Condition condition) {
        return new Operation.WaitEvent(queue, condition, SleepMode.IDLE, Timeout.NEVER, Waiter.ORDINARY);
    }

    public static Operation.WaitEvent waitEventKillable(String queue, Condition condition) {
        return new Operation.WaitEvent(queue, condition, SleepMode.KILLABLE, Timeout.NEVER, Waiter.ORDINARY);
    }

    public static Operation wakeUp(String queue) {
        return new Operation.WakeUp(queue, WakeMask.NORMAL, Waiters.ONE_EXCLUSIVE);
    }

    public static Operation wakeUpAll(String queue) {
        return new Operation.WakeUp(queue, WakeMask.NORMAL, Waiters.ALL);
    }

    public static Operation wakeUpInterruptible(String queue) {
        return new Operation.WakeUp(queue, WakeMask.INTERRUPTIBLE, Waiters.ONE_EXCLUSIVE);
    }

    public static Operation addWaitQueue(String queue) {
        return new Operation.AddWaitQueue(queue);
    }

    public static Operation removeWaitQueue(String queue) {
        return new Operation.RemoveWaitQueue(queue);
    }

    public static Operation.WaitWoken waitWoken(SleepMode mode) {
        return new Operation.WaitWoken(mode, Timeout.NEVER);
    }

    public static Operation complete(String completion) {
        return new Operation.Complete(completion);
    }

    public static Operation completeAll(String completion) {
        return new Operation.CompleteAll(completion);
    }

    public static Operation reinitCompletion(String completion) {
        return new Operation.ReinitCompletion(completion);
    }

    public static Operation.WaitForCompletion waitForCompletion(String completion) {
        return new Operation.WaitForCompletion(completion, SleepMode.UNINTERRUPTIBLE, Timeout.NEVER);
    }

    public static Operation.WaitForCompletion waitForCompletionInterruptible(String completion) {
        return new Operation.WaitForCompletion(completion, SleepMode.INTERRUPTIBLE, Timeout.NEVER);
    }

    public static Operation modTimer(String timer) {
        return new Operation.ModTimer(timer);
    }

    public static Operation timerDelete(String timer) {
        return new Operation.TimerDelete(timer);
    }

    public static Operation timerDeleteSync(String timer) {
        return new Operation.TimerDeleteSync(timer);
    }

    public static Operation timerShutdownSync(String timer) {
        return new Operation.TimerShutdownSync(timer);
    }

    public static Operation scheduleWork(String work) {
        return new Operation.ScheduleWork(work);
    }

    public static Operation cancelWork(String work) {
        return new Operation.CancelWork(work);
    }

    public static Operation cancelWorkSync(String work) {
        return new Operation.CancelWorkSync(work);
    }

    public static Operation taskletSchedule(String tasklet) {
        return new Operation.TaskletSchedule(tasklet);
    }

    public static Operation taskletKill(String tasklet) {
        return new Operation.TaskletKill(tasklet);
    }

    public static Operation callRcu(String callback) {
        return new Operation.CallRcu(callback);
    }

    public static Operation rcuBarrier(String callback) {
        return new Operation.RcuBarrier(callback);
    }

    public static Operation requestIrq(String handler) {
        return new Operation.RequestIrq(handler);
    }

    public static Operation requestThreadedIrq(String handler, String function) {
        return new Operation.RequestThreadedIrq(handler, function);
    }

    /** {@code return IRQ_WAKE_THREAD;}. */
    public static Operation irqWakeThread() {
        return new Operation.IrqWakeThread();
    }

    public static Operation freeIrq(String handler) {
        return new Operation.FreeIrq(handler);
    }

    /** {@code blocking_notifier_chain_register()}. */
    public static Operation registerNotifier(String notifier) {
        return new Operation.RegisterNotifier(notifier);
    }

    /** {@code blocking_notifier_chain_unregister()}. */
    public static Operation unregisterNotifier(String notifier) {
        return new Operation.UnregisterNotifier(notifier);
    }

    public static Operation allowSignal() {
        return new Operation.AllowSignal();
    }

    public static Operation sendSignal(String pointer) {
        return new Operation.SendSignal(new TaskRef.Pointer(pointer));
    }

    public static Operation flushSignals() {
        return new Operation.FlushSignals();
    }

    public static Operation.WaitForCompletion waitForCompletionKillable(String completion) {
        return new Operation.WaitForCompletion(completion, SleepMode.KILLABLE, Timeout.NEVER);
    }

    public static Operation mutexLock(String mutex) {
        return new Operation.Lock(mutex, LockKind.MUTEX);
    }

    public static Operation mutexLockInterruptible(String mutex) {
        return new Operation.MutexLockInterruptible(mutex);
    }

    public static Operation mutexTrylock(String mutex) {
        return new Operation.MutexTrylock(mutex);
    }

    public static Operation mutexUnlock(String mutex) {
        return new Operation.Unlock(mutex, LockKind.MUTEX);
    }

    public static Operation spinLock(String spinlock) {
        return new Operation.Lock(spinlock, LockKind.SPINLOCK);
    }

    public static Operation spinUnlock(String spinlock) {
        return new Operation.Unlock(spinlock, LockKind.SPINLOCK);
    }

    public static Operation down(String semaphore) {
        return new Operation.Down(semaphore);
    }

    public static Operation downInterruptible(String semaphore) {
        return new Operation.DownInterruptible(semaphore);
    }

    public static Operation downTrylock(String semaphore) {
        return new Operation.DownTrylock(semaphore);
    }

    public static Operation up(String semaphore) {
        return new Operation.Up(semaphore);
    }

    public static Operation downRead(String semaphore) {
        return new Operation.DownRw(semaphore, Access.READ);
    }

    public static Operation upRead(String semaphore) {
        return new Operation.UpRw(semaphore, Access.READ);
    }

    public static Operation downWrite(String semaphore) {
        return new Operation.DownRw(semaphore, Access.WRITE);
    }

    public static Operation upWrite(String semaphore) {
        return new Operation.UpRw(semaphore, Access.WRITE);
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
        return new Operation.Allocate(memory, Failure.ASSUMED_AWAY);
    }

    public static Operation kfree(String memory) {
        return new Operation.Free(memory);
    }

    /** A read or write through a memory pointer. */
    public static Operation use(String memory) {
        return new Operation.Use(memory);
    }

    /** {@code flag = true}. */
    public static Operation set(String flag) {
        return new Operation.SetFlag(flag, FlagValue.TRUE);
    }

    /** {@code flag = false}. */
    public static Operation clear(String flag) {
        return new Operation.SetFlag(flag, FlagValue.FALSE);
    }

    public static Operation increment(String counter) {
        return new Operation.Increment(counter);
    }

    public static Operation decrement(String counter) {
        return new Operation.Decrement(counter);
    }

    /** {@code counter = 0}. */
    public static Operation reset(String counter) {
        return new Operation.ResetCounter(counter);
    }

    /** {@code task = NULL}. */
    public static Operation clearPointer(String pointer) {
        return new Operation.ClearPointer(pointer);
    }

    public static Operation setLocal(String local, int value) {
        return new Operation.SetLocal(local, Value.of(value));
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
        return new Operation.AllocWorkqueue(queue, Ordering.CONCURRENT, Failure.ASSUMED_AWAY);
    }

    public static Operation.AllocWorkqueue allocOrderedWorkqueue(String queue) {
        return new Operation.AllocWorkqueue(queue, Ordering.ORDERED, Failure.ASSUMED_AWAY);
    }

    public static Operation queueWork(String queue, String work) {
        return new Operation.QueueWork(queue, work);
    }

    public static Operation queueDelayedWork(String queue, String work) {
        return new Operation.QueueDelayedWork(Optional.of(queue), work);
    }

    public static Operation scheduleDelayedWork(String work) {
        return new Operation.QueueDelayedWork(Optional.empty(), work);
    }

    public static Operation modDelayedWork(String queue, String work) {
        return new Operation.ModDelayedWork(Optional.of(queue), work);
    }

    /** {@code mod_delayed_work(system_wq, …)}. */
    public static Operation modDelayedWork(String work) {
        return new Operation.ModDelayedWork(Optional.empty(), work);
    }

    public static Operation.KthreadCreateWorker kthreadCreateWorker(String worker) {
        return new Operation.KthreadCreateWorker(worker, Failure.ASSUMED_AWAY);
    }

    public static Operation kthreadQueueWork(String worker, String work) {
        return new Operation.KthreadQueueWork(worker, work);
    }

    public static Operation kthreadQueueDelayedWork(String worker, String work) {
        return new Operation.KthreadQueueDelayedWork(worker, work);
    }

    /** {@code kthread_stop(worker->task)}. */
    public static Operation kthreadStopWorkerTask(String worker) {
        return new Operation.KthreadStop(new TaskRef.OfWorker(worker));
    }

    public static Operation flushWork(String work) {
        return new Operation.FlushWork(work);
    }

    public static Operation flushDelayedWork(String work) {
        return new Operation.FlushDelayedWork(work);
    }

    public static Operation cancelDelayedWork(String work) {
        return new Operation.CancelDelayedWork(work);
    }

    public static Operation cancelDelayedWorkSync(String work) {
        return new Operation.CancelDelayedWorkSync(work);
    }

    public static Operation disableWorkSync(String work) {
        return new Operation.DisableWorkSync(work);
    }

    public static Operation enableWork(String work) {
        return new Operation.EnableWork(work);
    }

    public static Operation flushWorkqueue(String queue) {
        return new Operation.FlushWorkqueue(queue);
    }

    public static Operation drainWorkqueue(String queue) {
        return new Operation.DrainWorkqueue(queue);
    }

    public static Operation destroyWorkqueue(String queue) {
        return new Operation.DestroyWorkqueue(queue);
    }

    public static Operation kthreadWorkerFn(String worker) {
        return new Operation.KthreadWorkerFn(worker);
    }

    public static Operation kthreadInitWorker(String worker) {
        return new Operation.KthreadInitWorker(worker);
    }

    public static Operation kthreadFlushWork(String work) {
        return new Operation.KthreadFlushWork(work);
    }

    public static Operation kthreadFlushWorker(String worker) {
        return new Operation.KthreadFlushWorker(worker);
    }

    public static Operation kthreadCancelWorkSync(String work) {
        return new Operation.KthreadCancelWorkSync(work);
    }

    public static Operation kthreadCancelDelayedWorkSync(String work) {
        return new Operation.KthreadCancelDelayedWorkSync(work);
    }

    public static Operation kthreadDestroyWorker(String worker) {
        return new Operation.KthreadDestroyWorker(worker);
    }
}
