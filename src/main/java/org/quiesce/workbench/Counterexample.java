package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.kernel.Outcome;
import org.quiesce.trace.Story;
import org.quiesce.trace.Trace;

/**
 * A run that violates a property.
 *
 * @param trace    the run
 * @param story    the run in kernel terms
 * @param sentence what went wrong, in one or two sentences
 * @param outcome  what a real kernel would show
 * @param replay   what the replay on the simulator said; empty if no second engine took part
 */
public record Counterexample(Trace trace, Story story, String sentence, Outcome outcome, Optional<ReplayReport> replay) {}
