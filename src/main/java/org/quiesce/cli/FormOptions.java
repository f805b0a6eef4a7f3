package org.quiesce.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quiesce.protocol.step.Granularity;
import picocli.CommandLine.Option;

/** The options that say in which form a protocol is taken: with how many threads, in what steps. */
final class FormOptions {

    @Option(names = "--granularity", paramLabel = "micro|merged", defaultValue = "micro",
            converter = Converters.GranularityName.class,
            description = "What counts as one step: one shared access, or what may safely be merged (default: micro).")
    private Granularity granularity = Granularity.MICRO;

    @Option(names = "--threads", paramLabel = "NAME=N", mapFallbackValue = "",
            description = "Run N threads of thread function NAME. State counts of a model are then not compared.")
    private Map<String, String> threads = new LinkedHashMap<>();

    Granularity granularity() {
        return granularity;
    }

    /** The targets as the options change them. */
    List<Target> adapt(List<Target> targets) {
        List<Target> adapted = targets;
        for (Map.Entry<String, String> entry : threads.entrySet()) {
            adapted = withThreads(adapted, entry.getKey(), ThreadCount.parse(entry.getKey(), entry.getValue()));
        }
        return adapted;
    }

    private static List<Target> withThreads(List<Target> targets, String thread, int count) {
        if (targets.stream().noneMatch(t -> t.has(thread))) {
            targets.get(0).withThreads(thread, count);
        }
        return targets.stream().map(t -> t.has(thread) ? t.withThreads(thread, count) : t).toList();
    }
}
