package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WaitQueueOperation.AddWaitQueue;
import org.quiesce.protocol.WaitQueueOperation.AddWaitQueueExclusive;
import org.quiesce.protocol.WaitQueueOperation.FinishWait;
import org.quiesce.protocol.WaitQueueOperation.QueuesEntry;
import org.quiesce.protocol.WaitQueueOperation.RemoveWaitQueue;
import org.quiesce.protocol.WaitQueueOperation.WaitWoken;

/** The entries that a program queues by hand on wait queues: a protocol has one for each context. */
final class QueuedEntries {

    private QueuedEntries() {}

    /** Why the entries of a program can't be told in a protocol, as a clause; empty if they can. */
    static Optional<String> refusal(List<Statement> program) {
        List<QueuesEntry> entries = operations(program).filter(QueuesEntry.class::isInstance)
                .map(QueuesEntry.class::cast).toList();
        if (entries.isEmpty()) {
            return operations(program).anyMatch(QueuedEntries::isOfEntry)
                    ? Optional.of("a wait entry is used that is queued elsewhere")
                    : Optional.empty();
        } else if (entries.stream().map(QueuesEntry::queue).distinct().count() > 1) {
            return Optional.of("a thread queues entries on more than one wait queue");
        } else if (entries.stream().map(QueuedEntries::wakeFunction).distinct().count() > 1) {
            return Optional.of("a thread queues wait entries with different wake functions");
        } else if (waits(program).anyMatch(entries.get(0).queue()::equals)) {
            return Optional.of("a thread waits on a queue both with wait_event() and with an entry of its own");
        }
        boolean removes = wakeFunction(entries.get(0)).equals("autoremove_wake_function");
        boolean setsState = operations(program).anyMatch(operation ->
                operation instanceof OperationTrait.SetsState set && set.state() != TaskState.RUNNING);
        boolean mixes = operations(program).anyMatch(operation -> removes
                ? operation instanceof RemoveWaitQueue || operation instanceof WaitWoken
                : operation instanceof FinishWait);
        return removes && setsState ? Optional.of("a thread sets its state both by hand and with prepare_to_wait()")
                : mixes ? Optional.of("a wait entry is queued one way and removed another") : Optional.empty();
    }

    /** A program without its entries. */
    static List<Statement> without(List<Statement> program) {
        return LeftOut.of(program, QueuedEntries::isOfEntry);
    }

    private static boolean isOfEntry(Operation operation) {
        return operation instanceof QueuesEntry || operation instanceof FinishWait || operation instanceof RemoveWaitQueue
                || operation instanceof WaitWoken;
    }

    private static Stream<Operation> operations(List<Statement> program) {
        return program.stream().flatMap(Statement::calls).map(Statement.Call::operation);
    }

    private static Stream<String> waits(List<Statement> program) {
        return operations(program)
                .filter(operation -> operation instanceof OperationTrait.AwaitsCondition
                        && operation instanceof OperationTrait.AboutQueue)
                .map(operation -> ((OperationTrait.AboutQueue) operation).queue());
    }

    private static String wakeFunction(QueuesEntry entry) {
        return entry instanceof AddWaitQueue ? "woken_wake_function"
                : entry instanceof AddWaitQueueExclusive add ? "default_wake_function " + add.priority()
                : "autoremove_wake_function";
    }
}
