package org.quiesce.workbench;

/** A trace that can't be replayed on the protocol given; the message says why and what to do. */
public final class TraceMismatchException extends Exception {

    private static final long serialVersionUID = 1L;

    TraceMismatchException(String message) {
        super(message);
    }
}
