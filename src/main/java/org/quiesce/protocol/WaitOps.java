package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.LockOperation.BottomHalves;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.WaitQueueOperation.AroundSleep;
import org.quiesce.protocol.WaitQueueOperation.Priority;
import org.quiesce.protocol.WaitQueueOperation.Waiter;

/** Factories of operations that wait and wake, besides those of {@link Ops}, for static import. */
public final class WaitOps {

    private WaitOps() {}

    public static Operation scheduleTimeoutInterruptible() {
        return new SleepOperation.ScheduleTimeoutIn(SleepMode.INTERRUPTIBLE);
    }

    public static Operation scheduleTimeoutUninterruptible() {
        return new SleepOperation.ScheduleTimeoutIn(SleepMode.UNINTERRUPTIBLE);
    }

    public static Operation scheduleTimeoutIdle() {
        return new SleepOperation.ScheduleTimeoutIn(SleepMode.IDLE);
    }

    public static Operation scheduleTimeoutKillable() {
        return new SleepOperation.ScheduleTimeoutIn(SleepMode.KILLABLE);
    }

    public static Operation scheduleHrtimeout() {
        return new SleepOperation.ScheduleHrtimeout();
    }

    public static Operation mightSleep() {
        return new SleepOperation.MightSleep();
    }

    public static Operation condResched() {
        return new SleepOperation.CondResched();
    }

    public static Operation tryWaitForCompletion(String completion) {
        return new CompletionOperation.TryWaitForCompletion(given("completion", completion));
    }

    public static Operation downTimeout(String semaphore) {
        return new LockOperation.DownTimeout(given("semaphore", semaphore));
    }

    public static Operation downReadTrylock(String semaphore) {
        return new LockOperation.DownRwTrylock(given("semaphore", semaphore), Access.READ);
    }

    public static Operation downWriteTrylock(String semaphore) {
        return new LockOperation.DownRwTrylock(given("semaphore", semaphore), Access.WRITE);
    }

    public static Operation downReadInterruptible(String semaphore) {
        return new LockOperation.DownRwUnlessSignalled(given("semaphore", semaphore), Access.READ, SleepMode.INTERRUPTIBLE);
    }

    public static Operation downReadKillable(String semaphore) {
        return new LockOperation.DownRwUnlessSignalled(given("semaphore", semaphore), Access.READ, SleepMode.KILLABLE);
    }

    public static Operation downWriteKillable(String semaphore) {
        return new LockOperation.DownRwUnlessSignalled(given("semaphore", semaphore), Access.WRITE, SleepMode.KILLABLE);
    }

    public static WaitQueueOperation.WaitEvent waitEventLockIrq(String queue, Condition condition, String lock) {
        return waitEvent(queue, condition, SleepMode.UNINTERRUPTIBLE, new AroundSleep.Unlocked(given("lock", lock)));
    }

    public static WaitQueueOperation.WaitEvent waitEventInterruptibleLockIrq(String queue, Condition condition, String lock) {
        return waitEvent(queue, condition, SleepMode.INTERRUPTIBLE, new AroundSleep.Unlocked(given("lock", lock)));
    }

    public static WaitQueueOperation.WaitEvent waitEventFreezable(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.INTERRUPTIBLE, new AroundSleep.Freezing());
    }

    public static Operation waitEventHrtimeout(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.UNINTERRUPTIBLE, new AroundSleep.Nothing()).withHrtimeout();
    }

    public static Operation waitEventInterruptibleHrtimeout(String queue, Condition condition) {
        return waitEvent(queue, condition, SleepMode.INTERRUPTIBLE, new AroundSleep.Nothing()).withHrtimeout();
    }

    /** The spinlock stands for the lock of the queue. */
    public static WaitQueueOperation.WaitEventLocked waitEventInterruptibleLocked(String queue, Condition condition, String lock) {
        return new WaitQueueOperation.WaitEventLocked(
                given("queue", queue), given("condition", condition), given("lock", lock));
    }

    public static Operation prepareToWait(String queue, TaskState state) {
        return new WaitQueueOperation.PrepareToWait(given("queue", queue), given("state", state), Waiter.ORDINARY);
    }

    public static Operation prepareToWaitExclusive(String queue, TaskState state) {
        return new WaitQueueOperation.PrepareToWait(given("queue", queue), given("state", state), Waiter.EXCLUSIVE);
    }

    public static Operation prepareToWaitEvent(String queue, SleepMode mode) {
        return new WaitQueueOperation.PrepareToWaitEvent(given("queue", queue), given("mode", mode));
    }

    public static Operation finishWait(String queue) {
        return new WaitQueueOperation.FinishWait(given("queue", queue));
    }

    public static Operation addWaitQueueExclusive(String queue) {
        return new WaitQueueOperation.AddWaitQueueExclusive(given("queue", queue), Priority.USUAL);
    }

    public static Operation addWaitQueuePriority(String queue) {
        return new WaitQueueOperation.AddWaitQueueExclusive(given("queue", queue), Priority.FIRST);
    }

    public static Operation wakeUpNr(String queue, int number) {
        return new WaitQueueOperation.WakeUpNr(given("queue", queue), number);
    }

    public static SimpleWaitOperation.SwaitEvent swaitEventExclusive(String queue, Condition condition) {
        return new SimpleWaitOperation.SwaitEvent(
                given("queue", queue), given("condition", condition), SleepMode.UNINTERRUPTIBLE, Timeout.NEVER);
    }

    public static SimpleWaitOperation.SwaitEvent swaitEventIdleExclusive(String queue, Condition condition) {
        return new SimpleWaitOperation.SwaitEvent(
                given("queue", queue), given("condition", condition), SleepMode.IDLE, Timeout.NEVER);
    }

    public static SimpleWaitOperation.SwaitEvent swaitEventInterruptibleExclusive(String queue, Condition condition) {
        return new SimpleWaitOperation.SwaitEvent(
                given("queue", queue), given("condition", condition), SleepMode.INTERRUPTIBLE, Timeout.NEVER);
    }

    public static Operation swakeUpOne(String queue) {
        return new SimpleWaitOperation.SwakeUpOne(given("queue", queue));
    }

    public static Operation rcuwaitWaitEvent(String queue, Condition condition, SleepMode mode) {
        return new SimpleWaitOperation.RcuwaitWaitEvent(
                given("queue", queue), given("condition", condition), given("mode", mode));
    }

    public static Operation rcuwaitWakeUp(String queue) {
        return new SimpleWaitOperation.RcuwaitWakeUp(given("queue", queue));
    }

    public static Operation spinTrylock(String spinlock) {
        return new LockOperation.Trylock(given("spinlock", spinlock), LockKind.SPINLOCK);
    }

    public static Operation readLock(String rwlock) {
        return new LockOperation.LockRw(given("rwlock", rwlock), Access.READ, BottomHalves.ON);
    }

    public static Operation readLockBh(String rwlock) {
        return new LockOperation.LockRw(given("rwlock", rwlock), Access.READ, BottomHalves.OFF);
    }

    public static Operation readTrylock(String rwlock) {
        return new LockOperation.TrylockRw(given("rwlock", rwlock), Access.READ);
    }

    public static Operation readUnlock(String rwlock) {
        return new LockOperation.UnlockRw(given("rwlock", rwlock), Access.READ);
    }

    public static Operation writeLock(String rwlock) {
        return new LockOperation.LockRw(given("rwlock", rwlock), Access.WRITE, BottomHalves.ON);
    }

    public static Operation writeTrylock(String rwlock) {
        return new LockOperation.TrylockRw(given("rwlock", rwlock), Access.WRITE);
    }

    public static Operation writeUnlock(String rwlock) {
        return new LockOperation.UnlockRw(given("rwlock", rwlock), Access.WRITE);
    }

    /** The queue is that on which the kernel has those who wait for the bit. */
    public static Operation waitOnBit(String flag, String queue, SleepMode mode) {
        return new BitWaitOperation.WaitOnBit(given("flag", flag), given("queue", queue), given("mode", mode), Timeout.NEVER);
    }

    /** The queue is that on which the kernel has those who wait for the bit. */
    public static Operation waitOnBitTimeout(String flag, String queue, SleepMode mode) {
        return new BitWaitOperation.WaitOnBit(given("flag", flag), given("queue", queue), given("mode", mode), Timeout.FINITE);
    }

    /** The queue is that on which the kernel has those who wait for the bit. */
    public static Operation waitOnBitLock(String flag, String queue, SleepMode mode) {
        return new BitWaitOperation.WaitOnBitLock(given("flag", flag), given("queue", queue), given("mode", mode));
    }

    public static Operation wakeUpBit(String flag, String queue) {
        return new BitWaitOperation.WakeUpBit(given("flag", flag), given("queue", queue));
    }

    public static Operation clearAndWakeUpBit(String flag, String queue) {
        return new BitWaitOperation.ClearAndWakeUpBit(given("flag", flag), given("queue", queue));
    }

    public static Operation wakeUpVar(String queue) {
        return new BitWaitOperation.WakeUpVar(given("queue", queue));
    }

    private static WaitQueueOperation.WaitEvent waitEvent(
            String queue, Condition condition, SleepMode mode, AroundSleep around) {
        return new WaitQueueOperation.WaitEvent(given("queue", queue), given("condition", condition), mode,
                Timeout.NEVER, Waiter.ORDINARY, around);
    }
}
