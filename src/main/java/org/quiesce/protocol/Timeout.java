package org.quiesce.protocol;

/** Whether a wait also ends by itself. Time is abstract: a finite timeout expires eventually, at any moment. */
public enum Timeout {
    NEVER,
    FINITE,
    /** As FINITE, by an hrtimer: a wait that it ends yields -ETIME, and one that it did not end 0. Of wait_event() only. */
    HIGH_RESOLUTION;

    /** Whether it ends by itself. */
    public boolean expires() {
        return this != NEVER;
    }
}
