package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RandomFiles;
import org.quiesce.protocol.RandomInterface;
import org.quiesce.protocol.RandomPrimitives;
import org.quiesce.protocol.RandomProtocols;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/** Holds the search against slow ways to the same answers, on many protocols drawn at random. */
class RandomProtocolsTest {

    private static final int SEEDS = 250;
    /** Operations of the protocols in {@code LifeSink} about rwlocks, bits and last owners, whose graphs are compared as they are. */
    private static final Set<String> NOT_DRAWN = Set.of("LockRw", "TrylockRw", "UnlockRw", "WaitOnBitLock");
    /** What only those do. */
    private static final Set<String> MICROS_NOT_DRAWN =
            Set.of("SpinRw", "JoinReaders", "ReleaseToWaiters", "UpRwToWaiters", "TestAndSet");
    private static final int MOST_STATES = 4000;
    private static final int MOST_STATES_FOR_FIXPOINTS = 1000;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS);
    }

    /** Each seed with every way to draw. */
    static Stream<Arguments> drawn() {
        return seeds().boxed().flatMap(seed -> Stream.of(
                Arguments.of(seed, RandomProtocols.protocol(seed)),
                Arguments.of(seed, RandomPrimitives.protocol(seed)),
                Arguments.of(seed, RandomInterface.protocol(seed)),
                Arguments.of(seed, RandomFiles.protocol(seed))));
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void searchAgreesWithSlowWays(long seed, Protocol protocol) {
        Granularity granularity = seed % 2 == 0 ? Granularity.MICRO : Granularity.MERGED;
        List<Profile> profiles =
                List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_12, Profiles.LINUX_6_12.withClassicRcu());
        Profile profile = profiles.get((int) (seed % 3));
        Simulator simulator = Simulator.of(Lowering.lower(protocol, granularity, profile), profile);
        SearchResult result = Search.of(simulator).within(Limits.none().withStates(MOST_STATES))
                .check(Property.of(simulator.lowered()));
        if (result.completion() instanceof Completion.Stopped) {
            return;
        }
        assertThat(result.statistics()).usingRecursiveComparison().ignoringFields("bytes")
                .isEqualTo(naive(simulator));
        Replay replay = Replay.of(simulator);
        result.verdicts().forEach((property, verdict) -> {
            if (verdict instanceof Verdict.Violated violated) {
                assertThat(replay.replay(violated.run(), property)).as(property)
                        .isEqualTo(new Replay.Outcome.Confirmed(violated.run().moves().size()));
                assertThat(SlowFairness.complaint(simulator, violated.run())).as(property).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("drawn")
    void progressAgreesWithFixpoints(long seed, Protocol protocol) {
        Profile profile = List.of(Profiles.LINUX_5_10, Profiles.LINUX_6_12, Profiles.LINUX_6_12.withClassicRcu())
                .get((int) (seed % 3));
        Simulator simulator = Simulator.of(
                Lowering.lower(protocol, Granularity.MERGED, profile), profile);
        StateGraph graph;
        try {
            graph = StateGraph.of(simulator, MOST_STATES_FOR_FIXPOINTS);
        } catch (StateGraph.TooLarge e) {
            return;
        }
        List<Property> progress = Property.of(simulator.lowered()).stream()
                .filter(p -> p.kind() == Property.Kind.PROGRESS)
                .toList();
        SearchResult result = Search.of(simulator).check(progress);
        SlowProgress slow = new SlowProgress(simulator, graph);
        for (Property property : progress) {
            assertThat(result.verdicts().get(property.id()) instanceof Verdict.Violated).as(property.id())
                    .isEqualTo(slow.isViolated(property));
        }
    }

    /** The same numbers from a search over snapshots in a hash map. */
    private static SearchResult.Statistics naive(Simulator simulator) {
        Map<Snapshot, Integer> depths = new LinkedHashMap<>(Map.of(simulator.initial(), 0));
        List<Snapshot> level = List.of(simulator.initial());
        long transitions = 0;
        int depth = 0;
        while (!level.isEmpty()) {
            Set<Snapshot> next = new HashSet<>();
            for (Snapshot state : level) {
                List<Run.Move> moves = simulator.successors(state);
                assertThat(moves).doesNotHaveDuplicates();
                transitions += moves.size();
                for (Run.Move move : moves) {
                    if (depths.putIfAbsent(move.after(), depth + 1) == null) {
                        next.add(move.after());
                    }
                }
            }
            level = List.copyOf(next);
            depth += level.isEmpty() ? 0 : 1;
        }
        return new SearchResult.Statistics(depths.size(), transitions, depth, 0);
    }

    @Test
    void everyOperationAndEveryMicroOccurs() {
        Set<String> operations = new TreeSet<>();
        Set<String> micros = new TreeSet<>();
        LongStream.range(0, 2 * SEEDS).boxed().flatMap(seed -> Stream.of(RandomProtocols.protocol(seed),
                RandomPrimitives.protocol(seed), RandomInterface.protocol(seed), RandomFiles.protocol(seed))).forEach(protocol -> {
            protocol.programs().stream().flatMap(p -> p.calls()).map(Statement.Call::operation)
                    .forEach(o -> operations.add(o.getClass().getSimpleName()));
            for (Granularity granularity : Granularity.values()) {
                Lowering.lower(protocol, granularity, Profiles.LINUX_6_12.withClassicRcu()).steps().flatMap(s -> s.micros().stream())
                        .forEach(m -> micros.add(m.getClass().getSimpleName()));
            }
        });
        operations.addAll(NOT_DRAWN);
        assertThat(operations).containsAll(names(Operation.class));
        micros.addAll(MICROS_NOT_DRAWN);
        assertThat(micros).containsAll(names(Micro.class));
    }

    /** The records of a sealed interface, however it is divided; what several of them have in common is none. */
    private static Set<String> names(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(c -> names(c).stream()).collect(Collectors.toSet())
                : Stream.of(type).filter(Class::isRecord).map(Class::getSimpleName).collect(Collectors.toSet());
    }

    @Test
    void mostAreSmallEnoughToBeSearched() {
        long small = seeds().filter(seed -> {
            Simulator simulator = Simulator.of(
                    Lowering.lower(RandomProtocols.protocol(seed), Granularity.MICRO), Profiles.LINUX_6_12);
            return !(Search.of(simulator).within(Limits.none().withStates(MOST_STATES)).check(List.of()).completion()
                    instanceof Completion.Stopped);
        }).count();
        assertThat(small).isGreaterThan(SEEDS / 2);
    }

    @Test
    void sameInputGivesTheSameResult() {
        for (long seed = 0; seed < 20; seed++) {
            Protocol protocol = RandomProtocols.protocol(seed);
            assertThat(RandomProtocols.protocol(seed)).isEqualTo(protocol);
            assertThat(check(protocol)).isEqualTo(check(protocol));
        }
    }

    private static Optional<SearchResult> check(Protocol protocol) {
        Simulator simulator = Simulator.of(Lowering.lower(protocol, Granularity.MICRO), Profiles.LINUX_5_10);
        return Optional.of(Search.of(simulator).within(Limits.none().withStates(MOST_STATES))
                .check(Property.of(simulator.lowered())));
    }
}
