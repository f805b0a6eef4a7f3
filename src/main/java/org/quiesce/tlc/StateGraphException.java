package org.quiesce.tlc;

/** A file is not a complete state graph as TLC dumps it. The message names the line. */
public final class StateGraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StateGraphException(int line, String problem) {
        super("state graph, line " + line + ": " + problem);
    }
}
