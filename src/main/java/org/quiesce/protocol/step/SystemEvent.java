package org.quiesce.protocol.step;

import java.util.Arrays;
import java.util.Optional;

/**
 * What happens to a context without a step of its own program. What the kernel brings about is weakly fair, per context;
 * what comes from outside is not fair.
 */
public enum SystemEvent {
    /**
     * The timer of a sleep expires: enabled when {@code timer[c] = "armed"} and {@code fault = "none"}; then
     * {@code timer[c]} is {@code "expired"} and {@code c} is woken with mask NORMAL.
     */
    TIMER_EXPIRES("TimerExpires", Fairness.WEAK),
    /**
     * A context is about to fetch an instruction from freed module text: enabled when the text of {@code c} is gone,
     * the frame of the step at {@code pc[c]} is MODULE, and that step could otherwise be taken; then {@code fault} is
     * {@code "TEXT-FAULT"}. It is fair together with the fair steps of {@code c}: if {@code c} goes on, it goes on there;
     * of a context none of whose steps is fair it is not. The text of {@code c} is gone when {@code module = "freed"}, and for a context whose
     * program is {@linkplain LoweredProgram#isInInitText() in init text} also when {@code initText = "freed"}.
     */
    FETCH_FAULT("FetchFault", Fairness.WEAK),
    /**
     * A wake-up that nobody meant for the sleeper {@code c}; not fair, and only in protocols that allow some: enabled
     * when {@code fault = "none"}, {@code state[c]} matches mask NORMAL and {@code spurious} is below the protocol's
     * number of them; then {@code c} is woken with mask NORMAL and {@code spurious} grows by one.
     */
    SPURIOUS_WAKE("SpuriousWake", Fairness.NONE),
    /**
     * The timer of a delayed work item {@code c} expires: enabled when {@code fault = "none"} and {@code timed[c]} is not
     * "off", which it becomes. Work of a workqueue is inserted from OUTSIDE, and nothing happens with
     * {@code cancelling[c]} above 0. For kthread work, {@code warned} becomes true if {@code timed[c]} was "unlinked",
     * the worker is checked, and with {@code cancelling[c]} 0 the work is inserted.
     */
    DELAY_EXPIRES("DelayExpires", Fairness.WEAK),
    /**
     * Somebody sends the user task {@code c} a signal that does not kill it; not fair, and only for contexts that are no
     * kthreads and have {@code signals}: enabled when {@code fault = "none"}, not {@code signals[c]}, and the frame of
     * the step at {@code pc[c]} is MODULE; then {@code signals[c]} is true and {@code c}, where it has a {@code state},
     * is woken with mask INTERRUPTIBLE.
     */
    SIGNAL("Signal", Fairness.NONE),
    /**
     * Init text is freed, by a work item after a grace period; weakly fair, and only for the loader {@code c} in
     * protocols that have the variable {@code initText}: enabled when {@code fault = "none"} and
     * {@code initText = "unneeded"}; then {@code initText} is {@code "freed"}. That a grace period is waited for before
     * is not looked at. After a failed init the text stays until the module is freed.
     */
    INIT_FREED("InitFreed", Fairness.WEAK),
    /**
     * The thread {@code c} dies of an oops; not fair, and only for the {@linkplain LoweredProtocol#oopsing() threads}
     * of which the protocol says so: enabled when {@code fault = "none"}, not {@code oopsed}, {@code c} is neither
     * asleep nor out, the frame of the step at {@code pc[c]} is MODULE, its text is not gone, and that step could
     * otherwise be taken; then {@code oopsed} is true, {@code pc[c]} {@code "exit"}, {@code state[c]} RUNNING,
     * {@code nesting[c]}, where there is such a variable, 0, and {@code result[c]} is 0 with RESULT_IN_KTHREAD,
     * otherwise {@link #OOPS_SIGNAL}. What else the thread holds it holds for ever: locks, references, its place on a
     * queue.
     */
    OOPS("Oops", Fairness.NONE),
    /**
     * The memory of the thread {@code t} is given to another task; not fair, and only in protocols that allow it: enabled
     * when {@code fault = "none"}, {@code pc[t]} is {@code "gone"}, {@code usage[t]} 0 and not {@code reused[t]}; then
     * {@code reused[t]} is true. What the other task is, and does, is not looked at.
     */
    REUSE("Reuse", Fairness.NONE);

    /**
     * SIGKILL, of which a task dies that oopsed in a page fault; kthread_stop() returned it where it took the exit
     * code.
     */
    public static final int OOPS_SIGNAL = 9;

    private final String action;
    private final Fairness fairness;

    SystemEvent(String action, Fairness fairness) {
        this.action = action;
        this.fairness = fairness;
    }

    /** Name of the action in specifications and traces. */
    public String action() {
        return action;
    }

    /** Whether the context brings it about itself, by going on; all else comes from the kernel or from outside. */
    public boolean isOwn() {
        return this == FETCH_FAULT || this == OOPS;
    }

    /** What is assumed of it, unless {@link LoweredProtocol#reliance()} says otherwise. */
    public Fairness fairness() {
        return fairness;
    }

    /** The event whose action has that name. */
    public static Optional<SystemEvent> named(String action) {
        return Arrays.stream(values()).filter(event -> event.action.equals(action)).findFirst();
    }
}
