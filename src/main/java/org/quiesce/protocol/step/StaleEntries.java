package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.quiesce.protocol.Program;

/** Entries on wait queues that may outlive the stack, or the frame of a function, that they lie on. */
public final class StaleEntries {

    /** By whichever of them a context gets on a queue, nothing tells that entry from another one of the same context. */
    private static final List<Class<? extends Micro>> QUEUEING = List.of(QueueMicro.Join.class, Micro.AddWait.class,
            Micro.WaitPrepare.class, QueueMicro.Enqueue.class, QueueMicro.EnqueueUnlessSignalled.class);

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

    /**
     * Where a task that calls in, the loader, or a callback has returned for sure: a sleeper that was woken is not there.
     * Whatever the loader is at after init, init has returned, and exit, which does so on another stack, is not where an
     * entry of its own could be, unless it queues, too.
     */
    public static List<String> returned(LoweredProgram program) {
        if (program.program() instanceof Program.Loader) {
            List<String> init = duringInit(program);
            List<String> later = program.steps().stream().map(Step::label).filter(label -> !init.contains(label)).toList();
            boolean exitQueues = program.steps().stream()
                    .filter(s -> later.contains(s.label()))
                    .anyMatch(s -> QUEUEING.stream().anyMatch(s::does));
            if (!exitQueues) {
                return Stream.concat(later.stream(), Stream.of(Label.LIVE, Label.DONE)).distinct().toList();
            }
        }
        return program.program() instanceof Program.Environment
                ? List.of()
                : Stream.of(Label.IDLE, Label.LOADED, Label.LIVE, Label.DONE)
                        .filter(label -> program.at(label).isPresent()
                                || program.steps().stream().anyMatch(s -> s.exits().containsValue(label)))
                        .toList();
    }

    /** The labels of the loader up to the return of init. */
    private static List<String> duringInit(LoweredProgram loader) {
        List<String> labels = new ArrayList<>(List.of(loader.start()));
        for (int i = 0; i < labels.size(); i++) {
            loader.at(labels.get(i)).filter(step -> !step.does(Micro.InitReturn.class)).ifPresent(step ->
                    step.exits().values().stream().filter(target -> !labels.contains(target)).forEach(labels::add));
        }
        return labels;
    }
}
