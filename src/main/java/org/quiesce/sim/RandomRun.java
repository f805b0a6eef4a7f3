package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;

/**
 * A run in which each move is drawn at random, every possible one alike.
 *
 * @param seed the same seed gives the same run
 * @param run  stuck where nothing that must happen can happen any more, otherwise cut off
 */
public record RandomRun(long seed, Run run) {

    /** Draws a run of at most {@code most} moves. It ends early where there is no move. */
    public static RandomRun of(Simulator simulator, long seed, int most) {
        Random random = new Random(seed);
        Snapshot initial = simulator.initial();
        List<Run.Move> moves = new ArrayList<>();
        List<Run.Move> next = simulator.successors(initial);
        while (moves.size() < most && !next.isEmpty()) {
            Run.Move move = next.get(random.nextInt(next.size()));
            moves.add(move);
            next = simulator.successors(move.after());
        }
        return new RandomRun(seed, new Run(initial, moves, simulator.endingOf(initial, moves)));
    }
}
