package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.SystemEvent;

/**
 * For a run that stays, or goes round, for ever with something pending: the run that ends well and is like it for as long
 * as any. It ends when what is pending in the one has begun and ended in the other, and nothing went wrong before.
 *
 * <p>From the last state of the bad run to the first it is asked whether there is a way on to a good end. A state from
 * which there is none need not be looked at again, so that no state is looked at twice.
 */
public final class NearMiss {

    private final Machine machine;
    private final Run bad;
    private final StateTest pending;
    private final StateTest wrong;
    private final int mostStates;
    private final int words;
    private final StateTable table;
    private final long[] state;
    private final long[] entry;
    /** How many moves the bad run makes up to those states in the table that are its own. */
    private final Map<Integer, Integer> begun = new HashMap<>();
    private int next;

    /** What was found. */
    public sealed interface Outcome {

        /**
         * A run that ends well.
         *
         * @param run    cut off where it has ended well
         * @param common how many moves it has in common with the bad one: all that any has
         */
        record Found(Run run, int common) implements Outcome {}

        /** No run ends well. */
        record None() implements Outcome {}

        /** None was found among as many states as may be looked at. */
        record OutOfBound(int states) implements Outcome {}
    }

    /** What became, on the way, of that which is pending in the end of the bad run. */
    private enum Phase {
        AHEAD,
        BEGUN,
        ENDED
    }

    private NearMiss(Simulator simulator, Run bad, StateTest pending, int mostStates) {
        this.machine = simulator.machine();
        this.bad = bad;
        this.pending = pending;
        this.mostStates = mostStates;
        SafetyTests tests = new SafetyTests(machine);
        List<StateTest> refuted = new ArrayList<>(List.of(machine.faults()::isFaulty));
        Property.of(machine.lowered()).stream().filter(p -> p.kind() == Property.Kind.SAFETY)
                .forEach(p -> refuted.add(tests.refutes(p)));
        this.wrong = Places.any(refuted);
        this.words = machine.layout().words();
        this.table = new StateTable(words + 1);
        this.state = new long[words];
        this.entry = new long[words + 1];
    }

    /**
     * Looks for it. Who goes round for ever may leave at several places: the one with the shortest way out counts.
     *
     * @param property   what the bad run violates
     * @param mostStates how many states are looked at
     * @return nothing if the property is none of progress, or the run does not go on for ever, as then nothing is pending
     */
    public static Optional<Outcome> of(Simulator simulator, Property property, Run bad, int mostStates) {
        if (property.kind() != Property.Kind.PROGRESS || bad.ending() instanceof Run.Ending.Finite) {
            return Optional.empty();
        }
        return obligation(simulator.machine(), property, bad)
                .map(obligation -> new NearMiss(simulator, bad, obligation.pending(), mostStates).search());
    }

    /** That which is pending for as long as the bad run goes on. */
    private static Optional<Obligation> obligation(Machine machine, Property property, Run bad) {
        int from = firstForEver(bad);
        List<long[]> forEver = new ArrayList<>();
        for (int i = from; i <= bad.moves().size(); i++) {
            forEver.add(machine.layout().encode(bad.state(i)));
        }
        return Obligation.of(property, machine).stream()
                .filter(obligation -> forEver.stream().allMatch(obligation.pending()::test))
                .findFirst();
    }

    private Outcome search() {
        int from = firstForEver(bad);
        // From each state that comes again and again there is a way to every other: the shortest way out of all counts.
        for (int common = from; common < Math.max(bad.moves().size(), from + 1); common++) {
            begin(common);
        }
        for (int common = from - 1; ; common--) {
            Optional<Integer> end = goOn();
            if (end.isPresent()) {
                return found(end.get());
            } else if (table.size() > mostStates) {
                return new Outcome.OutOfBound(mostStates);
            } else if (common < 0) {
                return new Outcome.None();
            }
            begin(common);
        }
    }

    /** The first state of those that stay, or come again and again. */
    private static int firstForEver(Run bad) {
        return bad.ending() instanceof Run.Ending.Loop loop ? loop.back() : bad.moves().size();
    }

    /** Goes on from a state of the bad run, too. */
    private void begin(int common) {
        long[] from = machine.layout().encode(bad.state(common));
        if (add(from, pending.test(from) ? Phase.BEGUN : Phase.AHEAD, StateTable.ROOT)) {
            begun.put(table.size() - 1, common);
        }
    }

    /** Looks at all that was not looked at yet; the first state that is a good end, if there is one. */
    private Optional<Integer> goOn() {
        int[] end = {StateTable.ROOT};
        long[] scratch = new long[words];
        for (; next < table.size() && table.size() <= mostStates && end[0] == StateTable.ROOT; next++) {
            int from = next;
            Phase phase = read(from);
            machine.moves(state, scratch, (label, after) -> {
                if (end[0] != StateTable.ROOT || isAccident(label) || wrong.test(after)) {
                    return;
                }
                Phase then = pending.test(after) ? Phase.BEGUN : phase == Phase.BEGUN ? Phase.ENDED : Phase.AHEAD;
                if (add(after, then, from) && then == Phase.ENDED) {
                    end[0] = table.size() - 1;
                }
            });
        }
        return end[0] == StateTable.ROOT ? Optional.empty() : Optional.of(end[0]);
    }

    /** What the kernel may do out of the blue, such as a spurious wake-up, is no way to end well. */
    private boolean isAccident(int label) {
        return SystemEvent.named(machine.labels().action(label)).isPresent() && !machine.labels().isFair(label);
    }

    private boolean add(long[] reached, Phase phase, int parent) {
        System.arraycopy(reached, 0, entry, 0, words);
        entry[words] = phase.ordinal();
        return table.add(entry, 0, table.hash(entry, 0), parent);
    }

    private Phase read(int number) {
        table.read(number, entry);
        System.arraycopy(entry, 0, state, 0, words);
        return Phase.values()[(int) entry[words]];
    }

    private Outcome.Found found(int end) {
        List<Run.Move> moves = new ArrayList<>();
        int at = end;
        for (; table.parent(at) != StateTable.ROOT; at = table.parent(at)) {
            moves.add(move(table.parent(at), at));
        }
        Collections.reverse(moves);
        int common = begun.get(at);
        moves.addAll(0, bad.moves().subList(0, common));
        return new Outcome.Found(new Run(bad.initial(), moves, new Run.Ending.Finite()), common);
    }

    /** The first move that leads from one state to the other. */
    private Run.Move move(int from, int to) {
        read(to);
        long[] target = state.clone();
        read(from);
        List<Run.Move> found = new ArrayList<>();
        machine.moves(state, new long[words], (label, after) -> {
            if (found.isEmpty() && !isAccident(label) && Arrays.equals(after, target)) {
                found.add(new Run.Move(machine.labels().context(label), machine.labels().action(label),
                        machine.layout().decode(after)));
            }
        });
        return found.get(0);
    }
}
