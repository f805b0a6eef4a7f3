package org.quiesce.protocol;

import java.util.List;

/**
 * A function of the module that {@code task_work_add()} can have a thread run. A kernel thread does so when it exits,
 * after its {@code exited} is completed.
 */
public record TaskWork(String name, List<Statement> body) {

    public TaskWork {
        body = List.copyOf(body);
    }
}
