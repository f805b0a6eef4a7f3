package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.QueueMicro;
import org.quiesce.protocol.step.StaleEntries;
import org.quiesce.protocol.step.Step;

/** Wake-ups of wait queues: of everybody who is queued, or of a few of those who wait exclusively. */
final class WakeQueueActs implements Topic {

    /**
     * Somebody who may be on a queue.
     *
     * @param queue     the set of those that are
     * @param bit       who it is in that set
     * @param woken     what a wake-up leaves in the entry it queued by hand; absent if it queues in another way
     * @param exclusive whether it waits exclusively whenever it is on the queue
     */
    private record Member(Field queue, int bit, Sleeper sleeper, Field woken, StateTest exclusive) {

        static Member of(String context, String queue, List<String> exclusive, Scope scope) {
            return new Member(
                    scope.plain(queue),
                    1 << scope.members(queue).indexOf(context),
                    scope.sleeper(context),
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

        boolean isQueued(long[] state) {
            return (queue.get(state) & bit) != 0;
        }

        /** Whether it is queued, in a state that a mask matches. */
        boolean canBeWoken(long[] state, int mask) {
            return isQueued(state) && sleeper.isWokenBy(state, mask);
        }

        /** Whether it can be woken, and waits exclusively. */
        boolean isCandidate(long[] state, int mask) {
            return canBeWoken(state, mask) && exclusive.test(state);
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
        if (micro instanceof Micro.WakeQueue wake) {
            return Optional.of(walking(wake.queue(),
                    List.of(wakeAll(wake.queue(), wake.mask(), List.of(), scope)), scope));
        } else if (micro instanceof Micro.WakeQueueOne wake) {
            return Optional.of(walking(wake.queue(),
                    wakeSome(wake.queue(), wake.mask(), wake.exclusive(), 1, scope), scope));
        } else if (micro instanceof QueueMicro.WakeQueueSome wake) {
            return Optional.of(walking(wake.queue(),
                    wakeSome(wake.queue(), wake.mask(), wake.exclusive(), wake.number(), scope), scope));
        } else if (micro instanceof QueueMicro.WakeQueueFirst wake) {
            return Optional.of(wakeFirst(wake, scope));
        } else if (micro instanceof QueueMicro.SwakeUpOne wake) {
            return Optional.of(walking(wake.queue(), takeOne(wake.queue(), scope), scope));
        }
        return Optional.empty();
    }

    /** What is done to those on a queue, by one who looks at each of their entries. */
    private static List<Act> walking(String queue, List<Act> acts, Scope scope) {
        return walking(queue, StaleEntries.on(scope.lowered(), queue), acts, scope);
    }

    /** The same by one who looks at the entries of some contexts only: one that is stale is touched, whatever else there is. */
    private static List<Act> walking(String queue, List<String> contexts, List<Act> acts, Scope scope) {
        if (contexts.isEmpty()) {
            return acts;
        }
        StateTest meetsStale = Places.any(contexts.stream().map(context -> isStale(context, queue, scope)).toList());
        int kasanUaf = scope.faults().kasanUaf();
        List<Act> walk = new ArrayList<>();
        acts.forEach(act -> walk.add((before, after) -> meetsStale.test(before) ? Act.BLOCKED : act.run(before, after)));
        walk.add((before, after) -> meetsStale.test(before) ? kasanUaf : Act.BLOCKED);
        return walk;
    }

    /** Whether the entry of a context is on the queue, and lies where its stack was, or the frame of its function. */
    private static StateTest isStale(String context, String queue, Scope scope) {
        Field on = scope.plain(queue);
        int bit = 1 << scope.members(queue).indexOf(context);
        Sleeper sleeper = scope.sleeper(context);
        StateTest isGone = scope.threads().includes(context)
                ? state -> sleeper.is(state, TaskState.DEAD)
                : Threads.Pc.of(scope.layout(), context)
                        .isIn(Set.copyOf(StaleEntries.returned(scope.lowered().programOf(context))));
        return Places.both(state -> (on.get(state) & bit) != 0, isGone);
    }

    /** Wakes everybody who is queued, but for those who wait exclusively. */
    private static Act wakeAll(String queue, WakeMask mask, List<String> exclusive, Scope scope) {
        int bits = Sleeper.bits(mask);
        List<Member> members = members(scope.members(queue), queue, exclusive, scope);
        return (before, after) -> {
            for (Member member : members) {
                if (member.isQueued(before) && !member.exclusive().test(before)) {
                    member.wake(before, after, bits);
                }
            }
            return Act.NEXT;
        };
    }

    private static List<Member> members(List<String> contexts, String queue, List<String> exclusive, Scope scope) {
        return contexts.stream().map(context -> Member.of(context, queue, exclusive, scope)).toList();
    }

    /** One act for each choice of so many exclusive waiters, and one for when there are fewer, who are woken all. */
    private static List<Act> wakeSome(String queue, WakeMask mask, List<String> exclusive, int number, Scope scope) {
        Act others = wakeAll(queue, mask, exclusive, scope);
        int bits = Sleeper.bits(mask);
        List<Member> waiters = members(exclusive, queue, exclusive, scope);
        List<Act> acts = new ArrayList<>();
        for (List<Member> chosen : choices(waiters, number)) {
            acts.add((before, after) -> {
                if (candidates(chosen, before, bits) < number) {
                    return Act.BLOCKED;
                }
                chosen.forEach(waiter -> waiter.wake(before, after, bits));
                return others.run(before, after);
            });
        }
        acts.add((before, after) -> {
            if (candidates(waiters, before, bits) >= number) {
                return Act.BLOCKED;
            }
            for (Member waiter : waiters) {
                if (waiter.isCandidate(before, bits)) {
                    waiter.wake(before, after, bits);
                }
            }
            return others.run(before, after);
        });
        return acts;
    }

    private static int candidates(List<Member> waiters, long[] state, int mask) {
        int count = 0;
        for (Member waiter : waiters) {
            count += waiter.isCandidate(state, mask) ? 1 : 0;
        }
        return count;
    }

    /** Every way to take so many of them. */
    private static List<List<Member>> choices(List<Member> waiters, int number) {
        return IntStream.range(0, 1 << waiters.size())
                .filter(choice -> Integer.bitCount(choice) == number)
                .mapToObj(choice -> IntStream.range(0, waiters.size())
                        .filter(i -> (choice >> i & 1) != 0)
                        .mapToObj(waiters::get)
                        .toList())
                .toList();
    }

    /** One act for each waiter with priority that may be the one, and what happens to the others if there is none. */
    private static List<Act> wakeFirst(QueueMicro.WakeQueueFirst wake, Scope scope) {
        int bits = Sleeper.bits(wake.mask());
        List<Member> first = members(wake.priority(), wake.queue(), List.of(), scope);
        StateTest isThere = Places.any(first.stream()
                .map(waiter -> (StateTest) state -> waiter.canBeWoken(state, bits))
                .toList());
        List<Act> acts = new ArrayList<>();
        for (Member waiter : first) {
            acts.add((before, after) -> {
                if (!waiter.canBeWoken(before, bits)) {
                    return Act.BLOCKED;
                }
                waiter.wake(before, after, bits);
                return Act.NEXT;
            });
        }
        List<Act> rest = wake.exclusive().isEmpty()
                ? List.of(wakeAll(wake.queue(), wake.mask(), List.of(), scope))
                : wakeSome(wake.queue(), wake.mask(), wake.exclusive(), 1, scope);
        for (Act others : walking(wake.queue(), rest, scope)) {
            acts.add((before, after) -> isThere.test(before) ? Act.BLOCKED : others.run(before, after));
        }
        List<String> leavesEntries = StaleEntries.on(scope.lowered(), wake.queue());
        return walking(wake.queue(), wake.priority().stream().filter(leavesEntries::contains).toList(), acts, scope);
    }

    /** One act for each waiter that may be the one who is taken off the queue, and one for when nobody is on it. */
    private static List<Act> takeOne(String name, Scope scope) {
        Field queue = scope.plain(name);
        int normal = Sleeper.bits(WakeMask.NORMAL);
        List<Act> acts = new ArrayList<>();
        for (Member waiter : members(scope.members(name), name, List.of(), scope)) {
            acts.add((before, after) -> {
                if (!waiter.isQueued(before)) {
                    return Act.BLOCKED;
                }
                queue.set(after, queue.get(before) & ~waiter.bit());
                waiter.sleeper().wake(before, after, normal);
                return Act.NEXT;
            });
        }
        acts.add((before, after) -> queue.get(before) == 0 ? Act.NEXT : Act.BLOCKED);
        return acts;
    }
}
