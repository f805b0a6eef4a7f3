package org.quiesce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.Course;
import org.quiesce.workbench.Simulation;
import org.quiesce.workbench.Simulation.End;
import org.quiesce.workbench.Simulation.Violation;

/** A single run as text: how it ended, how to have it again, the lanes, and what its end violates. */
public final class SimulationText {

    private final int width;

    /** Texts whose lines are not longer than {@code width}. */
    public SimulationText(int width) {
        this.width = width;
    }

    /** The run of a protocol under the name by which the user asked for it. */
    public List<Line> draw(String name, Simulation simulation) {
        List<Line> lines = new ArrayList<>();
        Line start = Line.of(name, Tone.STRONG).plus(" on " + simulation.kernel().name() + ": ");
        lines.addAll(Flow.of(start.plus(end(simulation))).wrap(width, 2));
        lines.addAll(Flow.of(course(simulation.course())).wrap(width - 2, 0).stream().map(l -> l.indent(2)).toList());
        lines.add(Line.BLANK);
        lines.addAll(new CounterexampleText(width).run(simulation.story(), simulation.end() instanceof End.Fault
                ? Set.of(simulation.story().scenes().size()) : Set.of()));
        lines.addAll(violations(simulation));
        lines.addAll(next(simulation));
        lines.addAll(Further.of(simulation.violations().stream().map(Violation::property).toList(), width));
        return lines;
    }

    private static Line end(Simulation simulation) {
        int steps = simulation.story().scenes().size();
        String after = " after " + steps + (steps == 1 ? " step" : " steps");
        if (simulation.end() instanceof End.Fault fault) {
            return Line.of(fault.outcome().code(), Tone.BAD).plus(after);
        } else if (simulation.end() instanceof End.OutOfBounds) {
            return Line.of("out of the bounds of the model", Tone.DOUBT).plus(after);
        } else if (simulation.end() instanceof End.Refused refused) {
            return Line.of("the schedule can't go on", Tone.DOUBT)
                    .plus(after + ": its entry " + (steps + 1) + ", " + refused.entry() + ", is not possible there");
        } else if (simulation.end() instanceof End.Unexplained unexplained) {
            return Line.of("the trace can't be followed", Tone.BAD).plus(after + ": " + unexplained.why());
        } else if (simulation.end() instanceof End.GoesRound) {
            return Line.of("goes round", simulation.violations().isEmpty() ? Tone.PLAIN : Tone.BAD).plus(after);
        } else if (simulation.end() instanceof End.CutOff) {
            return Line.of("cut off" + after);
        }
        return simulation.violations().isEmpty()
                ? Line.of("nothing more to do", Tone.GOOD).plus(after)
                : Line.of("stuck", Tone.BAD).plus(after);
    }

    private static String course(Course course) {
        return course instanceof Course.Random random
                ? "A random run; --seed " + random.seed() + " --steps " + random.most() + " gives it again."
                : course instanceof Course.Given given
                        ? "The run of a trace of " + given.states().size() + " states."
                        : "A run along a schedule.";
    }

    /** Once for each sentence: often one end violates several properties. */
    private List<Line> violations(Simulation simulation) {
        Map<String, List<Violation>> bySentence = new LinkedHashMap<>();
        simulation.violations().forEach(v -> bySentence.computeIfAbsent(v.sentence(), s -> new ArrayList<>()).add(v));
        List<Line> lines = new ArrayList<>();
        bySentence.forEach((sentence, violations) -> lines.addAll(Facts.fact(lines.isEmpty() ? "violated" : "",
                String.join(", ", violations.stream().map(Violation::property).map(Property::id).toList()) + ": "
                        + sentence, Tone.BAD, width)));
        List<Outcome> outcomes = simulation.violations().stream().map(Violation::outcome).distinct().toList();
        for (Outcome outcome : outcomes) {
            lines.addAll(Facts.fact(outcome == outcomes.get(0) ? "a kernel shows" : "",
                    outcome.code() + ": " + outcome.signature(), width));
        }
        return lines;
    }

    private List<Line> next(Simulation simulation) {
        return !(simulation.course() instanceof Course.Random) && !simulation.next().isEmpty()
                ? Facts.fact("possible next", String.join(", ", simulation.next()), width)
                : List.of();
    }
}
