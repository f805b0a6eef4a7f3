package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;

/** The one task work of a protocol: given to a thread, and run by it when it exits. */
final class TaskWorkActs implements Topic {

    private static final String TASK_WORK = "taskWork";

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.TaskWorkAdd add) {
            return Optional.of(List.of(add(scope.operand(add.task()), add.into(), scope)));
        } else if (micro instanceof Micro.TaskWorkRun) {
            return Optional.of(List.of(run(scope)));
        } else if (micro instanceof Micro.TaskWorkReturn) {
            return Optional.of(List.of((before, after) -> Act.NEXT));
        }
        return Optional.empty();
    }

    private static Act add(Scope.Operand task, Optional<String> into, Scope scope) {
        List<Field> works = scope.threads().all().stream()
                .map(thread -> scope.layout().field(TASK_WORK, thread.id()))
                .toList();
        int queued = code("queued", scope);
        int closed = code("closed", scope);
        Scope.Store given = scope.store(into, 0);
        Scope.Store tooLate = scope.store(into, Errno.ESRCH.negative());
        int bound = scope.faults().bound();
        return scope.checked(task, (before, after) -> {
            Field own = works.get(task.pointer(before) - Threads.FIRST);
            if (own.get(before) == closed) {
                tooLate.apply(before, after);
                return Act.NEXT;
            }
            if (works.stream().anyMatch(work -> work.get(before) == queued)) {
                return bound;
            }
            own.set(after, queued);
            given.apply(before, after);
            return Act.NEXT;
        });
    }

    private static Act run(Scope scope) {
        Field own = scope.own(TASK_WORK);
        int none = code(Vocabulary.NONE, scope);
        int queued = code("queued", scope);
        int closed = code("closed", scope);
        return (before, after) -> {
            if (own.get(before) == queued) {
                own.set(after, none);
                return Act.TRUE;
            }
            own.set(after, closed);
            return Act.FALSE;
        };
    }

    /** A word of the variable, which has the same words for every thread. */
    private static int code(String word, Scope scope) {
        return scope.layout().code(TASK_WORK, scope.threads().all().get(0).id(), Datum.of(word));
    }
}
