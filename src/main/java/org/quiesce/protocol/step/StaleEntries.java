package org.quiesce.protocol.step;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;

/** Entries on wait queues that may outlive the stack, or the frame of a function, that they lie on. */
public final class StaleEntries {

    private StaleEntries() {}

    /**
     * The contexts whose entry on the queue may be stale: those that add one themselves, which stays until they remove it.
     * What queues a caller by itself takes it off before it returns; and an entry of {@code prepare_to_wait()} is taken off
     * by whoever wakes it, so that one which is left there need not be there any more.
     */
    public static List<String> on(LoweredProtocol lowered, String queue) {
        return lowered.programs().stream()
                .filter(p -> p.steps().stream().flatMap(s -> s.micros().stream()).anyMatch(m -> queues(m, queue)))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    private static boolean queues(Micro micro, String queue) {
        return micro instanceof QueueMicro.Join j && j.queue().equals(queue)
                || micro instanceof Micro.AddWait a && a.queue().equals(queue);
    }

    /** Where a task that calls in, the loader, or a callback has returned for sure: a sleeper that was woken is not there. */
    public static List<String> returned(LoweredProgram program) {
        return program.program() instanceof Program.Environment
                ? List.of()
                : Stream.of(Label.IDLE, Label.LOADED, Label.LIVE, Label.DONE)
                        .filter(label -> program.at(label).isPresent()
                                || program.steps().stream().anyMatch(s -> s.exits().containsValue(label)))
                        .toList();
    }
}
