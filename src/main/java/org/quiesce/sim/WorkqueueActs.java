package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Micro.DrainedFor;
import org.quiesce.protocol.step.Micro.Insertion;
import org.quiesce.protocol.step.Step;

/** Workqueues: their allocation, draining and end, and how items get on them. */
final class WorkqueueActs implements Topic {

    private static final String NULL = "null";
    private static final String LIVE = "live";
    private static final String DRAINING = "draining";
    private static final String FREED = "freed";

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.AllocateWorkqueue allocate) {
            Act succeeds = becomes(allocate.queue(), LIVE, Act.NEXT, scope);
            Act fails = becomes(allocate.queue(), NULL, Act.FAILED, scope);
            return Optional.of(
                    allocate.failure() == Failure.POSSIBLE ? List.of(succeeds, fails) : List.of(succeeds));
        }
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.QueueCheck check) {
            return Optional.of(scope.checked(check.queue(), (before, after) -> Act.NEXT));
        } else if (micro instanceof Micro.QueueWork queue) {
            return Optional.of(queue(queue, scope));
        } else if (micro instanceof Micro.DrainBegin begin) {
            return Optional.of(scope.checked(begin.queue(), becomes(begin.queue(), DRAINING, Act.NEXT, scope)));
        } else if (micro instanceof Micro.DrainWait wait) {
            return Optional.of(drained(wait, scope));
        } else if (micro instanceof Micro.FreeWorkqueue free) {
            return Optional.of(free(free, scope));
        }
        return Optional.empty();
    }

    private static Act becomes(String queue, String word, int exit, Scope scope) {
        Field field = scope.plain(queue);
        int code = scope.code(queue, word);
        return (before, after) -> {
            field.set(after, code);
            return exit;
        };
    }

    // ---- items

    private static Act queue(Micro.QueueWork queue, Scope scope) {
        Callback work = Callback.of(queue.work(), scope);
        Act inserts = inserting(work, Optional.of(queue.queue()), queue.insertion(), scope);
        return CallbackActs.unlessRefused(work, queue.into(), inserts, scope);
    }

    /** Puts an item that is not pending on its queue; on one that is drained it gets lost if it comes from outside. */
    static Act inserting(Callback work, Optional<String> queue, Insertion insertion, Scope scope) {
        Act arms = (before, after) -> {
            work.arm(before, after);
            return Act.NEXT;
        };
        if (queue.isEmpty()) {
            return arms;
        }
        boolean neverDropped = work.dropped() == Field.ABSENT || insertion == Insertion.CHAINED;
        return scope.checked(queue.get(), neverDropped ? arms : offering(work, queue.get(), arms, scope));
    }

    private static Act offering(Callback work, String queue, Act arms, Scope scope) {
        Field field = scope.plain(queue);
        int draining = scope.code(queue, DRAINING);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (field.get(before) != draining) {
                return arms.run(before, after);
            }
            work.dropped().set(after, 1);
            warning.apply(before, after);
            return Act.NEXT;
        };
    }

    // ---- the end of a queue

    private static Act drained(Micro.DrainWait wait, Scope scope) {
        StateTest busy = Callback.anyOnItsWay(wait.works(), scope);
        boolean staysClosed = wait.purpose() == DrainedFor.DESTRUCTION
                && scope.profile().has(Axis.DRAINED_QUEUE_REJECTS);
        Act opens = staysClosed ? (before, after) -> Act.NEXT : becomes(wait.queue(), LIVE, Act.NEXT, scope);
        return (before, after) -> busy.test(before) ? Act.BLOCKED : opens.run(before, after);
    }

    private static Act free(Micro.FreeWorkqueue free, Scope scope) {
        StateTest busy = Callback.anyOnItsWay(free.works(), scope);
        Act leaks = becomes(free.queue(), LIVE, Act.NEXT, scope);
        Act frees = becomes(free.queue(), FREED, Act.NEXT, scope);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (!busy.test(before)) {
                return frees.run(before, after);
            }
            warning.apply(before, after);
            return leaks.run(before, after);
        };
    }
}
