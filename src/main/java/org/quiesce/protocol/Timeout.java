package org.quiesce.protocol;

/** Whether a wait also ends by itself. Time is abstract: a finite timeout expires eventually, at any moment. */
public enum Timeout {
    NEVER,
    FINITE
}
