package org.quiesce.sim;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** kthread_bind(): a thread gets its CPU while it is off all of them, in a sleep that no signal ends. */
final class BindActs implements Topic {

    /** The states that the kernel waits for, which have TASK_UNINTERRUPTIBLE in them. */
    private static final Set<TaskState> BINDABLE =
            EnumSet.of(TaskState.UNINTERRUPTIBLE, TaskState.KILLABLE, TaskState.IDLE);

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        return micro instanceof Micro.BindTask bind
                ? Optional.of(List.of(bind(scope.operand(bind.task()), scope)))
                : Optional.empty();
    }

    private static Act bind(Scope.Operand task, Scope scope) {
        Scope.Store warning = scope.warning();
        return scope.checked(task, (before, after) -> {
            Sleeper sleeper = scope.threads().at(task.pointer(before)).sleeper();
            if (BINDABLE.stream().noneMatch(state -> sleeper.is(before, state))) {
                warning.apply(before, after);
                return Act.NEXT;
            }
            return sleeper.isAsleep(before) ? Act.NEXT : Act.BLOCKED;
        });
    }
}
