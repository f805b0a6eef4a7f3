package org.quiesce.sim;

import java.util.ArrayList;
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
        } else if (micro instanceof Micro.UpRw up) {
            return Optional.of(up(up.semaphore(), up.access(), scope));
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

    /** Readers keep writers out, a writer everybody; nobody's own hold is an exception. */
    private static Act down(String semaphore, Access access, Scope scope) {
        int none = how(semaphore, Vocabulary.NONE, scope);
        int write = how(semaphore, Access.WRITE.suffix(), scope);
        int wanted = how(semaphore, access.suffix(), scope);
        Field own = scope.own(semaphore);
        Field[] holders = holders(semaphore, scope);
        Scope.Store warning = scope.warning();
        return (before, after) -> {
            for (Field holder : holders) {
                int held = holder.get(before);
                if (access == Access.WRITE ? held != none : held == write) {
                    return Act.BLOCKED;
                }
            }
            if (own.get(before) != none) {
                warning.apply(before, after);
            }
            own.set(after, wanted);
            return Act.NEXT;
        };
    }

    private static Act downUnlessSignalled(LockMicro.DownRwUnlessSignalled down, Scope scope) {
        Act holds = down(down.semaphore(), down.access(), scope);
        StateTest signalled = scope.endedBySignal(down.mode());
        Scope.Store taken = scope.store(down.into(), 0);
        Scope.Store interrupted = scope.store(down.into(), Errno.EINTR.negative());
        return (before, after) -> {
            if (holds.run(before, after) == Act.NEXT) {
                taken.apply(before, after);
                return Act.NEXT;
            } else if (signalled.test(before)) {
                interrupted.apply(before, after);
                return Act.SIGNALLED;
            }
            return Act.BLOCKED;
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

    private static Field[] holders(String semaphore, Scope scope) {
        List<Field> holders = new ArrayList<>();
        for (String context : scope.lowered().contexts()) {
            if (scope.layout().has(semaphore, context)) {
                holders.add(scope.layout().field(semaphore, context));
            }
        }
        return holders.toArray(Field[]::new);
    }

    private static int how(String semaphore, String word, Scope scope) {
        return scope.layout().code(semaphore, scope.context(), Datum.of(word));
    }
}
