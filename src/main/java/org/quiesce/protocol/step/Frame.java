package org.quiesce.protocol.step;

/** Where the next instruction of a context is, and so what it needs to be mapped. */
public enum Frame {
    /** In module text, or in a core function that returns to module text. */
    MODULE,
    /** In core text, with no way back into the module. */
    CORE
}
