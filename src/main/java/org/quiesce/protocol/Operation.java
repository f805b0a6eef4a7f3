package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SharedObject.Ordering;

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

    /** Whether no statement follows the call: it ends the thread, or the function. */
    default boolean neverReturns() {
        return this instanceof NeverReturns;
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

    /** A call that yields a number. */
    sealed interface YieldsNumber extends Operation {
        @Override
        default Result result() {
            return Result.NUMBER;
        }
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

    /** A call that no statement follows. */
    sealed interface NeverReturns extends Operation {}

    /** A call that ends the thread. */
    sealed interface LeavesThread extends OfKthread, NeverReturns {
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

    /** A call about a task pointer, or an access to it. */
    sealed interface AboutPointer extends AboutObject {
        String pointer();

        @Override
        default String object() {
            return pointer();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.TASK_POINTER;
        }
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

    /** A call about a semaphore. */
    sealed interface AboutSemaphore extends AboutObject {
        String semaphore();

        @Override
        default String object() {
            return semaphore();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.SEMAPHORE;
        }
    }

    /** A call about a {@code struct rw_semaphore}. */
    sealed interface AboutRwSemaphore extends AboutObject {
        String semaphore();

        @Override
        default String object() {
            return semaphore();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.RW_SEMAPHORE;
        }
    }

    /** A call about the lock of CPU hotplug. */
    sealed interface AboutCpuHotplug extends AboutRwSemaphore {
        @Override
        default String semaphore() {
            return SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK;
        }
    }

    /** A call about a workqueue. */
    sealed interface AboutWorkqueue extends AboutObject {
        String queue();

        @Override
        default String object() {
            return queue();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.WORKQUEUE;
        }
    }

    /** A call about a kthread worker. */
    sealed interface AboutWorker extends AboutObject {
        String worker();

        @Override
        default String object() {
            return worker();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.KTHREAD_WORKER;
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

    /** A call about an item of a kthread worker. */
    sealed interface AboutKthreadWork extends AboutCallback {
        String work();

        @Override
        default String callback() {
            return work();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.KTHREAD_WORK;
        }
    }

    /** A call about the timer of an item: the item must be declared as delayed work. */
    sealed interface AboutDelay extends AboutCallback {}

    /** A call that hands an item to what runs it. */
    sealed interface Queues extends AboutCallback, YieldsNumber {
        /** Name of the workqueue or kthread worker; empty for a system workqueue. */
        Optional<String> runner();
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

    /** A call about a notifier. */
    sealed interface AboutNotifier extends AboutCallback {
        String notifier();

        @Override
        default String callback() {
            return notifier();
        }

        @Override
        default CallbackKind callbackKind() {
            return CallbackKind.NOTIFIER;
        }
    }

    // ---- creation

    /** {@code kthread_create()} and its forms: C1 to C5; the new thread sleeps until its first wake. */
    record KthreadCreate(String thread, Failure failure, Placement placement) implements Creation {
        @Override
        public String c() {
            return "kthread_create" + placement.call(thread);
        }

        /** The same call, with its failure explored. */
        public KthreadCreate mayFail() {
            return new KthreadCreate(thread, Failure.POSSIBLE, placement);
        }

        /** {@code kthread_create_on_node()}, {@code kthread_create_on_cpu()}. */
        public KthreadCreate placed(Placement where) {
            return new KthreadCreate(thread, failure, where);
        }
    }

    /** {@code kthread_run()} and {@code kthread_run_on_cpu()}: create, wake unless it failed, return. */
    record KthreadRun(String thread, Failure failure, Placement placement) implements Creation {
        @Override
        public String c() {
            return "kthread_run" + placement.call(thread);
        }

        /** The same call, with its failure explored. */
        public KthreadRun mayFail() {
            return new KthreadRun(thread, Failure.POSSIBLE, placement);
        }

        /** {@code kthread_run_on_cpu()}. */
        public KthreadRun placed(Placement where) {
            return new KthreadRun(thread, failure, where);
        }
    }

    /**
     * Where a creation call puts its thread. Scheduling is free in the model, so that it makes no difference to what a
     * thread does, only to what the C says.
     */
    enum Placement {
        ANYWHERE("", ""),
        ON_NODE("_on_node", "node, "),
        ON_CPU("_on_cpu", "cpu, ");

        private final String suffix;
        private final String argument;

        Placement(String suffix, String argument) {
            this.suffix = suffix;
            this.argument = argument;
        }

        private String call(String thread) {
            return suffix + "(" + thread + ", NULL, " + argument + "\"" + thread + "\")";
        }
    }

    /**
     * {@code kthread_bind()}: binds a thread that was not woken yet to a CPU. One that runs is not bound, and the
     * kernel warns; one that happens to sleep uninterruptibly is.
     */
    record KthreadBind(TaskRef task) implements AboutTask {
        @Override
        public String c() {
            return "kthread_bind(" + task.c() + ", cpu)";
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
    record KthreadStop(TaskRef task) implements AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "kthread_stop(" + task.c() + ")";
        }
    }

    /** {@code kthread_stop_put()}: a stop, then the caller's own reference is dropped. Linux 6.7 and later. */
    record KthreadStopPut(TaskRef task) implements AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "kthread_stop_put(" + task.c() + ")";
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

    /**
     * {@code task_work_add()}: the thread runs the work when it exits; yields -ESRCH if it has got too far for that.
     */
    record TaskWorkAdd(TaskRef task, String work) implements AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "task_work_add(" + task.c() + ", &" + work + ", TWA_NONE)";
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
    record KthreadPark(TaskRef task) implements AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "kthread_park(" + task.c() + ")";
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

    /**
     * {@code set_freezable()}: the thread takes part in freezing from now on; if one is under way it freezes at once.
     */
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
    record KthreadFreezableShouldStop() implements OfKthread, YieldsNumber {
        @Override
        public String c() {
            return "kthread_freezable_should_stop(NULL)";
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

    /**
     * {@code suspend_freeze_processes()}: freezes user tasks, waits until each is out of the kernel, then freezes
     * kernel threads and waits until each freezable one is in the refrigerator. It wakes who is not there yet again and
     * again.
     */
    record SuspendFreezeProcesses() implements NeedsNoTask {
        @Override
        public String c() {
            return "suspend_freeze_processes()";
        }
    }

    /** {@code thaw_processes()}: freezing ends, for kernel threads and user tasks. */
    record ThawProcesses() implements NeedsNoTask {
        @Override
        public String c() {
            return "thaw_processes()";
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
     * {@code __set_current_state()}: a plain store. A test directly after it may load what it reads before a sleeping
     * state is stored; both orders are explored.
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
    record ScheduleTimeout() implements YieldsNumber {
        @Override
        public String c() {
            return "schedule_timeout(HZ)";
        }
    }

    /** {@code msleep()}: sleeps the full time whatever wakes it. */
    record Msleep(Length length) implements Operation {
        @Override
        public String c() {
            return "msleep(" + length.milliseconds() + ")";
        }

        /** The same call for minutes instead of a moment. */
        public Msleep ofMinutes() {
            return new Msleep(Length.MINUTES);
        }
    }

    /** {@code msleep_interruptible()}: sleeps until the time is over or a signal is pending. */
    record MsleepInterruptible(Length length) implements Operation {
        @Override
        public String c() {
            return "msleep_interruptible(" + length.milliseconds() + ")";
        }

        /** The same call for minutes instead of a moment. */
        public MsleepInterruptible ofMinutes() {
            return new MsleepInterruptible(Length.MINUTES);
        }
    }

    /** How long a sleep is. Time is abstract; what is asked is whether somebody would mind waiting for its end. */
    enum Length {
        MOMENT(100),
        MINUTES(600_000);

        private final int milliseconds;

        Length(int milliseconds) {
            this.milliseconds = milliseconds;
        }

        /** An example of that length, in milliseconds. */
        public int milliseconds() {
            return milliseconds;
        }
    }

    /** {@code wait_event()} and its interruptible, idle, killable, timeout and exclusive forms. */
    record WaitEvent(String queue, Condition condition, SleepMode mode, Timeout timeout, Waiter waiter)
            implements AboutQueue, YieldsNumber {
        @Override
        public String c() {
            String name = "wait_event" + mode.suffix() + waiter.suffix()
                    + (timeout == Timeout.FINITE ? "_timeout" : "");
            // The one exclusive form without a mode takes two commands, to execute before and after its schedule().
            boolean commands = waiter == Waiter.EXCLUSIVE && mode == SleepMode.UNINTERRUPTIBLE
                    && timeout == Timeout.NEVER;
            return name + (commands ? "_cmd" : "") + "(" + queue + ", " + condition.c()
                    + (timeout == Timeout.FINITE ? ", HZ)" : commands ? ", , )" : ")");
        }

        /** The same wait with a finite timeout. */
        public WaitEvent withTimeout() {
            return new WaitEvent(queue, condition, mode, Timeout.FINITE, waiter);
        }

        /** The same wait as one of those of which a wake-up takes only one. */
        public WaitEvent exclusive() {
            return new WaitEvent(queue, condition, mode, timeout, Waiter.EXCLUSIVE);
        }
    }

    /** How a waiter queues. */
    enum Waiter {
        /** Every wake-up of the queue wakes it. */
        ORDINARY(""),
        /** Of all exclusive waiters a wake-up wakes one, unless it is a {@code wake_up_all()}. */
        EXCLUSIVE("_exclusive");

        private final String suffix;

        Waiter(String suffix) {
            this.suffix = suffix;
        }

        /** What the name of the kernel function gets appended after the mode. */
        public String suffix() {
            return suffix;
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

    /** How many exclusive waiters a wake-up takes; the others it wakes all. */
    enum Waiters {
        ONE_EXCLUSIVE,
        ALL
    }

    /**
     * {@code add_wait_queue()} of a {@code wait} defined with {@code DEFINE_WAIT_FUNC(wait, woken_wake_function)}: from
     * now on a wake-up of the queue is remembered for {@link WaitWoken}.
     */
    record AddWaitQueue(String queue) implements AboutQueue {
        @Override
        public String c() {
            return "add_wait_queue(&" + queue + ", &wait)";
        }
    }

    /** {@code remove_wait_queue()}. */
    record RemoveWaitQueue(String queue) implements AboutQueue {
        @Override
        public String c() {
            return "remove_wait_queue(&" + queue + ", &wait)";
        }
    }

    /**
     * {@code wait_woken()}: sleeps once, unless {@code wait} was woken since the last time or a stop was requested;
     * yields what is left of the time (0 or 1 in the model).
     */
    record WaitWoken(SleepMode mode, Timeout timeout) implements YieldsNumber {
        @Override
        public String c() {
            return "wait_woken(&wait, " + mode.state().c() + ", "
                    + (timeout == Timeout.FINITE ? "HZ" : "MAX_SCHEDULE_TIMEOUT") + ")";
        }

        /** The same call with a finite timeout. */
        public WaitWoken withTimeout() {
            return new WaitWoken(mode, Timeout.FINITE);
        }
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
    record WaitForCompletion(String completion, SleepMode mode, Timeout timeout)
            implements AboutCompletion, YieldsNumber {
        @Override
        public String c() {
            String name = "wait_for_completion" + mode.suffix() + (timeout == Timeout.FINITE ? "_timeout" : "");
            return name + "(&" + completion + (timeout == Timeout.FINITE ? ", HZ)" : ")");
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
    record TimerDelete(String timer) implements AboutTimer, YieldsNumber {
        @Override
        public String c() {
            return "timer_delete(&" + timer + ")";
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
    record ScheduleWork(String work) implements AboutWork, Queues {
        @Override
        public String c() {
            return "schedule_work(&" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.empty();
        }
    }

    /** {@code cancel_work()}: takes the item off the queue and does not wait; yields whether it was pending. */
    record CancelWork(String work) implements AboutWork, YieldsNumber {
        @Override
        public String c() {
            return "cancel_work(&" + work + ")";
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
    record RequestIrq(String handler, Failure failure) implements AboutIrq, MayFail, YieldsNumber {
        @Override
        public String c() {
            return "request_irq(irq, " + handler + ", 0, \"" + handler + "\", NULL)";
        }

        /** The same call, with its failure explored. */
        public RequestIrq mayFail() {
            return new RequestIrq(handler, Failure.POSSIBLE);
        }
    }

    /**
     * {@code request_threaded_irq()}, which is assumed to succeed: as request_irq, and there is a thread that runs the
     * thread function whenever the handler returns {@link IrqWakeThread}.
     */
    record RequestThreadedIrq(String handler, String thread) implements AboutIrq {
        @Override
        public String c() {
            return "request_threaded_irq(irq, " + handler + ", " + thread + ", 0, \"" + handler + "\", NULL)";
        }
    }

    /** {@code return IRQ_WAKE_THREAD;} of an interrupt handler. */
    record IrqWakeThread() implements NeverReturns {
        @Override
        public String c() {
            return "return IRQ_WAKE_THREAD";
        }

        /** It returns, and the kernel does the rest. */
        @Override
        public Optional<String> function() {
            return Optional.empty();
        }
    }

    /**
     * {@code free_irq()}: the interrupt is off and its handler not running when it returns. A thread of the interrupt
     * is stopped; if the handler woke it and it has not run since, it runs its function once more before.
     */
    record FreeIrq(String handler) implements AboutIrq {
        @Override
        public String c() {
            return "free_irq(irq, NULL)";
        }
    }

    /**
     * {@code blocking_notifier_chain_register()}, and what is called so of a certain chain, such as
     * {@code register_reboot_notifier()}: from now on the kernel may call the function.
     */
    record RegisterNotifier(String notifier) implements AboutNotifier {
        @Override
        public String c() {
            return "blocking_notifier_chain_register(&chain, &" + notifier + ")";
        }
    }

    /**
     * {@code blocking_notifier_chain_unregister()}: the function is not called any more, and not running when it
     * returns.
     */
    record UnregisterNotifier(String notifier) implements AboutNotifier {
        @Override
        public String c() {
            return "blocking_notifier_chain_unregister(&chain, &" + notifier + ")";
        }
    }

    // ---- per-CPU threads

    /**
     * {@code smpboot_register_percpu_thread()}, which is assumed to succeed, on a machine with one CPU: creates its
     * thread, parks it at birth, stores the pointer and unparks it, all with the lock of CPU hotplug held for reading.
     */
    record SmpbootRegister(String thread, String pointer) implements AboutPointer {
        @Override
        public String c() {
            return "smpboot_register_percpu_thread(&" + thread + "_threads)";
        }
    }

    /** {@code smpboot_unregister_percpu_thread()}: stops the thread, with the lock of CPU hotplug held for reading. */
    record SmpbootUnregister(String thread, String pointer) implements AboutPointer {
        @Override
        public String c() {
            return "smpboot_unregister_percpu_thread(&" + thread + "_threads)";
        }
    }

    /** {@code smpboot_thread_fn()}: the loop of a per-CPU thread; core text. */
    record SmpbootThreadFn() implements OfKthread, NeverReturns {
        @Override
        public String c() {
            return "smpboot_thread_fn(td)";
        }
    }

    /** {@code cpus_read_lock()} or {@code cpus_write_lock()}. */
    record CpusLock(Access access) implements AboutCpuHotplug {
        @Override
        public String c() {
            return "cpus_" + access.suffix() + "_lock()";
        }
    }

    /** {@code cpus_read_unlock()} or {@code cpus_write_unlock()}. */
    record CpusUnlock(Access access) implements AboutCpuHotplug {
        @Override
        public String c() {
            return "cpus_" + access.suffix() + "_unlock()";
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
    record MutexLockInterruptible(String lock) implements AboutLock, YieldsNumber {
        @Override
        public String c() {
            return "mutex_lock_interruptible(&" + lock + ")";
        }
    }

    /** {@code mutex_trylock()}: yields 1 if it took the lock, else 0. */
    record MutexTrylock(String lock) implements AboutLock, YieldsNumber {
        @Override
        public String c() {
            return "mutex_trylock(&" + lock + ")";
        }
    }

    /** {@code mutex_unlock()} or {@code spin_unlock()}. */
    record Unlock(String lock, LockKind kind) implements AboutLock {
        @Override
        public String c() {
            return kind.prefix() + "_unlock(&" + lock + ")";
        }
    }

    /** {@code down()}: waits until the semaphore is above 0 and takes one off. */
    record Down(String semaphore) implements AboutSemaphore {
        @Override
        public String c() {
            return "down(&" + semaphore + ")";
        }
    }

    /** {@code down_interruptible()}: -EINTR when it would have to wait and a signal is pending. */
    record DownInterruptible(String semaphore) implements AboutSemaphore, YieldsNumber {
        @Override
        public String c() {
            return "down_interruptible(&" + semaphore + ")";
        }
    }

    /** {@code down_trylock()}: yields 0 if it took one off and, unlike mutex_trylock(), 1 if there was none. */
    record DownTrylock(String semaphore) implements AboutSemaphore, YieldsNumber {
        @Override
        public String c() {
            return "down_trylock(&" + semaphore + ")";
        }
    }

    /** {@code up()}, by whomever. */
    record Up(String semaphore) implements AboutSemaphore, NeedsNoTask {
        @Override
        public String c() {
            return "up(&" + semaphore + ")";
        }
    }

    /** {@code down_read()} or {@code down_write()}. */
    record DownRw(String semaphore, Access access) implements AboutRwSemaphore {
        @Override
        public String c() {
            return "down_" + access.suffix() + "(&" + semaphore + ")";
        }
    }

    /** {@code up_read()} or {@code up_write()}. */
    record UpRw(String semaphore, Access access) implements AboutRwSemaphore {
        @Override
        public String c() {
            return "up_" + access.suffix() + "(&" + semaphore + ")";
        }
    }

    /** What a {@code struct rw_semaphore} is held for. */
    enum Access {
        READ("read"),
        WRITE("write");

        private final String suffix;

        Access(String suffix) {
            this.suffix = suffix;
        }

        /** What the names of the kernel functions end in, and the value in the semaphore's variable. */
        public String suffix() {
            return suffix;
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

    // ---- sections that must not sleep, and waiting for them

    /** The begin of a section in which the caller must not sleep and which delays a grace period of RCU. */
    record SectionBegin(Section section) implements Operation {
        @Override
        public String c() {
            return section.begin();
        }
    }

    /** The end of such a section. */
    record SectionEnd(Section section) implements Operation {
        @Override
        public String c() {
            return section.end();
        }
    }

    /** Sections that must not sleep and hold no lock. They nest. */
    enum Section {
        RCU("rcu_read_lock()", "rcu_read_unlock()"),
        PREEMPTION("preempt_disable()", "preempt_enable()"),
        INTERRUPTS("local_irq_save(flags)", "local_irq_restore(flags)");

        private final String begin;
        private final String end;

        Section(String begin, String end) {
            this.begin = begin;
            this.end = end;
        }

        /** The call that begins one, as C. */
        public String begin() {
            return begin;
        }

        /** The call that ends one, as C. */
        public String end() {
            return end;
        }
    }

    /** {@code synchronize_rcu()}: waits until everybody who is in an RCU read section has left it. */
    record SynchronizeRcu() implements Operation {
        @Override
        public String c() {
            return "synchronize_rcu()";
        }
    }

    // ---- module references

    /** {@code try_module_get(THIS_MODULE)}: yields 1 if it took a reference, else 0. */
    record TryModuleGet() implements YieldsNumber {
        @Override
        public String c() {
            return "try_module_get(THIS_MODULE)";
        }
    }

    /** {@code __module_get(THIS_MODULE)}: takes a reference whatever the module's state; it can't refuse. */
    record UncheckedModuleGet() implements Operation {
        @Override
        public String c() {
            return "__module_get(THIS_MODULE)";
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
    record ClearPointer(String pointer) implements AboutPointer, Assigns {
        @Override
        public String variable() {
            return pointer;
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

    // ---- workqueues and kthread workers

    /** {@code alloc_workqueue()}: the pointer to the queue is stored; NULL, not an error pointer, on failure. */
    record AllocWorkqueue(String queue, Ordering ordering, Failure failure) implements AboutWorkqueue, MayFail {
        @Override
        public String c() {
            return queue + (ordering == Ordering.ORDERED
                    ? " = alloc_ordered_workqueue(\"" + queue + "\", 0)"
                    : " = alloc_workqueue(\"" + queue + "\", 0, 0)");
        }

        /** The same call, with its failure explored. */
        public AllocWorkqueue mayFail() {
            return new AllocWorkqueue(queue, ordering, Failure.POSSIBLE);
        }
    }

    /** {@code queue_work()}: queues the item unless it is pending; yields 1 if it did, or seemed to. */
    record QueueWork(String queue, String work) implements AboutWork, Queues {
        @Override
        public String c() {
            return "queue_work(" + queue + ", &" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(queue);
        }
    }

    /** {@code queue_delayed_work()}, or {@code schedule_delayed_work()} for a system queue: arms the item's timer. */
    record QueueDelayedWork(Optional<String> queue, String work) implements AboutWork, AboutDelay, Queues {
        @Override
        public String c() {
            return queue.map(q -> "queue_delayed_work(" + q + ", &").orElse("schedule_delayed_work(&") + work + ", HZ)";
        }

        @Override
        public Optional<String> runner() {
            return queue;
        }
    }

    /**
     * {@code mod_delayed_work()}: takes the item from where it is and arms its timer anew; yields whether it was
     * pending.
     */
    record ModDelayedWork(Optional<String> queue, String work) implements AboutWork, AboutDelay, Queues {
        @Override
        public String c() {
            return "mod_delayed_work(" + queue.orElse("system_wq") + ", &" + work + ", HZ)";
        }

        @Override
        public Optional<String> runner() {
            return queue;
        }
    }

    /** {@code flush_work()}: waits for the last instance that is queued or running. */
    record FlushWork(String work) implements AboutWork {
        @Override
        public String c() {
            return "flush_work(&" + work + ")";
        }
    }

    /** {@code flush_delayed_work()}: queues the item now if its timer is armed, then waits as flush_work(). */
    record FlushDelayedWork(String work) implements AboutWork, AboutDelay {
        @Override
        public String c() {
            return "flush_delayed_work(&" + work + ")";
        }
    }

    /**
     * {@code cancel_delayed_work()}: takes the item off its timer or queue and does not wait; yields whether it was
     * pending.
     */
    record CancelDelayedWork(String work) implements AboutWork, AboutDelay, YieldsNumber {
        @Override
        public String c() {
            return "cancel_delayed_work(&" + work + ")";
        }
    }

    /** {@code cancel_delayed_work_sync()}: takes the item off and waits for a running instance. */
    record CancelDelayedWorkSync(String work) implements AboutWork, AboutDelay {
        @Override
        public String c() {
            return "cancel_delayed_work_sync(&" + work + ")";
        }
    }

    /** {@code disable_work_sync()}: as cancel_work_sync(), and queueing stays forbidden. Linux 6.10 and later. */
    record DisableWorkSync(String work) implements AboutWork {
        @Override
        public String c() {
            return "disable_work_sync(&" + work + ")";
        }
    }

    /** {@code enable_work()}: undoes one disable_work_sync(). Linux 6.10 and later. */
    record EnableWork(String work) implements AboutWork {
        @Override
        public String c() {
            return "enable_work(&" + work + ")";
        }
    }

    /** {@code flush_workqueue()}: waits for everything that is queued or running when it is called. */
    record FlushWorkqueue(String queue) implements AboutWorkqueue {
        @Override
        public String c() {
            return "flush_workqueue(" + queue + ")";
        }
    }

    /** {@code drain_workqueue()}: forbids queueing from outside and waits until nothing is queued. */
    record DrainWorkqueue(String queue) implements AboutWorkqueue {
        @Override
        public String c() {
            return "drain_workqueue(" + queue + ")";
        }
    }

    /** {@code destroy_workqueue()}: drains the queue and frees it; does not know items that are still on a timer. */
    record DestroyWorkqueue(String queue) implements AboutWorkqueue {
        @Override
        public String c() {
            return "destroy_workqueue(" + queue + ")";
        }
    }

    /** {@code kthread_worker_fn()}: the loop of a worker's thread, W1 to W6; core text. */
    record KthreadWorkerFn(String worker) implements AboutWorker, OfKthread, NeverReturns {
        @Override
        public String c() {
            return "kthread_worker_fn(" + worker + ")";
        }
    }

    /** {@code kthread_init_worker()}: a worker without thread. */
    record KthreadInitWorker(String worker) implements AboutWorker {
        @Override
        public String c() {
            return "kthread_init_worker(" + worker + ")";
        }
    }

    /**
     * {@code kthread_create_worker()}: a worker with a thread, started up to Linux 6.13; an error pointer on failure.
     */
    record KthreadCreateWorker(String worker, Failure failure) implements AboutWorker, MayFail {
        @Override
        public String c() {
            return worker + " = kthread_create_worker(0, \"" + worker + "\")";
        }

        /** The same call, with its failure explored. */
        public KthreadCreateWorker mayFail() {
            return new KthreadCreateWorker(worker, Failure.POSSIBLE);
        }
    }

    /** {@code kthread_queue_work()}: queues the item unless it is queued or being cancelled; yields 1 if it did. */
    record KthreadQueueWork(String worker, String work) implements AboutKthreadWork, Queues {
        @Override
        public String c() {
            return "kthread_queue_work(" + worker + ", &" + work + ")";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(worker);
        }
    }

    /** {@code kthread_queue_delayed_work()}: arms the item's timer unless it is queued or being cancelled. */
    record KthreadQueueDelayedWork(String worker, String work) implements AboutKthreadWork, AboutDelay, Queues {
        @Override
        public String c() {
            return "kthread_queue_delayed_work(" + worker + ", &" + work + ", HZ)";
        }

        @Override
        public Optional<String> runner() {
            return Optional.of(worker);
        }
    }

    /** {@code kthread_flush_work()}: waits behind the item; for ever if the item is on its timer. */
    record KthreadFlushWork(String work) implements AboutKthreadWork {
        @Override
        public String c() {
            return "kthread_flush_work(&" + work + ")";
        }
    }

    /** {@code kthread_flush_worker()}: waits for what is queued when it is called. */
    record KthreadFlushWorker(String worker) implements AboutWorker {
        @Override
        public String c() {
            return "kthread_flush_worker(" + worker + ")";
        }
    }

    /**
     * {@code kthread_cancel_work_sync()}: takes the item off the queue and waits if it is running; leaves a timer
     * armed.
     */
    record KthreadCancelWorkSync(String work) implements AboutKthreadWork {
        @Override
        public String c() {
            return "kthread_cancel_work_sync(&" + work + ")";
        }
    }

    /** {@code kthread_cancel_delayed_work_sync()}: the same, after the timer was deleted. */
    record KthreadCancelDelayedWorkSync(String work) implements AboutKthreadWork, AboutDelay {
        @Override
        public String c() {
            return "kthread_cancel_delayed_work_sync(&" + work + ")";
        }
    }

    /** {@code kthread_destroy_worker()}: Y1 to Y6: flushes, stops the thread, frees the worker. */
    record KthreadDestroyWorker(String worker) implements AboutWorker {
        @Override
        public String c() {
            return "kthread_destroy_worker(" + worker + ")";
        }
    }
}
