package org.quiesce.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.report.Printable;
import org.quiesce.workbench.Course;

/** Looks through a schedule: each entry must name what the protocol has, though it may not be possible where it stands. */
final class Schedule {

    private Schedule() {}

    static Course.Guided checked(Course.Guided course, LoweredProtocol protocol) {
        List<String> entries = course.schedule();
        List<String> known = known(protocol);
        for (int i = 0; i < entries.size(); i++) {
            if (!known.contains(entries.get(i))) {
                throw new BadInput("--schedule: entry " + (i + 1) + ", '" + Printable.echo(entries.get(i))
                        + "', is no context or action of " + protocol.protocol().name()
                        + BadInput.suggestion(entries.get(i), known) + "\nits contexts are "
                        + String.join(", ", protocol.contexts()));
            }
        }
        return course;
    }

    private static List<String> known(LoweredProtocol protocol) {
        List<String> known = new ArrayList<>();
        for (LoweredProgram program : protocol.programs()) {
            List<String> actions = Stream.concat(program.steps().stream().map(Step::action),
                    Arrays.stream(SystemEvent.values()).map(SystemEvent::action)).toList();
            known.addAll(actions);
            for (String context : program.contexts()) {
                known.add(context);
                known.addAll(actions.stream().map(action -> context + ":" + action).collect(Collectors.toList()));
            }
        }
        return known;
    }
}
