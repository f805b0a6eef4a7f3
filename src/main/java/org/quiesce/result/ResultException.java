package org.quiesce.result;

/** A text is no result of Quiesce; the message says where and why, without a file name. */
public final class ResultException extends Exception {

    private static final long serialVersionUID = 1L;

    ResultException(String message) {
        super(message);
    }
}
