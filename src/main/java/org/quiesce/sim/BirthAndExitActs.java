package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.RcuReaders;
import org.quiesce.protocol.step.Step;

/** Birth and exit of a thread: C*, T*, X*. */
final class BirthAndExitActs implements Topic {

    private final RcuGrace graces;

    BirthAndExitActs(RcuGrace graces) {
        this.graces = graces;
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.CreateThread create) {
            Act fails = (before, after) -> {
                scope.own("arg").set(after, Threads.ERR);
                return Act.FAILED;
            };
            Act succeeds = create(create.program(), scope);
            return Optional.of(create.failure() == Failure.POSSIBLE ? List.of(succeeds, fails) : List.of(succeeds));
        }
        return act(micro, scope).map(List::of);
    }

    private Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.WakeNew) {
            Scope.Operand created = scope.own("arg")::get;
            return Optional.of(scope.checked(created, scope.waking(created, WakeMask.NORMAL)));
        } else if (micro instanceof Micro.StorePointer store) {
            return Optional.of(storePointer(store.pointer(), scope));
        } else if (micro instanceof Micro.BirthTest) {
            return Optional.of(birthTest(scope));
        } else if (micro instanceof Micro.ThreadReturn exit) {
            Scope.Store result = scope.store("result", exit.code());
            return Optional.of((before, after) -> {
                result.apply(before, after);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.ExitComplete) {
            Field exited = scope.self().exited();
            return Optional.of((before, after) -> {
                exited.set(after, exited.get(before) + 1);
                return Act.NEXT;
            });
        } else if (micro instanceof Micro.ExitReap reap) {
            return Optional.of(reap(reap.rcu(), scope));
        } else if (micro instanceof Micro.TaskFree free) {
            return Optional.of(free(free.rcu(), scope));
        }
        return Optional.empty();
    }

    /** The first thread of the program that does not exist yet is born. */
    private static Act create(String program, Scope scope) {
        List<Threads.KernelThread> candidates = scope.lowered().programs().stream()
                .filter(p -> p.program().name().equals(program))
                .map(LoweredProgram::contexts)
                .flatMap(List::stream)
                .map(scope.threads()::of)
                .toList();
        Threads.Pc pc = candidates.get(0).pc();
        int none = pc.code(Label.NONE);
        int born = pc.code(Label.BORN);
        Field arg = scope.own("arg");
        return (before, after) -> {
            for (Threads.KernelThread thread : candidates) {
                if (thread.pc().field().get(before) == none) {
                    thread.pc().field().set(after, born);
                    thread.sleeper().enter(after, TaskState.UNINTERRUPTIBLE);
                    thread.sleeper().asleep().set(after, 1);
                    thread.usage().set(after, 1);
                    arg.set(after, scope.threads().pointer(thread.id()));
                    return Act.NEXT;
                }
            }
            return scope.faults().bound();
        };
    }

    private static Act storePointer(String pointer, Scope scope) {
        Field target = scope.plain(pointer);
        Field arg = scope.own("arg");
        return (before, after) -> {
            target.set(after, arg.get(before));
            arg.set(after, Threads.NULL);
            return Act.NEXT;
        };
    }

    private static Act birthTest(Scope scope) {
        Field shouldStop = scope.self().shouldStop();
        Scope.Store interrupted = scope.store("result", Value.error(Errno.EINTR));
        return (before, after) -> {
            if (shouldStop.get(before) == 0) {
                return Act.NEXT;
            }
            interrupted.apply(before, after);
            return Act.FAILED;
        };
    }

    /** The thread leaves its CPU; the kernel's reference on it is dropped a grace period later. */
    private Act reap(RcuReaders rcu, Scope scope) {
        Sleeper sleeper = scope.sleeper();
        Act dies = (before, after) -> {
            sleeper.enter(after, TaskState.DEAD);
            return Act.NEXT;
        };
        return rcu.contexts().isEmpty() ? dies : bothOf(dies, graces.own(rcu, scope).begin());
    }

    /** The kernel's reference is dropped, once nobody reads any more of whom it waits for. */
    private Act free(RcuReaders rcu, Scope scope) {
        Threads.KernelThread self = scope.self();
        int refcount = scope.faults().refcount();
        Act drops = (before, after) -> TaskActs.drop(self, before, after, refcount);
        return rcu.contexts().isEmpty() ? drops : bothOf(graces.own(rcu, scope).goOn(), drops);
    }

    /** The one, and if that goes on to the next, then the other. */
    private static Act bothOf(Act one, Act other) {
        return (before, after) -> {
            int outcome = one.run(before, after);
            return outcome == Act.NEXT ? other.run(before, after) : outcome;
        };
    }
}
