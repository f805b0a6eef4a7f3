package org.quiesce.sim;

import java.time.Duration;

/**
 * Where a search gives up.
 *
 * @param states most distinct states
 * @param time   longest time
 * @param bytes  most memory for states, in bytes
 */
public record Limits(long states, Duration time, long bytes) {

    /** No limit but those of the machine. */
    public static Limits none() {
        return new Limits(Long.MAX_VALUE, Duration.ofDays(365), Long.MAX_VALUE);
    }

    public Limits withStates(long most) {
        return new Limits(most, time, bytes);
    }

    public Limits withTime(Duration longest) {
        return new Limits(states, longest, bytes);
    }

    public Limits withBytes(long most) {
        return new Limits(states, time, most);
    }
}
