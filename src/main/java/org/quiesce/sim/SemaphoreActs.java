package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;

/** Semaphores and rw_semaphores. */
final class SemaphoreActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.Down down) {
            Field count = scope.plain(down.semaphore());
            return Optional.of((before, after) -> StopActs.take(count, before, after));
        } else if (micro instanceof Micro.DownUnlessSignalled down) {
            return Optional.of(downUnlessSignalled(down, scope));
        } else if (micro instanceof Micro.TryDown down) {
            return Optional.of(take(down.semaphore(), Act.TRUE, scope.store(down.into(), 0),
                    Act.FALSE, scope.store(down.into(), 1), scope));
        } else if (micro instanceof LockMicro.DownTimeout down) {
            return Optional.of(take(down.semaphore(), Act.NEXT, scope.store(down.into(), 0),
                    Act.TIMED_OUT, scope.store(down.into(), Errno.ETIME.negative()), scope));
        } else if (micro instanceof Micro.Up up) {
            Field count = scope.plain(up.semaphore());
            int bound = scope.faults().bound();
            return Optional.of((before, after) ->
                    TaskActs.countUp(count, SharedObject.Semaphore.MAX, before, after, bound));
        } else if (micro instanceof Micro.DownRw down) {
            return Optional.of(down(down.semaphore(), down.access(), scope));
        } else if (micro instanceof LockMicro.DownRwUnlessSignalled down) {
            return Optional.of(downUnlessSignalled(down, scope));
        } else if (micro instanceof LockMicro.TryDownRw down) {
            return Optional.of(tryDown(down, scope));
        } else if (micro instanceof LockMicro.SpinRw spin) {
            return Optional.of(down(spin.lock(), spin.access(), scope));
        } else if (micro instanceof LockMicro.JoinReaders join) {
            return Optional.of(join(join.lock(), scope));
        } else if (micro instanceof Micro.UpRw up) {
            return Optional.of(up(up.semaphore(), up.access(), scope));
        } else if (micro instanceof LockMicro.UpRwToWaiters up) {
            return Optional.of(upToWaiters(up, scope));
        }
        return Optional.empty();
    }

    private static Act downUnlessSignalled(Micro.DownUnlessSignalled down, Scope scope) {
        Field count = scope.plain(down.semaphore());
        StateTest signalled = scope.endedBySignal(down.mode());
        Scope.Store taken = scope.store(down.into(), 0);
        Scope.Store interrupted = scope.store(down.into(), Errno.EINTR.negative());
        return (before, after) -> {
            if (count.get(before) > 0) {
                taken.apply(before, after);
                return StopActs.take(count, before, after);
            } else if (signalled.test(before)) {
                interrupted.apply(before, after);
                return Act.SIGNALLED;
            }
            return Act.BLOCKED;
        };
    }

    /** Takes one if there is any, and never waits. */
    private static Act take(
            String semaphore, int ifTaken, Scope.Store taken, int ifNone, Scope.Store none, Scope scope) {
        Field count = scope.plain(semaphore);
        return (before, after) -> {
            if (count.get(before) == 0) {
                none.apply(before, after);
                return ifNone;
            }
            taken.apply(before, after);
            count.set(after, count.get(before) - 1);
            return ifTaken;
        };
    }

    // ---- rw_semaphores

    /**
     * Readers keep writers out, a writer everybody, and a writer that waits keeps readers from joining others; nobody's own
     * hold is an exception.
     */
    private static Act down(String semaphore, Access access, Scope scope) {
        return access == Access.WRITE ? downWrite(semaphore, scope) : downRead(semaphore, scope);
    }

    private static Act downRead(String semaphore, Scope scope) {
        int read = how(semaphore, Access.READ.suffix(), scope);
        StateTest isRead = someoneIs(read, semaphore, scope);
        StateTest isWritten = someoneIs(how(semaphore, Access.WRITE.suffix(), scope), semaphore, scope);
        StateTest isWaitedFor = someoneIs(how(semaphore, Vocabulary.RW_WAITS, scope), semaphore, scope);
        Field own = scope.own(semaphore);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (isWritten.test(before) || isWaitedFor.test(before) && isRead.test(before)) {
                return Act.BLOCKED;
            }
            if (own.get(before) == read) {
                warning.apply(before, after);
            }
            own.set(after, read);
            return Act.NEXT;
        };
    }

    /** Nobody but a writer keeps it out. */
    private static Act join(String lock, Scope scope) {
        int read = how(lock, Access.READ.suffix(), scope);
        StateTest isWritten = someoneIs(how(lock, Access.WRITE.suffix(), scope), lock, scope);
        Field own = scope.own(lock);
        int bound = scope.faults().bound();
        return (before, after) -> {
            if (isWritten.test(before)) {
                return Act.BLOCKED;
            } else if (own.get(before) == read) {
                return bound;
            }
            own.set(after, read);
            return Act.NEXT;
        };
    }

    private static Act downWrite(String semaphore, Scope scope) {
        int write = how(semaphore, Access.WRITE.suffix(), scope);
        StateTest isHeld = Places.any(List.of(
                someoneIs(how(semaphore, Access.READ.suffix(), scope), semaphore, scope),
                someoneIs(write, semaphore, scope)));
        int none = how(semaphore, Vocabulary.NONE, scope);
        int waits = how(semaphore, Vocabulary.RW_WAITS, scope);
        Field own = scope.own(semaphore);
        return (before, after) -> {
            if (!isHeld.test(before)) {
                own.set(after, write);
                return Act.NEXT;
            } else if (own.get(before) == none) {
                own.set(after, waits);
                return Act.TRUE;
            }
            return Act.BLOCKED;
        };
    }

    private static Act downUnlessSignalled(LockMicro.DownRwUnlessSignalled down, Scope scope) {
        Act holds = down(down.semaphore(), down.access(), scope);
        StateTest signalled = scope.endedBySignal(down.mode());
        int none = how(down.semaphore(), Vocabulary.NONE, scope);
        int waits = how(down.semaphore(), Vocabulary.RW_WAITS, scope);
        Field own = scope.own(down.semaphore());
        Scope.Store taken = scope.store(down.into(), 0);
        Scope.Store interrupted = scope.store(down.into(), Errno.EINTR.negative());
        return (before, after) -> {
            int outcome = holds.run(before, after);
            if (outcome == Act.NEXT) {
                taken.apply(before, after);
            } else if (signalled.test(before)) {
                int held = own.get(before);
                own.set(after, held == waits ? none : held);
                interrupted.apply(before, after);
                return Act.SIGNALLED;
            }
            return outcome;
        };
    }

    /** Whoever waits, to write, has a flag there that all who do not want to wait respect. */
    private static Act tryDown(LockMicro.TryDownRw down, Scope scope) {
        StateTest isAwaited = someoneIs(how(down.semaphore(), Vocabulary.RW_WAITS, scope), down.semaphore(), scope);
        Act holds = down(down.semaphore(), down.access(), scope);
        Field own = scope.own(down.semaphore());
        Scope.Store taken = scope.store(down.into(), 1);
        Scope.Store refused = scope.store(down.into(), 0);
        return (before, after) -> {
            if (!isAwaited.test(before) && holds.run(before, after) == Act.NEXT) {
                taken.apply(before, after);
                return Act.TRUE;
            }
            own.set(after, own.get(before));
            refused.apply(before, after);
            return Act.FALSE;
        };
    }

    private static Act up(String semaphore, Access access, Scope scope) {
        int none = how(semaphore, Vocabulary.NONE, scope);
        int held = how(semaphore, access.suffix(), scope);
        Field own = scope.own(semaphore);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            if (own.get(before) == held) {
                own.set(after, none);
            } else {
                warning.apply(before, after);
            }
            return Act.NEXT;
        };
    }

    /** Who waits is woken by the last who held it, if he held it indeed. */
    private static Act upToWaiters(LockMicro.UpRwToWaiters up, Scope scope) {
        Act gives = up(up.semaphore(), up.access(), scope);
        Field own = scope.own(up.semaphore());
        int held = how(up.semaphore(), up.access().suffix(), scope);
        StateTest contended = LockActs.isContended(up.semaphore(), scope);
        StateTest isHeld = Places.any(List.of(
                someoneIs(how(up.semaphore(), Access.READ.suffix(), scope), up.semaphore(), scope),
                someoneIs(how(up.semaphore(), Access.WRITE.suffix(), scope), up.semaphore(), scope)));
        return (before, after) -> {
            gives.run(before, after);
            return own.get(before) == held && contended.test(before) && !isHeld.test(after) ? Act.TRUE : Act.NEXT;
        };
    }

    /** Whether the variable of the semaphore has that value for some context. */
    private static StateTest someoneIs(int how, String semaphore, Scope scope) {
        return Places.any(scope.lowered().contexts().stream()
                .filter(context -> scope.layout().has(semaphore, context))
                .map(context -> scope.layout().field(semaphore, context))
                .map(field -> (StateTest) state -> field.get(state) == how)
                .toList());
    }

    private static int how(String semaphore, String word, Scope scope) {
        return scope.layout().code(semaphore, scope.context(), Datum.of(word));
    }
}
