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

    /** The report on a run that is said to violate the property. */
    static ReplayReport report(Simulator simulator, Property property, Run run) {
        int of = run.moves().size();
        Outcome outcome = Replay.of(simulator).replay(run, formula(property, run));
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

    /** A stop that is stuck at the end of a finite run is refuted by the safety form of StopTerminates. */
    private static String formula(Property property, Run run) {
        return property == Property.STOP_TERMINATES && !(run.ending() instanceof Ending.Loop)
                ? Property.NO_STUCK_STOP
                : property.id();
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
