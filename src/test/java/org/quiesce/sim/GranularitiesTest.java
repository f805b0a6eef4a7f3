package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RandomPrimitives;
import org.quiesce.protocol.RandomProtocols;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/**
 * Fusing accesses changes no verdict, on many protocols drawn at random. Code that nobody can reach is fused away: what
 * speaks of it only is no longer asked, and what is asked unless there is such code is asked then; either holds. Nor does
 * it take more states, but for the numbers in local variables that nobody reads any more: an assignment that is left out
 * because of that leaves the old number there for a while.
 */
class GranularitiesTest {

    private static final int SEEDS = 400;
    private static final int MOST_STATES = 20_000;
    private static final List<Profile> KERNELS =
            List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_12.withClassicRcu(), Profiles.newest());

    static Stream<Arguments> drawn() {
        return LongStream.range(0, SEEDS).boxed().flatMap(seed -> Stream.of(
                Arguments.of(seed, RandomProtocols.protocol(seed)), Arguments.of(seed, RandomPrimitives.protocol(seed))));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void sameVerdicts(long seed, Protocol protocol) {
        Profile kernel = KERNELS.get((int) (seed % KERNELS.size()));
        SearchResult micro = search(protocol, Granularity.MICRO, kernel);
        if (micro.completion() instanceof Completion.Stopped) {
            return;
        }
        SearchResult merged = search(protocol, Granularity.MERGED, kernel);
        assertThat(violated(merged)).isEqualTo(violated(micro));
        assertThat(merged.completion().getClass()).isEqualTo(micro.completion().getClass());
        if (merged.statistics().states() > micro.statistics().states()) {
            assertThat(withoutLocals(protocol, Granularity.MERGED, kernel))
                    .isLessThanOrEqualTo(withoutLocals(protocol, Granularity.MICRO, kernel));
        }
    }

    /** The number of states that differ in more than local variables. */
    private static int withoutLocals(Protocol protocol, Granularity granularity, Profile kernel) {
        LoweredProtocol lowered = Lowering.lower(protocol, granularity, kernel);
        Set<String> locals = lowered.steps().flatMap(step -> step.micros().stream())
                .flatMap(micro -> micro.into().stream())
                .collect(Collectors.toSet());
        Simulator simulator = Simulator.of(lowered, kernel);
        Set<Snapshot> seen = new HashSet<>(Set.of(simulator.initial()));
        Deque<Snapshot> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            simulator.successors(open.pop()).stream().map(Run.Move::after).filter(seen::add).forEach(open::push);
        }
        return (int) seen.stream().map(state -> {
            Map<String, Object> shared = new HashMap<>(state.values());
            shared.keySet().removeAll(locals);
            return shared;
        }).distinct().count();
    }

    @Test
    void mostAreSmallEnough() {
        assertThat(drawn().filter(drawn -> !(search((Protocol) drawn.get()[1], Granularity.MICRO, Profiles.newest())
                .completion() instanceof Completion.Stopped)).count()).isGreaterThan(SEEDS);
    }

    private static SearchResult search(Protocol protocol, Granularity granularity, Profile kernel) {
        LoweredProtocol lowered = Lowering.lower(protocol, granularity, kernel);
        return Search.of(Simulator.of(lowered, kernel)).within(Limits.none().withStates(MOST_STATES))
                .check(Property.of(lowered));
    }

    private static Set<String> violated(SearchResult result) {
        Set<String> violated = new TreeSet<>();
        result.verdicts().forEach((property, verdict) -> {
            if (verdict instanceof Verdict.Violated) {
                violated.add(property);
            }
        });
        return violated;
    }
}
