package org.quiesce.sim;

import static org.quiesce.protocol.step.Bounds.COMPLETED_FOR_ALL;
import static org.quiesce.protocol.step.Bounds.COMPLETION_MAX;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Completions. */
final class CompletionActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.WaitDone wait) {
            return Optional.of(waitDone(wait, step, scope));
        }
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.Complete complete) {
            Field done = scope.plain(complete.completion());
            int bound = scope.faults().bound();
            return Optional.of((before, after) -> done.get(before) == COMPLETED_FOR_ALL
                    ? Act.NEXT
                    : TaskActs.countUp(done, COMPLETION_MAX, before, after, bound));
        } else if (micro instanceof Micro.CompleteAll complete) {
            return Optional.of(store(scope.plain(complete.completion()), COMPLETED_FOR_ALL));
        } else if (micro instanceof Micro.ReinitCompletion reinit) {
            return Optional.of(store(scope.plain(reinit.completion()), 0));
        } else if (micro instanceof LockMicro.TryDone attempt) {
            return Optional.of(tryDone(attempt, scope));
        }
        return Optional.empty();
    }

    private static Act store(Field done, int value) {
        return (before, after) -> {
            done.set(after, value);
            return Act.NEXT;
        };
    }

    /** Takes one off, unless there are enough for all. */
    private static void take(Field done, long[] before, long[] after) {
        int count = done.get(before);
        if (count != COMPLETED_FOR_ALL) {
            done.set(after, count - 1);
        }
    }

    private static Act tryDone(LockMicro.TryDone attempt, Scope scope) {
        Field done = scope.plain(attempt.completion());
        Scope.Store taken = scope.store(attempt.into(), 1);
        Scope.Store refused = scope.store(attempt.into(), 0);
        return (before, after) -> {
            if (done.get(before) == 0) {
                refused.apply(before, after);
                return Act.FALSE;
            }
            take(done, before, after);
            taken.apply(before, after);
            return Act.TRUE;
        };
    }

    private static List<Act> waitDone(Micro.WaitDone wait, Step step, Scope scope) {
        Field done = scope.plain(wait.completion());
        boolean timed = wait.timeout() == Timeout.FINITE;
        Scope.Store success = scope.store(wait.into(), timed ? 1 : 0);
        List<Act> acts = new ArrayList<>();
        acts.add((before, after) -> {
            if (done.get(before) == 0) {
                return Act.BLOCKED;
            }
            take(done, before, after);
            success.apply(before, after);
            return Act.NEXT;
        });
        // With no result to tell them apart, the two ways out of an empty wait are one move. It still has two exits:
        // who is signalled does not sleep before he leaves, and who times out does.
        boolean same = timed && wait.into().isEmpty()
                && Objects.equals(step.exits().get(Exit.TIMED_OUT), step.exits().get(Exit.SIGNALLED));
        StateTest signalled = scope.endedBySignal(wait.mode());
        Scope.Store restart = scope.store(wait.into(), Errno.ERESTARTSYS.negative());
        Scope.Store timeout = scope.store(wait.into(), 0);
        if (step.exits().containsKey(Exit.SIGNALLED) && !same) {
            acts.add((before, after) -> {
                if (done.get(before) != 0 || !signalled.test(before)) {
                    return Act.BLOCKED;
                }
                restart.apply(before, after);
                return Act.SIGNALLED;
            });
        }
        if (timed) {
            acts.add((before, after) -> {
                if (done.get(before) != 0) {
                    return Act.BLOCKED;
                }
                timeout.apply(before, after);
                return same && signalled.test(before) ? Act.SIGNALLED : Act.TIMED_OUT;
            });
        }
        return acts;
    }
}
