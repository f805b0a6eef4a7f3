package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Finds shortest ways from a state back to it that meet every demand of fairness. The search is breadth first over
 * states together with what is still open: weak demands that were enabled all along and never served, strong ones that
 * were enabled and never served.
 */
final class FairRounds {

    /** No edge leads from a state to itself. */
    static final int SHORTEST = 2;

    private static final int NO_WAY = Integer.MAX_VALUE;

    private final FairSet set;
    private final IntUnaryOperator actors;
    /** How far it is back to the start; of the states noted in {@code measured} only. */
    private final int[] back;
    private final Numbers measured = new Numbers();
    private int work;

    /**
     * A way round.
     *
     * @param start  where it begins and ends, a number in the set
     * @param before who should have acted last before it, or {@link Paths#ANYBODY}
     * @param edges  labels, and ends as numbers in the set
     * @param changes of who acts, with those before
     */
    record Round(int start, int before, List<FairLoop.Edge> edges, int changes) {}

    /** A state and what is open there. Served strong demands are never open again. */
    private record Key(int state, long weak, long strong, long served) {}

    private record Arrival(Node from, int label) {}

    /** Something that was reached, with all shortest ways there. */
    private static final class Node {
        private final Key key;
        private final List<Arrival> arrivals = new ArrayList<>();
        private Turns turns = Turns.UNREACHED;

        Node(Key key) {
            this.key = key;
        }
    }

    FairRounds(FairSet set, IntUnaryOperator actors) {
        this.set = set;
        this.actors = actors;
        this.back = new int[set.size()];
        Arrays.fill(back, NO_WAY);
    }

    /** How much the last search had to look at. */
    int work() {
        return work;
    }

    /**
     * A shortest way round, and of those one with the fewest changes.
     *
     * @param first no states below this are visited
     * @param stem  what is known of the ways to the start
     * @param most  no longer one is of interest
     * @param mostWork where the search gives up
     */
    Optional<Round> shortest(int start, int first, Turns stem, int most, int mostWork) {
        work = 0;
        measure(start, first, most, mostWork);
        Node origin = new Node(new Key(start, set.weak(start), set.strong(start), 0));
        origin.turns = stem;
        Set<Key> seen = new HashSet<>(Set.of(origin.key));
        Collection<Node> level = List.of(origin);
        for (int length = 1; length <= most && !level.isEmpty() && work <= mostWork; length++) {
            Map<Key, Node> next = next(level, seen, most - length);
            Optional<Node> end = next.values().stream()
                    .filter(node -> node.key.state == start && node.key.weak == 0 && node.key.strong == 0)
                    .min(Comparator.comparingInt(node -> node.turns.changes()));
            if (end.isPresent()) {
                return Optional.of(round(start, origin, end.get()));
            }
            seen.addAll(next.keySet());
            level = next.values();
        }
        return Optional.empty();
    }

    /** Notes how far states are from the start, going backwards. */
    private void measure(int start, int first, int most, int mostWork) {
        for (int i = 0; i < measured.size(); i++) {
            back[measured.get(i)] = NO_WAY;
        }
        measured.clear();
        back[start] = 0;
        measured.add(start);
        for (int i = 0; i < measured.size() && work <= mostWork; i++) {
            int to = measured.get(i);
            work++;
            for (int from : set.origins(to)) {
                if (from >= first && back[from] == NO_WAY && back[to] < most) {
                    back[from] = back[to] + 1;
                    measured.add(from);
                }
            }
        }
    }

    /** What one more move leads to for the first time, if from there at most {@code room} moves lead to the start. */
    private Map<Key, Node> next(Collection<Node> level, Set<Key> seen, int room) {
        Map<Key, Node> next = new LinkedHashMap<>();
        for (Node node : level) {
            work++;
            int[] edges = set.edges(node.key.state);
            for (int i = 0; i < edges.length; i += 2) {
                if (back[edges[i + 1]] <= room) {
                    Key key = after(node.key, edges[i], edges[i + 1]);
                    if (!seen.contains(key)) {
                        Node reached = next.computeIfAbsent(key, Node::new);
                        reached.arrivals.add(new Arrival(node, edges[i]));
                        reached.turns = reached.turns.or(node.turns, actors.applyAsInt(edges[i]));
                    }
                }
            }
        }
        return next;
    }

    private Key after(Key key, int label, int to) {
        long served = key.served | set.strongServed(label);
        return new Key(to, key.weak & ~set.weakServed(label) & set.weak(to),
                (key.strong | set.strong(to)) & ~served, served);
    }

    private Round round(int start, Node origin, Node end) {
        List<FairLoop.Edge> edges = new ArrayList<>();
        int wanted = Paths.ANYBODY;
        for (Node at = end; at != origin;) {
            Arrival arrival = arrival(at, wanted);
            edges.add(new FairLoop.Edge(arrival.label, at.key.state));
            int actor = actors.applyAsInt(arrival.label);
            wanted = arrival.from.turns.canEndWith(actor) ? actor : Paths.ANYBODY;
            at = arrival.from;
        }
        Collections.reverse(edges);
        return new Round(start, wanted, edges, end.turns.changes());
    }

    private Arrival arrival(Node at, int wanted) {
        return at.arrivals.stream()
                .filter(a -> wanted == Paths.ANYBODY || actors.applyAsInt(a.label) == wanted)
                .filter(a -> a.from.turns.changesWhen(actors.applyAsInt(a.label)) == at.turns.changes())
                .findFirst()
                .orElseThrow();
    }
}
