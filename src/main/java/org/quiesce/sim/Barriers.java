package org.quiesce.sim;

import java.util.List;

/**
 * Who waits behind the instances of a callback, a bit each.
 *
 * @param queued  behind the one that is to run
 * @param running behind the one that runs
 */
record Barriers(String callback, Field queued, Field running) {

    private static final String BEHIND = "behind";
    private static final String BEHIND_RUNNING = "behindRunning";

    static Barriers of(String callback, Scope scope) {
        return new Barriers(callback, orAbsent(BEHIND, callback, scope), orAbsent(BEHIND_RUNNING, callback, scope));
    }

    private static Field orAbsent(String variable, String callback, Scope scope) {
        return scope.layout().has(variable, callback) ? scope.layout().field(variable, callback) : Field.ABSENT;
    }

    /** The instance that was to run begins to. */
    void begin(long[] before, long[] after) {
        if (running != Field.ABSENT) {
            running.set(after, queued.get(before));
        }
        queued.set(after, 0);
    }

    /** The instance that ran has returned. */
    void end(long[] after) {
        running.set(after, 0);
    }

    /** The instance that was to run never will: whoever waits behind it goes on. */
    void free(long[] after) {
        queued.set(after, 0);
    }

    /** The barrier of a context, which has none where it never waits. */
    Barrier barrierOf(String context, Scope scope) {
        return new Barrier(
                queued, bit(queued, BEHIND, context, scope),
                running, bit(running, BEHIND_RUNNING, context, scope));
    }

    private int bit(Field field, String variable, String context, Scope scope) {
        List<String> members = field == Field.ABSENT ? List.of() : scope.members(variable, callback);
        return members.contains(context) ? 1 << members.indexOf(context) : 0;
    }

    /** One context's place among those who wait. */
    record Barrier(Field queued, int ifQueued, Field running, int ifRunning) {

        void standBehindQueued(long[] before, long[] after) {
            queued.set(after, queued.get(before) | ifQueued);
        }

        void standBehindRunning(long[] before, long[] after) {
            running.set(after, running.get(before) | ifRunning);
        }

        boolean isBehindQueued(long[] state) {
            return (queued.get(state) & ifQueued) != 0;
        }

        boolean isStanding(long[] state) {
            return isBehindQueued(state) || (running.get(state) & ifRunning) != 0;
        }
    }
}
