package org.quiesce.sim;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;

/** The micros of one topic as acts: the one place that says what they do. */
@FunctionalInterface
interface Topic {

    /**
     * The outcomes that a micro can have, each an act; empty for a micro of another topic.
     *
     * @param step the step that does it
     */
    Optional<List<Act>> acts(Micro micro, Step step, Scope scope);
}
