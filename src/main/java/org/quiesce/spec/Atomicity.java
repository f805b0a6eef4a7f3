package org.quiesce.spec;

/** Whether a context may be forbidden to sleep at a step that does what may sleep, as far as that is known beforehand. */
enum Atomicity {
    /** It may sleep there, or the step does nothing of the kind. */
    NEVER,
    /** It may hold a spinlock there. */
    MAYBE,
    /** It is a callback of a kind that never sleeps. */
    ALWAYS
}
