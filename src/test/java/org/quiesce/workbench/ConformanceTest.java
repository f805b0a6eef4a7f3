package org.quiesce.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Simulator;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.spec.SpecEmitter;
import org.quiesce.tlc.StateGraph;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcJar;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcRequest;

/**
 * The whole state graph of TLC and that of the simulator are equal, state by state and edge by edge, for every variant
 * of every model on every kernel. Kernels that fix the same constants have the same specification and share a run; both
 * semantics still get each kernel.
 */
class ConformanceTest {

    private static final Tlc TLC = Tlc.using(TlcJar.bundled());

    /** An edge between two states. */
    private record Edge(Snapshot from, String action, Snapshot to) {}

    @AfterAll
    static void close() {
        TLC.close();
    }

    @TestFactory
    Stream<DynamicTest> graphsAreEqual() {
        return Atlas.standard().entries().stream().flatMap(entry -> entry.variants().stream()
                .map(variant -> DynamicTest.dynamicTest(entry.id() + "/" + variant.name(),
                        () -> conform(variant.protocol(), Granularity.MICRO))));
    }

    @TestFactory
    Stream<DynamicTest> mergedGraphsAreEqual() {
        return Atlas.standard().entries().stream().flatMap(entry -> entry.variants().stream()
                .map(variant -> DynamicTest.dynamicTest(entry.id() + "/" + variant.name(),
                        () -> conform(variant.protocol(), Granularity.MERGED))));
    }

    static void conform(Protocol protocol, Granularity granularity) throws Exception {
        LoweredProtocol lowered = Lowering.lower(protocol, granularity);
        EmittedSpec spec = SpecEmitter.emit(lowered);
        List<Profile> profiles = new ArrayList<>(Profiles.all());
        profiles.add(Profiles.LINUX_6_12.withClassicRcu());
        Map<SortedMap<String, Boolean>, Set<Edge>> ofTlc = new HashMap<>();
        for (Profile profile : profiles) {
            SortedMap<String, Boolean> constants = spec.constants(profile);
            if (!ofTlc.containsKey(constants)) {
                ofTlc.put(constants, edgesOfTlc(lowered, spec, profile));
            }
            Set<Edge> expected = ofTlc.get(constants);
            Set<Edge> found = edgesOfSimulator(Simulator.of(lowered, profile));
            assertThat(states(found)).as("states on %s", profile).isEqualTo(states(expected));
            assertThat(found.size()).as("edges on %s", profile).isEqualTo(expected.size());
            assertThat(found.equals(expected)).as("edges on %s", profile).isTrue();
        }
    }

    private static Set<Edge> edgesOfTlc(LoweredProtocol lowered, EmittedSpec spec, Profile profile) throws Exception {
        TlcOutcome outcome = TLC.run(TlcRequest.module(spec.moduleName(), spec.text())
                .config(spec.states(profile))
                .mode(TlcRequest.Mode.GRAPH)
                .build());
        assertThat(outcome).as("TLC on %s", profile).isInstanceOf(TlcOutcome.Completed.class);
        StateGraph graph = ((TlcOutcome.Completed) outcome).graph().orElseThrow();
        SnapshotDecoder decoder = new SnapshotDecoder(lowered);
        List<Snapshot> states = new ArrayList<>();
        for (var state : graph.states()) {
            states.add(decoder.decode(state));
        }
        assertThat(graph.initial()).hasSize(1);
        Set<Edge> edges = new HashSet<>();
        Snapshot initial = states.get(graph.initial().get(0));
        edges.add(new Edge(initial, "Init", initial));
        graph.edges().forEach(e -> edges.add(new Edge(states.get(e.from()), e.action(), states.get(e.to()))));
        return edges;
    }

    /** A search that knows nothing of packed states: what is tested is what each state leads to. */
    private static Set<Edge> edgesOfSimulator(Simulator simulator) {
        Set<Edge> edges = new HashSet<>();
        Set<Snapshot> seen = new HashSet<>();
        Deque<Snapshot> open = new ArrayDeque<>();
        Snapshot initial = simulator.initial();
        edges.add(new Edge(initial, "Init", initial));
        seen.add(initial);
        open.add(initial);
        while (!open.isEmpty()) {
            Snapshot state = open.remove();
            for (Run.Move move : simulator.successors(state)) {
                edges.add(new Edge(state, move.action(), move.after()));
                if (seen.add(move.after())) {
                    open.add(move.after());
                }
            }
        }
        return edges;
    }

    private static Set<Snapshot> states(Set<Edge> edges) {
        Set<Snapshot> states = new HashSet<>();
        edges.forEach(e -> {
            states.add(e.from());
            states.add(e.to());
        });
        return states;
    }
}
