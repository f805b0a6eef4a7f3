package org.quiesce.protocol;

/** A protocol that can't mean anything; the message names the place and says what to do. */
public final class ProtocolException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
