package org.quiesce.kernelreplay;

/** Something that is needed for a replay is missing, or did not work; the message says what to do. */
public final class InfrastructureException extends Exception {

    private static final long serialVersionUID = 1L;

    InfrastructureException(String message) {
        super(message);
    }

    InfrastructureException(String message, Throwable cause) {
        super(message, cause);
    }
}
