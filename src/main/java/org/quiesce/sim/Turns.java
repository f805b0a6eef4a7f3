package org.quiesce.sim;

/**
 * With how few changes of who acts something can be reached, and who can act last then: of all shortest ways there.
 * Whoever goes on from there changes nothing if it acted last, and otherwise adds one change; so ways with more changes
 * than the fewest need not be remembered. Actors are those of {@link Labels#actor}.
 *
 * @param changes the fewest changes
 * @param last    a bit for everybody who acts last on some way with so few
 */
record Turns(int changes, long last) {

    /** Nobody has acted yet: whoever begins changes nothing. */
    static final Turns NONE = new Turns(0, -1L);

    /** No way is known. */
    static final Turns UNREACHED = new Turns(Integer.MAX_VALUE, 0);

    /** Whether that actor can go on without a change. */
    boolean canEndWith(int actor) {
        return (last >> actor & 1) != 0;
    }

    /** How many changes there are when that actor has gone on. */
    int changesWhen(int actor) {
        return changes + (canEndWith(actor) ? 0 : 1);
    }

    /** What is known when there also is a way on which that actor goes on after {@code before}. */
    Turns or(Turns before, int actor) {
        int others = before.changesWhen(actor);
        if (others > changes) {
            return this;
        }
        return new Turns(others, 1L << actor | (others == changes ? last : 0));
    }
}
