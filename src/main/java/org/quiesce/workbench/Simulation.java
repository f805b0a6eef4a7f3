package org.quiesce.workbench;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.sim.GuidedRun;
import org.quiesce.sim.RandomRun;
import org.quiesce.sim.Simulator;
import org.quiesce.trace.Diagnosis;
import org.quiesce.trace.Outcomes;
import org.quiesce.trace.Story;

/**
 * A single run of a protocol on the simulator, and how it ended.
 *
 * @param lowered    the steps of which it is a run
 * @param course     how it was chosen
 * @param story      the run
 * @param end        how it ended
 * @param violations of the properties that its end violates
 * @param next       what could happen next, as {@code context:action}
 */
public record Simulation(
        Profile kernel,
        LoweredProtocol lowered,
        Course course,
        Story story,
        End end,
        List<Violation> violations,
        List<String> next) {

    public Simulation {
        violations = List.copyOf(violations);
        next = List.copyOf(next);
    }

    /** How a run ends. */
    public sealed interface End {

        /** With a fault. */
        record Fault(Outcome outcome) implements End {}

        /** With more of something than the model counts. */
        record OutOfBounds() implements End {}

        /** Nothing that must happen can happen any more. */
        record NothingToDo() implements End {}

        /** It was cut off, and could go on. */
        record CutOff() implements End {}

        /** What happened last happens again and again. */
        record GoesRound() implements End {}

        /** The state of a trace that follows from nothing, as a clause that says what is nearest to it. */
        record Unexplained(String why) implements End {}

        /** The entry of the schedule at which nothing like it could happen. */
        record Refused(String entry) implements End {}
    }

    /** What the end of a run violates, and how a kernel shows that. */
    public record Violation(Property property, Outcome outcome, String sentence) {}

    static Simulation of(Simulator simulator, Course course) {
        Optional<End> refused = Optional.empty();
        Run run;
        if (course instanceof Course.Guided guided) {
            GuidedRun followed = GuidedRun.of(simulator, guided.schedule());
            run = followed.run();
            refused = followed.refused().map(End.Refused::new);
        } else if (course instanceof Course.Given given) {
            FollowedTrace followed = FollowedTrace.of(simulator, given);
            run = followed.run();
            refused = followed.unexplained().map(End.Unexplained::new);
        } else {
            Course.Random random = (Course.Random) course;
            run = RandomRun.of(simulator, spread(random.seed()), random.most()).run();
        }
        Snapshot last = run.state(run.moves().size());
        return new Simulation(simulator.profile(), simulator.lowered(), course, Story.of(simulator.lowered(), run),
                refused.orElseGet(() -> end(run, last)), violations(simulator, run),
                simulator.successors(last).stream().map(m -> m.context() + ":" + m.action()).distinct().toList());
    }

    /** Seeds that are near to each other would give runs that begin alike. */
    private static long spread(long seed) {
        return new SplittableRandom(seed).nextLong();
    }

    private static End end(Run run, Snapshot last) {
        String fault = last.get("fault").map(Object::toString).orElse("");
        if (fault.equals(Bounds.BOUND_FAULT)) {
            return new End.OutOfBounds();
        }
        return Arrays.stream(Outcome.values())
                .filter(o -> o.code().equals(fault))
                .findFirst()
                .<End>map(End.Fault::new)
                .orElseGet(() -> run.ending() instanceof Run.Ending.Stuck ? new End.NothingToDo()
                        : run.ending() instanceof Run.Ending.Loop ? new End.GoesRound()
                        : new End.CutOff());
    }

    private static List<Violation> violations(Simulator simulator, Run run) {
        return Property.of(simulator.lowered()).stream()
                .flatMap(property -> violation(simulator, property, Replays.forEver(simulator, property, run)).stream())
                .toList();
    }

    private static Optional<Violation> violation(Simulator simulator, Property property, Run run) {
        LoweredProtocol lowered = simulator.lowered();
        return Replays.report(simulator, property, run).confirmed()
                ? Optional.of(new Violation(property, Outcomes.of(lowered, simulator.profile(), property, run),
                        Diagnosis.of(lowered, property, run).sentence()))
                : Optional.empty();
    }
}
