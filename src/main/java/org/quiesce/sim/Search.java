package org.quiesce.sim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Run;

/** Exhaustive search: looks at every reachable state, breadth first, and decides properties. Immutable. */
public final class Search {

    private final Simulator simulator;
    private final Limits limits;
    private final ProgressListener listener;

    private Search(Simulator simulator, Limits limits, ProgressListener listener) {
        this.simulator = simulator;
        this.limits = limits;
        this.listener = listener;
    }

    /** A search without limits. */
    public static Search of(Simulator simulator) {
        return new Search(simulator, Limits.none(), ProgressListener.silent());
    }

    public Search within(Limits bounds) {
        return new Search(simulator, bounds, listener);
    }

    public Search reporting(ProgressListener to) {
        return new Search(simulator, limits, to);
    }

    /**
     * Decides properties. For {@link Property#STOP_TERMINATES} there is also a verdict on
     * {@link Property#NO_STUCK_STOP}, before it.
     */
    public SearchResult check(List<Property> properties) {
        Machine machine = simulator.machine();
        List<Property> safety = properties.stream().filter(p -> p.kind() == Property.Kind.SAFETY).toList();
        SafetyTests tests = new SafetyTests(machine);
        Watch watch = new Watch(limits, listener);
        Exploration exploration = new Exploration(machine, safety.stream().map(tests::refutes).toList(),
                StuckStop.pending(machine), watch);
        exploration.run();
        Paths paths = new Paths(machine, exploration.table());
        Completion completion = completion(exploration, paths);
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (Property property : properties) {
            if (property.kind() == Property.Kind.SAFETY) {
                verdicts.put(property.id(), verdict(exploration.refutation(safety.indexOf(property))
                        .map(state -> paths.to(state, new Run.Ending.Finite())), completion));
            } else {
                if (property == Property.STOP_TERMINATES) {
                    verdicts.put(Property.NO_STUCK_STOP, verdict(exploration.stuckStop()
                            .map(state -> paths.to(state, new Run.Ending.Stuck())), completion));
                }
                verdicts.put(property.id(), new Verdict.Inconclusive());
            }
        }
        return new SearchResult(completion, verdicts, exploration.coverage(), exploration.statistics());
    }

    private static Completion completion(Exploration exploration, Paths paths) {
        if (exploration.limit().isPresent()) {
            return new Completion.Stopped(exploration.limit().get());
        }
        return exploration.outOfBounds()
                .map(state -> (Completion) new Completion.BoundsExceeded(paths.to(state, new Run.Ending.Finite())))
                .orElseGet(Completion.Complete::new);
    }

    private static Verdict verdict(Optional<Run> violation, Completion completion) {
        if (violation.isPresent()) {
            return new Verdict.Violated(violation.get());
        }
        return completion instanceof Completion.Complete ? new Verdict.Holds() : new Verdict.Inconclusive();
    }
}
