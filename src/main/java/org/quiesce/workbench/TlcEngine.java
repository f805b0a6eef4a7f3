package org.quiesce.workbench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Run;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcCoverage;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcRequest;
import org.quiesce.tlc.TlcTrace;
import org.quiesce.tlc.Verdict;
import org.quiesce.workbench.TlcFindings.TlcVerdict;

/**
 * Has TLC decide every property of a protocol on one kernel.
 *
 * <p>TLC stops at the first violation and does not name the temporal property that fails, so properties are checked in
 * groups, and apart where a group fails. A guess which of them fail, and how (the simulator's findings), saves runs
 * and states; it can't change a verdict: whatever is guessed, TLC itself decides each property, in a run in which nothing
 * else could have failed. It looks for the violation of a progress property near the guess first, which takes a few
 * states: what it finds there is a fair behaviour of the whole. If it finds none, it looks everywhere.
 */
final class TlcEngine {

    /** TLC counts them among the states that it generated; Init leaves nothing open. */
    private static final int INITIAL_STATES = 1;

    private final Tlc tlc;
    private final Executor executor;
    private final EmittedSpec spec;
    private final String module;
    private final Profile profile;
    private final Effort effort;
    private final OptionalLong known;
    private final Instant deadline;

    private final Map<Claim, TlcVerdict> verdicts = new LinkedHashMap<>();
    private OptionalLong states = OptionalLong.empty();
    private OptionalLong transitions = OptionalLong.empty();
    private Optional<SortedSet<String>> neverTaken = Optional.empty();
    private Optional<TlcOutcome.Failure> failure = Optional.empty();
    private boolean leftBounds;
    private String version = "";

    /**
     * An engine for one protocol on one kernel.
     *
     * @param known how many transitions somebody else counted, if somebody saw them all. Whoever did knows, too, which
     *              actions they are. Then TLC counts them only as it does anyway, and those of each action, which takes
     *              a quarter as long again, only if it comes to another number.
     */
    TlcEngine(
            Tlc tlc,
            Executor executor,
            EmittedSpec spec,
            Profile profile,
            Effort effort,
            OptionalLong known,
            Instant deadline) {
        this.tlc = tlc;
        this.executor = executor;
        this.spec = spec;
        this.module = spec.text();
        this.profile = profile;
        this.effort = effort;
        this.known = known;
        this.deadline = deadline;
    }

    /** Decides the properties; {@code guess} are those that are expected to be violated, with a run that does. */
    TlcFindings decide(List<Property> properties, Map<Claim, Run> guess) {
        List<Claim> claims = properties.stream().flatMap(p -> Claim.of(p).stream()).toList();
        List<Claim> invariants = claims.stream()
                .filter(c -> c.form() == Claim.Form.INVARIANT && !guess.containsKey(c)).toList();
        // A property that fails in its safety form has failed.
        List<Claim> temporal = claims.stream()
                .filter(c -> c.form() == Claim.Form.TEMPORAL && !guess.containsKey(c)
                        && !guess.containsKey(new Claim(c.property(), Claim.Form.INVARIANT)))
                .toList();
        List<Future<?>> runs = new ArrayList<>();
        if (effort == Effort.SMALL && !temporal.isEmpty()) {
            runs.add(start(() -> together(invariants, temporal)));
        } else {
            runs.add(start(() -> invariants(invariants)));
            runs.add(start(() -> temporal(temporal)));
        }
        claims.stream().filter(guess::containsKey)
                .forEach(claim -> runs.add(start(() -> alone(claim, guess.get(claim)))));
        runs.forEach(TlcEngine::finish);
        return new TlcFindings(byProperty(properties), states, transitions, neverTaken, failure, leftBounds, version);
    }

    private Future<?> start(Runnable runs) {
        FutureTask<Void> task = new FutureTask<>(runs, null);
        executor.execute(task);
        return task;
    }

    /** Checks all in one run, and apart only if something fails in it that nobody expected. */
    private void together(List<Claim> invariants, List<Claim> temporal) {
        Optional<TlcOutcome.Completed> completed = run(counting(request(
                        spec.together(profile, properties(invariants), properties(temporal)))
                .mode(TlcRequest.Mode.LIVENESS)));
        if (completed.isEmpty()) {
            return;
        }
        if (completed.get().verdict() instanceof Verdict.NoError) {
            sawAll(completed.get());
            Stream.of(invariants, temporal)
                    .flatMap(List::stream)
                    .forEach(claim -> decided(claim, new TlcVerdict.Holds()));
        } else {
            invariants(invariants);
            temporal(temporal);
        }
    }

    private static List<Property> properties(List<Claim> claims) {
        return claims.stream().map(Claim::property).toList();
    }

    /** Checks invariants together, without the one that failed, again, until none fails: that run sees all states. */
    private void invariants(List<Claim> claims) {
        List<Claim> open = new ArrayList<>(claims);
        while (true) {
            List<Property> properties = properties(open);
            TlcRequest.Builder request = request(properties.isEmpty()
                            ? spec.states(profile)
                            : spec.safety(profile, properties))
                    .mode(TlcRequest.Mode.SAFETY);
            Optional<TlcOutcome.Completed> completed = run(counting(request));
            if (completed.isEmpty()) {
                return;
            }
            if (completed.get().verdict() instanceof Verdict.NoError) {
                sawAll(completed.get());
                open.forEach(claim -> decided(claim, new TlcVerdict.Holds()));
                return;
            }
            Optional<Claim> failed = failed(completed.get(), open);
            if (failed.isEmpty()) {
                return;
            }
            decided(failed.get(), new TlcVerdict.Violated(completed.get().trace().orElseThrow()));
            open.remove(failed.get());
        }
    }

    private void sawAll(TlcOutcome.Completed completed) {
        counted(completed);
        if (known.isPresent() && !transitions.equals(known)) {
            run(request(spec.states(profile)).mode(TlcRequest.Mode.SAFETY).with(TlcRequest.Option.COVERAGE))
                    .ifPresent(this::counted);
        }
    }

    private void temporal(List<Claim> claims) {
        if (claims.isEmpty()) {
            return;
        }
        Optional<TlcOutcome.Completed> completed = run(temporalRequest(spec, claims));
        if (completed.isEmpty()) {
            return;
        }
        if (completed.get().verdict() instanceof Verdict.NoError) {
            claims.forEach(claim -> decided(claim, new TlcVerdict.Holds()));
        } else if (claims.size() == 1) {
            violatedOrStrange(claims.get(0), completed.get());
        } else {
            claims.forEach(claim -> temporal(List.of(claim)));
        }
    }

    private void alone(Claim claim, Run guess) {
        if (claim.form() == Claim.Form.TEMPORAL) {
            if (!isViolatedNear(guess, claim)) {
                temporal(List.of(claim));
            }
            return;
        }
        run(request(spec.safety(profile, List.of(claim.property()))).mode(TlcRequest.Mode.SAFETY))
                .ifPresent(completed -> {
                    if (completed.verdict() instanceof Verdict.NoError) {
                        decided(claim, new TlcVerdict.Holds());
                    } else if (failed(completed, List.of(claim)).isPresent()) {
                        violatedOrStrange(claim, completed);
                    }
                });
    }

    private boolean isViolatedNear(Run guess, Claim claim) {
        Optional<TlcTrace> found = run(temporalRequest(spec.cutDownTo(guess.states()), List.of(claim)))
                .flatMap(TlcOutcome.Completed::trace);
        found.ifPresent(trace -> decided(claim, new TlcVerdict.Violated(trace)));
        return found.isPresent();
    }

    private void violatedOrStrange(Claim claim, TlcOutcome.Completed completed) {
        Optional<TlcTrace> trace = completed.trace();
        if (trace.isPresent()) {
            decided(claim, new TlcVerdict.Violated(trace.get()));
        } else {
            failed(new TlcOutcome.Unparsable("a violation of " + claim.formula() + " without a trace", List.of()));
        }
    }

    /** The claim that an unhappy run refutes; empty if it refutes none of them, which is noted. */
    private Optional<Claim> failed(TlcOutcome.Completed completed, List<Claim> open) {
        if (completed.verdict() instanceof Verdict.InvariantViolated violated) {
            Optional<Claim> claim = open.stream().filter(c -> c.formula().equals(violated.name())).findFirst();
            if (claim.isPresent()) {
                return claim;
            }
            if (violated.name().equals(EmittedSpec.WITHIN_BOUNDS)) {
                leftBounds();
                return Optional.empty();
            }
        }
        failed(new TlcOutcome.Unparsable("an answer to a question that was not asked: " + completed.verdict(),
                List.of()));
        return Optional.empty();
    }

    // ---- running

    private TlcRequest.Builder temporalRequest(EmittedSpec of, List<Claim> claims) {
        return request(of.text(), of.liveness(profile, properties(claims)))
                .mode(TlcRequest.Mode.LIVENESS);
    }

    /** All states are seen in it, if nothing fails. */
    private TlcRequest.Builder counting(TlcRequest.Builder request) {
        return known.isPresent() ? request : request.with(TlcRequest.Option.COVERAGE);
    }

    private TlcRequest.Builder request(String config) {
        return request(module, config);
    }

    private TlcRequest.Builder request(String text, String config) {
        return TlcRequest.module(spec.moduleName(), text)
                .config(config)
                .jvm(effort.jvm())
                .heapMebibytes(effort.heapMebibytes());
    }

    private Optional<TlcOutcome.Completed> run(TlcRequest.Builder request) {
        Duration left = Duration.between(Instant.now(), deadline);
        TlcOutcome outcome = left.isNegative() || left.isZero()
                ? new TlcOutcome.TimedOut(Duration.ZERO, List.of())
                : tlc.run(request.timeout(left).build());
        if (outcome instanceof TlcOutcome.Completed completed) {
            ran(completed);
            return Optional.of(completed);
        }
        failed((TlcOutcome.Failure) outcome);
        return Optional.empty();
    }

    private static void finish(Future<?> run) {
        try {
            run.get();
        } catch (InterruptedException e) {
            run.cancel(true);
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a run of TLC failed in our own code", e.getCause());
        }
    }

    // ---- notes, taken by several threads

    private synchronized void decided(Claim claim, TlcVerdict verdict) {
        verdicts.put(claim, verdict);
    }

    private synchronized void failed(TlcOutcome.Failure why) {
        failure = failure.or(() -> Optional.of(why));
    }

    private synchronized void leftBounds() {
        leftBounds = true;
    }

    private synchronized void ran(TlcOutcome.Completed completed) {
        version = completed.version();
    }

    private synchronized void counted(TlcOutcome.Completed completed) {
        completed.counts().ifPresent(counts -> {
            states = OptionalLong.of(counts.distinct());
            transitions = OptionalLong.of(counts.generated() - INITIAL_STATES);
        });
        neverTaken = completed.coverage().map(coverage -> coverage.actions().stream()
                .collect(Collectors.groupingBy(TlcCoverage.Count::name, Collectors.summingLong(TlcCoverage.Count::taken)))
                .entrySet().stream()
                .filter(e -> e.getValue() == 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** A property is violated if one of its claims is, and holds if all of them do. */
    private synchronized Map<Property, TlcVerdict> byProperty(List<Property> properties) {
        Map<Property, TlcVerdict> result = new EnumMap<>(Property.class);
        for (Property property : properties) {
            List<Claim> claims = Claim.of(property);
            Optional<TlcVerdict> violated = claims.stream()
                    .map(verdicts::get)
                    .filter(TlcVerdict.Violated.class::isInstance)
                    .findFirst();
            if (violated.isPresent()) {
                result.put(property, violated.get());
            } else if (claims.stream().allMatch(c -> verdicts.get(c) instanceof TlcVerdict.Holds)) {
                result.put(property, new TlcVerdict.Holds());
            }
        }
        return result;
    }
}
