package org.quiesce.protocol.step;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.protocol.BitWaitOperation;
import org.quiesce.protocol.OperationTrait.AboutQueue;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.WaitQueueOperation.AddWaitQueueExclusive;
import org.quiesce.protocol.WaitQueueOperation.PrepareToWait;
import org.quiesce.protocol.WaitQueueOperation.PrepareToWaitEvent;
import org.quiesce.protocol.WaitQueueOperation.Priority;
import org.quiesce.protocol.WaitQueueOperation.WaitEvent;
import org.quiesce.protocol.WaitQueueOperation.Waiter;

/** Who waits exclusively on which queue. */
final class ExclusiveWaits {

    private final Protocol protocol;

    ExclusiveWaits(Protocol protocol) {
        this.protocol = protocol;
    }

    /** The contexts that wait exclusively on a queue at some time, but for those with priority. */
    List<String> on(String queue) {
        return contexts(p -> waits(p, queue).anyMatch(w -> w == Waiter.EXCLUSIVE)
                || added(p, queue).anyMatch(a -> a.priority() == Priority.USUAL));
    }

    /** The contexts that queue there before all others. */
    List<String> firstOn(String queue) {
        return contexts(p -> added(p, queue).anyMatch(a -> a.priority() == Priority.FIRST));
    }

    private List<String> contexts(Predicate<Program> which) {
        return protocol.programs().stream().filter(which).flatMap(p -> p.contexts().stream()).toList();
    }

    /** Whether a program waits on some queue in both ways, so that only its state tells how it is queued. */
    boolean areMixed(Program program) {
        return program.operations(AboutQueue.class)
                .map(AboutQueue::queue)
                .anyMatch(q -> waits(program, q).distinct().count() > 1);
    }

    private static Stream<Waiter> waits(Program program, String queue) {
        return program.operations(AboutQueue.class)
                .filter(o -> o.queue().equals(queue))
                .flatMap(o -> o instanceof WaitEvent wait ? Stream.of(wait.waiter())
                        : o instanceof PrepareToWait wait ? Stream.of(wait.waiter())
                        : o instanceof BitWaitOperation.WaitOnBitLock ? Stream.of(Waiter.EXCLUSIVE)
                        : o instanceof BitWaitOperation.WaitOnBit ? Stream.of(Waiter.ORDINARY)
                        : o instanceof PrepareToWaitEvent ? Stream.of(Waiter.ORDINARY) : Stream.empty());
    }

    private static Stream<AddWaitQueueExclusive> added(Program program, String queue) {
        return program.operations(AddWaitQueueExclusive.class).filter(a -> a.queue().equals(queue));
    }
}
