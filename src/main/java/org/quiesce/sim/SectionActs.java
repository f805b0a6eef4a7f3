package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Bounds;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** Sections that must not sleep: read sections of RCU, and where preemption or interrupts are disabled. */
final class SectionActs implements Topic {

    @Override
    public Optional<List<Act>> acts(Micro micro, Step step, Scope scope) {
        if (micro instanceof Micro.SectionBegin) {
            Field nesting = nesting(scope);
            int bound = scope.faults().bound();
            return Optional.of(List.of((before, after) ->
                    TaskActs.countUp(nesting, Bounds.NESTING_MAX, before, after, bound)));
        } else if (micro instanceof Micro.SectionEnd) {
            return Optional.of(List.of(TaskActs.countDown(nesting(scope), scope)));
        }
        return Optional.empty();
    }

    /** In how many sections the scope's context is. */
    static Field nesting(Scope scope) {
        return nesting(scope.layout(), scope.context());
    }

    /** In how many sections a context is. */
    static Field nesting(Layout layout, String context) {
        return layout.has("nesting", context) ? layout.field("nesting", context) : Field.ABSENT;
    }

    /** Whether a context leaves module text by it, and so must have ended all its sections. */
    static boolean leavesModule(Micro micro) {
        return micro instanceof Micro.ThreadReturn
                || micro instanceof Micro.TaskWorkReturn
                || micro instanceof Micro.InitReturn
                || micro instanceof Micro.TaskLeave
                || micro instanceof Micro.CallbackReturn;
    }
}
