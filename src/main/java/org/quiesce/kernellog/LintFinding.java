package org.quiesce.kernellog;

/**
 * Something in a log that should not be there.
 *
 * @param rule     what is broken
 * @param line     where it shows
 * @param sureness whether there may be an explanation that is none of a fault
 * @param sentence what happened
 */
public record LintFinding(LintRule rule, int line, Sureness sureness, String sentence) {

    /** How sure a finding is. */
    public enum Sureness {
        /** It is a fault. */
        CERTAIN,
        /** The log does not show enough to tell. */
        POSSIBLE
    }
}
