package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/** Runs a run again, move by move, and compares every variable of every state. Immutable. */
public final class Replay {

    private final Simulator simulator;
    private final Machine machine;

    private Replay(Simulator simulator) {
        this.simulator = simulator;
        this.machine = simulator.machine();
    }

    /** A replay on that simulator. */
    public static Replay of(Simulator simulator) {
        return new Replay(simulator);
    }

    /** What came out of a replay. */
    public sealed interface Outcome {

        /** Every move happened, every state was as the run says, and it can go on as the run says. */
        record Confirmed(int moves) implements Outcome {}

        /**
         * The simulator went another way.
         *
         * @param move number of the move at which it did, from 1; 0 for the initial state
         */
        record Diverged(int move, Divergence divergence) implements Outcome {}

        /** Every move is confirmed, but the run can't go on as it says: it is not stuck there, or no loop. */
        record EndsOtherwise(int moves, String reason) implements Outcome {}

        /** Everything is confirmed, but the property is not violated there. */
        record NotViolated(int moves, String property) implements Outcome {}
    }

    /** How the simulator differs from a run. */
    public sealed interface Divergence {

        /** The context can't do that in the state before. */
        record NotEnabled(String context, String action) implements Divergence {}

        /**
         * A variable has another value; the first of them, in the state nearest to the expected one.
         *
         * @param index    of the entry, {@code ""} for a plain variable
         * @param expected what the run says, empty if it has no such entry
         * @param found    what the simulator says, empty if it has no such entry
         */
        record Differs(String variable, String index, Optional<Datum> expected, Optional<Datum> found)
                implements Divergence {}
    }

    /** Runs a run again: moves, states and ending. */
    public Outcome replay(Run run) {
        List<Snapshot> states = new ArrayList<>(List.of(simulator.initial()));
        List<Divergence> differences = differences(run.initial(), states.get(0));
        if (!differences.isEmpty()) {
            return new Outcome.Diverged(0, differences.get(0));
        }
        for (int i = 0; i < run.moves().size(); i++) {
            Run.Move move = run.moves().get(i);
            List<Snapshot> candidates = simulator.successors(states.get(i)).stream()
                    .filter(m -> m.context().equals(move.context()) && m.action().equals(move.action()))
                    .map(Run.Move::after)
                    .toList();
            if (candidates.isEmpty()) {
                return new Outcome.Diverged(i + 1, new Divergence.NotEnabled(move.context(), move.action()));
            }
            List<Divergence> nearest = candidates.stream()
                    .map(candidate -> differences(move.after(), candidate))
                    .min(Comparator.comparingInt(List::size))
                    .orElseThrow();
            if (!nearest.isEmpty()) {
                return new Outcome.Diverged(i + 1, nearest.get(0));
            }
            states.add(move.after());
        }
        return ending(run);
    }

    /**
     * Runs a run again and looks whether it violates a property: a safety property in its last state, a progress
     * property by staying or looping for ever, fairly, with something pending.
     *
     * @param property id of a property, or {@link Property#NO_STUCK_STOP}
     * @throws IllegalArgumentException if there is no such property
     */
    public Outcome replay(Run run, String property) {
        Outcome outcome = replay(run);
        return outcome instanceof Outcome.Confirmed && !violates(run, property)
                ? new Outcome.NotViolated(run.moves().size(), property)
                : outcome;
    }

    private Outcome ending(Run run) {
        int moves = run.moves().size();
        if (run.ending() instanceof Run.Ending.Stuck) {
            return new LoopFairness(machine).isFair(List.of(encode(run.state(moves))), List.of())
                    ? new Outcome.Confirmed(moves)
                    : new Outcome.EndsOtherwise(moves, "something that must happen can happen in its last state");
        } else if (run.ending() instanceof Run.Ending.Loop loop
                && !run.state(moves).equals(run.state(loop.back()))) {
            return new Outcome.EndsOtherwise(moves, "its last state is not state " + loop.back());
        }
        return new Outcome.Confirmed(moves);
    }

    private boolean violates(Run run, String id) {
        long[] last = encode(run.state(run.moves().size()));
        if (id.equals(Property.NO_STUCK_STOP)) {
            return new StuckStop(machine).test(last);
        }
        Property property = Property.named(id)
                .orElseThrow(() -> new IllegalArgumentException("there is no property " + id));
        if (property.kind() == Property.Kind.SAFETY) {
            return new SafetyTests(machine).refutes(property).test(last);
        }
        List<long[]> forEver = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        if (run.ending() instanceof Run.Ending.Loop loop) {
            for (int i = loop.back(); i < run.moves().size(); i++) {
                Run.Move move = run.moves().get(i);
                forEver.add(encode(run.state(i)));
                if (!run.state(i).equals(move.after())) {
                    labels.add(machine.labels().of(move.context(), move.action()));
                }
            }
        } else if (run.ending() instanceof Run.Ending.Stuck) {
            forEver.add(last);
        } else {
            return false;
        }
        return Obligation.of(property, machine).stream()
                .anyMatch(obligation -> forEver.stream().allMatch(obligation.pending()::test))
                && new LoopFairness(machine).isFair(forEver, labels);
    }

    private long[] encode(Snapshot state) {
        return machine.layout().encode(state);
    }

    /** Where two states differ, in the order of the variables. */
    private static List<Divergence> differences(Snapshot expected, Snapshot found) {
        List<Divergence> differences = new ArrayList<>();
        found.values().forEach((variable, entries) -> entries.forEach((index, datum) -> {
            Optional<Datum> said = expected.get(variable, index);
            if (!said.equals(Optional.of(datum))) {
                differences.add(new Divergence.Differs(variable, index, said, Optional.of(datum)));
            }
        }));
        expected.values().forEach((variable, entries) -> entries.forEach((index, datum) -> {
            if (found.get(variable, index).isEmpty()) {
                differences.add(new Divergence.Differs(variable, index, Optional.of(datum), Optional.empty()));
            }
        }));
        return differences;
    }
}
