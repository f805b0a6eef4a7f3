package org.quiesce;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.StopModel;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.property.Property.Kind;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.sim.Search;
import org.quiesce.sim.SearchResult.Statistics;
import org.quiesce.sim.Simulator;
import org.quiesce.workbench.LongLog;
import org.quiesce.workbench.Workbench;

/** What {@code bench/run} measures inside a JVM; no test. Prints plain numbers, one line each. */
final class Benchmarks {

    private Benchmarks() {}

    /** {@code emit THREADS DIR}, {@code search THREADS ROUNDS}, {@code warm ID VARIANT ROUNDS} or {@code log EVENTS}. */
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "emit" -> emit(Integer.parseInt(args[1]), Path.of(args[2]));
            case "search" -> search(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            case "warm" -> warm(args[1], args[2], Integer.parseInt(args[3]));
            case "log" -> LongLog.of(Integer.parseInt(args[1])).lines().forEach(System.out::println);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void emit(int threads, Path directory) throws IOException {
        for (Map.Entry<String, String> file
                : Workbench.emit(StopModel.of(threads), Granularity.MICRO, Profiles.newest()).entrySet()) {
            Files.writeString(directory.resolve(file.getKey()), file.getValue());
        }
    }

    /** Prints, per round: distinct states, seconds, states per second, bytes per state. Safety only, as TLC beside it. */
    private static void search(int threads, int rounds) {
        LoweredProtocol lowered = Lowering.lower(StopModel.of(threads), Granularity.MICRO);
        List<Property> safety =
                Property.of(lowered).stream().filter(p -> p.kind() == Kind.SAFETY).toList();
        Simulator simulator = Simulator.of(lowered, Profiles.newest());
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            Statistics size = Search.of(simulator).check(safety).statistics();
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "%d %.3f %.0f %.1f%n",
                    size.states(), seconds, size.states() / seconds, size.bytesPerState());
        }
    }

    /** Prints the milliseconds of each verdict on one protocol in one JVM, lowering included. */
    private static void warm(String id, String variant, int rounds) {
        Protocol protocol = Atlas.standard().entry(id).orElseThrow().variant(variant).orElseThrow().protocol();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            LoweredProtocol lowered = Lowering.lower(protocol, Granularity.MICRO);
            Search.of(Simulator.of(lowered, Profiles.newest())).check(Property.of(lowered));
            System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e6);
        }
    }
}
