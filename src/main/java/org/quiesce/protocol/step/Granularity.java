package org.quiesce.protocol.step;

import java.util.Locale;

/** How much of a program is one step. */
public enum Granularity {
    /** One shared access per step. */
    MICRO,
    /** Fuses the accesses that may be fused without hiding an interleaving that matters, and thread-local steps. */
    MERGED;

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
