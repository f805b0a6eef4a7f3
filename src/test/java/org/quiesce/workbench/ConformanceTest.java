package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Limits;
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
 * What takes longest runs with {@code -Psweep}.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConformanceTest {

    /** Of a random protocol. */
    private static final long MOST_STATES = 4_000;
    /** The same where there is time. */
    private static final long MORE_STATES = 30_000;
    /** Of a protocol that is compared on several kernels. */
    private static final long MOST_TRANSITIONS = 50_000;
    /** Both graphs are held in memory, state by state. */
    private static final int MOST = 1_000_000;

    /** An edge between two states, by their numbers. */
    private record Edge(int from, String action, int to) {}

    /** Numbers states; equal states have one number. */
    private static final class Snapshots {
        private final Map<Snapshot, Integer> numbers = new HashMap<>();

        int number(Snapshot state) {
            return numbers.computeIfAbsent(state, s -> numbers.size());
        }

        int count() {
            return numbers.size();
        }
    }

    /** Which kernels are one, as far as TLC's graph of one specification is concerned. */
    private enum Same {
        /** Those that fix the same constants. */
        CONSTANTS {
            @Override
            Object of(Object constants, org.quiesce.sim.StateGraph found) {
                return constants;
            }
        },
        /** Those on which the simulator has the same graph, too. */
        GRAPH {
            @Override
            Object of(Object constants, org.quiesce.sim.StateGraph found) {
                return found;
            }
        };

        abstract Object of(Object constants, org.quiesce.sim.StateGraph found);
    }

    /** Where the simulator has one graph on several kernels, {@code ModelsIT} holds TLC's numbers against each. */
    @TestFactory
    Stream<DynamicTest> graphsAreEqual() {
        return cases(entry -> true, Granularity.MICRO, kernel -> true, Same.GRAPH);
    }

    @Tag("sweep")
    @TestFactory
    Stream<DynamicTest> graphsOfAllConstantsAreEqual() {
        return cases(entry -> true, Granularity.MICRO, kernel -> true, Same.CONSTANTS);
    }

    @TestFactory
    Stream<DynamicTest> mergedGraphsAreEqual() {
        return cases(entry -> entry.kind() != Entry.Kind.REAL, Granularity.MERGED, Profiles.newest()::equals,
                Same.CONSTANTS);
    }

    @Tag("sweep")
    @TestFactory
    Stream<DynamicTest> allMergedGraphsAreEqual() {
        return cases(entry -> true, Granularity.MERGED, kernel -> true, Same.CONSTANTS);
    }

    /** With each assumption of a check turned: also where nothing is fair, steps lead where they led. */
    @TestFactory
    Stream<DynamicTest> graphsOfAuditedProtocolsAreEqual() {
        return Turned.samples().map(turned -> DynamicTest.dynamicTest(turned.name(), () ->
                conform(List.of(turned.request().profile()), profile -> turned.request().steps(), Same.CONSTANTS)));
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

    /** What is seldom done, on kernels that differ in it; the few largest protocols, half of all states, on one. */
    @TestFactory
    Stream<DynamicTest> graphsOfTheWholeInterfaceAreEqual() {
        return wholeInterface().map(protocol -> DynamicTest.dynamicTest(protocol.name(), () -> {
            if (isLarge(protocol)) {
                conform(protocol, Granularity.MICRO, List.of(Profiles.LINUX_6_12.withClassicRcu()));
            } else {
                conformWhereKernelsDiffer(protocol);
            }
        }));
    }

    @Tag("sweep")
    @TestFactory
    Stream<DynamicTest> largeGraphsOfTheWholeInterfaceAreEqual() {
        return wholeInterface()
                .filter(ConformanceTest::isLarge)
                .map(protocol -> DynamicTest.dynamicTest(protocol.name(), () -> conformWhereKernelsDiffer(protocol)));
    }

    private static Stream<Protocol> wholeInterface() {
        return Stream.of(InterfaceSink.all(), LifeSink.all(), FileSink.all(), SleepSink.all()).flatMap(List::stream);
    }

    private static boolean isLarge(Protocol protocol) {
        return size(protocol, Granularity.MICRO, Profiles.LINUX_6_12.withClassicRcu(), Limits.none()).transitions()
                > MOST_TRANSITIONS;
    }

    private static void conformWhereKernelsDiffer(Protocol protocol) throws Exception {
        conform(protocol, Granularity.MICRO,
                List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_1, Profiles.LINUX_6_12.withClassicRcu()));
        conform(protocol, Granularity.MERGED, List.of(Profiles.newest()));
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

    /** Those whose largest graph has so many states. */
    private static Stream<DynamicTest> random(
            LongStream seeds, LongFunction<Protocol> protocols, long fewest, long most) {
        Limits enough = Limits.none().withStates(most);
        return seeds
                .filter(seed -> {
                    Protocol protocol = protocols.apply(seed);
                    long states = kernels(protocol).stream()
                            .mapToLong(kernel -> size(protocol, granularity(seed), kernel, enough).states())
                            .max()
                            .orElseThrow();
                    return fewest <= states && states <= most;
                })
                .mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> conform(
                        protocols.apply(seed), granularity(seed), kernels(protocols.apply(seed)))));
    }

    /** Two that differ in most; where the thread of an interrupt is stopped while its function runs, also one that does so. */
    private static List<Profile> kernels(Protocol protocol) {
        boolean stopsRunning = Lowering.lower(protocol, Granularity.MICRO, Profiles.LINUX_6_1)
                .does(CallbackMicro.IrqThreadNotify.class);
        return stopsRunning
                ? List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_1, Profiles.LINUX_6_12.withClassicRcu())
                : List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_12.withClassicRcu());
    }

    private static Granularity granularity(long seed) {
        return seed % 2 == 0 ? Granularity.MICRO : Granularity.MERGED;
    }

    private static SearchResult.Statistics size(
            Protocol protocol, Granularity granularity, Profile kernel, Limits limits) {
        LoweredProtocol lowered = Lowering.lower(protocol, granularity, kernel);
        return Search.of(Simulator.of(lowered, kernel)).within(limits).check(List.of()).statistics();
    }

    /** Every variant of those models, on those of the kernels that its model speaks of. */
    private static Stream<DynamicTest> cases(
            Predicate<Entry> which, Granularity granularity, Predicate<Profile> kernels, Same same) {
        List<Profile> known = Stream.concat(
                Profiles.all().stream(), Profiles.all().stream().map(Profile::withClassicRcu)).filter(kernels).toList();
        return Atlas.standard().entries().stream()
                .filter(which)
                .map(ConformanceTest::model)
                .flatMap(model -> model.cases().stream()
                        .map(variant -> DynamicTest.dynamicTest(model.id() + "/" + variant.name(), () -> conform(
                                known.stream().filter(kernel -> variant.on(kernel).isPresent()).toList(),
                                kernel -> Lowering.lower(variant.protocol(), granularity, kernel), same))));
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
        conform(profiles, profile -> Lowering.lower(protocol, granularity, profile), Same.CONSTANTS);
    }

    private static void conform(List<Profile> profiles, Function<Profile, LoweredProtocol> steps, Same same)
            throws Exception {
        assertThat(profiles).isNotEmpty();
        Set<Object> compared = new HashSet<>();
        Map<List<Object>, SearchResult.Statistics> sizes = new HashMap<>();
        for (Profile profile : profiles) {
            LoweredProtocol lowered = steps.apply(profile);
            EmittedSpec spec = SpecEmitter.emit(lowered);
            Simulator simulator = Simulator.of(lowered, profile);
            SearchResult.Statistics size = Search.of(simulator).check(List.of()).statistics();
            List<Object> semantics = List.of(lowered.fingerprint(), spec.constants(profile));
            if (sizes.putIfAbsent(semantics, size) == null) {
                org.quiesce.sim.StateGraph found = org.quiesce.sim.StateGraph.of(simulator, MOST);
                if (compared.add(List.of(lowered.fingerprint(), same.of(spec.constants(profile), found)))) {
                    compare(lowered, spec, profile, found, size);
                }
            }
            assertThat(size).as("size on %s", profile).isEqualTo(sizes.get(semantics));
        }
    }

    private static void compare(
            LoweredProtocol lowered,
            EmittedSpec spec,
            Profile profile,
            org.quiesce.sim.StateGraph found,
            SearchResult.Statistics size)
            throws Exception {
        StateGraph graph = graphOfTlc(spec, profile);
        Snapshots snapshots = new Snapshots();
        SnapshotDecoder decoder = new SnapshotDecoder(lowered);
        int[] ofTlc = new int[graph.states().size()];
        for (int i = 0; i < ofTlc.length; i++) {
            ofTlc[i] = snapshots.number(decoder.decode(graph.states().get(i)));
        }
        int states = snapshots.count();
        assertThat(ofTlc).as("states of TLC on %s", profile).hasSize(states);
        int[] ofSimulator = found.states().stream().mapToInt(snapshots::number).toArray();
        assertThat(snapshots.count()).as("states that only the simulator has on %s", profile).isEqualTo(states);
        assertThat(ofSimulator.length).as("states of the simulator on %s", profile).isEqualTo(states);
        assertThat(size.states()).as("states found by the search on %s", profile).isEqualTo(states);
        assertThat(graph.initial()).hasSize(1);
        assertThat(ofTlc[graph.initial().get(0)]).as("initial state on %s", profile).isEqualTo(ofSimulator[0]);
        Set<Edge> expected = new HashSet<>();
        graph.edges().forEach(e -> expected.add(new Edge(ofTlc[e.from()], e.action(), ofTlc[e.to()])));
        Set<Edge> edges = new HashSet<>();
        found.edges().forEach(e -> edges.add(new Edge(ofSimulator[e.from()], e.action(), ofSimulator[e.to()])));
        assertThat(edges.size()).as("edges on %s", profile).isEqualTo(expected.size());
        assertThat(edges.equals(expected)).as("edges on %s", profile).isTrue();
        // Two disjuncts of an action may allow the same transition.
        assertThat(size.transitions()).as("transitions found by the search on %s", profile)
                .isBetween((long) edges.size(), (long) graph.edges().size());
    }

    private static StateGraph graphOfTlc(EmittedSpec spec, Profile profile) {
        TlcOutcome outcome = WarmTlc.TLC.run(TlcRequest.module(spec.moduleName(), spec.text())
                .config(spec.states(profile))
                .mode(TlcRequest.Mode.GRAPH)
                .build());
        assertThat(outcome).as("TLC on %s", profile).isInstanceOf(TlcOutcome.Completed.class);
        return ((TlcOutcome.Completed) outcome).graph().orElseThrow();
    }
}
