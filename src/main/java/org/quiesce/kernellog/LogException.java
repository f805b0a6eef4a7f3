package org.quiesce.kernellog;

/** A text is no log that is understood; the message says where and what to do. */
public final class LogException extends Exception {

    private static final long serialVersionUID = 1L;

    LogException(String message) {
        super(message);
    }

    LogException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
