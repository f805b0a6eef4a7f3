package org.quiesce.audit;

/** Whether a check makes an assumption. */
public enum Standing {
    /** It does, and an audit drops it: more can happen then. */
    MADE,
    /** It does not, and an audit takes it on: less can happen then. */
    NOT_MADE
}
