package org.quiesce.protocol.step;

import java.util.List;
import java.util.stream.Stream;

/**
 * A run of a protocol: a start, moves, and how it goes on.
 *
 * @param initial the first state, number 0
 * @param moves   what happened; state {@code i} is the one after move {@code i}, counted from 1
 * @param ending  how the run goes on after the last move
 */
public record Run(Snapshot initial, List<Move> moves, Ending ending) {

    public Run {
        moves = List.copyOf(moves);
        if (ending instanceof Ending.Loop loop && (loop.back() < 0 || loop.back() >= moves.size())) {
            throw new IllegalArgumentException("a run of " + moves.size() + " moves can't loop back to state "
                    + loop.back());
        }
    }

    /**
     * A step or a system event.
     *
     * @param context who took it, or to whom it happened
     * @param action  {@link Step#action()}, or {@link SystemEvent#action()}
     * @param after   the state that it led to
     */
    public record Move(String context, String action, Snapshot after) {}

    /** How a run goes on after its last move. */
    public sealed interface Ending {

        /** The run is cut off here: its last state, or last move, is what matters. */
        record Finite() implements Ending {}

        /** Nothing that must happen can happen: the last state stays for ever. */
        record Stuck() implements Ending {}

        /** The last state is state number {@code back}, from which the moves repeat for ever. */
        record Loop(int back) implements Ending {}
    }

    /** All states, the initial one first; that at the end of a loop is its first once more. */
    public List<Snapshot> states() {
        return Stream.concat(Stream.of(initial), moves.stream().map(Move::after)).toList();
    }

    /** State number {@code index}: 0 is the initial one. */
    public Snapshot state(int index) {
        return index == 0 ? initial : moves.get(index - 1).after();
    }
}
