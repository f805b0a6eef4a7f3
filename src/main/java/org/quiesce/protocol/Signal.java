package org.quiesce.protocol;

/** The signals that protocols tell apart: SIGKILL, and any other, for which SIGTERM stands. */
public enum Signal {
    SIGTERM(15),
    /** Also ends killable sleeps, if it was sent to the thread itself. */
    SIGKILL(9);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /** What {@code kernel_dequeue_signal()} yields. */
    public int number() {
        return number;
    }
}
