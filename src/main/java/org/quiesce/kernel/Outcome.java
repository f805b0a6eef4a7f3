package org.quiesce.kernel;

/** What a real kernel shows when a property is violated. */
public enum Outcome {
    TEXT_FAULT("TEXT-FAULT",
            "BUG: unable to handle page fault for address: ffffffffc0…, #PF: supervisor instruction fetch in kernel "
                    + "mode; an instruction was fetched from freed module text"),
    KASAN_UAF("KASAN-UAF",
            "BUG: KASAN: slab-use-after-free; without KASAN a refcount_t warning, a NULL dereference, another "
                    + "victim, or nothing"),
    REFCOUNT("REFCOUNT", "refcount_t: underflow; use-after-free. (a warning, once per boot)"),
    NULL_DEREF("NULL-DEREF",
            "BUG: kernel NULL pointer dereference at a small address; a module whose exit dies so stays in "
                    + "state \"going\" for ever"),
    WRONG_VICTIM("WRONG-VICTIM",
            "nothing at first: another thread exits, or is woken, or the caller waits for it; for a user task a warning, "
                    + "then a NULL dereference"),
    HUNG_STOPPER("HUNG-STOPPER",
            "INFO: task … blocked for more than 120 seconds, with kthread_stop in its call trace"),
    HUNG_OTHER("HUNG-OTHER",
            "INFO: task … blocked for more than 120 seconds; nothing at all when it sleeps in "
                    + "TASK_INTERRUPTIBLE, IDLE, KILLABLE or PARKED"),
    HUNG_KTHREAD("HUNG-KTHREAD",
            "INFO: task … blocked for more than 120 seconds, trace ending in kthread ← ret_from_fork: created, "
                    + "never woken"),
    SPIN("SPIN", "watchdog: BUG: soft lockup, or an RCU stall, or only a CPU at 100 %"),
    ATOMIC("ATOMIC", "BUG: scheduling while atomic, or BUG: sleeping function called from invalid context"),
    WARN_SLEEP("WARN-SLEEP", "do not call blocking ops when !TASK_RUNNING; state=… set at … (a warning, once per boot, with"
            + " CONFIG_DEBUG_ATOMIC_SLEEP); without that a loop that does not sleep"),
    WARN("WARN", "WARNING: CPU: … PID: … at …"),
    LOCKDEP("LOCKDEP",
            "with lockdep: WARNING: … still has locks held!, WARNING: lock held when returning to user space!, or BUG: "
                    + "workqueue leaked …; without it nothing, until somebody waits for the lock"),
    LEAK("LEAK", "nothing, or kmemleak: … new suspected memory leaks"),
    RMMOD_BUSY("RMMOD-BUSY", "rmmod: ERROR: Module … is in use"),
    SUSPEND_FAIL("SUSPEND-FAIL",
            "Freezing of tasks failed after 20.… seconds (… tasks refusing to freeze, wq_busy=0); everything is thawed, the"
                    + " suspend is called off"),
    EINTR("EINTR", "kthread_stop() returns -4 (-EINTR)"),
    DELAY("DELAY", "the stop completes late"),
    NONE("NONE", "nothing observable");

    private final String code;
    private final String signature;

    Outcome(String code, String signature) {
        this.code = code;
        this.signature = signature;
    }

    /** The code used in models, results and as the value of the {@code fault} variable, such as {@code TEXT-FAULT}. */
    public String code() {
        return code;
    }

    /** The shape of what is seen; addresses and names vary. */
    public String signature() {
        return signature;
    }
}
