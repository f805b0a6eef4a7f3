package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SharedObject.FlagValue;

/** One call of a kernel primitive, or one access to a shared object, in a program. */
public sealed interface Operation {

    /** The call as C, without the semicolon. */
    String c();

    /** Name of the kernel function that is called; empty for a plain access. */
    default Optional<String> function() {
        return Optional.of(Listing.calledIn(c()));
    }

    /** What the call yields. */
    default Result result() {
        return Result.NOTHING;
    }

    /** Whether no statement follows the call: it ends the thread. */
    default boolean neverReturns() {
        return this instanceof LeavesThread;
    }

    /** What a call yields, and so what kind of variable can take it. */
    enum Result {
        NOTHING,
        TASK,
        NUMBER
    }

    // ---- what several calls have in common

    /** A plain access to a variable of the program: no kernel function is called. */
    sealed interface PlainAccess extends Operation {
        @Override
        default Optional<String> function() {
            return Optional.empty();
        }
    }

    /** A plain store to a local variable or a task pointer. */
    sealed interface Assigns extends PlainAccess {
        /** The variable. */
        String variable();
    }

    /** A call that a real kernel may answer with an error. */
    sealed interface MayFail extends Operation {
        Failure failure();
    }

    /** The creation of a thread. */
    sealed interface Creation extends MayFail {
        /** Name of the thread function. */
        String thread();

        @Override
        default Result result() {
            return Result.TASK;
        }
    }

    /** A call that gets a task. */
    sealed interface AboutTask extends Operation {
        TaskRef task();
    }

    /** A call that only a kernel thread can make, about itself. */
    sealed interface OfKthread extends Operation {}

    /** A call that ends the thread: no statement follows it. */
    sealed interface LeavesThread extends OfKthread {
        /** What a stop of the thread returns. */
        Value code();
    }

    /** What interrupts and devices can do as well: it neither sleeps nor speaks of the running task. */
    sealed interface NeedsNoTask extends Operation {}

    /** A store to the state of the running task. */
    sealed interface SetsState extends Operation {
        TaskState state();
    }

    /** A call, or an access, that names a shared object. */
    sealed interface AboutObject extends Operation {
        /** Name of the object. */
        String object();

        /** What kind of object it must be. */
        SharedObject.Kind objectKind();
    }

    /** A call about a wait queue. */
    sealed interface AboutQueue extends AboutObject {
        String queue();

        @Override
        default String object() {
            return queue();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.WAIT_QUEUE;
        }
    }

    /** A call about a completion. */
    sealed interface AboutCompletion extends AboutObject {
        String completion();

        @Override
        default String object() {
            return completion();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.COMPLETION;
        }
    }

    /** A call about a lock; about a mutex, if nothing else is said. */
    sealed interface AboutLock extends AboutObject {
        String lock();

        default LockKind kind() {
            return LockKind.MUTEX;
        }

        @Override
        default String object() {
            return lock();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return kind() == LockKind.MUTEX ? SharedObject.Kind.MUTEX : SharedObject.Kind.SPINLOCK;
        }
    }

    /** A call about memory of the module, or an access to it. */
    sealed interface AboutMemory extends AboutObject {
        String memory();

        @Override
        default String object() {
            return memory();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.MEMORY;
        }
    }

    /** An access to a flag. */
    sealed interface AboutFlag extends AboutObject, PlainAccess {
        String flag();

        @Override
        default String object() {
            return flag();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.FLAG;
        }
    }

    /** An access to a counter. */
    sealed interface AboutCounter extends AboutObject, PlainAccess {
        String counter();

        @Override
        default String object() {
            return counter();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.COUNTER;
        }
    }

    /** A call about a function of the module that the kernel calls back. */
    sealed interface AboutCallback extends Operation {
        /** Name of the function. */
        String callback();

        /** What kind of callback it must be. */
        CallbackKind callbackKind();
    }

    /** A call about a timer. */
    sealed interface AboutTimer extends AboutCallback {
        String timer();

        @Override
        default String callback() {
            return timer();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.TIMER;
        }
    }

    /** A call about a work item. */
    sealed interface AboutWork extends AboutCallback {
        String work();

        @Override
        default String callback() {
            return work();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.WORK;
        }
    }

    /** A call about a tasklet. */
    sealed interface AboutTasklet extends AboutCallback {
        String tasklet();

        @Override
        default String callback() {
            return tasklet();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.TASKLET;
        }
    }

    /** A call about RCU callbacks. */
    sealed interface AboutRcu extends AboutCallback {
        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.RCU;
        }
    }

    /** A call about an interrupt. */
    sealed interface AboutIrq extends AboutCallback {
        String handler();

        @Override
        default String callback() {
            return handler();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.IRQ;
        }
    }

    // ---- creation

    /** {@code kthread_create()}: C1 to C5; the new thread sleeps until its first wake. */
    record KthreadCreate(String thread, Failure failure) implements Creation {
        @Override
        public String c() {
            return "kthread_create(" + thread + ", NULL, \"" + thread + "\")";
        }

        /** The same call, with its failure explored. */
        public KthreadCreate mayFail() {
            return new KthreadCreate(thread, Failure.POSSIBLE);
        }
    }

    /** {@code kthread_run()}: create, wake unless it failed, return. */
    record KthreadRun(String thread, Failure failure) implements Creation {
        @Override
        public String c() {
            return "kthread_run(" + thread + ", NULL, \"" + thread + "\")";
        }

        /** The same call, with its failure explored. */
        public KthreadRun mayFail() {
            return new KthreadRun(thread, Failure.POSSIBLE);
        }
    }

    /** {@code wake_up_process()}. */
    record WakeUpProcess(TaskRef task) implements AboutTask, NeedsNoTask {
        @Override
        public String c() {
            return "wake_up_process(" + task.c() + ")";
        }
    }

    // ---- stop and exit

    /** {@code kthread_stop()}: S0 to S11. */
    record KthreadStop(TaskRef task) implements AboutTask {
        @Override
        public String c() {
            return "kthread_stop(" + task.c() + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code kthread_stop_put()}: a stop, then the caller's own reference is dropped. Linux 6.7 and later. */
    record KthreadStopPut(TaskRef task) implements AboutTask {
        @Override
        public String c() {
            return "kthread_stop_put(" + task.c() + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code kthread_exit()}: leaves the thread; no module instruction follows. */
    record KthreadExit(Value code) implements LeavesThread {
        @Override
        public String c() {
            return "kthread_exit(" + code.c() + ")";
        }
    }

    /** {@code kthread_complete_and_exit()}: completes (unless NULL) and exits, both in core text. */
    record KthreadCompleteAndExit(Optional<String> completion, Value code) implements LeavesThread {
        @Override
        public String c() {
            return "kthread_complete_and_exit(" + completion.map(c -> "&" + c).orElse("NULL") + ", " + code.c() + ")";
        }
    }

    /** {@code module_put_and_kthread_exit()}: drops a module reference and exits, both in core text. */
    record ModulePutAndKthreadExit(Value code) implements LeavesThread {
        @Override
        public String c() {
            return "module_put_and_kthread_exit(" + code.c() + ")";
        }
    }

    /** {@code get_task_struct()}. */
    record GetTaskStruct(TaskRef task) implements AboutTask {
        @Override
        public String c() {
            return "get_task_struct(" + task.c() + ")";
        }
    }

    /** {@code put_task_struct()}. */
    record PutTaskStruct(TaskRef task) implements AboutTask {
        @Override
        public String c() {
            return "put_task_struct(" + task.c() + ")";
        }
    }

    // ---- park

    /**
     * {@code kthread_park()} of another thread: P1 to P6.
     *
     * <p>Of itself a thread would only set KTHREAD_SHOULD_PARK and go on: P4 to P6 are left out, and it has to call
     * {@code kthread_parkme()}. That is not modelled, so {@code kthread_park(current)} is refused. Whether a pointer
     * names the caller is only known in a run: there the call takes P4 to P6 as well, and the caller waits for itself.
     */
    record KthreadPark(TaskRef task) implements AboutTask {
        @Override
        public String c() {
            return "kthread_park(" + task.c() + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code kthread_unpark()}: N1 to N4. */
    record KthreadUnpark(TaskRef task) implements AboutTask {
        @Override
        public String c() {
            return "kthread_unpark(" + task.c() + ")";
        }
    }

    /** {@code kthread_parkme()}: Q1 to Q5. */
    record KthreadParkme() implements OfKthread {
        @Override
        public String c() {
            return "kthread_parkme()";
        }
    }

    // ---- freezer

    /** {@code set_freezable()}: the thread takes part in freezing from now on; if one is under way it freezes at once. */
    record SetFreezable() implements OfKthread {
        @Override
        public String c() {
            return "set_freezable()";
        }
    }

    /** {@code try_to_freeze()}: sleeps in the refrigerator while a freeze is under way; a stop is not looked at. */
    record TryToFreeze() implements OfKthread {
        @Override
        public String c() {
            return "try_to_freeze()";
        }
    }

    /**
     * {@code kthread_freezable_should_stop()}: as try_to_freeze, but a stop requested before it sleeps lets it go on;
     * yields 1 if a stop was requested, else 0.
     */
    record KthreadFreezableShouldStop() implements OfKthread {
        @Override
        public String c() {
            return "kthread_freezable_should_stop(NULL)";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** What a suspend does to kernel threads: freezing begins, and freezable ones are woken once to notice. */
    record FreezeKernelThreads() implements NeedsNoTask {
        @Override
        public String c() {
            return "freeze_kernel_threads()";
        }
    }

    /** What a resume does to kernel threads: freezing ends, and frozen ones are woken. */
    record ThawKernelThreads() implements NeedsNoTask {
        @Override
        public String c() {
            return "thaw_kernel_threads()";
        }
    }

    /** Whether a thread in the refrigerator leaves it for a stop. */
    enum StopInRefrigerator {
        IGNORED,
        HONOURED
    }

    // ---- sleeping

    /** {@code set_current_state()}: store and full barrier. */
    record SetCurrentState(TaskState state) implements SetsState {
        @Override
        public String c() {
            return "set_current_state(" + state.c() + ")";
        }
    }

    /**
     * {@code __set_current_state()}: a plain store. Under sequential consistency it is the same step; the reordering
     * that the missing barrier permits is not explored, and results say so.
     */
    record PlainSetCurrentState(TaskState state) implements SetsState {
        @Override
        public String c() {
            return "__set_current_state(" + state.c() + ")";
        }
    }

    /** {@code schedule()}. */
    record Schedule() implements Operation {
        @Override
        public String c() {
            return "schedule()";
        }
    }

    /** {@code schedule_timeout()} in the state set before; yields what is left of the time (0 or 1 in the model). */
    record ScheduleTimeout() implements Operation {
        @Override
        public String c() {
            return "schedule_timeout(HZ)";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code msleep()}: sleeps the full time whatever wakes it. */
    record Msleep() implements Operation {
        @Override
        public String c() {
            return "msleep(100)";
        }
    }

    /** {@code msleep_interruptible()}: sleeps until the time is over or a signal is pending. */
    record MsleepInterruptible() implements Operation {
        @Override
        public String c() {
            return "msleep_interruptible(100)";
        }
    }

    /** {@code wait_event()} and its interruptible, idle, killable and timeout forms. */
    record WaitEvent(String queue, Condition condition, SleepMode mode, Timeout timeout) implements AboutQueue {
        @Override
        public String c() {
            String name = "wait_event" + mode.suffix() + (timeout == Timeout.FINITE ? "_timeout" : "");
            return name + "(" + queue + ", " + condition.c() + (timeout == Timeout.FINITE ? ", HZ)" : ")");
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }

        /** The same wait with a finite timeout. */
        public WaitEvent withTimeout() {
            return new WaitEvent(queue, condition, mode, Timeout.FINITE);
        }
    }

    /** {@code wake_up()} and its {@code _interruptible} and {@code _all} forms. */
    record WakeUp(String queue, WakeMask mask, Waiters waiters) implements AboutQueue, NeedsNoTask {
        @Override
        public String c() {
            return "wake_up" + (mask == WakeMask.INTERRUPTIBLE ? "_interruptible" : "")
                    + (waiters == Waiters.ALL ? "_all" : "") + "(&" + queue + ")";
        }
    }

    /** How many exclusive waiters a wake-up takes; waiters of this model are not exclusive, so both wake all. */
    enum Waiters {
        ONE_EXCLUSIVE,
        ALL
    }

    /** {@code complete()}. */
    record Complete(String completion) implements AboutCompletion, NeedsNoTask {
        @Override
        public String c() {
            return "complete(&" + completion + ")";
        }
    }

    /** {@code complete_all()}. */
    record CompleteAll(String completion) implements AboutCompletion, NeedsNoTask {
        @Override
        public String c() {
            return "complete_all(&" + completion + ")";
        }
    }

    /** {@code reinit_completion()}. */
    record ReinitCompletion(String completion) implements AboutCompletion {
        @Override
        public String c() {
            return "reinit_completion(&" + completion + ")";
        }
    }

    /** {@code wait_for_completion()} and its interruptible, killable and timeout forms. */
    record WaitForCompletion(String completion, SleepMode mode, Timeout timeout) implements AboutCompletion {
        @Override
        public String c() {
            String name = "wait_for_completion" + mode.suffix() + (timeout == Timeout.FINITE ? "_timeout" : "");
            return name + "(&" + completion + (timeout == Timeout.FINITE ? ", HZ)" : ")");
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }

        /** The same wait with a finite timeout. */
        public WaitForCompletion withTimeout() {
            return new WaitForCompletion(completion, mode, Timeout.FINITE);
        }
    }

    // ---- callbacks

    /** {@code mod_timer()}: arms the timer, unless it was shut down. */
    record ModTimer(String timer) implements AboutTimer {
        @Override
        public String c() {
            return "mod_timer(&" + timer + ", jiffies + HZ)";
        }
    }

    /** {@code timer_delete()}: disarms the timer and does not wait for its function; yields whether it was armed. */
    record TimerDelete(String timer) implements AboutTimer {
        @Override
        public String c() {
            return "timer_delete(&" + timer + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code timer_delete_sync()}: not armed and its function not running when it returns. */
    record TimerDeleteSync(String timer) implements AboutTimer {
        @Override
        public String c() {
            return "timer_delete_sync(&" + timer + ")";
        }
    }

    /** {@code timer_shutdown_sync()}: as timer_delete_sync, and later arming does nothing. */
    record TimerShutdownSync(String timer) implements AboutTimer {
        @Override
        public String c() {
            return "timer_shutdown_sync(&" + timer + ")";
        }
    }

    /** {@code schedule_work()}: queues the item unless it is pending; yields 1 if it did. */
    record ScheduleWork(String work) implements AboutWork {
        @Override
        public String c() {
            return "schedule_work(&" + work + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code cancel_work()}: takes the item off the queue and does not wait; yields whether it was pending. */
    record CancelWork(String work) implements AboutWork {
        @Override
        public String c() {
            return "cancel_work(&" + work + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code cancel_work_sync()}: takes the item off the queue and waits for a running instance. */
    record CancelWorkSync(String work) implements AboutWork {
        @Override
        public String c() {
            return "cancel_work_sync(&" + work + ")";
        }
    }

    /** {@code tasklet_schedule()}. */
    record TaskletSchedule(String tasklet) implements AboutTasklet {
        @Override
        public String c() {
            return "tasklet_schedule(&" + tasklet + ")";
        }
    }

    /** {@code tasklet_kill()}: waits until it is neither scheduled nor running. */
    record TaskletKill(String tasklet) implements AboutTasklet {
        @Override
        public String c() {
            return "tasklet_kill(&" + tasklet + ")";
        }
    }

    /** {@code call_rcu()}: the callback runs after a grace period. */
    record CallRcu(String callback) implements AboutRcu {
        @Override
        public String c() {
            return "call_rcu(&rcu, " + callback + ")";
        }
    }

    /** {@code rcu_barrier()}: waits for the callbacks that are pending. */
    record RcuBarrier(String callback) implements AboutRcu {
        @Override
        public String c() {
            return "rcu_barrier()";
        }
    }

    /** {@code request_irq()}: from now on the device may raise the interrupt; yields 0, or -ENOMEM if it failed. */
    record RequestIrq(String handler, Failure failure) implements AboutIrq, MayFail {
        @Override
        public String c() {
            return "request_irq(irq, " + handler + ", 0, \"" + handler + "\", NULL)";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }

        /** The same call, with its failure explored. */
        public RequestIrq mayFail() {
            return new RequestIrq(handler, Failure.POSSIBLE);
        }
    }

    /** {@code free_irq()}: the interrupt is off and its handler not running when it returns. */
    record FreeIrq(String handler) implements AboutIrq {
        @Override
        public String c() {
            return "free_irq(irq, NULL)";
        }
    }

    // ---- signals

    /** {@code allow_signal(SIGTERM)} of the running kthread. */
    record AllowSignal() implements OfKthread {
        @Override
        public String c() {
            return "allow_signal(SIGTERM)";
        }
    }

    /** {@code send_sig(SIGTERM, task, 1)}. */
    record SendSignal(TaskRef task) implements AboutTask, NeedsNoTask {
        @Override
        public String c() {
            return "send_sig(SIGTERM, " + task.c() + ", 1)";
        }
    }

    /** {@code flush_signals(current)}: real signals are gone; the pseudo-signal of a stop stays. */
    record FlushSignals() implements OfKthread {
        @Override
        public String c() {
            return "flush_signals(current)";
        }
    }

    // ---- locks

    /** {@code mutex_lock()} or {@code spin_lock()}. */
    record Lock(String lock, LockKind kind) implements AboutLock {
        @Override
        public String c() {
            return kind.prefix() + "_lock(&" + lock + ")";
        }
    }

    /** {@code mutex_lock_interruptible()}: -EINTR when it would have to wait and a signal is pending. */
    record MutexLockInterruptible(String lock) implements AboutLock {
        @Override
        public String c() {
            return "mutex_lock_interruptible(&" + lock + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code mutex_trylock()}: yields 1 if it took the lock, else 0. */
    record MutexTrylock(String lock) implements AboutLock {
        @Override
        public String c() {
            return "mutex_trylock(&" + lock + ")";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code mutex_unlock()} or {@code spin_unlock()}. */
    record Unlock(String lock, LockKind kind) implements AboutLock {
        @Override
        public String c() {
            return kind.prefix() + "_unlock(&" + lock + ")";
        }
    }

    /** The kinds of lock. */
    enum LockKind {
        MUTEX("mutex"),
        SPINLOCK("spin");

        private final String prefix;

        LockKind(String prefix) {
            this.prefix = prefix;
        }

        /** What the names of the kernel functions begin with. */
        public String prefix() {
            return prefix;
        }
    }

    // ---- module references

    /** {@code try_module_get(THIS_MODULE)}: yields 1 if it took a reference, else 0. */
    record TryModuleGet() implements Operation {
        @Override
        public String c() {
            return "try_module_get(THIS_MODULE)";
        }

        @Override
        public Result result() {
            return Result.NUMBER;
        }
    }

    /** {@code module_put(THIS_MODULE)}. */
    record ModulePut() implements Operation {
        @Override
        public String c() {
            return "module_put(THIS_MODULE)";
        }
    }

    // ---- data

    /** An allocation into a memory pointer, NULL on failure. */
    record Allocate(String memory, Failure failure) implements AboutMemory, MayFail {
        @Override
        public String c() {
            return memory + " = kzalloc(sizeof(*" + memory + "), GFP_KERNEL)";
        }

        /** The same call, with its failure explored. */
        public Allocate mayFail() {
            return new Allocate(memory, Failure.POSSIBLE);
        }
    }

    /** {@code kfree()}; the pointer keeps its value, as in C. Freeing NULL does nothing. */
    record Free(String memory) implements AboutMemory {
        @Override
        public String c() {
            return "kfree(" + memory + ")";
        }
    }

    /** A read or write through a memory pointer. */
    record Use(String memory) implements AboutMemory, PlainAccess {
        @Override
        public String c() {
            return "use(" + memory + ")";
        }
    }

    /** A store to a flag. */
    record SetFlag(String flag, FlagValue value) implements AboutFlag, NeedsNoTask {
        @Override
        public String c() {
            return flag + " = " + value.c();
        }
    }

    /** One more, up to the counter's maximum. */
    record Increment(String counter) implements AboutCounter, NeedsNoTask {
        @Override
        public String c() {
            return counter + "++";
        }
    }

    /** One less, down to zero. */
    record Decrement(String counter) implements AboutCounter, NeedsNoTask {
        @Override
        public String c() {
            return counter + "--";
        }
    }

    /** A store of zero to a counter. */
    record ResetCounter(String counter) implements AboutCounter, NeedsNoTask {
        @Override
        public String c() {
            return counter + " = 0";
        }
    }

    /** A store of NULL to a task pointer. */
    record ClearPointer(String pointer) implements AboutObject, Assigns {
        @Override
        public String variable() {
            return pointer;
        }

        @Override
        public String object() {
            return pointer;
        }

        @Override
        public SharedObject.Kind objectKind() {
            return SharedObject.Kind.TASK_POINTER;
        }

        @Override
        public String c() {
            return pointer + " = NULL";
        }
    }

    /** A store to a local variable of the running context. */
    record SetLocal(String local, Value value) implements Assigns, NeedsNoTask {
        @Override
        public String variable() {
            return local;
        }

        @Override
        public String c() {
            return local + " = " + value.c();
        }
    }

    // ---- user address space

    /** {@code kthread_use_mm()}. */
    record KthreadUseMm() implements OfKthread {
        @Override
        public String c() {
            return "kthread_use_mm(mm)";
        }
    }

    /** {@code kthread_unuse_mm()}. */
    record KthreadUnuseMm() implements OfKthread {
        @Override
        public String c() {
            return "kthread_unuse_mm(mm)";
        }
    }

    /** {@code copy_to_user()}: refused in a kthread outside kthread_use_mm … kthread_unuse_mm. */
    record CopyToUser() implements Operation {
        @Override
        public String c() {
            return "copy_to_user(buf, data, len)";
        }
    }
}
