package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.sim.Completion;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Simulator;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.trace.Trace;
import org.quiesce.workbench.CheckResult.Failure;

/** Compares what the engines found. Only what both say, and what a replay confirms, is a verdict. */
final class Judgement {

    private final CheckRequest request;
    private final LoweredProtocol lowered;
    private final Simulator simulator;
    private final Optional<SearchResult> sim;
    private final Optional<TlcFindings> tlc;
    private final TlcAnswers answers;
    private final Optional<String> dispute;

    Judgement(
            CheckRequest request,
            LoweredProtocol lowered,
            Simulator simulator,
            Optional<SearchResult> sim,
            Optional<TlcFindings> tlc,
            TlcAnswers answers) {
        this.request = request;
        this.lowered = lowered;
        this.simulator = simulator;
        this.sim = sim;
        this.tlc = tlc;
        this.answers = answers;
        this.dispute = dispute();
    }

    CheckResult result(List<Property> properties) {
        List<PropertyResult> results = spread(properties.stream().map(this::judge).toList());
        List<String> rests = new ArrayList<>(Assumptions.of(lowered, request.profile()));
        rests.add("engines: " + engines());
        return new CheckResult(request.protocol(), request.profile(), request.granularity(), request.engines(),
                simStates(), tlcStates(), results, List.copyOf(neverTaken().orElse(new TreeSet<>())), rests, answers,
                failure());
    }

    /** Where one property is disputed, the engines may not mean the same protocol: nothing that they say is a verdict. */
    private static List<PropertyResult> spread(List<PropertyResult> results) {
        Optional<PropertyResult> disputed =
                results.stream().filter(r -> r.verdict() == Verdict.DISPUTED).findFirst();
        return disputed.isEmpty() ? results : results.stream()
                .map(r -> r.verdict() == Verdict.DISPUTED
                        ? r
                        : new PropertyResult(r.property(), Verdict.DISPUTED, disputed.get().property().id()
                                + " is disputed, so nothing that was found can be relied on", r.counterexample()))
                .toList();
    }

    // ---- one property

    private PropertyResult judge(Property property) {
        Optional<Opinion> bySim = sim.map(s -> Opinion.of(s, property));
        Optional<Opinion> byTlc = tlc.map(t -> Opinion.of(t, property));
        Opinion first = bySim.or(() -> byTlc).orElseThrow();
        Opinion second = byTlc.orElse(first);
        if (first.isOpen() || second.isOpen()) {
            return open(property, first, second);
        }
        if (first.isViolation() != second.isViolation()) {
            return disputed(property, "the simulator says " + first.word() + ", TLC says " + second.word());
        }
        if (dispute.isPresent()) {
            return disputed(property, dispute.get());
        }
        return second.isViolation() ? violated(property, first, second) : holds(property);
    }

    private PropertyResult open(Property property, Opinion first, Opinion second) {
        boolean engineFailed = tlc.flatMap(TlcFindings::failure).isPresent();
        boolean searchStopped = sim.filter(s -> !(s.completion() instanceof Completion.Complete)).isPresent();
        boolean leftBounds = tlc.filter(TlcFindings::leftBounds).isPresent();
        if (!engineFailed && !searchStopped && !leftBounds) {
            return disputed(property, "the simulator says " + first.word() + ", TLC says " + second.word());
        }
        return new PropertyResult(property, Verdict.INCONCLUSIVE,
                failure().map(Failure::message).orElse("not decided"), Optional.empty());
    }

    private PropertyResult holds(Property property) {
        Optional<String> unmodelled = NotModelled.of(lowered, request.profile()).stream().findFirst();
        if (unmodelled.isPresent()) {
            return new PropertyResult(property, Verdict.INCONCLUSIVE, "no run of the protocol violates it, but not all of "
                    + (request.protocol().origin().isPresent() ? "the file" : "what the code does") + " is in it: " + unmodelled.get(),
                    Optional.empty());
        }
        return lowered.steps().anyMatch(step -> property.trigger(lowered).stream().anyMatch(micro -> reached(step, micro)))
                ? new PropertyResult(property, Verdict.HOLDS, "", Optional.empty())
                : new PropertyResult(property, Verdict.VACUOUS, "no run ever does what it speaks of", Optional.empty());
    }

    /**
     * Whether a run ever did that in a step. The simulator decides it if it saw everything: it knows how far a step
     * that faulted had come. TLC counts how often an action was taken, which does not tell a fault in the first micro
     * of a step from its whole effect; where it is alone, a step that was taken at all counts.
     */
    private boolean reached(Step step, Class<? extends Micro> micro) {
        return complete().map(search -> search.coverage().reached(step, micro))
                .orElseGet(() -> step.does(micro) && !neverTaken().orElse(new TreeSet<>()).contains(step.action()));
    }

    /**
     * TLC's counterexample is what makes its verdict count, so it has to be confirmed. What is shown is the simulator's,
     * where there is one: TLC's may be longer if it goes round, and takes more turns.
     */
    private PropertyResult violated(Property property, Opinion bySim, Opinion byTlc) {
        Optional<Run> ofTlc;
        try {
            ofTlc = byTlc.trace().isPresent()
                    ? Optional.of(new RunReader(lowered, simulator).read(byTlc.trace().get()))
                    : Optional.empty();
        } catch (SnapshotDecoder.UndecodableException e) {
            return disputed(property, "TLC's counterexample can't be read: " + e.getMessage());
        }
        Optional<Counterexample> found = ofTlc.map(run -> counterexample(property, run, Trace.Engine.TLC));
        if (found.isEmpty() || bySim.run().isPresent() && found.get().isConfirmed()) {
            Counterexample shown = counterexample(property, bySim.run().orElseThrow(), Trace.Engine.SIMULATOR);
            Optional<String> unlike = ofTlc.flatMap(run -> lengths(property, run));
            if (unlike.isPresent()) {
                return disputed(property, unlike.get());
            }
            found = Optional.of(shown.besides(found.flatMap(Counterexample::replay)));
        }
        return PropertyResult.of(property, found.get());
    }

    /** How the lengths of what both searches found differ: what a finite run refutes both refute by a shortest one. */
    private Optional<String> lengths(Property property, Run ofTlc) {
        String claim = property.kind() == Property.Kind.SAFETY ? property.id() : Property.NO_STUCK_STOP;
        return sim.map(search -> search.verdicts().get(claim))
                .filter(verdict -> ofTlc.ending() instanceof Run.Ending.Finite
                        && verdict instanceof org.quiesce.sim.Verdict.Violated)
                .map(verdict -> ((org.quiesce.sim.Verdict.Violated) verdict).run().moves().size())
                .filter(length -> length != ofTlc.moves().size())
                .map(length -> "the shortest counterexample has " + length + " steps for the simulator, "
                        + ofTlc.moves().size() + " for TLC");
    }

    private Counterexample counterexample(Property property, Run found, Trace.Engine engine) {
        return Counterexample.of(lowered, request.profile(), simulator, property, found, engine);
    }

    private static PropertyResult disputed(Property property, String why) {
        return new PropertyResult(property, Verdict.DISPUTED, why, Optional.empty());
    }

    // ---- the whole check

    /** Why nothing that the engines say can be relied on, though they may agree on a verdict. */
    private Optional<String> dispute() {
        if (simStates().isPresent() && tlcStates().isPresent() && !simStates().equals(tlcStates())) {
            return Optional.of("the simulator has " + simStates().getAsLong() + " distinct states, TLC "
                    + tlcStates().getAsLong());
        }
        OptionalLong ways = sim.map(SearchResult::allTransitions).orElse(OptionalLong.empty());
        OptionalLong waysOfTlc = tlc.map(TlcFindings::transitions).orElse(OptionalLong.empty());
        if (ways.isEmpty() || waysOfTlc.isEmpty() || ways.equals(waysOfTlc)) {
            return Optional.empty();
        }
        Optional<SortedSet<String>> byTlc = tlc.flatMap(TlcFindings::neverTaken).map(this::ofSteps);
        if (byTlc.isEmpty() || waysOfTlc.getAsLong() < ways.getAsLong()) {
            return Optional.of("the simulator has " + ways.getAsLong() + " transitions between as many states, TLC "
                    + waysOfTlc.getAsLong());
        }
        // TLC counts a transition twice that two disjuncts of an action allow.
        Optional<SortedSet<String>> bySim = complete().map(this::notTaken);
        return bySim.equals(byTlc) ? Optional.empty() : Optional.of("the steps never taken are " + bySim.get()
                + " for the simulator, " + byTlc.get() + " for TLC");
    }

    private OptionalLong simStates() {
        return complete().map(s -> OptionalLong.of(s.statistics().states())).orElse(OptionalLong.empty());
    }

    private OptionalLong tlcStates() {
        return tlc.map(TlcFindings::states).orElse(OptionalLong.empty());
    }

    /** The search, if it saw all there is. */
    private Optional<SearchResult> complete() {
        return sim.filter(SearchResult::sawAll);
    }

    private Optional<SortedSet<String>> neverTaken() {
        return complete().map(this::notTaken).or(() -> tlc.flatMap(TlcFindings::neverTaken).map(this::ofSteps));
    }

    /** Both a step that had its effect and one that ended a run with a fault were taken. */
    private SortedSet<String> notTaken(SearchResult search) {
        return lowered.steps()
                .map(Step::action)
                .filter(a -> !search.coverage().taken().contains(a) && !search.coverage().faulted().containsKey(a))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private SortedSet<String> ofSteps(SortedSet<String> actions) {
        return actions.stream()
                .filter(a -> SystemEvent.named(a).isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<Failure> failure() {
        Optional<TlcOutcome.Failure> byTlc = tlc.flatMap(TlcFindings::failure);
        Optional<TlcOutcome.Failure> ofTlc =
                byTlc.filter(why -> !(why instanceof TlcOutcome.TimedOut || why instanceof TlcOutcome.OutOfMemory));
        if (ofTlc.isPresent()) {
            return Optional.of(new Failure(Failure.Kind.ENGINE, ofTlc.get().message()));
        }
        // It searches first: where it stopped, there was no time left for TLC.
        if (sim.isPresent() && sim.get().completion() instanceof Completion.Stopped stopped) {
            return Optional.of(new Failure(Failure.Kind.LIMIT, "the simulator stopped after "
                    + sim.get().statistics().states() + " states: its limit of "
                    + stopped.limit().name().toLowerCase(Locale.ROOT)
                    + " was reached; allow more or make the model smaller"
                    + (request.protocol().origin().isPresent() ? ", as with --users 1 or --threads 1, which says less" : "")));
        }
        if (byTlc.isPresent()) {
            return Optional.of(new Failure(Failure.Kind.LIMIT, byTlc.get().message()));
        }
        if (sim.filter(s -> s.completion() instanceof Completion.BoundsExceeded).isPresent()
                || tlc.filter(TlcFindings::leftBounds).isPresent()) {
            return Optional.of(new Failure(Failure.Kind.LIMIT, "some run leaves the bounds of the model" + leaving()
                    + " (more threads or references than it has room for, or a counter or completion outside of its range);"
                    + " raise them, for threads with --threads NAME=N, or let it do so less often"));
        }
        return Optional.empty();
    }

    /** The step with which a run leaves the bounds, where the simulator saw one. */
    private String leaving() {
        return sim.map(SearchResult::completion)
                .filter(Completion.BoundsExceeded.class::isInstance)
                .map(left -> ((Completion.BoundsExceeded) left).run().moves())
                .flatMap(moves -> lowered.step(moves.get(moves.size() - 1).action()))
                .map(step -> " with '" + step.text() + "'" + (step.line() > 0 ? " at line " + step.line() : ""))
                .orElse("");
    }

    private String engines() {
        List<String> names = new ArrayList<>();
        sim.ifPresent(s -> names.add("simulator"));
        tlc.map(TlcFindings::version).filter(v -> !v.isEmpty()).ifPresent(names::add);
        return names.isEmpty() ? "none" : String.join(" and ", names)
                + (answers == TlcAnswers.AFRESH_OR_CACHED ? "; TLC's answers may be those of an earlier run" : "");
    }
}
