package org.quiesce.csource;

/** A C file can't be read as a module; the message says where and why, and what to do. */
public sealed class CSourceException extends RuntimeException permits NothingRunsException {

    private static final long serialVersionUID = 1L;

    CSourceException(String message) {
        super(message);
    }
}
