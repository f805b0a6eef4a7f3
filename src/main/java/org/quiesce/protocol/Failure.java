package org.quiesce.protocol;

/** Whether a call that can fail in a real kernel also does so in the model. */
public enum Failure {
    /** The call is assumed to succeed; results say so. */
    ASSUMED_AWAY,
    /** Success and failure are both explored. */
    POSSIBLE
}
