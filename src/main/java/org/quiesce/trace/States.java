package org.quiesce.trace;

import java.util.Optional;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;

/** Reads the variables that every protocol has. */
final class States {

    private States() {}

    static String label(Snapshot state, String context) {
        return word(state, "pc", context);
    }

    static boolean isAsleep(Snapshot state, String context) {
        return isTrue(state, "asleep", context);
    }

    /** Whether the context is a thread in that sleep state. */
    static boolean is(Snapshot state, String context, TaskState sleep) {
        return word(state, "state", context).equals(sleep.name());
    }

    static boolean isTrue(Snapshot state, String variable, String index) {
        return state.get(variable, index).equals(Optional.of(Datum.of(true)));
    }

    /** The word that an entry holds; empty if the state has no such entry. */
    static String word(Snapshot state, String variable, String index) {
        return state.get(variable, index).map(Object::toString).orElse("");
    }
}
