package org.quiesce.sim;

/** Leaves an algorithm in the middle; never leaves the search. */
final class LimitReached extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Completion.Limit limit;

    LimitReached(Completion.Limit limit) {
        super(limit.name(), null, false, false);
        this.limit = limit;
    }

    Completion.Limit limit() {
        return limit;
    }
}
