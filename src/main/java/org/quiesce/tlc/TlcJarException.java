package org.quiesce.tlc;

/** There is no usable TLC. The message says in one line what is wrong, where, and what to do. */
public final class TlcJarException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlcJarException(String message) {
        super(message);
    }
}
