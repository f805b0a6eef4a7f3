package org.quiesce.csource;

/** A call names something that can't be made out; the message says what, as a clause. */
final class Unresolved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unresolved(String what) {
        super(what, null, false, false);
    }
}
