package org.quiesce.workbench;

import java.util.Locale;

/** What is known of a property after a check. */
public enum Verdict {
    HOLDS,
    VIOLATED,
    /** It holds, but no run ever did what it speaks of. */
    VACUOUS,
    /** A bound, the time or the memory ended the check before it was decided. */
    INCONCLUSIVE,
    /** The engines do not agree, or a counterexample could not be replayed: not to be relied on in either direction. */
    DISPUTED;

    /** The word that reports use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
