package org.quiesce.workbench;

/** A log does not show what is needed to hold it against a protocol; the message says what, and what to do. */
public final class LogMismatchException extends Exception {

    private static final long serialVersionUID = 1L;

    LogMismatchException(String message) {
        super(message);
    }
}
