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
    TIMER_EXPIRES("TimerExpires"),
    /**
     * A context is about to fetch an instruction from freed module text: enabled when {@code module = "freed"}, the
     * frame of the step at {@code pc[c]} is MODULE, and that step could otherwise be taken; then {@code fault} is
     * {@code "TEXT-FAULT"}.
     */
    FETCH_FAULT("FetchFault"),
    /**
     * A wake-up that nobody meant for the sleeper {@code c}; not fair, and only in protocols that allow some: enabled
     * when {@code fault = "none"}, {@code state[c]} matches mask NORMAL and {@code spurious} is below the protocol's
     * number of them; then {@code c} is woken with mask NORMAL and {@code spurious} grows by one.
     */
    SPURIOUS_WAKE("SpuriousWake"),
    /**
     * Somebody sends the user task {@code c} a signal that does not kill it; not fair, and only for contexts that are no
     * kthreads and have {@code signals}: enabled when {@code fault = "none"}, not {@code signals[c]}, and the frame of
     * the step at {@code pc[c]} is MODULE; then {@code signals[c]} is true and {@code c}, where it has a {@code state},
     * is woken with mask INTERRUPTIBLE.
     */
    SIGNAL("Signal");

    private final String action;

    SystemEvent(String action) {
        this.action = action;
    }

    /** Name of the action in specifications and traces. */
    public String action() {
        return action;
    }

    /** The event whose action has that name. */
    public static Optional<SystemEvent> named(String action) {
        return Arrays.stream(values()).filter(event -> event.action.equals(action)).findFirst();
    }
}
