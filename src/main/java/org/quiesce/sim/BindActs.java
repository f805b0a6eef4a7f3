package org.quiesce.sim;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernel.Axis;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskMicro;

/** The CPUs of a thread, which it gets while it is off all of them, in a sleep that no signal ends. */
final class BindActs implements Topic {

    /** The states that the kernel waits for, which have TASK_UNINTERRUPTIBLE in them. */
    private static final Set<TaskState> BINDABLE =
            EnumSet.of(TaskState.UNINTERRUPTIBLE, TaskState.KILLABLE, TaskState.IDLE);

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return act(micro, scope).map(List::of);
    }

    private static Optional<Act> act(Micro micro, Scope scope) {
        if (micro instanceof Micro.BindTask bind) {
            return Optional.of(bind(scope.operand(bind.task()), scope));
        } else if (micro instanceof TaskMicro.PreferAffinity prefer) {
            return Optional.of(prefer(scope.operand(prefer.task()), prefer.into(), scope));
        } else if (micro instanceof TaskMicro.SetPerCpu set) {
            return Optional.of(mark(scope.operand(set.task()), set.marked(), scope));
        } else if (micro instanceof TaskMicro.ReadPerCpu read) {
            return Optional.of(readMark(scope.operand(read.task()), read.into(), scope));
        } else if (micro instanceof TaskMicro.RebindParked rebind) {
            return Optional.of(rebind(scope.operand(rebind.task()), scope));
        }
        return Optional.empty();
    }

    private static Act bind(Scope.Operand task, Scope scope) {
        boolean warnsOfStarted = scope.profile().has(Axis.BIND_WARNS_OF_STARTED);
        StateTest[] born = born(scope);
        Scope.Store warning = scope.warning();
        return scope.checked(task, (before, after) -> {
            int pointer = task.pointer(before);
            Threads.KernelThread thread = scope.threads().at(pointer);
            if (!isBindable(thread.sleeper(), before)) {
                warning.apply(before, after);
                return Act.NEXT;
            }
            if (!thread.sleeper().isAsleep(before)) {
                return Act.BLOCKED;
            }
            thread.cpu().bind(after);
            if (warnsOfStarted && !born[pointer - Threads.FIRST].test(before)) {
                warning.apply(before, after);
            }
            return Act.NEXT;
        });
    }

    private static boolean isBindable(Sleeper sleeper, long[] before) {
        return BINDABLE.stream().anyMatch(state -> sleeper.is(before, state));
    }

    /** For each thread, whether it has not begun to run. */
    private static StateTest[] born(Scope scope) {
        return scope.threads().all().stream()
                .map(thread -> thread.pc().isIn(Set.of(Label.BORN)))
                .toArray(StateTest[]::new);
    }

    /** Only before the first wake-up of a thread. */
    private static Act prefer(Scope.Operand task, Optional<String> into, Scope scope) {
        StateTest[] born = born(scope);
        Scope.Store success = scope.store(into, 0);
        Scope.Store tooLate = scope.store(into, Errno.EINVAL.negative());
        Scope.Store warning = scope.warning();
        return scope.checked(task, (before, after) -> {
            int pointer = task.pointer(before);
            Sleeper sleeper = scope.threads().at(pointer).sleeper();
            if (isBindable(sleeper, before) && !sleeper.isAsleep(before)) {
                return Act.BLOCKED;
            }
            if (born[pointer - Threads.FIRST].test(before) && sleeper.isAsleep(before)) {
                success.apply(before, after);
            } else {
                warning.apply(before, after);
                tooLate.apply(before, after);
            }
            return Act.NEXT;
        });
    }

    // ---- threads that are marked as per-CPU

    private static Act mark(Scope.Operand task, FlagValue marked, Scope scope) {
        int is = marked == FlagValue.TRUE ? 1 : 0;
        Scope.Store warning = scope.warning();
        return scope.checked(task, (before, after) -> {
            Threads.Cpu cpu = scope.threads().at(task.pointer(before)).cpu();
            if (cpu.bound().get(before) == 0) {
                warning.apply(before, after);
            }
            cpu.marked().set(after, is);
            return Act.NEXT;
        });
    }

    private static Act readMark(Scope.Operand task, Optional<String> into, Scope scope) {
        Scope.Answer isMarked = scope.answer(into);
        return scope.checked(task, (before, after) -> {
            isMarked.give(scope.threads().at(task.pointer(before)).cpu().marked().get(before) != 0, before, after);
            return Act.NEXT;
        });
    }

    private static Act rebind(Scope.Operand task, Scope scope) {
        boolean onlyIfAsked = scope.profile().has(Axis.UNPARK_ONLY_IF_PARK_BIT);
        Scope.Store warning = scope.warning();
        return scope.checked(task, (before, after) -> {
            Threads.KernelThread thread = scope.threads().at(task.pointer(before));
            boolean asked = thread.park().shouldPark().get(before) != 0;
            if (thread.cpu().marked().get(before) == 0 || onlyIfAsked && !asked) {
                return Act.NEXT;
            }
            if (!thread.sleeper().is(before, TaskState.PARKED)) {
                warning.apply(before, after);
                return Act.NEXT;
            }
            return thread.sleeper().isAsleep(before) ? Act.NEXT : Act.BLOCKED;
        });
    }
}
