package org.quiesce.workbench;

import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.sim.Replay;
import org.quiesce.sim.Replay.Divergence;
import org.quiesce.sim.Replay.Outcome;
import org.quiesce.sim.Simulator;

/** Replays runs on the simulator and says what came of it. */
final class Replays {

    private Replays() {}

    /**
     * A run that is said to violate the property as it goes on for ever. The safety form of a progress property is
     * refuted by a finite run, and TLC says of a run that stays in its last state no more than that; whether everything
     * has come to rest there or somebody goes round without changing anything, the simulator knows.
     */
    static Run forEver(Simulator simulator, Property property, Run run) {
        if (property.kind() != Property.Kind.PROGRESS || run.ending() instanceof Ending.Loop) {
            return run;
        }
        Run stays = new Run(run.initial(), run.moves(), new Ending.Stuck());
        return Replay.of(simulator).replay(stays) instanceof Outcome.Confirmed ? simulator.withRounds(stays) : stays;
    }

    /** The report on a run that is said to violate the property. */
    static ReplayReport report(Simulator simulator, Property property, Run run) {
        int of = run.moves().size();
        Outcome outcome = Replay.of(simulator).replay(run, property.id());
        if (outcome instanceof Outcome.Confirmed) {
            return new ReplayReport(true, of, of,
                    "confirmed, " + of + " of " + of + " steps, every variable compared");
        } else if (outcome instanceof Outcome.Diverged diverged) {
            return new ReplayReport(false, Math.max(0, diverged.move() - 1), of, diverged(diverged));
        } else if (outcome instanceof Outcome.EndsOtherwise ends) {
            return new ReplayReport(false, of, of, "every step is confirmed, but the run can't go on as it says: "
                    + ends.reason());
        }
        return new ReplayReport(false, of, of, "every step is confirmed, but the run does not violate "
                + property.id());
    }

    private static String diverged(Outcome.Diverged diverged) {
        String where = diverged.move() == 0 ? "in the initial state" : "at step " + diverged.move();
        if (diverged.divergence() instanceof Divergence.NotEnabled not) {
            return "parts " + where + ": " + not.context() + " can't take " + not.action() + " there";
        }
        Divergence.Differs differs = (Divergence.Differs) diverged.divergence();
        String variable = differs.index().isEmpty()
                ? differs.variable()
                : differs.variable() + "[" + differs.index() + "]";
        return "parts " + where + " in " + variable + ": the trace has "
                + differs.expected().map(Object::toString).orElse("no such value") + ", the simulator "
                + differs.found().map(Object::toString).orElse("no such value");
    }
}
