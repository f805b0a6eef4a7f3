package org.quiesce.trace;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Snapshot;

/** How a context is in a state: whether it is there at all, and whether it can go on. */
public enum Life {
    /** It was not created, is not called, or has ended. */
    ABSENT,
    AWAKE,
    ASLEEP,
    /** It is awake, and the next that it does is to wait for something, or it never goes on again although it would. */
    WAITING;

    /** How the text of a step begins that is to wait for something. */
    static final String WAITS = "waits ";

    private static final Set<String> OUTSIDE = Set.of(Label.NONE, Label.IDLE, Label.DONE, Label.DEAD, Label.GONE);

    /**
     * How a context is in a state.
     *
     * @param what   what it does at a label, as a clause, if that is known
     * @param heldUp whether it never goes on from there, although it would
     */
    public static Life of(Snapshot state, String context, Function<String, Optional<String>> what, boolean heldUp) {
        String label = States.label(state, context);
        if (OUTSIDE.contains(label)) {
            return ABSENT;
        } else if (isAsleep(state, context)) {
            return ASLEEP;
        }
        return heldUp || what.apply(label).filter(clause -> clause.startsWith(WAITS)).isPresent() ? WAITING : AWAKE;
    }

    /** Whether a context is asleep in a state. */
    public static boolean isAsleep(Snapshot state, String context) {
        return States.isAsleep(state, context);
    }

    /** Whether it does not go on. */
    public boolean isHeldUp() {
        return this == ASLEEP || this == WAITING;
    }
}
