package org.quiesce.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Label;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/**
 * How many sections a program may be inside of where, as far as its control flow shows it: where it can't be in one, or
 * must be, a specification need not ask. What faults in a section leads nowhere.
 */
final class Sections {

    private static final List<Class<? extends Micro>> LEAVING = List.of(
            Micro.ThreadReturn.class, Micro.TaskWorkReturn.class, Micro.InitReturn.class, Micro.TaskLeave.class,
            Micro.CallbackReturn.class);

    private final Map<String, Set<Integer>> depths = new HashMap<>();

    private Sections() {}

    static Sections of(LoweredProgram program) {
        Sections sections = new Sections();
        // Wherever an oops may happen, a thread is in none afterwards.
        Stream.of(program.start(), Label.BORN, Label.EXIT).forEach(label -> sections.at(label).add(0));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Step step : program.steps()) {
                for (int depth : List.copyOf(sections.at(step.label()))) {
                    int after = depth + change(step, depth);
                    if (after <= Bounds.NESTING_MAX && (depth == 0 || !mustBeOutside(step))) {
                        for (String target : step.exits().values()) {
                            grows |= sections.at(target).add(after);
                        }
                    }
                }
            }
        }
        return sections;
    }

    /** Whether the step faults in a section: it may sleep, or leaves module text. */
    static boolean mustBeOutside(Step step) {
        return step.micros().stream().anyMatch(Micro::maySleep) || LEAVING.stream().anyMatch(step::does);
    }

    /** Whether the program may be in a section at the step. */
    boolean mayBeInside(Step step) {
        return at(step.label()).stream().anyMatch(depth -> depth > 0);
    }

    /** Whether the program may be in no section at the step. */
    boolean mayBeOutside(Step step) {
        return at(step.label()).contains(0);
    }

    /** Whether the program may be in so many sections at the step that it can't begin another. */
    boolean mayBeFull(Step step) {
        return at(step.label()).contains(Bounds.NESTING_MAX);
    }

    private static int change(Step step, int depth) {
        if (step.does(Micro.SectionBegin.class)) {
            return 1;
        }
        return step.does(Micro.SectionEnd.class) && depth > 0 ? -1 : 0;
    }

    private Set<Integer> at(String label) {
        return depths.computeIfAbsent(label, l -> new TreeSet<>());
    }
}
