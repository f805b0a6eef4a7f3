package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Wake-ups of wait queues, exclusive waiters, and entries that are queued by hand for wait_woken. */
final class WaitQueueActs implements Topic {

    /**
     * Somebody who may be on a queue.
     *
     * @param bit       who it is in the set of those that are
     * @param woken     what a wake-up leaves in the entry it queued by hand; absent if it queues in another way
     * @param exclusive whether it waits exclusively whenever it is on the queue
     */
    private record Member(int bit, Sleeper sleeper, Field woken, StateTest exclusive) {

        static Member of(String context, String queue, List<String> exclusive, Scope scope) {
            return new Member(
                    1 << scope.members(queue).indexOf(context),
                    Sleeper.of(scope.layout(), context),
                    addsItself(context, queue, scope) ? scope.layout().field("woken", context) : Field.ABSENT,
                    exclusive.contains(context) ? queuesExclusively(context, scope) : state -> false);
        }

        private static StateTest queuesExclusively(String context, Scope scope) {
            if (!scope.layout().has("exclusive", context)) {
                return state -> true;
            }
            Field exclusive = scope.layout().field("exclusive", context);
            return state -> exclusive.get(state) != 0;
        }

        private static boolean addsItself(String context, String queue, Scope scope) {
            return scope.lowered().programOf(context).steps().stream()
                    .flatMap(step -> step.micros().stream())
                    .anyMatch(new Micro.AddWait(queue)::equals);
        }

        /** What the wake-up function of its entry does. */
        void wake(long[] before, long[] after, int mask) {
            sleeper.wake(before, after, mask);
            if (woken != Field.ABSENT) {
                woken.set(after, 1);
            }
        }
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.WakeQueueOne wake) {
            return Optional.of(wakeOne(wake, scope));
        }
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.WakeQueue wake) {
            return Optional.of(wakeAll(wake.queue(), wake.mask(), List.of(), scope));
        } else if (micro instanceof Micro.QueueAs as) {
            Field exclusive = scope.own("exclusive");
            int how = as.waiter() == Waiter.EXCLUSIVE ? 1 : 0;
            return Optional.of((before, after) -> {
                exclusive.set(after, how);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.AddWait add) {
            return Optional.of(add(add.queue(), scope));
        } else if (micro instanceof Micro.RemoveWait remove) {
            return Optional.of(remove(remove.queue(), scope));
        } else if (micro instanceof Micro.WokenTest test) {
            return Optional.of(wokenTest(test.into(), scope));
        } else if (micro instanceof Micro.WokenClear) {
            Field woken = scope.own("woken");
            Sleeper sleeper = scope.sleeper();
            return Optional.of((before, after) -> {
                sleeper.enter(after, TaskState.RUNNING);
                woken.set(after, 0);
                return Act.NEXT;
            });
        }
        return Optional.empty();
    }

    /** Wakes everybody who is queued, but for those who wait exclusively. */
    private static Act wakeAll(String name, WakeMask mask, List<String> exclusive, Scope scope) {
        Field queue = scope.plain(name);
        int bits = Sleeper.bits(mask);
        Member[] members = scope.members(name).stream()
                .map(context -> Member.of(context, name, exclusive, scope))
                .toArray(Member[]::new);
        return (before, after) -> {
            int queued = queue.get(before);
            for (Member member : members) {
                if ((queued & member.bit()) != 0 && !member.exclusive().test(before)) {
                    member.wake(before, after, bits);
                }
            }
            return Act.NEXT;
        };
    }

    /** One act for each exclusive waiter that may be the one, and one for when there is none to be woken. */
    private static List<Act> wakeOne(Micro.WakeQueueOne wake, Scope scope) {
        Act others = wakeAll(wake.queue(), wake.mask(), wake.exclusive(), scope);
        int bits = Sleeper.bits(wake.mask());
        Field queue = scope.plain(wake.queue());
        List<Act> acts = new ArrayList<>();
        List<StateTest> candidates = new ArrayList<>();
        for (String context : wake.exclusive()) {
            Member member = Member.of(context, wake.queue(), wake.exclusive(), scope);
            StateTest candidate = state -> (queue.get(state) & member.bit()) != 0
                    && member.exclusive().test(state)
                    && member.sleeper().isWokenBy(state, bits);
            candidates.add(candidate);
            acts.add((before, after) -> {
                if (!candidate.test(before)) {
                    return Act.BLOCKED;
                }
                member.wake(before, after, bits);
                return others.run(before, after);
            });
        }
        StateTest some = Places.any(candidates);
        acts.add((before, after) -> some.test(before) ? Act.BLOCKED : others.run(before, after));
        return acts;
    }

    private static Act add(String name, Scope scope) {
        Field queue = scope.plain(name);
        int self = scope.member(name);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if ((queue.get(before) & self) != 0) {
                warning.apply(before, after);
            }
            queue.set(after, queue.get(before) | self);
            return Act.NEXT;
        };
    }

    private static Act remove(String name, Scope scope) {
        Field queue = scope.plain(name);
        int self = scope.member(name);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if ((queue.get(before) & self) == 0) {
                warning.apply(before, after);
            }
            queue.set(after, queue.get(before) & ~self);
            return Act.NEXT;
        };
    }

    private static Act wokenTest(Optional<String> into, Scope scope) {
        Field woken = scope.own("woken");
        Field shouldStop = scope.ownIfAny("shouldStop").orElse(Field.ABSENT);
        Field shouldPark = scope.profile().has(Axis.WAIT_WOKEN_TESTS_PARK)
                ? scope.ownIfAny("shouldPark").orElse(Field.ABSENT)
                : Field.ABSENT;
        Scope.Store timeIsLeft = scope.store(into, 1);
        return (before, after) -> {
            if (woken.get(before) == 0 && shouldStop.get(before) == 0 && shouldPark.get(before) == 0) {
                return Act.FALSE;
            }
            timeIsLeft.apply(before, after);
            return Act.TRUE;
        };
    }
}
