package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import java.util.Optional;
import org.quiesce.protocol.Operation.LockKind;
import org.quiesce.protocol.Operation.Waiters;
import org.quiesce.protocol.SharedObject.FlagValue;

/** Factories of operations, for static import: each is named after the call it stands for. */
public final class Ops {

    private Ops() {}

    public static Operation.KthreadCreate kthreadCreate(String thread) {
        return new Operation.KthreadCreate(given("thread", thread), Failure.ASSUMED_AWAY);
    }

    public static Operation.KthreadRun kthreadRun(String thread) {
        return new Operation.KthreadRun(given("thread", thread), Failure.ASSUMED_AWAY);
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

    public static Operation msleep() {
        return new Operation.Msleep();
    }

    public static Operation msleepInterruptible() {
        return new Operation.MsleepInterruptible();
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

    public static Operation freeIrq(String handler) {
        return new Operation.FreeIrq(given("handler", handler));
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

    public static Operation tryModuleGet() {
        return new Operation.TryModuleGet();
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

    private static TaskRef task(String pointer) {
        return new TaskRef.Pointer(given("pointer", pointer));
    }

    private static Operation.WaitEvent waitEvent(String queue, Condition condition, SleepMode mode) {
        return new Operation.WaitEvent(given("queue", queue), given("condition", condition), mode, Timeout.NEVER);
    }

    private static Operation.WaitForCompletion waitForCompletion(String completion, SleepMode mode) {
        return new Operation.WaitForCompletion(given("completion", completion), mode, Timeout.NEVER);
    }
}
