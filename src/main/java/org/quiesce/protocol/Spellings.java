package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

/**
 * Factories of operations by other names, for static import: functions and macros of the kernel that do the same as one of
 * {@link Ops} as far as a model can tell.
 */
public final class Spellings {

    private Spellings() {}

    public static Spelling delTimer(String timer) {
        return Spelling.of(Ops.timerDelete(timer),
                "del_timer(&" + timer + ")");
    }

    public static Spelling delTimerSync(String timer) {
        return Spelling.of(Ops.timerDeleteSync(timer),
                "del_timer_sync(&" + timer + ")");
    }

    public static Spelling ssleep() {
        return Spelling.of(Ops.msleep(),
                "ssleep(1)");
    }

    public static Spelling usleepRange() {
        return Spelling.of(Ops.msleep(),
                "usleep_range(100, 200)");
    }

    public static Spelling usleepIdleRange() {
        return Spelling.of(Ops.msleep(),
                "usleep_idle_range(100, 200)");
    }

    public static Spelling fsleep() {
        return Spelling.of(Ops.msleep(),
                "fsleep(100)");
    }

    /** While nobody waits: it forgets who does, too. */
    public static Spelling initCompletion(String completion) {
        return Spelling.of(Ops.reinitCompletion(completion),
                "init_completion(&" + completion + ")");
    }

    public static Spelling declareCompletionOnstack(String completion) {
        return Spelling.of(Ops.reinitCompletion(completion),
                "DECLARE_COMPLETION_ONSTACK(" + completion + ")");
    }

    public static Spelling completeOnCurrentCpu(String completion) {
        return Spelling.of(Ops.complete(completion),
                "complete_on_current_cpu(&" + completion + ")");
    }

    public static Spelling waitForCompletionIo(String completion) {
        return Spelling.of(Ops.waitForCompletion(completion),
                "wait_for_completion_io(&" + completion + ")");
    }

    public static Spelling waitForCompletionState(String completion, SleepMode mode) {
        return Spelling.of(
                new CompletionOperation.WaitForCompletion(given("completion", completion), given("mode", mode), Timeout.NEVER),
                "wait_for_completion_state(&" + completion + ", " + mode.state().c() + ")");
    }

    public static Spelling callRcuHurry(String callback) {
        return Spelling.of(Ops.callRcu(callback),
                "call_rcu_hurry(&rcu, " + callback + ")");
    }

    /** A reference more of those that a semaphore counts, which stands for all but one. */
    public static Spelling refcountInc(String references) {
        return Spelling.of(Ops.up(references),
                "refcount_inc(&" + references + ")");
    }

    /** A reference less; yields 1 if it was the last, which is the one for which the semaphore does not stand. */
    public static Spelling refcountDecAndTest(String references) {
        return Spelling.of(Ops.downTrylock(references),
                "refcount_dec_and_test(&" + references + ")");
    }

    public static Spelling rtMutexLock(String lock) {
        return Spelling.of(Ops.mutexLock(lock),
                "rt_mutex_lock(&" + lock + ")");
    }

    public static Spelling rtMutexLockInterruptible(String lock) {
        return Spelling.of(Ops.mutexLockInterruptible(lock),
                "rt_mutex_lock_interruptible(&" + lock + ")");
    }

    public static Spelling rtMutexUnlock(String lock) {
        return Spelling.of(Ops.mutexUnlock(lock),
                "rt_mutex_unlock(&" + lock + ")");
    }

    public static Spelling percpuDownRead(String semaphore) {
        return Spelling.of(Ops.downRead(semaphore),
                "percpu_down_read(&" + semaphore + ")");
    }

    public static Spelling percpuUpRead(String semaphore) {
        return Spelling.of(Ops.upRead(semaphore),
                "percpu_up_read(&" + semaphore + ")");
    }

    public static Spelling percpuDownWrite(String semaphore) {
        return Spelling.of(Ops.downWrite(semaphore),
                "percpu_down_write(&" + semaphore + ")");
    }

    public static Spelling percpuUpWrite(String semaphore) {
        return Spelling.of(Ops.upWrite(semaphore),
                "percpu_up_write(&" + semaphore + ")");
    }

    public static Spelling allowKernelSignal() {
        return Spelling.of(Ops.allowSignal(),
                "allow_kernel_signal(SIGTERM)");
    }

    public static Spelling kthreadBindMask(String pointer) {
        return Spelling.of(Ops.kthreadBind(pointer),
                "kthread_bind_mask(" + pointer + ", mask)");
    }

    /** The model frees a task with its last reference, so that it never finds one without. */
    public static Spelling tryGetTaskStruct(String pointer) {
        return Spelling.of(Ops.getTaskStruct(pointer),
                "tryget_task_struct(" + pointer + ")").yielding(1);
    }

    public static Spelling ioWaitEvent(String queue, Condition condition) {
        return Spelling.of(Ops.waitEvent(queue, condition),
                "io_wait_event(" + queue + ", " + condition.c() + ")");
    }

    /** With two commands that do nothing of interest. */
    public static Spelling waitEventCmd(String queue, Condition condition) {
        return Spelling.of(Ops.waitEvent(queue, condition),
                "wait_event_cmd(" + queue + ", " + condition.c() + ", , )");
    }

    public static Spelling waitEventState(String queue, Condition condition, SleepMode mode) {
        return Spelling.of(event(queue, condition, mode),
                "wait_event_state(" + queue + ", " + condition.c() + ", " + mode.state().c() + ")");
    }

    /** With a command that does nothing of interest. */
    public static Spelling waitEventLockIrqCmd(String queue, Condition condition, String lock) {
        return Spelling.of(WaitOps.waitEventLockIrq(queue, condition, lock),
                "wait_event_lock_irq_cmd(" + queue + ", " + condition.c() + ", " + lock + ", )");
    }

    public static Spelling waitEventInterruptibleLockedIrq(String queue, Condition condition, String lock) {
        return Spelling.of(WaitOps.waitEventInterruptibleLocked(queue, condition, lock),
                "wait_event_interruptible_locked_irq(" + queue + ", " + condition.c() + ")");
    }

    /** The condition is that somebody has connected, or that the socket was shut down. */
    public static Spelling kernelAccept(String queue, Condition condition) {
        return Spelling.of(Ops.waitEventInterruptible(queue, condition),
                "kernel_accept(sock, &newsock, 0)");
    }

    /** The condition is that there is data, or that the socket was shut down. */
    public static Spelling kernelRecvmsg(String queue, Condition condition) {
        return Spelling.of(Ops.waitEventInterruptible(queue, condition),
                "kernel_recvmsg(sock, &msg, &vec, 1, len, 0)");
    }

    /** The queue is that on which the kernel has those who wait for the variable. */
    public static Spelling waitVarEvent(String queue, Condition condition) {
        return Spelling.of(Ops.waitEvent(queue, condition),
                "wait_var_event(&" + queue + ", " + condition.c() + ")");
    }

    /** The queue is that on which the kernel has those who wait for the variable. */
    public static Spelling waitVarEventTimeout(String queue, Condition condition) {
        return Spelling.of(Ops.waitEvent(queue, condition).withTimeout(),
                "wait_var_event_timeout(&" + queue + ", " + condition.c() + ", HZ)");
    }

    /** The queue is that on which the kernel has those who wait for the variable. */
    public static Spelling waitVarEventInterruptible(String queue, Condition condition) {
        return Spelling.of(Ops.waitEventInterruptible(queue, condition),
                "wait_var_event_interruptible(&" + queue + ", " + condition.c() + ")");
    }

    /** The queue is that on which the kernel has those who wait for the variable. */
    public static Spelling waitVarEventKillable(String queue, Condition condition) {
        return Spelling.of(Ops.waitEventKillable(queue, condition),
                "wait_var_event_killable(&" + queue + ", " + condition.c() + ")");
    }

    /** The queue is that on which the kernel has those who wait for the bit. */
    public static Spelling waitOnBitIo(String flag, String queue, SleepMode mode) {
        return Spelling.of(WaitOps.waitOnBit(flag, queue, mode),
                "wait_on_bit_io(&" + flag + ", 0, " + mode.state().c() + ")");
    }

    /** The queue is that on which the kernel has those who wait for the bit. */
    public static Spelling waitOnBitLockIo(String flag, String queue, SleepMode mode) {
        return Spelling.of(WaitOps.waitOnBitLock(flag, queue, mode),
                "wait_on_bit_lock_io(&" + flag + ", 0, " + mode.state().c() + ")");
    }

    public static Spelling wakeUpLocked(String queue) {
        return Spelling.of(Ops.wakeUp(queue),
                "wake_up_locked(&" + queue + ")");
    }

    public static Spelling wakeUpPoll(String queue) {
        return Spelling.of(Ops.wakeUp(queue),
                "wake_up_poll(&" + queue + ", EPOLLIN)");
    }

    public static Spelling wakeUpPollfree(String queue) {
        return Spelling.of(Ops.wakeUpAll(queue),
                "wake_up_pollfree(&" + queue + ")");
    }

    public static Spelling wakeUpInterruptibleSync(String queue) {
        return Spelling.of(Ops.wakeUpInterruptible(queue),
                "wake_up_interruptible_sync(&" + queue + ")");
    }

    public static Spelling wakeUpPollOnCurrentCpu(String queue) {
        return Spelling.of(Ops.wakeUp(queue),
                "wake_up_poll_on_current_cpu(&" + queue + ", EPOLLIN)");
    }

    private static Operation event(String queue, Condition condition, SleepMode mode) {
        return new WaitQueueOperation.WaitEvent(given("queue", queue), given("condition", condition), given("mode", mode),
                Timeout.NEVER, WaitQueueOperation.Waiter.ORDINARY);
    }
}
