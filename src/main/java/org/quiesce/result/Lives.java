package org.quiesce.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;

/** How each context is in the states of a run: whether it is there at all, and whether it can go on. */
public final class Lives {

    /** How a context is in a state, as {@link org.quiesce.trace.Life} has it. */
    public enum Life {
        ABSENT,
        AWAKE,
        ASLEEP,
        WAITING
    }

    private final List<Snapshot> states;
    /** Of each context that is held up for ever its last step. */
    private final Map<String, Integer> heldUpSince;
    /** What each context does next, by its label; empty if the result says nothing of programs. */
    private final Map<String, Map<String, String>> next;

    private Lives(PlainRun run, Optional<Material> material) {
        this.states = run.states();
        this.heldUpSince = run.ending().kind() == Ending.Kind.FINITE ? Map.of() : run.resting().stream()
                .filter(Resting::waits)
                .collect(Collectors.toMap(Resting::context, resting -> last(run, resting.context()), (a, b) -> a));
        this.next = material.stream()
                .flatMap(m -> m.programs().stream())
                .flatMap(program -> program.contexts().stream().map(context -> Map.entry(context, next(program))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a));
    }

    /** Those of a run of what that material is about. */
    public static Lives of(PlainRun run, Optional<Material> material) {
        return new Lives(run, material);
    }

    private static Map<String, String> next(Material.Program program) {
        return program.steps().stream().collect(Collectors.toMap(Material.Node::label, Material.Node::what, (a, b) -> a));
    }

    private static int last(PlainRun run, String context) {
        return run.steps().stream().filter(step -> step.context().equals(context)).mapToInt(Step::number).max().orElse(0);
    }

    /**
     * How a context is in one of the run's states.
     *
     * @param number of the step that led to it; 0 for the first state
     */
    public Life in(int number, String context) {
        Map<String, String> what = next.getOrDefault(context, Map.of());
        return Life.valueOf(org.quiesce.trace.Life.of(states.get(number), context, label -> Optional.ofNullable(what.get(label)),
                number >= heldUpSince.getOrDefault(context, Integer.MAX_VALUE)).name());
    }
}
