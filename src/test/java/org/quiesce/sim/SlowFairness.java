package org.quiesce.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;

/** Whether a run may really go on as it says, looked up in nothing but successors of snapshots. */
final class SlowFairness {

    private SlowFairness() {}

    /** What is unfair about staying, or looping, for ever. */
    static Optional<String> complaint(Simulator simulator, Run run) {
        List<Snapshot> states = new ArrayList<>();
        List<Run.Move> moves = new ArrayList<>();
        if (run.ending() instanceof Run.Ending.Finite) {
            return Optional.empty();
        } else if (run.ending() instanceof Run.Ending.Loop loop) {
            for (int i = loop.back(); i < run.moves().size(); i++) {
                states.add(run.state(i));
                if (!run.state(i).equals(run.state(i + 1))) {
                    moves.add(run.moves().get(i));
                }
            }
            if (!run.state(run.moves().size()).equals(run.state(loop.back()))) {
                return Optional.of("no loop");
            }
        } else {
            states.add(run.state(run.moves().size()));
        }
        for (String context : simulator.lowered().contexts()) {
            Predicate<Run.Move> own = move -> move.context().equals(context);
            Predicate<Run.Move> fairStep = own.and(move -> isFairStep(simulator, move.action()));
            Predicate<Run.Move> expiry = own.and(move -> move.action().equals(SystemEvent.TIMER_EXPIRES.action()));
            Predicate<Run.Move> freed = own.and(move -> move.action().equals(SystemEvent.INIT_FREED.action()));
            Predicate<Run.Move> delay = own.and(move -> move.action().equals(SystemEvent.DELAY_EXPIRES.action()));
            for (Predicate<Run.Move> weak : List.of(fairStep, expiry, freed, delay)) {
                if (states.stream().allMatch(s -> enabled(simulator, s, weak)) && moves.stream().noneMatch(weak)) {
                    return Optional.of("weakly unfair to " + context);
                }
            }
            for (Step step : simulator.lowered().programOf(context).steps()) {
                Predicate<Run.Move> strong = own.and(move -> move.action().equals(step.action()));
                if (step.fairness() == Fairness.STRONG
                        && states.stream().anyMatch(s -> enabled(simulator, s, strong))
                        && moves.stream().noneMatch(strong)) {
                    return Optional.of("strongly unfair to " + step.action() + " of " + context);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isFairStep(Simulator simulator, String action) {
        return action.equals(SystemEvent.FETCH_FAULT.action())
                || simulator.lowered().step(action).filter(s -> s.fairness() != Fairness.NONE).isPresent();
    }

    private static boolean enabled(Simulator simulator, Snapshot state, Predicate<Run.Move> moves) {
        return simulator.successors(state).stream().filter(moves).anyMatch(move -> !move.after().equals(state));
    }
}
