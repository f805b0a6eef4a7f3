package org.quiesce.trace;

/** A trace file that can't be read; the message says where and why. */
public final class TraceFileException extends Exception {

    private static final long serialVersionUID = 1L;

    TraceFileException(String message) {
        super(message);
    }
}
