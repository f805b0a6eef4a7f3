package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.RcuReaders;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;

/**
 * A grace period, of free_module() or of a program: synchronize_rcu() notes who is reading when it begins, and waits
 * until each of them was quiet once, whenever that was and whatever the others did then.
 */
final class RcuActs implements Topic {

    private final Function<String, StateTest> running;

    /**
     * The topic, for a machine.
     *
     * @param running whether a context is running code that delays a grace period
     */
    RcuActs(Function<String, StateTest> running) {
        this.running = running;
    }

    /**
     * Whom one grace period waits for.
     *
     * @param awaited the set of those that it still waits for, a bit each
     * @param reading whether the one of a bit is reading
     * @param others  the bits of all but the context that waits
     */
    private record Grace(Field awaited, StateTest[] reading, int others) {

        /** Those members of a set that are reading. */
        int stillReading(int members, long[] state) {
            int still = 0;
            for (int i = 0; i < reading.length; i++) {
                int member = 1 << i & members;
                if (member != 0 && reading[i].test(state)) {
                    still |= member;
                }
            }
            return still;
        }
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.RcuBegin begin) {
            return Optional.of(begin(grace("readers", StateVariable.PLAIN, begin.rcu(), scope)));
        } else if (micro instanceof Micro.RcuWait wait) {
            return Optional.of(goOn(grace("readers", StateVariable.PLAIN, wait.rcu(), scope)));
        } else if (micro instanceof Micro.SynchronizeBegin begin) {
            return Optional.of(begin(grace("gracePeriod", scope.context(), begin.rcu(), scope)));
        } else if (micro instanceof Micro.SynchronizeWait wait) {
            return Optional.of(goOn(grace("gracePeriod", scope.context(), wait.rcu(), scope)));
        }
        return Optional.empty();
    }

    private Grace grace(String variable, String index, RcuReaders rcu, Scope scope) {
        List<String> members = scope.members(variable, index);
        int self = members.contains(scope.context()) ? 1 << members.indexOf(scope.context()) : 0;
        return new Grace(
                scope.layout().field(variable, index),
                members.stream().map(context -> reading(context, rcu, scope)).toArray(StateTest[]::new),
                (1 << members.size()) - 1 & ~self);
    }

    private StateTest reading(String context, RcuReaders rcu, Scope scope) {
        Field nesting = SectionActs.nesting(scope.layout(), context);
        StateTest inSection = state -> nesting.get(state) != 0;
        return rcu.running().contains(context)
                ? Places.any(List.of(inSection, running.apply(context)))
                : inSection;
    }

    private static Act begin(Grace grace) {
        return (before, after) -> {
            grace.awaited().set(after, grace.stillReading(grace.others(), before));
            return Act.NEXT;
        };
    }

    private static Act goOn(Grace grace) {
        return (before, after) -> {
            int awaited = grace.awaited().get(before);
            int left = grace.stillReading(awaited, before);
            if (left == awaited && awaited != 0) {
                return Act.BLOCKED;
            }
            grace.awaited().set(after, left);
            return left == 0 ? Act.NEXT : Act.TRUE;
        };
    }
}
