package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;

/** Mutexes and spinlocks. */
final class LockActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.Acquire acquire) {
            return Optional.of(List.of(take(acquire.lock(), scope.store(Optional.empty(), 0), Act.NEXT, scope)));
        } else if (micro instanceof Micro.AcquireUnlessSignalled acquire) {
            Act taken = take(acquire.lock(), scope.store(acquire.into(), 0), Act.NEXT, scope);
            StateTest signalled = scope.endedBySignal(acquire.mode());
            Scope.Store interrupted = scope.store(acquire.into(), Errno.EINTR.negative());
            StateTest free = scope.free(acquire.lock());
            return Optional.of(List.of((before, after) -> {
                if (!free.test(before) && signalled.test(before)) {
                    interrupted.apply(before, after);
                    return Act.SIGNALLED;
                }
                return taken.run(before, after);
            }));
        } else if (micro instanceof Micro.TryAcquire acquire) {
            Act taken = take(acquire.lock(), scope.store(acquire.into(), 1), Act.TRUE, scope);
            Scope.Store refused = scope.store(acquire.into(), 0);
            StateTest free = scope.free(acquire.lock());
            return Optional.of(List.of((before, after) -> {
                if (free.test(before)) {
                    return taken.run(before, after);
                }
                refused.apply(before, after);
                return Act.FALSE;
            }));
        } else if (micro instanceof Micro.Release release) {
            return Optional.of(List.of(release(release.lock(), scope)));
        } else if (micro instanceof LockMicro.ReleaseToWaiters release) {
            Act released = release(release.lock(), scope);
            StateTest contended = isContended(release.lock(), scope);
            return Optional.of(List.of((before, after) -> {
                released.run(before, after);
                return contended.test(before) ? Act.TRUE : Act.NEXT;
            }));
        }
        return Optional.empty();
    }

    /** Whether one of the others is about to take it, and has to wait until it is released. */
    static StateTest isContended(String lock, Scope scope) {
        return Places.any(scope.lowered().programs().stream()
                .flatMap(program -> program.contexts().stream()
                        .filter(context -> !context.equals(scope.context()))
                        .map(context -> Threads.Pc.of(scope.layout(), context).isIn(Set.copyOf(program.waiting(lock)))))
                .toList());
    }

    private static Act take(String lock, Scope.Store result, int exit, Scope scope) {
        Field owner = scope.plain(lock);
        StateTest free = scope.free(lock);
        int self = scope.owner();
        return (before, after) -> {
            if (!free.test(before)) {
                return Act.BLOCKED;
            }
            owner.set(after, self);
            result.apply(before, after);
            return exit;
        };
    }

    private static Act release(String lock, Scope scope) {
        Field owner = scope.plain(lock);
        int none = scope.code(lock, Vocabulary.NONE);
        int self = scope.owner();
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (owner.get(before) != self) {
                warning.apply(before, after);
            }
            owner.set(after, none);
            return Act.NEXT;
        };
    }
}
