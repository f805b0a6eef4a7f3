package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
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
        }
        return Optional.empty();
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
