package org.quiesce.export;

/** A result can't be written in a format; the message says why. */
public final class ExportException extends Exception {

    private static final long serialVersionUID = 1L;

    ExportException(String message) {
        super(message);
    }
}
