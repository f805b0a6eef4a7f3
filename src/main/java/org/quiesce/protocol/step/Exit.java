package org.quiesce.protocol.step;

/** The ways out of a step. A step has one or more of them; each {@link Micro} says when it takes which. */
public enum Exit {
    NEXT,
    TRUE,
    FALSE,
    SIGNALLED,
    TIMED_OUT,
    FAILED
}
