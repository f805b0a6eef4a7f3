package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/**
 * A run along a schedule.
 *
 * @param run     as far as the schedule could be followed
 * @param refused the entry of the schedule at which nothing like it could happen, if there is one; it is the one after
 *                as many entries as the run has moves
 */
public record GuidedRun(Run run, Optional<String> refused) {

    /**
     * Follows a schedule: each entry is a context, an action, or {@code context:action}; of several such moves the
     * first is made.
     */
    public static GuidedRun of(Simulator simulator, List<String> schedule) {
        Snapshot initial = simulator.initial();
        List<Run.Move> moves = new ArrayList<>();
        Snapshot at = initial;
        Optional<String> refused = Optional.empty();
        for (String entry : schedule) {
            Optional<Run.Move> move = simulator.successors(at).stream().filter(m -> fits(m, entry)).findFirst();
            if (move.isEmpty()) {
                refused = Optional.of(entry);
                break;
            }
            moves.add(move.get());
            at = move.get().after();
        }
        return new GuidedRun(new Run(initial, moves, simulator.endingOf(initial, moves)), refused);
    }

    private static boolean fits(Run.Move move, String entry) {
        return entry.equals(move.context())
                || entry.equals(move.action())
                || entry.equals(move.context() + ":" + move.action());
    }
}
