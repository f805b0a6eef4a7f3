package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/**
 * Finds how short a violating run can be, and how few turns it can have then, by going over all runs of each length at
 * once: for everything that a run may have come to, who acted last told apart, the fewest turns.
 */
final class SlowShortest {

    private static final Set<String> OF_NO_CONTEXT =
            Set.of("TimerExpires", "DelayExpires", "InitFreed", "SpuriousWake", "Signal");
    private static final Set<String> FAIR_EVENTS = Set.of("TimerExpires", "DelayExpires", "InitFreed", "FetchFault");

    private final Simulator simulator;
    private final StateGraph graph;
    private final SlowProgress progress;
    private final List<List<StateGraph.Edge>> edges = new ArrayList<>();
    private final List<List<Integer>> origins = new ArrayList<>();
    private final Map<String, Integer> demands = new HashMap<>();
    private final int[] distance;
    /** By state: the fewest turns on shortest runs, by who acts last. */
    private final List<Map<String, Integer>> turns = new ArrayList<>();

    /** How many moves, and how often another acts than before. */
    record Size(int moves, int turns) {

        static Size of(Run run) {
            List<String> actors = run.moves().stream().map(m -> actor(m.context(), m.action())).toList();
            int turns = 0;
            for (int i = 1; i < actors.size(); i++) {
                turns += actors.get(i).equals(actors.get(i - 1)) ? 0 : 1;
            }
            return new Size(actors.size(), turns);
        }

        private boolean isLessThan(Size other) {
            return moves != other.moves ? moves < other.moves : turns < other.turns;
        }

        private static Optional<Size> least(Optional<Size> one, Optional<Size> other) {
            return one.isEmpty() || other.isPresent() && other.get().isLessThan(one.get()) ? other : one;
        }
    }

    SlowShortest(Simulator simulator, StateGraph graph) {
        this.simulator = simulator;
        this.graph = graph;
        this.progress = new SlowProgress(simulator, graph);
        this.distance = new int[graph.states().size()];
        Arrays.fill(distance, Integer.MAX_VALUE);
        distance[0] = 0;
        graph.states().forEach(s -> {
            edges.add(new ArrayList<>());
            origins.add(new ArrayList<>());
            turns.add(new HashMap<>());
        });
        graph.edges().stream().filter(e -> e.from() != e.to()).forEach(e -> {
            edges.get(e.from()).add(e);
            origins.get(e.to()).add(e.from());
        });
        measure();
    }

    private static String actor(String context, String action) {
        return OF_NO_CONTEXT.contains(action) ? "" : context;
    }

    private void measure() {
        turns.get(0).put("nobody", 0);
        List<Integer> open = new ArrayList<>(List.of(0));
        for (int i = 0; i < open.size(); i++) {
            int at = open.get(i);
            for (StateGraph.Edge edge : edges.get(at)) {
                if (distance[edge.to()] == Integer.MAX_VALUE) {
                    distance[edge.to()] = distance[at] + 1;
                    open.add(edge.to());
                }
                if (distance[edge.to()] == distance[at] + 1) {
                    goOn(turns.get(at), edge, turns.get(edge.to()));
                }
            }
        }
    }

    private static void goOn(Map<String, Integer> before, StateGraph.Edge edge, Map<String, Integer> after) {
        String actor = actor(edge.context(), edge.action());
        before.forEach((last, count) -> after.merge(
                actor, count + (last.equals(actor) || last.equals("nobody") ? 0 : 1), Math::min));
    }

    /** The least run to one of these states. */
    Optional<Size> to(IntPredicate goal) {
        Optional<Size> least = Optional.empty();
        for (int state = 0; state < distance.length; state++) {
            if (goal.test(state)) {
                int fewest = turns.get(state).values().stream().mapToInt(t -> t).min().orElseThrow();
                least = Size.least(least, Optional.of(new Size(distance[state], fewest)));
            }
        }
        return least;
    }

    /**
     * The least run that does not meet a progress property.
     *
     * @param most longer ones are not looked for
     */
    Optional<Size> violating(Property property, int most) {
        Optional<Size> least = Optional.empty();
        for (Predicate<Snapshot> pending : progress.pending(property)) {
            boolean[] region = new boolean[distance.length];
            for (int i = 0; i < region.length; i++) {
                Snapshot state = graph.states().get(i);
                region[i] = pending.test(state) && state.get("fault").orElseThrow().toString().equals("none");
            }
            least = Size.least(least, to(i -> region[i] && edges.get(i).stream().allMatch(e -> weak(e) == 0)));
            for (int start = 0; start < region.length; start++) {
                int room = Math.min(most, least.map(Size::moves).orElse(most)) - distance[start];
                if (region[start] && room > 0) {
                    least = Size.least(least, round(start, region, room));
                }
            }
        }
        return least;
    }

    /** A state, and what of the demands of fairness is open after some moves of a loop, or was served. */
    private record Place(int state, long weak, long strong, long served) {}

    private Optional<Size> round(int start, boolean[] region, int most) {
        int[] back = back(start, region, most);
        if (edges.get(start).stream().noneMatch(e -> back[e.to()] < most)) {
            return Optional.empty();
        }
        Map<Place, Map<String, Integer>> places = Map.of(
                new Place(start, weak(start), strong(start), 0), turns.get(start));
        for (int length = 1; length <= most; length++) {
            Map<Place, Map<String, Integer>> next = new LinkedHashMap<>();
            for (Map.Entry<Place, Map<String, Integer>> entry : places.entrySet()) {
                Place at = entry.getKey();
                for (StateGraph.Edge edge : edges.get(at.state())) {
                    if (back[edge.to()] <= most - length) {
                        long served = at.served() | strong(edge);
                        Place to = new Place(edge.to(), at.weak() & ~weak(edge) & weak(edge.to()),
                                (at.strong() | strong(edge.to())) & ~served, served);
                        goOn(entry.getValue(), edge, next.computeIfAbsent(to, p -> new HashMap<>()));
                    }
                }
            }
            int total = distance[start] + length;
            Optional<Size> end = next.entrySet().stream()
                    .filter(e -> e.getKey().state() == start && e.getKey().weak() == 0 && e.getKey().strong() == 0)
                    .flatMap(e -> e.getValue().values().stream())
                    .min(Integer::compare)
                    .map(fewest -> new Size(total, fewest));
            if (end.isPresent()) {
                return end;
            }
            places = next;
        }
        return Optional.empty();
    }

    private int[] back(int start, boolean[] region, int most) {
        int[] back = new int[region.length];
        Arrays.fill(back, Integer.MAX_VALUE);
        back[start] = 0;
        List<Integer> open = new ArrayList<>(List.of(start));
        for (int i = 0; i < open.size(); i++) {
            int at = open.get(i);
            for (int from : origins.get(at)) {
                if (region[from] && back[from] == Integer.MAX_VALUE && back[at] < most) {
                    back[from] = back[at] + 1;
                    open.add(from);
                }
            }
        }
        return back;
    }

    // ---- fairness: a bit for each demand

    private long weak(int state) {
        return edges.get(state).stream().mapToLong(this::weak).reduce(0, (a, b) -> a | b);
    }

    private long strong(int state) {
        return edges.get(state).stream().mapToLong(this::strong).reduce(0, (a, b) -> a | b);
    }

    private long weak(StateGraph.Edge edge) {
        boolean timed = FAIR_EVENTS.contains(edge.action()) && OF_NO_CONTEXT.contains(edge.action());
        return FAIR_EVENTS.contains(edge.action()) || fairness(edge) != Fairness.NONE
                ? demand(timed ? edge.context() + " " + edge.action() : edge.context())
                : 0;
    }

    private long strong(StateGraph.Edge edge) {
        return fairness(edge) == Fairness.STRONG ? demand("strong " + edge.context() + " " + edge.action()) : 0;
    }

    private Fairness fairness(StateGraph.Edge edge) {
        return simulator.lowered().step(edge.action()).map(step -> step.fairness()).orElse(Fairness.NONE);
    }

    private long demand(String name) {
        int bit = demands.computeIfAbsent(name, n -> demands.size());
        if (bit >= Long.SIZE) {
            throw new AssertionError("more demands than bits");
        }
        return 1L << bit;
    }
}
