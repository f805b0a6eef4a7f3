package org.quiesce.spec;

/** The operators that emitted modules define besides steps, programs and properties, in the order of their definition. */
enum Operator {
    // Sets of contexts and labels.
    KTHREADS("Kthreads"),
    CONTEXTS("Contexts"),
    SLEEPERS("Sleepers"),
    CALLBACKS("Callbacks"),
    TASK_NORMAL("TaskNormal"),
    TASK_UNINTERRUPTIBLE("TaskUninterruptible"),
    FROZEN("Frozen"),
    CORE_TEXT("CoreText"),
    REFRIGERATOR("Refrigerator"),
    OUT("Out"),
    REFERENCES_MAX("ReferencesMax"),
    PARKED_MAX("ParkedMax"),
    CANCELLING_MAX("CancellingMax"),
    NESTING_MAX("NestingMax"),
    DISABLED_MAX("DisabledMax"),
    SEMAPHORE_MAX("SemaphoreMax"),
    COMPLETION_MAX("CompletionMax"),
    COMPLETED_FOR_ALL("CompletedForAll"),
    // Kernel primitives.
    TEXT_GONE("TextGone"),
    AT("At"),
    GOTO("Goto"),
    GO("Go"),
    CRASH("Crash"),
    SIGNALLED("Signalled"),
    IN_ATOMIC("InAtomic"),
    BAD_TASK("BadTask"),
    BAD_GET("BadGet"),
    CREATE("Create"),
    NOTE_WAKE("NoteWake"),
    WAKE("Wake"),
    WAKE_STATE("WakeState"),
    INACTIVE("Inactive"),
    SIGNAL_WAKE_UP("SignalWakeUp"),
    UNPARK("Unpark"),
    SCHEDULE("Schedule"),
    SCHEDULE_FREEZABLE("ScheduleFreezable"),
    WAKE_QUEUE("WakeQueue"),
    WAKE_UP("WakeUp"),
    WAKE_UP_NR("WakeUpNr"),
    WOKEN_WAKE("WokenWake"),
    SEND_SIGNAL("SendSignal"),
    KILL_THREAD("KillThread"),
    KILL_PROCESS("KillProcess"),
    ENQUEUE("Enqueue"),
    DEQUEUE("Dequeue"),
    BAD_QUEUE("BadQueue"),
    BUSY("Busy"),
    INSERT_WORK("InsertWork"),
    OVERPUT("Overput"),
    BAD_WORKER("BadWorker"),
    WAKES_FREED("WakesFreed"),
    WAKE_WORKER("WakeWorker"),
    INSERT_KTHREAD_WORK("InsertKthreadWork"),
    FREEZING("Freezing"),
    TELL("Tell"),
    FREEZE("Freeze"),
    THAW("Thaw"),
    IN_KERNEL("InKernel"),
    SIGNAL_USERS("SignalUsers"),
    UNAWARE("Unaware"),
    MISSING("Missing"),
    UNWRITTEN("Unwritten"),
    UNHELD("Unheld"),
    READABLE("Readable"),
    UNCLAIMED("Unclaimed"),
    IDLE("Idle"),
    COMPLETED("Completed"),
    TAKEN("Taken"),
    // Who can move.
    IN_MODULE_TEXT("InModuleText"),
    READING("Reading"),
    QUIET("Quiet"),
    READY("Ready"),
    RUNS_MODULE_TEXT("RunsModuleText"),
    // The system.
    TIMER_EXPIRES("TimerExpires"),
    SPURIOUS_WAKE("SpuriousWake"),
    DELAY_EXPIRES("DelayExpires"),
    SIGNAL("Signal"),
    INIT_FREED("InitFreed"),
    OOPS("Oops"),
    REUSE("Reuse"),
    FETCH_FAULT("FetchFault"),
    INIT("Init"),
    NEXT("Next"),
    SPEC("Spec"),
    // Parts of properties.
    FAIR_STEP("FairStep"),
    AT_REST("AtRest"),
    STOP_PENDING("StopPending"),
    PARK_PENDING("ParkPending"),
    FLUSH_PENDING("FlushPending"),
    FREEZING_USERS("FreezingUsers"),
    FREEZING_THREADS("FreezingThreads"),
    WITHIN_BOUNDS("WithinBounds"),
    // Only in a module that is cut down to some places.
    AT_KNOWN_PLACES("AtKnownPlaces");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** Its name in TLA+. */
    String symbol() {
        return symbol;
    }
}
