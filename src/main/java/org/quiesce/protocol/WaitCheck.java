package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.WaitQueueOperation.AddWaitQueue;
import org.quiesce.protocol.WaitQueueOperation.Waiter;

/** Refuses waits that the kernel does not have, and entries on wait queues that are not modelled. */
final class WaitCheck {

    private final Program program;

    private WaitCheck(Program program) {
        this.program = program;
    }

    /** Why the call can't mean anything, and what to do; empty if it can. */
    static Optional<String> of(Program program, Operation operation) {
        return new WaitCheck(program).refusal(operation);
    }

    private Optional<String> refusal(Operation operation) {
        if (operation instanceof WaitQueueOperation.WaitEvent wait) {
            return event(wait);
        } else if (operation instanceof CompletionOperation.WaitForCompletion wait) {
            return wait.mode() == SleepMode.IDLE
                    ? Optional.of("the kernel has no such function; wait in another mode")
                    : Optional.empty();
        } else if (operation instanceof AddWaitQueue add) {
            return oneEntry(add);
        } else if (operation instanceof WaitQueueOperation.RemoveWaitQueue remove) {
            return added().anyMatch(remove.queue()::equals) ? Optional.empty() : nothingAdded();
        } else if (operation instanceof WaitQueueOperation.WaitWoken) {
            return added().findAny().isPresent() ? Optional.empty() : nothingAdded();
        }
        return Optional.empty();
    }

    private static Optional<String> event(WaitQueueOperation.WaitEvent wait) {
        if (wait.condition().decided().equals(Optional.of(true))) {
            return Optional.of("a wait for a condition that is always true never waits; remove it");
        } else if (wait.waiter() == Waiter.EXCLUSIVE && wait.timeout() == Timeout.FINITE && wait.mode() != SleepMode.IDLE) {
            return Optional.of("the kernel has no such function; only wait_event_idle_exclusive has a timeout");
        }
        return Optional.empty();
    }

    /** A context has one entry that it queues by hand, and at most one entry on any queue. */
    private Optional<String> oneEntry(AddWaitQueue add) {
        if (!added().allMatch(add.queue()::equals)) {
            return Optional.of("'" + program.name() + "' adds its only wait to another queue, too; use one queue");
        } else if (program.operations(WaitQueueOperation.WaitEvent.class).anyMatch(wait -> wait.queue().equals(add.queue()))) {
            return Optional.of("'" + program.name() + "' also waits there with wait_event(), which would make two entries"
                    + " of it on one queue; that is not modelled");
        }
        return Optional.empty();
    }

    private Optional<String> nothingAdded() {
        return Optional.of("'" + program.name() + "' adds no wait to the queue; call add_wait_queue() before");
    }

    /** The queues that the program adds its {@code wait} to. */
    private Stream<String> added() {
        return program.operations(AddWaitQueue.class).map(AddWaitQueue::queue);
    }
}
