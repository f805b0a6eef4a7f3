package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RandomPrimitives;
import org.quiesce.protocol.RandomProtocols;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;

/** No run that violates a property is shorter than the one that the search gives, nor as short with fewer turns. */
class ShortestRunsTest {

    private static final int SEEDS = 250;
    /** Of a random protocol. */
    private static final int MOST_STATES = 1000;
    private static final List<Profile> KERNELS =
            List.of(Profiles.newest(), Profiles.LINUX_6_12.withClassicRcu(), Profiles.LINUX_5_10);

    static Stream<Arguments> models() {
        return Atlas.standard().entries().stream().flatMap(entry -> entry.variants().stream()
                .filter(variant -> !variant.name().equals(Variant.MENDED))
                .map(variant -> Arguments.of(entry.id() + "/" + variant.name(), variant)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void ofModels(String name, Variant variant) throws StateGraph.TooLarge {
        for (Profile kernel : KERNELS) {
            check(variant.protocol(), Granularity.MICRO, kernel, Integer.MAX_VALUE);
        }
        check(variant.protocol(), Granularity.MERGED, Profiles.newest(), Integer.MAX_VALUE);
    }

    static Stream<Arguments> drawn() {
        return LongStream.range(0, SEEDS).boxed().flatMap(seed -> Stream.of(
                Arguments.of(seed, RandomProtocols.protocol(seed)), Arguments.of(seed, RandomPrimitives.protocol(seed))));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void ofRandomProtocols(long seed, Protocol protocol) {
        try {
            check(protocol, seed % 2 == 0 ? Granularity.MICRO : Granularity.MERGED,
                    KERNELS.get((int) (seed % KERNELS.size())), MOST_STATES);
        } catch (StateGraph.TooLarge e) {
            return;
        }
    }

    private static void check(Protocol protocol, Granularity granularity, Profile kernel, int most)
            throws StateGraph.TooLarge {
        LoweredProtocol lowered = Lowering.lower(protocol, granularity, kernel);
        Simulator simulator = Simulator.of(lowered, kernel);
        StateGraph graph = StateGraph.of(simulator, most);
        SlowShortest slow = new SlowShortest(simulator, graph);
        SearchResult result = Search.of(simulator).check(Property.of(lowered));
        result.verdicts().forEach((id, verdict) -> {
            if (verdict instanceof Verdict.Violated violated) {
                SlowShortest.Size size = SlowShortest.Size.of(violated.run());
                assertThat(least(simulator, graph, slow, id, size.moves())).as("%s on %s", id, kernel).contains(size);
            }
        });
        if (result.completion() instanceof Completion.BoundsExceeded left) {
            Machine machine = simulator.machine();
            StateTest outside = state -> machine.faults().is(state, machine.faults().bound());
            assertThat(to(simulator, graph, slow, outside)).contains(SlowShortest.Size.of(left.run()));
        }
    }

    private static Optional<SlowShortest.Size> least(
            Simulator simulator, StateGraph graph, SlowShortest slow, String id, int most) {
        Optional<Property> property = Property.named(id);
        if (property.filter(p -> p.kind() == Property.Kind.PROGRESS).isPresent()) {
            return slow.violating(property.get(), most);
        }
        Machine machine = simulator.machine();
        return to(simulator, graph, slow,
                property.map(new SafetyTests(machine)::refutes).orElseGet(() -> new StuckStop(machine)));
    }

    private static Optional<SlowShortest.Size> to(
            Simulator simulator, StateGraph graph, SlowShortest slow, StateTest goal) {
        return slow.to(state -> goal.test(simulator.machine().layout().encode(graph.states().get(state))));
    }
}
