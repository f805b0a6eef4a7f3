package org.quiesce.csource;

/** Nothing in a C file is run, as far as it can be seen, with the macros that are defined. */
final class NothingRunsException extends CSourceException {

    private static final long serialVersionUID = 1L;

    NothingRunsException(String message) {
        super(message);
    }
}
