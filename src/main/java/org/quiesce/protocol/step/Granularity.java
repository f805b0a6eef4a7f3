package org.quiesce.protocol.step;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much of a program is one step. */
public enum Granularity {
    /** One shared access per step. */
    MICRO,
    /**
     * Fuses the accesses that may be fused without hiding an interleaving that matters, and leaves out what a context does
     * for itself alone where that changes nothing. Of what it keeps for itself it forgets what it does not read any more.
     */
    MERGED;

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that name. */
    public static Optional<Granularity> named(String id) {
        return Arrays.stream(values()).filter(g -> g.id().equals(id)).findFirst();
    }
}
