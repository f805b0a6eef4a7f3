package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.quiesce.mutation.Mutant;
import org.quiesce.mutation.Mutants;
import org.quiesce.mutation.Slip;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Step;
import org.quiesce.sim.Completion;
import org.quiesce.sim.Search;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.StateGraph;

/** Finds out which properties notice a slip in the protocol of a request. */
public final class Mutation {

    /** Larger graphs are not compared. */
    private static final int MOST_STATES = 20_000;

    private final CheckRequest request;
    private final Function<CheckRequest, CheckResult> check;
    private final LoweredProtocol lowered;
    private final CheckResult original;
    private final Set<Property> cannotKill;
    private final Set<Property> vacuous;
    private final Set<String> neverTaken;
    private final Set<Integer> deadLines;

    private Mutation(CheckRequest request, Function<CheckRequest, CheckResult> check) {
        this.request = request;
        this.check = check;
        this.lowered = lower(request.protocol());
        this.original = check.apply(request);
        this.vacuous = Set.copyOf(having(original, Verdict.VACUOUS));
        this.cannotKill = original.properties().stream()
                .filter(p -> p.verdict() != Verdict.HOLDS && p.verdict() != Verdict.VACUOUS)
                .map(PropertyResult::property)
                .collect(Collectors.toSet());
        this.neverTaken = Set.copyOf(texts(lowered, original));
        this.deadLines = lowered.steps().map(Step::line).collect(Collectors.toSet());
        lowered.steps()
                .filter(step -> !original.neverTaken().contains(step.action()))
                .forEach(step -> deadLines.remove(step.line()));
    }

    /** @param check how a protocol is checked */
    static Mutation of(CheckRequest request, Function<CheckRequest, CheckResult> check) {
        return new Mutation(request, check);
    }

    /** Tries every mutant, as the request says. */
    public MutationResult result() {
        return result((tried, of) -> { });
    }

    /**
     * Tries every mutant, as the request says.
     *
     * @param then told of each how many were tried, and of how many
     */
    public MutationResult result(BiConsumer<Integer, Integer> then) {
        List<Mutant> mutants = Mutants.of(request.protocol());
        List<MutantResult> results = new ArrayList<>();
        for (Mutant mutant : mutants) {
            results.add(new MutantResult(mutant, fate(mutant)));
            then.accept(results.size(), mutants.size());
        }
        return new MutationResult(original, results);
    }

    /** Whether some property that holds of the protocol notices a slip in it. */
    public boolean isNoticed(Mutant slip) {
        return fate(slip) instanceof Fate.Killed;
    }

    private Fate fate(Mutant mutant) {
        return mutant.birth() instanceof Mutant.Alive alive
                ? fate(mutant.slip(), alive.protocol())
                : new Fate.Stillborn(((Mutant.Stillborn) mutant.birth()).why());
    }

    private Fate fate(Slip slip, Protocol mutant) {
        LoweredProtocol steps = lower(mutant);
        if (deeds(steps).equals(deeds(lowered))) {
            return new Fate.Equivalent(Fate.Likeness.SAME_STEPS);
        }
        CheckResult result = check.apply(request.with(mutant));
        List<Property> killers = having(result, Verdict.VIOLATED).stream().filter(p -> !cannotKill.contains(p)).toList();
        if (!killers.isEmpty()) {
            return new Fate.Killed(killers);
        }
        return undecided(steps, result).orElseGet(() -> likeness(slip, steps, result)
                .<Fate>map(Fate.Equivalent::new)
                .orElseGet(() -> survived(steps, result)));
    }

    private Optional<Fate.Likeness> likeness(Slip slip, LoweredProtocol steps, CheckResult result) {
        if (slip.isInDeadCode(deadLines::contains)) {
            return Optional.of(Fate.Likeness.DEAD_CODE);
        }
        return hasSameGraph(steps, result) ? Optional.of(Fate.Likeness.SAME_GRAPH) : Optional.empty();
    }

    private Fate survived(LoweredProtocol steps, CheckResult result) {
        return new Fate.Survived(
                having(result, Verdict.VACUOUS).stream().filter(p -> !vacuous.contains(p)).toList(),
                texts(steps, result).stream().filter(text -> !neverTaken.contains(text)).toList());
    }

    private Optional<Fate> undecided(LoweredProtocol steps, CheckResult result) {
        return result.properties().stream()
                .filter(p -> p.verdict() == Verdict.DISPUTED || p.verdict() == Verdict.INCONCLUSIVE)
                .findFirst()
                .map(p -> p.verdict() == Verdict.DISPUTED
                        ? new Fate.Undecided(Fate.Cause.DISPUTE, p.note())
                        : leaving(steps, result)
                                .<Fate>map(step -> new Fate.Unbounded(step.text()))
                                .orElseGet(() -> new Fate.Undecided(Fate.Cause.ENGINE, p.note())));
    }

    /** The step with which a run leaves the bounds, if the simulator saw all there is within them and one does. */
    private Optional<Step> leaving(LoweredProtocol steps, CheckResult result) {
        if (result.simStates().isEmpty()) {
            return Optional.empty();
        }
        Completion completion = Search.of(Simulator.of(steps, request.profile())).check(List.of()).completion();
        if (completion instanceof Completion.BoundsExceeded left) {
            List<Run.Move> moves = left.run().moves();
            return steps.step(moves.get(moves.size() - 1).action());
        }
        return Optional.empty();
    }

    private static List<Property> having(CheckResult result, Verdict verdict) {
        return result.properties().stream()
                .filter(p -> p.verdict() == verdict)
                .map(PropertyResult::property)
                .toList();
    }

    /** The C of the steps that no run takes; names of steps change with the lines. */
    private static List<String> texts(LoweredProtocol steps, CheckResult result) {
        return result.neverTaken().stream()
                .flatMap(action -> steps.step(action).stream())
                .map(Step::text)
                .distinct()
                .toList();
    }

    private LoweredProtocol lower(Protocol protocol) {
        return Lowering.lower(protocol, request.granularity(), request.profile());
    }

    // ---- what no property can tell apart

    /** What the steps do and where they lead, whatever they are called. */
    private static List<Object> deeds(LoweredProtocol steps) {
        return steps.programs().stream().map(Mutation::deeds).toList();
    }

    private static Object deeds(LoweredProgram program) {
        return List.of(program.contexts(), program.start(), program.steps().stream()
                .map(s -> List.of(s.label(), s.frame(), s.fairness(), s.micros(), s.exits()))
                .toList());
    }

    /**
     * States are numbered as the search comes to them, move by move in a fixed order: if the edges are equal, so is the
     * shape, and equal steps are at equal places in it.
     */
    private boolean hasSameGraph(LoweredProtocol steps, CheckResult result) {
        if (!result.simStates().equals(original.simStates()) || result.simStates().orElse(Long.MAX_VALUE) > MOST_STATES) {
            return false;
        }
        try {
            return edges(steps).equals(edges(lowered));
        } catch (StateGraph.TooLarge e) {
            return false;
        }
    }

    private List<StateGraph.Edge> edges(LoweredProtocol steps) throws StateGraph.TooLarge {
        return StateGraph.of(Simulator.of(steps, request.profile()), MOST_STATES).edges();
    }
}
