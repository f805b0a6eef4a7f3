package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.StateGraph;

/**
 * Functions that are drawn at random: what is read of their C has the state graph of what was built beside it. Only where
 * a context is is not compared, as the lines are others, nor what it remembers for itself, as what decides nothing is left out.
 */
class TwinsTest {

    private static final int MOST = 60_000;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bothHaveTheSameGraph(long seed) throws StateGraph.TooLarge {
        Twin.Pair twin = Twin.of(seed);
        CReading reading = Module.read(twin.c());
        assertThat(Module.unmodelled(reading)).as(twin.c()).isEmpty();
        assertThat(moves(reading.protocol())).as(twin.c()).isEqualTo(moves(twin.built()));
    }

    @Test
    void aSeedDrawsTheSameAgain() {
        assertThat(Twin.of(7).c()).isEqualTo(Twin.of(7).c());
        assertThat(Twin.of(7).built().listing()).isEqualTo(Twin.of(7).built().listing());
    }

    /** The graph would differ: it is not that nothing is compared. */
    @Test
    void anotherFunctionHasAnotherGraph() throws StateGraph.TooLarge {
        Twin.Pair twin = Twin.of(1);
        CReading other = Module.read(twin.c().replace("n++;", ""));
        assertThat(moves(other.protocol())).isNotEqualTo(moves(twin.built()));
    }

    /** All that is shared in some state, and every move that changes it, from what to what. */
    private static Set<List<Object>> moves(Protocol protocol) throws StateGraph.TooLarge {
        LoweredProtocol lowered = Lowering.lower(protocol, Granularity.MERGED);
        StateGraph graph = StateGraph.of(Simulator.of(lowered, Profiles.newest()), MOST);
        Set<String> ownVariables = lowered.steps().flatMap(step -> step.micros().stream())
                .flatMap(micro -> micro.into().stream()).collect(Collectors.toSet());
        ownVariables.add("pc");
        List<SortedMap<String, SortedMap<String, Datum>>> values =
                graph.states().stream().map(state -> without(ownVariables, state)).toList();
        Set<List<Object>> moves = new LinkedHashSet<>(values.stream().map(v -> List.<Object>of(v)).toList());
        graph.edges().stream()
                .filter(e -> !values.get(e.from()).equals(values.get(e.to())))
                .forEach(e -> moves.add(List.of(values.get(e.from()), e.context(), values.get(e.to()))));
        return moves;
    }

    private static SortedMap<String, SortedMap<String, Datum>> without(Set<String> variables, Snapshot state) {
        SortedMap<String, SortedMap<String, Datum>> values = new TreeMap<>(state.values());
        values.keySet().removeAll(variables);
        return values;
    }
}
