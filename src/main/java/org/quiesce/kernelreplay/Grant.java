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
 * @param pace    what happens before the next token
 */
public record Grant(String context, Gate gate, Then then, Optional<Boolean> value, int moves, Pace pace) {

    /** How long it takes. */
    public enum Pace {
        /** No longer than the context needs. */
        USUAL(""),
        /** Until what was freed after a grace period is free. */
        GRACE_PERIOD("^"),
        /** Until what is timed has come. */
        TIMERS_EXPIRE("~");

        private final String sign;

        Pace(String sign) {
            this.sign = sign;
        }

        /** As the module with the gates takes it. */
        String sign() {
            return sign;
        }
    }

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

    /** The same, taken at that pace, unless it is slower. */
    Grant at(Pace other) {
        return pace.compareTo(other) >= 0 ? this : new Grant(context, gate, then, value, moves, other);
    }
}
