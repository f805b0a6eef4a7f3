package org.quiesce.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.quiesce.result.Evidence;
import org.quiesce.result.PlainRunMaker;
import org.quiesce.result.ResultJson;
import org.quiesce.workbench.Course;
import org.quiesce.workbench.Simulation;
import org.quiesce.workbench.Simulation.End;

/** A single run as JSON. */
final class SimulationJson {

    private SimulationJson() {}

    static void put(ObjectNode node, String name, Simulation simulation) {
        node.put("name", name);
        node.put("kernel", simulation.kernel().name());
        node.put("granularity", simulation.lowered().granularity().id());
        course(node.putObject("course"), simulation.course());
        end(node.putObject("end"), simulation.end());
        node.setAll(ResultJson.tree(PlainRunMaker.of(simulation.lowered()).of(simulation.story())));
        ArrayNode violations = node.putArray("violations");
        simulation.violations().forEach(violation -> {
            ObjectNode one = violations.addObject();
            one.put("property", violation.property().id());
            one.put("sentence", violation.sentence());
            one.set("outcome", ResultJson.tree(Evidence.Outcome.of(violation.outcome())));
        });
        simulation.next().forEach(node.putArray("next")::add);
    }

    /** Why the call does not end well: only a schedule or a trace can ask for what is not possible. */
    static List<String> reasons(Simulation simulation) {
        if (simulation.end() instanceof End.Unexplained unexplained) {
            return List.of(unexplained.why());
        }
        return simulation.end() instanceof End.Refused refused
                ? List.of("entry " + (simulation.story().scenes().size() + 1) + " of the schedule, " + refused.entry()
                        + ", is not possible there")
                : List.of();
    }

    private static void course(ObjectNode node, Course course) {
        if (course instanceof Course.Random random) {
            node.put("kind", "random").put("seed", random.seed()).put("most", random.most());
        } else if (course instanceof Course.Given given) {
            node.put("kind", "trace").put("states", given.states().size());
            given.loop().ifPresent(loop -> node.put("loop", loop));
        } else {
            node.put("kind", "schedule");
            ((Course.Guided) course).schedule().forEach(node.putArray("schedule")::add);
        }
    }

    private static void end(ObjectNode node, End end) {
        if (end instanceof End.Fault fault) {
            node.put("kind", "fault").put("code", fault.outcome().code());
        } else if (end instanceof End.OutOfBounds) {
            node.put("kind", "out-of-bounds");
        } else if (end instanceof End.NothingToDo) {
            node.put("kind", "nothing-to-do");
        } else if (end instanceof End.GoesRound) {
            node.put("kind", "goes-round");
        } else if (end instanceof End.Unexplained unexplained) {
            node.put("kind", "unexplained").put("why", unexplained.why());
        } else if (end instanceof End.CutOff) {
            node.put("kind", "cut-off");
        } else {
            node.put("kind", "refused").put("entry", ((End.Refused) end).entry());
        }
    }
}
