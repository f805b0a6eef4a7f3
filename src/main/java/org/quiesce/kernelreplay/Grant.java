package org.quiesce.kernelreplay;

import java.util.Optional;

/**
 * One token of a schedule: a context is let through the gate at which it is, and what the model says of that.
 *
 * @param context who
 * @param gate    where it is then
 * @param then    how it is afterwards
 * @param value   what the call returns, where it is a test
 * @param moves   how many of the run are made before
 */
public record Grant(String context, Gate gate, Then then, Optional<Boolean> value, int moves) {

    /** How a context is when it has gone on as far as it can. */
    public enum Then {
        AT_GATE('g'),
        ASLEEP('s'),
        ENDED('e'),
        /** It matters to nobody: that was the fault, or who has loaded the module is not asked to unload it. */
        ANYHOW('x');

        private final char letter;

        Then(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }
    }
}
