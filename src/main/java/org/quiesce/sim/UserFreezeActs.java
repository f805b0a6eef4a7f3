package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** A suspend that waits until user tasks are out of the kernel, and until kernel threads are in the refrigerator. */
final class UserFreezeActs implements Topic {

    /** A user task as the freezer sees it; one that no signal concerns, or that never sleeps, lacks those. */
    private record UserTask(StateTest inKernel, Optional<Field> signals, Optional<Sleeper> sleeper) {

        static UserTask of(String context, LoweredProgram program, Scope scope) {
            Set<String> outside = program.program() instanceof Program.Loader
                    ? Set.of(Label.LIVE, Label.DONE)
                    : Set.of(Label.IDLE, Label.DONE);
            return new UserTask(
                    Places.not(Threads.Pc.of(scope.layout(), context).isIn(outside)),
                    scope.layout().has("signals", context)
                            ? Optional.of(scope.layout().field("signals", context))
                            : Optional.empty(),
                    scope.sleeperIfAny(context));
        }

        /** Whether it lacks a signal, or sleeps although it has one. */
        boolean isToBeSignalled(long[] state) {
            return signals.filter(s -> s.get(state) == 0).isPresent()
                    || sleeper.filter(s -> s.isAsleep(state) && s.is(state, TaskState.INTERRUPTIBLE)).isPresent();
        }

        void signal(long[] before, long[] after) {
            signals.ifPresent(s -> s.set(after, 1));
            sleeper.ifPresent(s -> s.wake(before, after, Sleeper.bits(WakeMask.INTERRUPTIBLE)));
        }
    }

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.FreezeUsers) {
            return Optional.of(signalUsers(scope));
        } else if (micro instanceof Micro.FreezeUsersTurn) {
            return Optional.of(usersTurn(scope));
        } else if (micro instanceof Micro.FreezeThreadsTurn) {
            return Optional.of(threadsTurn(scope));
        } else if (micro instanceof Micro.ThawUsers) {
            Optional<Field> frozen = scope.plainIfAny("usersFrozen");
            return Optional.of((before, after) -> {
                frozen.ifPresent(field -> field.set(after, 0));
                return Act.NEXT;
            });
        }
        return Optional.empty();
    }

    private static Act signalUsers(Scope scope) {
        List<UserTask> tasks = userTasks(scope);
        return (before, after) -> {
            tasks.stream().filter(task -> task.inKernel().test(before)).forEach(task -> task.signal(before, after));
            return Act.NEXT;
        };
    }

    private static Act usersTurn(Scope scope) {
        List<UserTask> tasks = userTasks(scope);
        Act signals = signalUsers(scope);
        Field frozen = scope.plain("usersFrozen");
        return (before, after) -> {
            List<UserTask> inKernel = tasks.stream().filter(task -> task.inKernel().test(before)).toList();
            if (inKernel.isEmpty()) {
                frozen.set(after, 1);
                return Act.NEXT;
            }
            if (inKernel.stream().noneMatch(task -> task.isToBeSignalled(before))) {
                return Act.BLOCKED;
            }
            signals.run(before, after);
            return Act.TRUE;
        };
    }

    private static Act threadsTurn(Scope scope) {
        List<FreezableThread> threads = List.of(FreezableThread.all(scope));
        return (before, after) -> {
            List<FreezableThread> missing =
                    threads.stream().filter(thread -> thread.missing().test(before)).toList();
            if (missing.isEmpty()) {
                return Act.NEXT;
            }
            if (missing.stream().noneMatch(thread -> thread.canBeWoken(before))) {
                return Act.BLOCKED;
            }
            missing.forEach(thread -> thread.tell(before, after));
            return Act.TRUE;
        };
    }

    private static List<UserTask> userTasks(Scope scope) {
        return scope.lowered().programs().stream()
                .filter(LoweredProgram::isUserTask)
                .flatMap(program -> program.contexts().stream()
                        .map(context -> UserTask.of(context, program, scope)))
                .toList();
    }
}
