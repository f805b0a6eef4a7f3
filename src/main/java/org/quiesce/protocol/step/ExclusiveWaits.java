package org.quiesce.protocol.step;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.WaitQueueOperation.WaitEvent;
import org.quiesce.protocol.WaitQueueOperation.Waiter;

/** Who waits exclusively on which queue. */
final class ExclusiveWaits {

    private final Protocol protocol;

    ExclusiveWaits(Protocol protocol) {
        this.protocol = protocol;
    }

    /** The contexts that wait exclusively on a queue at some time. */
    List<String> on(String queue) {
        return protocol.programs().stream()
                .filter(p -> waits(p, queue).anyMatch(w -> w.waiter() == Waiter.EXCLUSIVE))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** Whether a program waits on some queue in both ways, so that only its state tells how it is queued. */
    boolean areMixed(Program program) {
        return program.operations(WaitEvent.class)
                .map(WaitEvent::queue)
                .anyMatch(q -> waits(program, q).map(WaitEvent::waiter).distinct().count() > 1);
    }

    private static Stream<WaitEvent> waits(Program program, String queue) {
        return program.operations(WaitEvent.class).filter(w -> w.queue().equals(queue));
    }
}
