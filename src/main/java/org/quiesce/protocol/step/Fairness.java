package org.quiesce.protocol.step;

/** What may be assumed of a step that stays possible. */
public enum Fairness {
    /** Nothing: the environment may take it, or never. */
    NONE,
    /** Taken eventually if it stays enabled. */
    WEAK,
    /** Taken eventually if it is enabled again and again: locks and completions are handed out fairly. */
    STRONG
}
