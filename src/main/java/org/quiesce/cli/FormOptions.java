package org.quiesce.cli;

import java.util.List;
import org.quiesce.protocol.step.Granularity;
import picocli.CommandLine.Option;

/** The options that say in which form a protocol is taken: with how many threads, in what steps. */
final class FormOptions {

    @Option(names = "--granularity", paramLabel = "micro|merged", defaultValue = "micro",
            converter = Converters.GranularityName.class,
            description = "What counts as one step: one shared access, or what may safely be merged (default: micro).")
    private Granularity granularity = Granularity.MICRO;

    @Option(names = "--threads", paramLabel = "NAME=N",
            description = "Run N threads of thread function NAME. State counts of a model are then not compared.")
    private List<String> threads = List.of();

    Granularity granularity() {
        return granularity;
    }

    /** The targets as the options change them. */
    List<Target> adapt(List<Target> targets) {
        List<Target> adapted = targets;
        List<ThreadCount> counts = threads.stream().map(ThreadCount::parse).toList();
        for (ThreadCount threads : Once.each("--threads", counts, ThreadCount::thread)) {
            adapted = withThreads(adapted, threads);
        }
        // Not before all are adapted: threads of one function may create those of another.
        adapted.forEach(target -> counts.stream().filter(c -> target.has(c.thread())).forEach(target::needs));
        return adapted;
    }

    private static List<Target> withThreads(List<Target> targets, ThreadCount threads) {
        if (targets.stream().noneMatch(t -> t.has(threads.thread()))) {
            targets.get(0).with(threads);
        }
        return targets.stream().map(t -> t.has(threads.thread()) ? t.with(threads) : t).toList();
    }
}
