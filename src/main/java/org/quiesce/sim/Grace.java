package org.quiesce.sim;

import java.util.List;
import java.util.function.Function;

/**
 * A grace period: it notes who is reading when it begins, and lasts until each of them was quiet once, whenever that
 * was and whatever the others did then.
 *
 * @param awaited the set of those that it still waits for, a bit each
 * @param reading whether the one of a bit is reading
 */
record Grace(Field awaited, StateTest[] reading) {

    /**
     * The grace period of a context.
     *
     * @param variable whose entry for the context tells for whom it waits
     * @param reading  whether a context is reading
     */
    static Grace of(String variable, String index, Function<String, StateTest> reading, Scope scope) {
        List<String> members = scope.members(variable, index);
        return new Grace(
                scope.layout().field(variable, index),
                members.stream().map(reading).toArray(StateTest[]::new));
    }

    /** The same, but for one context, which it never waits for. */
    static Grace ofOthers(
            String context, String variable, String index, Function<String, StateTest> reading, Scope scope) {
        return of(variable, index, who -> who.equals(context) ? state -> false : reading.apply(who), scope);
    }

    /** Those members of a set that are reading. */
    private int stillReading(int members, long[] state) {
        int still = 0;
        for (int i = 0; i < reading.length; i++) {
            int member = 1 << i & members;
            if (member != 0 && reading[i].test(state)) {
                still |= member;
            }
        }
        return still;
    }

    /** It begins. */
    Act begin() {
        int everybody = (1 << reading.length) - 1;
        return (before, after) -> {
            awaited.set(after, stillReading(everybody, before));
            return Act.NEXT;
        };
    }

    /** Some of those who are awaited were quiet; with the last of them it is over. */
    Act goOn() {
        return (before, after) -> {
            int still = awaited.get(before);
            int left = stillReading(still, before);
            if (left == still && still != 0) {
                return Act.BLOCKED;
            }
            awaited.set(after, left);
            return left == 0 ? Act.NEXT : Act.TRUE;
        };
    }

    /** It begins, for a callback that is handed over. */
    Act arm(Callback callback, Scope scope) {
        return handOver(callback, begin(), scope);
    }

    /** A callback is handed over, and something begins; the kernel complains of one that it has already. */
    static Act handOver(Callback callback, Act begins, Scope scope) {
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (callback.isArmed(before)) {
                warning.apply(before, after);
                return Act.NEXT;
            }
            callback.arm(before, after);
            return begins.run(before, after);
        };
    }

    /** It goes on, if the callback waits for one; when it is over the kernel calls back. */
    Act call(Callback callback) {
        Act goesOn = goOn();
        return (before, after) -> {
            if (!callback.isArmed(before)) {
                return Act.BLOCKED;
            }
            int outcome = goesOn.run(before, after);
            if (outcome == Act.NEXT) {
                callback.begin(before, after);
            }
            return outcome;
        };
    }
}
