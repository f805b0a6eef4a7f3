package org.quiesce.csource;

import java.util.Optional;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.TaskRef;

/** Which calls have a meaning in which context. */
final class ContextRules {

    /** What runs a program. */
    enum Kind {
        KTHREAD,
        /** A work item: in a kernel thread, but none of the module's. */
        KWORKER,
        /** A task that is no kernel thread. */
        TASK,
        /** Some task that calls the module back, such as the thread of a kthread worker: what it asks of itself is not followed. */
        CALLBACK,
        /** What interrupts a task. */
        INTERRUPT
    }

    private ContextRules() {}

    /** Why a call means nothing there, as a clause; empty if it does. */
    static Optional<String> refusal(Meaning meaning, String call, Kind kind) {
        boolean means = meaning instanceof Meaning.Does does ? means(does.operation(), kind)
                : !(meaning instanceof Meaning.Tests tests) || tests.condition().atoms().allMatch(a -> means(a, kind));
        return means ? Optional.empty() : Optional.of(kind == Kind.CALLBACK
                ? call + "() asks or changes the task that runs this function, which is not followed"
                : call + "() is called in a context for which it is not meant");
    }

    private static boolean means(Operation operation, Kind kind) {
        boolean ofCurrent = operation instanceof OperationTrait.AboutTask about && about.task() instanceof TaskRef.Current;
        if (operation instanceof OperationTrait.SetsState) {
            return kind != Kind.INTERRUPT;
        }
        return kind == Kind.KTHREAD || !(ofCurrent || operation instanceof OperationTrait.OfKthread);
    }

    private static boolean means(Condition.Atom atom, Kind kind) {
        if (atom instanceof Condition.ShouldStop) {
            return kind != Kind.INTERRUPT && kind != Kind.CALLBACK;
        } else if (atom instanceof Condition.ShouldPark || atom instanceof Condition.ShouldStopOrPark
                || atom instanceof Condition.Freezing) {
            return kind == Kind.KTHREAD;
        }
        return !(atom instanceof Condition.SignalPending || atom instanceof Condition.FatalSignalPending)
                || kind != Kind.INTERRUPT;
    }
}
