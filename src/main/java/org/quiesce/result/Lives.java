package org.quiesce.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;

/** How each context is in the states of a run: whether it is there at all, and whether it can go on. */
public final class Lives {

    /** How a context is in a state. */
    public enum Life {
        /** It was not created, is not called, or has ended. */
        ABSENT,
        AWAKE,
        ASLEEP,
        /** It is awake, and the next that it does is to wait for something. */
        WAITING
    }

    private static final Set<String> ABSENT = Set.of("none", "idle", "done", "dead", "gone");

    private final PlainRun run;
    private final List<Snapshot> states;
    /** What each context does next, by its label; empty if the result says nothing of programs. */
    private final Map<String, Map<String, String>> next;

    private Lives(PlainRun run, Optional<Material> material) {
        this.run = run;
        this.states = run.states();
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

    /** Whether a context is asleep in a state. */
    public static boolean isAsleep(Snapshot state, String context) {
        return state.get("asleep", context).equals(Optional.of(Datum.of(true)));
    }

    /**
     * How a context is in one of the run's states.
     *
     * @param number of the step that led to it; 0 for the first state
     */
    public Life in(int number, String context) {
        Snapshot state = states.get(number);
        String label = state.get("pc", context).map(Datum::toString).orElse("");
        if (ABSENT.contains(label)) {
            return Life.ABSENT;
        } else if (isAsleep(state, context)) {
            return Life.ASLEEP;
        }
        boolean waits = next.getOrDefault(context, Map.of()).getOrDefault(label, "").startsWith("waits ");
        return waits || number >= heldUpSince(context) ? Life.WAITING : Life.AWAKE;
    }

    /** The last step of a context that is held up from then on for ever. */
    private int heldUpSince(String context) {
        boolean waits = run.resting().stream().filter(r -> r.context().equals(context)).anyMatch(Resting::waits);
        return !waits || run.ending().kind() == Ending.Kind.FINITE ? Integer.MAX_VALUE : run.steps().stream()
                .filter(step -> step.context().equals(context)).mapToInt(Step::number).max().orElse(0);
    }
}
