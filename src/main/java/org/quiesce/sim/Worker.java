package org.quiesce.sim;

import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.WakeMask;
import org.quiesce.protocol.step.Vocabulary;

/**
 * The variables of a kthread worker.
 *
 * @param pointer tells whether it is there
 * @param task    the thread that runs its work
 * @param current what that thread took last
 * @param nothing the value of {@code current} when it found nothing to take
 * @param running the work that it runs
 * @param idle    the value of {@code running} while it runs none
 */
record Worker(String name, Field pointer, Field task, Field current, int nothing, Field running, int idle) {

    static final String LIVE = "live";

    static Worker of(String name, Scope scope) {
        KthreadWorker worker = new KthreadWorker(name);
        return new Worker(
                name,
                scope.plain(name),
                scope.plain(worker.task()),
                scope.plain(worker.current()),
                scope.code(worker.current(), Vocabulary.NONE),
                scope.plain(worker.running()),
                scope.code(worker.running(), Vocabulary.NONE));
    }

    /** Whether its thread took a work last, or the flush item of a context. */
    StateTest tookLast(String what, Scope scope) {
        int code = scope.code(new KthreadWorker(name).current(), what);
        return state -> current.get(state) == code;
    }

    /** Something was put on the list: wakes the thread, if there is one, unless it took something and has not looked since. */
    Act wakes(Scope scope) {
        int normal = Sleeper.bits(WakeMask.NORMAL);
        return (before, after) -> {
            int pointer = task.get(before);
            if (current.get(before) != nothing || !Threads.isThread(pointer)) {
                return Act.NEXT;
            }
            Threads.KernelThread thread = scope.threads().at(pointer);
            thread.sleeper().wake(before, after, normal);
            return scope.faults().ofTouching(thread, before);
        };
    }
}
