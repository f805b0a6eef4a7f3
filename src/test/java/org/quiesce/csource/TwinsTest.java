package org.quiesce.csource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.StateGraph;

/**
 * Functions that are drawn at random: what is read of their C has the state graph of what was built beside it. Only where
 * a context is is not compared, as the lines are others.
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

    /** Every move, from what to what, and how many moves are alike. */
    private static Map<List<Object>, Long> moves(Protocol protocol) throws StateGraph.TooLarge {
        StateGraph graph = StateGraph.of(
                Simulator.of(Lowering.lower(protocol, Granularity.MERGED), Profiles.newest()), MOST);
        List<Snapshot> states = graph.states();
        List<SortedMap<String, SortedMap<String, Datum>>> values = states.stream().map(TwinsTest::withoutPlaces).toList();
        Stream<List<Object>> all = Stream.concat(
                values.stream().map(v -> List.<Object>of(v)),
                graph.edges().stream().map(e -> List.<Object>of(values.get(e.from()), e.context(), values.get(e.to()))));
        return all.collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
    }

    private static SortedMap<String, SortedMap<String, Datum>> withoutPlaces(Snapshot state) {
        SortedMap<String, SortedMap<String, Datum>> values = new TreeMap<>(state.values());
        values.remove("pc");
        return values;
    }
}
