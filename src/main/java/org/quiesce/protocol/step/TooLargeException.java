package org.quiesce.protocol.step;

/** A protocol for which no engine has room; the message says of what there is too much, and what to do. */
public final class TooLargeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
        super(message);
    }
}
