package org.quiesce.csource;

import java.util.Locale;

/**
 * Something in the C that the protocol does not say as it is there.
 *
 * @param line in the file
 * @param what a clause, such as {@code 'len > 4' may be either}
 */
public record Abstraction(Kind kind, int line, String what) implements Comparable<Abstraction> {

    /** What it does to a verdict. */
    public enum Kind {
        /** More may happen in the protocol than in the module: what holds, holds in the module, too. */
        CHOICE,
        /** Somebody is kept out or waiting in the module and not in the protocol: likewise, but a run may be none of it. */
        UNGUARDED,
        /** Something is taken to be so, or is followed up to a bound only. */
        ASSUMED,
        /** A call of which nothing is known is taken to do nothing to what is tracked; it may sleep, though. */
        PASSED_OVER,
        /** What the module does there is not in the protocol: nothing can be said to hold. */
        UNMODELLED;

        /** The word in reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public int compareTo(Abstraction other) {
        int byLine = Integer.compare(line, other.line);
        int byKind = byLine != 0 ? byLine : kind.compareTo(other.kind);
        return byKind != 0 ? byKind : what.compareTo(other.what);
    }
}
