package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.quiesce.WarmTlc;
import org.quiesce.audit.Turned;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelFileException;
import org.quiesce.catalog.ModelReader;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RandomFiles;
import org.quiesce.protocol.RandomInterface;
import org.quiesce.protocol.RandomPrimitives;
import org.quiesce.protocol.RandomProtocols;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Search;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.spec.FileSink;
import org.quiesce.spec.InterfaceSink;
import org.quiesce.spec.LifeSink;
import org.quiesce.spec.SleepSink;
import org.quiesce.spec.SpecEmitter;
import org.quiesce.tlc.StateGraph;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcRequest;

/**
 * The whole state graph of TLC and that of the simulator are equal, state by state and edge by edge, for every variant
 * of every model on every kernel that the model speaks of. Kernels that fix the same constants have the same
 * specification and share a run of TLC; of those, the simulator's graph is compared on one, and its size on every one.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConformanceTest {

    /** Of a random protocol: both graphs are held in memory, state by state. */
    private static final long MOST_STATES = 8_000;
    /** The same where there is time. */
    private static final long MORE_STATES = 30_000;

    /** An edge between two states, by their numbers. */
    private record Edge(int from, String action, int to) {}

    /** Numbers states; equal states have one number. */
    private static final class Numbers {
        private final Map<Snapshot, Integer> numbers = new HashMap<>();

        int of(Snapshot state) {
            return numbers.computeIfAbsent(state, s -> numbers.size());
        }

        int count() {
            return numbers.size();
        }
    }

    @TestFactory
    Stream<DynamicTest> graphsAreEqual() {
        return cases(entry -> true, Granularity.MICRO, kernel -> true);
    }

    @TestFactory
    Stream<DynamicTest> mergedGraphsAreEqual() {
        return cases(entry -> entry.kind() != Entry.Kind.REAL, Granularity.MERGED, Profiles.newest()::equals);
    }

    @Tag("sweep")
    @TestFactory
    Stream<DynamicTest> allMergedGraphsAreEqual() {
        return cases(entry -> true, Granularity.MERGED, kernel -> true);
    }

    /** With each assumption of a check turned: also where nothing is fair, steps lead where they led. */
    @TestFactory
    Stream<DynamicTest> graphsOfAuditedProtocolsAreEqual() {
        return Turned.samples().map(turned -> DynamicTest.dynamicTest(turned.name(), () ->
                conform(List.of(turned.request().profile()), profile -> turned.request().steps())));
    }

    /** Protocols that nobody would write find what nobody thought of. */
    @TestFactory
    Stream<DynamicTest> graphsOfRandomProtocolsAreEqual() {
        return random(RandomProtocols.conforming(), RandomProtocols::protocol);
    }

    @TestFactory
    Stream<DynamicTest> graphsOfRandomPrimitivesAreEqual() {
        return random(RandomPrimitives.conforming(), RandomPrimitives::protocol);
    }

    /** What is seldom done, on kernels that differ in it. */
    @TestFactory
    Stream<DynamicTest> graphsOfTheWholeInterfaceAreEqual() {
        List<Profile> kernels =
                List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_1, Profiles.LINUX_6_12.withClassicRcu());
        return Stream.of(InterfaceSink.all(), LifeSink.all(), FileSink.all(), SleepSink.all()).flatMap(List::stream).map(protocol -> DynamicTest.dynamicTest(protocol.name(), () -> {
            conform(protocol, Granularity.MICRO, kernels);
            conform(protocol, Granularity.MERGED, List.of(Profiles.newest()));
        }));
    }

    @TestFactory
    Stream<DynamicTest> graphsOfRandomInterfacesAreEqual() {
        return random(RandomInterface.conforming(), RandomInterface::protocol);
    }

    @TestFactory
    Stream<DynamicTest> graphsOfRandomFilesAreEqual() {
        return random(RandomFiles.conforming(), RandomFiles::protocol);
    }

    @Tag("sweep")
    @TestFactory
    Stream<DynamicTest> largeGraphsOfRandomProtocolsAreEqual() {
        return Stream.of(
                        random(RandomProtocols.conforming(), RandomProtocols::protocol, MOST_STATES + 1, MORE_STATES),
                        random(RandomPrimitives.conforming(), RandomPrimitives::protocol, MOST_STATES + 1, MORE_STATES),
                        random(RandomInterface.conforming(), RandomInterface::protocol, MOST_STATES + 1, MORE_STATES),
                        random(RandomFiles.conforming(), RandomFiles::protocol, MOST_STATES + 1, MORE_STATES))
                .flatMap(tests -> tests);
    }

    private static Stream<DynamicTest> random(LongStream seeds, LongFunction<Protocol> protocols) {
        return random(seeds, protocols, 0, MOST_STATES);
    }

    /** Those whose larger graph, of two kernels, has so many states. */
    private static Stream<DynamicTest> random(
            LongStream seeds, LongFunction<Protocol> protocols, long fewest, long most) {
        List<Profile> kernels = List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_12.withClassicRcu());
        return seeds
                .filter(seed -> {
                    long states = kernels.stream()
                            .mapToLong(kernel -> states(protocols.apply(seed), granularity(seed), kernel))
                            .max()
                            .orElseThrow();
                    return fewest <= states && states <= most;
                })
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> conform(
                        protocols.apply(seed), granularity(seed), kernels)));
    }

    private static Granularity granularity(long seed) {
        return seed % 2 == 0 ? Granularity.MICRO : Granularity.MERGED;
    }

    private static long states(Protocol protocol, Granularity granularity, Profile kernel) {
        LoweredProtocol lowered = Lowering.lower(protocol, granularity, kernel);
        return Search.of(Simulator.of(lowered, kernel)).check(List.of()).statistics().states();
    }

    /** Every variant of those models, on those of the kernels that its model speaks of. */
    private static Stream<DynamicTest> cases(
            Predicate<Entry> which, Granularity granularity, Predicate<Profile> kernels) {
        List<Profile> known = Stream.concat(
                Profiles.all().stream(), Profiles.all().stream().map(Profile::withClassicRcu)).filter(kernels).toList();
        return Atlas.standard().entries().stream()
                .filter(which)
                .map(ConformanceTest::model)
                .flatMap(model -> model.cases().stream()
                        .map(variant -> DynamicTest.dynamicTest(model.id() + "/" + variant.name(), () -> conform(
                                variant.protocol(), granularity, known.stream()
                                        .filter(kernel -> variant.on(kernel).isPresent())
                                        .toList()))));
    }

    private static ModelFile model(Entry entry) {
        try {
            return new ModelReader(Atlas.standard()).read(Path.of("models", entry.place(), ModelFile.NAME));
        } catch (ModelFileException e) {
            throw new AssertionError(e);
        }
    }

    private static void conform(Protocol protocol, Granularity granularity, List<Profile> profiles)
            throws Exception {
        conform(profiles, profile -> Lowering.lower(protocol, granularity, profile));
    }

    private static void conform(List<Profile> profiles, Function<Profile, LoweredProtocol> steps) throws Exception {
        assertThat(profiles).isNotEmpty();
        Map<List<Object>, SearchResult.Statistics> sizes = new HashMap<>();
        for (Profile profile : profiles) {
            LoweredProtocol lowered = steps.apply(profile);
            EmittedSpec spec = SpecEmitter.emit(lowered);
            List<Object> semantics = List.of(lowered.fingerprint(), spec.constants(profile));
            SearchResult.Statistics size =
                    Search.of(Simulator.of(lowered, profile)).check(List.of()).statistics();
            if (sizes.putIfAbsent(semantics, size) == null) {
                Numbers numbers = new Numbers();
                Set<Edge> expected = edgesOfTlc(lowered, spec, profile, numbers);
                int states = numbers.count();
                Set<Edge> found = edgesOfSimulator(Simulator.of(lowered, profile), numbers);
                assertThat(numbers.count()).as("states that only the simulator has on %s", profile).isEqualTo(states);
                assertThat(size.states()).as("states found by the search on %s", profile).isEqualTo(states);
                assertThat(found.size()).as("edges on %s", profile).isEqualTo(expected.size());
                assertThat(found.equals(expected)).as("edges on %s", profile).isTrue();
            }
            assertThat(size).as("size on %s", profile).isEqualTo(sizes.get(semantics));
        }
    }

    private static Set<Edge> edgesOfTlc(LoweredProtocol lowered, EmittedSpec spec, Profile profile, Numbers numbers)
            throws Exception {
        TlcOutcome outcome = WarmTlc.TLC.run(TlcRequest.module(spec.moduleName(), spec.text())
                .config(spec.states(profile))
                .mode(TlcRequest.Mode.GRAPH)
                .build());
        assertThat(outcome).as("TLC on %s", profile).isInstanceOf(TlcOutcome.Completed.class);
        StateGraph graph = ((TlcOutcome.Completed) outcome).graph().orElseThrow();
        SnapshotDecoder decoder = new SnapshotDecoder(lowered);
        List<Integer> states = new ArrayList<>();
        for (var state : graph.states()) {
            states.add(numbers.of(decoder.decode(state)));
        }
        assertThat(graph.initial()).hasSize(1);
        Set<Edge> edges = new HashSet<>();
        int initial = states.get(graph.initial().get(0));
        edges.add(new Edge(initial, "Init", initial));
        graph.edges().forEach(e -> edges.add(new Edge(states.get(e.from()), e.action(), states.get(e.to()))));
        return edges;
    }

    /** A search that knows nothing of packed states: what is tested is what each state leads to. */
    private static Set<Edge> edgesOfSimulator(Simulator simulator, Numbers numbers) {
        Set<Edge> edges = new HashSet<>();
        Set<Integer> seen = new HashSet<>();
        Deque<Snapshot> open = new ArrayDeque<>(List.of(simulator.initial()));
        int initial = numbers.of(simulator.initial());
        edges.add(new Edge(initial, "Init", initial));
        seen.add(initial);
        while (!open.isEmpty()) {
            Snapshot state = open.remove();
            int from = numbers.of(state);
            for (Run.Move move : simulator.successors(state)) {
                int to = numbers.of(move.after());
                edges.add(new Edge(from, move.action(), to));
                if (seen.add(to)) {
                    open.add(move.after());
                }
            }
        }
        return edges;
    }
}
