package org.quiesce.kernel;

/**
 * A difference between kernels, or between builds of one kernel, that can change a verdict, or what a log shows.
 *
 * <p>{@link #source()} says where the value of the axis comes from and how sure it is.
 */
public enum Axis {
    STOP_SETS_NOTIFY_SIGNAL(
            "StopNotifies",
            "kthread_stop() also raises TIF_NOTIFY_SIGNAL, so that interruptible sleeps of the thread end",
            "commit a7c01fa93aeb, first released in 6.1; read in 6.1.192 and 6.12.117"),
    FREEZER_USES_TASK_FROZEN(
            "FreezerUsesTaskFrozen",
            "a frozen thread sleeps in TASK_FROZEN, which a stop does not wake",
            "freezer rewrite of 6.1; read in 6.1.192 and 6.12.117"),
    UNPARK_ONLY_IF_PARK_BIT(
            "UnparkOnlyIfParkBit",
            "kthread_unpark() returns at once when no park was requested",
            "6.12-rc3; stable 5.15.168, 6.1.113, 6.6.57; value for 5.10 uncertain"),
    RESULT_IN_KTHREAD(
            "ResultInKthread",
            "kthread_stop() returns the result kept in struct kthread, not the exit code of the task",
            "5.17; matters only for a thread that dies by an oops or a bare exit"),
    CREATE_WORKER_WAKES(
            "CreateWorkerWakes",
            "kthread_create_worker() also starts the thread",
            "up to 6.13; read in 6.1.192 and 6.12.117"),
    BIND_WARNS_OF_STARTED(
            "BindWarnsOfStarted",
            "kthread_bind() warns of every thread that was woken before, one that it can bind included",
            "6.14, with the field 'started' of struct kthread; absent in 6.1.192 and 6.12.117"),
    DESTROY_WORKER_SEES_DELAYED(
            "DestroyWorkerSeesDelayed",
            "kthread_destroy_worker() warns of delayed work that is on its timer",
            "commit eb79fa7ea744, first released in 6.3; absent in 6.1.192, present in 6.12.117"),
    THAW_RESTORES_SLEEP(
            "ThawRestoresSleep",
            "a thaw lets a sleeper frozen in place sleep on unless a wake was recorded",
            "commit 8f0eed4a78a8, first released in 6.7, in stable from 6.6.102; absent in 6.1.192, present in 6.12.117"),
    DRAINED_QUEUE_REJECTS(
            "DrainedQueueRejects",
            "queueing on a workqueue after the drain of destroy_workqueue() is rejected",
            "commit 33e3f0a3358b, first released in 6.3; absent in 6.1.192, present in 6.12.117"),
    CANCELLED_WORK_PENDS(
            "CancelledWorkPends",
            "work that cancel_work_sync() or a relative waits for is pending until that returns, and nobody else can take it",
            "up to 6.9, when disabling replaced it, from memory; read in 6.1.192, absent in 6.12.117"),
    WAIT_WOKEN_TESTS_PARK(
            "WaitWokenTestsPark",
            "wait_woken() does not sleep when a park was requested, as it does not when a stop was",
            "commit ef73d6a4ef0b, first released in 6.5; absent in 6.1.192, present in 6.12.117"),
    FREE_IRQ_AWAITS_THREAD(
            "FreeIrqAwaitsThread",
            "free_irq() waits until the function of a threaded interrupt has returned, and only then stops its thread",
            "6.3, from memory; absent in 6.1.192, present in 6.12.117, and in a tree of 6.6"),
    REFUSED_SLEEP_SHOWS(
            "RefusedSleepShows",
            "the log of a task that a signal keeps from sleeping shows the sleep that it asked for",
            "from 5.18 on, commit fa2c3254d7cf, from memory; until 6.12.34; read in 6.1.192, absent in 6.12.117"),
    EXIT_SHOWS_FIRST(
            "ExitShowsFirst",
            "the log of a thread that ends shows that before it completes 'exited'",
            "commit 3e816361e94a, first released in 6.16, from memory; absent in 6.1.192 and 6.12.117"),
    RCU_MASKS(
            "RcuMasks",
            "the RCU synchronisation of free_module() waits for module code that runs without sleeping",
            "only builds with PREEMPT_RCU=n and PREEMPT_COUNT=n; never a PREEMPT_DYNAMIC kernel");

    private final String constant;
    private final String meaning;
    private final String source;

    Axis(String constant, String meaning, String source) {
        this.constant = constant;
        this.meaning = meaning;
        this.source = source;
    }

    /** Name of the axis in specifications and results, in camel case. */
    public String constant() {
        return constant;
    }

    /** What is so when the axis is on, as one clause. */
    public String meaning() {
        return meaning;
    }

    /** Where the value comes from, and what is uncertain about it. */
    public String source() {
        return source;
    }
}
