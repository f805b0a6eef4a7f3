package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * A grace period: synchronize_rcu() notes who is reading when it begins, and waits until each of them was quiet once,
 * whenever that was and whatever the others did then.
 */
final class RcuActs implements Topic {

    private static final String READERS = "readers";

    private final Function<String, StateTest> reading;

    /**
     * The topic, for a machine.
     *
     * @param reading whether a context is running code that delays a grace period
     */
    RcuActs(Function<String, StateTest> reading) {
        this.reading = reading;
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.RcuBegin) {
            return Optional.of(List.of(begin(scope)));
        } else if (micro instanceof Micro.RcuWait) {
            return Optional.of(List.of(goOn(scope)));
        }
        return Optional.empty();
    }

    private Act begin(Scope scope) {
        Field readers = scope.plain(READERS);
        StateTest[] tests = tests(scope);
        int all = (1 << tests.length) - 1;
        return (before, after) -> {
            readers.set(after, stillReading(all, tests, before));
            return Act.NEXT;
        };
    }

    private Act goOn(Scope scope) {
        Field readers = scope.plain(READERS);
        StateTest[] tests = tests(scope);
        return (before, after) -> {
            int awaited = readers.get(before);
            int left = stillReading(awaited, tests, before);
            if (left == awaited && awaited != 0) {
                return Act.BLOCKED;
            }
            readers.set(after, left);
            return left == 0 ? Act.NEXT : Act.TRUE;
        };
    }

    private StateTest[] tests(Scope scope) {
        return scope.members(READERS).stream().map(reading).toArray(StateTest[]::new);
    }

    /** Those members of a set, a bit each, that are reading. */
    private static int stillReading(int members, StateTest[] tests, long[] state) {
        int still = 0;
        for (int i = 0; i < tests.length; i++) {
            int member = 1 << i & members;
            if (member != 0 && tests[i].test(state)) {
                still |= member;
            }
        }
        return still;
    }
}
