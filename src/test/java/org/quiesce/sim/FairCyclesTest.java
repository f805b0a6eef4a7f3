package org.quiesce.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds the search for fair cycles against trying every set of states, on small random graphs. */
class FairCyclesTest {

    private static final int GRAPHS = 3000;
    private static final int LABELS = 6;

    /** Label {@code l} serves weak demand {@code weak[l]} and strong demand {@code strong[l]}. */
    private record SmallGraph(int size, List<int[]> edges, int[] weak, int[] strong) implements FairGraph {

        static SmallGraph random(Random random) {
            int size = 2 + random.nextInt(6);
            List<int[]> edges = new ArrayList<>();
            int count = random.nextInt(3 * size);
            for (int i = 0; i < count; i++) {
                int from = random.nextInt(size);
                int to = random.nextInt(size + 1) - 1;
                if (from != to) {
                    edges.add(new int[] {from, random.nextInt(LABELS), to});
                }
            }
            return new SmallGraph(size, edges, random.ints(LABELS, -1, 3).toArray(),
                    random.ints(LABELS, -1, 2).toArray());
        }

        @Override
        public void edges(int from, EdgeSink sink) {
            edges.stream().filter(e -> e[0] == from).forEach(e -> sink.edge(e[1], e[2]));
        }

        @Override
        public Demands demands() {
            return new Demands() {
                @Override
                public int weakDemands() {
                    return 3;
                }

                @Override
                public int strongDemands() {
                    return 2;
                }

                @Override
                public int weak(int label) {
                    return weak[label];
                }

                @Override
                public int strong(int label) {
                    return strong[label];
                }
            };
        }
    }

    @Test
    void findsACycleExactlyIfSomeSetOfStatesCanBeVisitedForEver() {
        Random random = new Random(1);
        int fair = 0;
        for (int i = 0; i < GRAPHS; i++) {
            SmallGraph graph = SmallGraph.random(random);
            int[] within = IntStream.range(0, graph.size()).filter(s -> random.nextInt(4) > 0).toArray();
            List<int[]> found = new FairCycles(graph).sets(within);
            assertThat(!found.isEmpty()).as("graph %d", i).isEqualTo(someSetIsFair(graph, within));
            fair += found.isEmpty() ? 0 : 1;
            for (int[] set : found) {
                assertThat(isFair(graph, set)).as("graph %d", i).isTrue();
                assertThat(loopComplaint(graph, set, FairLoop.through(graph, set))).as("graph %d", i).isEmpty();
            }
        }
        assertThat(fair).isBetween(GRAPHS / 10, GRAPHS * 9 / 10);
    }

    /** Where the search for the shortest loop may not look at anything, there is a loop all the same. */
    @Test
    void aLoopIsFoundHoweverLittleTheSearchMayDo() {
        Random random = new Random(2);
        int shorter = 0;
        for (int i = 0; i < GRAPHS; i++) {
            SmallGraph graph = SmallGraph.random(random);
            List<int[]> sets = new FairCycles(graph).sets(IntStream.range(0, graph.size()).toArray());
            if (!sets.isEmpty()) {
                Lassos.Lasso quick = lasso(graph, sets, 0);
                Lassos.Lasso shortest = lasso(graph, sets, Integer.MAX_VALUE);
                assertThat(loopComplaint(graph, new int[] {quick.start()}, quick.loop())).as("graph %d", i).isEmpty();
                assertThat(loopComplaint(graph, new int[] {shortest.start()}, shortest.loop()))
                        .as("graph %d", i).isEmpty();
                assertThat(shortest.moves()).as("graph %d", i).isLessThanOrEqualTo(quick.moves());
                shorter += shortest.moves() < quick.moves() ? 1 : 0;
            }
        }
        assertThat(shorter).isPositive();
    }

    private static Lassos.Lasso lasso(SmallGraph graph, List<int[]> sets, int mostWork) {
        Lassos.Stems stems = new Lassos.Stems() {
            @Override
            public int moves(int state) {
                return state / 2;
            }

            @Override
            public Turns turns(int state) {
                return Turns.NONE;
            }
        };
        return new Lassos(graph, label -> label % 2, stems, mostWork).shortest(sets, Integer.MAX_VALUE).orElseThrow();
    }

    private static boolean someSetIsFair(SmallGraph graph, int[] within) {
        return IntStream.range(1, 1 << within.length)
                .filter(bits -> Integer.bitCount(bits) > 1)
                .mapToObj(bits -> IntStream.range(0, within.length)
                        .filter(i -> (bits >> i & 1) == 1).map(i -> within[i]).toArray())
                .anyMatch(set -> isFair(graph, set));
    }

    /** Whether the set is strongly connected, and visiting all of it by all edges within it is fair. */
    private static boolean isFair(SmallGraph graph, int[] set) {
        List<Integer> states = IntStream.of(set).boxed().toList();
        List<int[]> inner = graph.edges().stream().filter(e -> states.contains(e[0]) && states.contains(e[2])).toList();
        boolean connected = states.stream().allMatch(from -> reaches(inner, from, states));
        return connected && complaint(graph, states, inner.stream().map(e -> e[1]).toList()).isEmpty();
    }

    private static boolean reaches(List<int[]> edges, int from, List<Integer> all) {
        List<Integer> seen = new ArrayList<>(List.of(from));
        for (int i = 0; i < seen.size(); i++) {
            int at = seen.get(i);
            edges.stream().filter(e -> e[0] == at && !seen.contains(e[2])).forEach(e -> seen.add(e[2]));
        }
        return seen.containsAll(all);
    }

    private static Optional<String> complaint(SmallGraph graph, List<Integer> states, List<Integer> labels) {
        for (int demand = 0; demand < 3; demand++) {
            int d = demand;
            boolean always = states.stream().allMatch(
                    s -> graph.edges().stream().anyMatch(e -> e[0] == s && graph.weak()[e[1]] == d));
            if (always && labels.stream().noneMatch(l -> graph.weak()[l] == d)) {
                return Optional.of("weak " + d);
            }
            boolean some = states.stream().anyMatch(
                    s -> graph.edges().stream().anyMatch(e -> e[0] == s && graph.strong()[e[1]] == d));
            if (d < 2 && some && labels.stream().noneMatch(l -> graph.strong()[l] == d)) {
                return Optional.of("strong " + d);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> loopComplaint(SmallGraph graph, int[] set, List<FairLoop.Edge> loop) {
        List<Integer> states = new ArrayList<>(List.of(set[0]));
        for (FairLoop.Edge edge : loop) {
            int from = states.get(states.size() - 1);
            if (graph.edges().stream()
                    .noneMatch(e -> e[0] == from && e[1] == edge.label() && e[2] == edge.to())) {
                return Optional.of("no edge");
            }
            states.add(edge.to());
        }
        if (loop.isEmpty() || states.remove(states.size() - 1) != set[0]) {
            return Optional.of("no loop");
        }
        return complaint(graph, states, loop.stream().map(FairLoop.Edge::label).toList());
    }
}
