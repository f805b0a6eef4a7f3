package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.quiesce.protocol.step.Sighting;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Visibility;

/**
 * Follows what a log of a real kernel shows, with all the states at once that the protocol can be in. What comes of a set of
 * states and a sighting is remembered: a log goes round in few of them.
 */
public final class LogWalk {

    /** More states at once, or in all, than that are too many to follow. */
    private static final int MOST_STATES = 1_000_000;
    private static final int NOWHERE = -1;

    private final Machine machine;
    private final LogSights sights;
    private final int words;
    private final StateTable states;
    private final List<List<Integer>> sets = new ArrayList<>();
    private final Map<List<Integer>, Integer> setNumbers = new HashMap<>();
    private final Map<Sighting, Integer> sightingNumbers = new HashMap<>();
    private final Map<Long, Integer> known = new HashMap<>();

    private LogWalk(Simulator simulator, Visibility visibility) {
        this.machine = simulator.machine();
        this.words = machine.layout().words();
        this.sights = new LogSights(machine, visibility);
        this.states = new StateTable(words + 1);
    }

    /** How far a log can be followed. */
    public sealed interface Outcome {

        /** To its end. */
        record Accepted() implements Outcome {}

        /**
         * Up to a sighting that none of the possible states explains.
         *
         * @param followed how many sightings are explained
         * @param possible the states that were possible before the next one
         * @param faulty   those to which a step of somebody who was running leads that ends the run with a fault
         */
        record Refused(int followed, List<Snapshot> possible, List<Snapshot> faulty) implements Outcome {
            public Refused {
                possible = List.copyOf(possible);
                faulty = List.copyOf(faulty);
            }
        }

        /** No run within the bounds goes farther, but some leave them before. */
        record LeftBounds(int followed) implements Outcome {}

        /** Too many states are possible. */
        record TooMany(int followed) implements Outcome {}
    }

    /** Follows a log from the first state. */
    public static Outcome follow(Simulator simulator, Visibility visibility, List<Sighting> log) {
        return new LogWalk(simulator, visibility).follow(log);
    }

    private Outcome follow(List<Sighting> log) {
        int followed = 0;
        try {
            int at = number(List.of(sights.start(machine.initial())));
            for (Sighting sighting : log) {
                int next = after(at, sighting);
                if (next == NOWHERE) {
                    return sights.hasLeftBounds() ? new Outcome.LeftBounds(followed) : refused(followed, at, sighting);
                }
                at = next;
                followed++;
            }
            return new Outcome.Accepted();
        } catch (TooManyStatesException e) {
            return new Outcome.TooMany(followed);
        }
    }

    private Outcome refused(int followed, int at, Sighting sighting) throws TooManyStatesException {
        List<long[]> closed = closed(read(at), sighting);
        List<Snapshot> possible = closed.stream().map(this::decoded).distinct().toList();
        List<Snapshot> faulty = new ArrayList<>();
        for (long[] state : closed) {
            sights.faults(state, sighting, after -> faulty.add(decoded(after)));
        }
        return new Outcome.Refused(followed, possible, faulty.stream().distinct().toList());
    }

    private Snapshot decoded(long[] state) {
        return machine.layout().decode(Arrays.copyOf(state, words));
    }

    private int after(int at, Sighting sighting) throws TooManyStatesException {
        int number = sightingNumbers.computeIfAbsent(sighting, s -> sightingNumbers.size());
        long key = (long) at << Integer.SIZE | number;
        Integer next = known.get(key);
        if (next == null) {
            List<long[]> seen = new ArrayList<>();
            for (long[] state : closed(read(at), sighting)) {
                sights.see(state, sighting, seen::add);
            }
            next = number(seen);
            known.put(key, next);
        }
        return next;
    }

    /** With all that can come of those states without a sight. */
    private List<long[]> closed(List<long[]> start, Sighting sighting) throws TooManyStatesException {
        StateTable found = new StateTable(words + 1);
        List<long[]> all = new ArrayList<>();
        start.forEach(state -> add(found, state, all));
        for (int i = 0; i < all.size(); i++) {
            sights.quiet(all.get(i), sighting, after -> add(found, after, all));
            if (all.size() > MOST_STATES) {
                throw new TooManyStatesException();
            }
        }
        return all;
    }

    private static void add(StateTable table, long[] state, List<long[]> all) {
        if (table.add(state, 0, table.hash(state, 0), StateTable.ROOT)) {
            all.add(state);
        }
    }

    private List<long[]> read(int set) {
        List<long[]> all = new ArrayList<>();
        for (int number : sets.get(set)) {
            long[] state = new long[words + 1];
            states.read(number, state);
            all.add(state);
        }
        return all;
    }

    /** The number of a set of states. */
    private int number(List<long[]> all) throws TooManyStatesException {
        if (all.isEmpty()) {
            return NOWHERE;
        }
        TreeSet<Integer> members = new TreeSet<>();
        for (long[] state : all) {
            long hash = states.hash(state, 0);
            states.add(state, 0, hash, StateTable.ROOT);
            members.add(states.find(state, 0, hash));
        }
        if (states.size() > MOST_STATES) {
            throw new TooManyStatesException();
        }
        List<Integer> key = List.copyOf(members);
        return setNumbers.computeIfAbsent(key, k -> {
            sets.add(k);
            return sets.size() - 1;
        });
    }

    /** There are more than can be followed. */
    private static final class TooManyStatesException extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
