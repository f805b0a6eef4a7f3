package org.quiesce.sim;

import java.util.EnumMap;
import java.util.HashMap;
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
        Watch watch = new Watch(limits, listener);
        List<Property> safety = of(properties, Property.Kind.SAFETY);
        SafetyTests tests = new SafetyTests(machine);
        Exploration exploration = new Exploration(
                machine, safety.stream().map(tests::refutes).toList(), StuckStop.pending(machine), watch);
        exploration.run();
        Paths paths = new Paths(machine, exploration, watch);
        Map<String, Run> violations = new HashMap<>();
        for (int i = 0; i < safety.size(); i++) {
            String id = safety.get(i).id();
            StateTest refuted = tests.refutes(safety.get(i));
            exploration.refutation(i).ifPresent(n -> violations.put(id,
                    paths.to(exploration.alike(n, refuted), new Run.Ending.Finite())));
        }
        exploration.stuckStop().ifPresent(n -> violations.put(Property.NO_STUCK_STOP,
                paths.to(exploration.alike(n, new StuckStop(machine)), new Run.Ending.Stuck())));
        Optional<Completion.Limit> limit = exploration.limit().or(() -> progress(
                machine, exploration, paths, of(properties, Property.Kind.PROGRESS), watch, violations));
        Completion completion = completion(machine, limit, exploration, paths);
        return new SearchResult(completion, verdicts(properties, violations, completion), exploration.coverage(),
                exploration.statistics());
    }

    /** Adds violations of progress; the limit that stopped it, if one did. */
    private static Optional<Completion.Limit> progress(Machine machine, Exploration exploration, Paths paths,
            List<Property> properties, Watch watch, Map<String, Run> violations) {
        if (properties.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<Property, List<Obligation>> obligations = new EnumMap<>(Property.class);
            properties.forEach(property -> obligations.put(property, Obligation.of(property, machine)));
            Endings endings = new Endings(
                    machine, exploration, paths, obligations.values().stream().flatMap(List::stream).toList(), watch);
            obligations.forEach((property, instances) ->
                    endings.violation(instances).ifPresent(run -> violations.put(property.id(), run)));
            return Optional.empty();
        } catch (LimitReached e) {
            return Optional.of(e.limit());
        } catch (OutOfMemoryError e) {
            return Optional.of(Completion.Limit.MEMORY);
        }
    }

    private static List<Property> of(List<Property> properties, Property.Kind kind) {
        return properties.stream().filter(property -> property.kind() == kind).toList();
    }

    private static Completion completion(
            Machine machine, Optional<Completion.Limit> limit, Exploration exploration, Paths paths) {
        if (limit.isPresent()) {
            return new Completion.Stopped(limit.get());
        }
        Faults faults = machine.faults();
        return exploration.outOfBounds()
                .map(n -> (Completion) new Completion.BoundsExceeded(paths.to(
                        exploration.alike(n, state -> faults.is(state, faults.bound())), new Run.Ending.Finite())))
                .orElseGet(Completion.Complete::new);
    }

    private static Map<String, Verdict> verdicts(
            List<Property> properties, Map<String, Run> violations, Completion completion) {
        Verdict otherwise = completion instanceof Completion.Complete
                ? new Verdict.Holds()
                : new Verdict.Inconclusive();
        Map<String, Verdict> verdicts = new LinkedHashMap<>();
        for (Property property : properties) {
            List<String> ids = property == Property.STOP_TERMINATES
                    ? List.of(Property.NO_STUCK_STOP, property.id())
                    : List.of(property.id());
            for (String id : ids) {
                Run violation = violations.get(id);
                verdicts.put(id, violation == null ? otherwise : new Verdict.Violated(violation));
            }
        }
        return verdicts;
    }
}
