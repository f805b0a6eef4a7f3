package org.quiesce.kernelreplay;

import java.util.List;
import java.util.Locale;
import org.quiesce.kernel.Outcome;

/** When somebody unloads the module. */
enum Unload {
    /** In his turn. */
    SCHEDULED,
    /** At the end, as it is said that it can't be. */
    LATE,
    /** Not at all. */
    NEVER;

    static Unload of(List<Grant> grants, Outcome outcome) {
        if (grants.stream().anyMatch(grant -> grant.gate().equals(Gate.ofBeginning("rmmod")))) {
            return SCHEDULED;
        }
        return outcome == Outcome.RMMOD_BUSY ? LATE : NEVER;
    }

    /** As the machine's first program takes it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
