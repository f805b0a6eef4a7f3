package org.quiesce.spec;

/** Whether a context may be forbidden to sleep, or to leave, at a step that does so, as far as one knows beforehand. */
enum Atomicity {
    /** It may do so there, or the step does nothing of the kind. */
    NEVER,
    /** It may hold a spinlock or be in a section there. */
    MAYBE,
    /** It is a callback of a kind that never sleeps. */
    ALWAYS
}
