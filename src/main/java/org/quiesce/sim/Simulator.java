package org.quiesce.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/** A protocol on a kernel, ready to run: what can happen in each state. Immutable. */
public final class Simulator {

    private final LoweredProtocol lowered;
    private final Profile profile;
    private final Machine machine;

    private Simulator(LoweredProtocol lowered, Profile profile) {
        this.lowered = lowered;
        this.profile = profile;
        this.machine = Machine.of(lowered, profile);
    }

    /** A simulator of the protocol on that kernel. */
    public static Simulator of(LoweredProtocol lowered, Profile profile) {
        return new Simulator(lowered, profile);
    }

    public LoweredProtocol lowered() {
        return lowered;
    }

    public Profile profile() {
        return profile;
    }

    /** The only initial state. */
    public Snapshot initial() {
        return machine.layout().decode(machine.initial());
    }

    /**
     * Everything that can happen next: context by context in the order of the protocol, first its step or its
     * FetchFault, then its timer, a spurious wake-up, the timer of delayed work, a signal, the end of init text, an
     * oops, another use of its memory. No two are equal. Empty after a fault.
     *
     * @throws IllegalArgumentException if the state is none of this protocol; the message names the variable
     */
    public List<Run.Move> successors(Snapshot state) {
        List<Run.Move> moves = new ArrayList<>();
        long[] before = machine.layout().encode(state);
        machine.moves(before, new long[before.length], (label, after) -> moves.add(move(label, after)));
        return List.copyOf(moves);
    }

    /**
     * The contexts that can get from one state to the other by an action: none if it can't lead there, several if it
     * does not show which of them took it.
     *
     * @throws IllegalArgumentException if the first state is none of this protocol
     */
    public List<String> contextsOf(Snapshot before, String action, Snapshot after) {
        return successors(before).stream()
                .filter(move -> move.action().equals(action) && move.after().equals(after))
                .map(Run.Move::context)
                .distinct()
                .toList();
    }

    /**
     * A run that stays in its last state, with what goes on there: every step or event that must happen, can happen,
     * and leads back to that state, once each, as a loop. A run at whose end there is no such thing is given back.
     *
     * @param run with nothing that must happen, and would lead elsewhere, at its end
     */
    public Run withRounds(Run run) {
        List<Run.Move> moves = new ArrayList<>(run.moves());
        moves.addAll(rounds(machine.layout().encode(run.state(moves.size()))));
        int back = run.moves().size();
        return moves.size() == back ? run : new Run(run.initial(), moves, new Run.Ending.Loop(back));
    }

    /** What must happen in a state and leads back to it. */
    private List<Run.Move> rounds(long[] state) {
        List<Run.Move> rounds = new ArrayList<>();
        machine.moves(state, new long[state.length], (label, after) -> {
            if (machine.labels().isFair(label) && Arrays.equals(state, after)) {
                rounds.add(move(label, after));
            }
        });
        return rounds;
    }

    /** How a run goes on after some moves: it is stuck where nothing that must happen can happen, otherwise cut off. */
    Run.Ending endingOf(Snapshot initial, List<Run.Move> moves) {
        long[] last = machine.layout().encode(moves.isEmpty() ? initial : moves.get(moves.size() - 1).after());
        boolean stays = !machine.faults().isFaulty(last)
                && new LoopFairness(machine).isFair(List.of(last), List.of())
                && rounds(last).isEmpty();
        return stays ? new Run.Ending.Stuck() : new Run.Ending.Finite();
    }

    Machine machine() {
        return machine;
    }

    private Run.Move move(int label, long[] after) {
        return new Run.Move(machine.labels().context(label), machine.labels().action(label),
                machine.layout().decode(after));
    }
}
