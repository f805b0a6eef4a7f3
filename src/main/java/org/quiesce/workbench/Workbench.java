package org.quiesce.workbench;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.TooLargeException;
import org.quiesce.sim.Limits;
import org.quiesce.sim.ProgressListener;
import org.quiesce.sim.Search;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Simulator;
import org.quiesce.sim.Verdict;
import org.quiesce.spec.EmittedSpec;
import org.quiesce.spec.SpecEmitter;
import org.quiesce.tlc.AnswerCache;
import org.quiesce.tlc.ClassArchives;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcJar;
import org.quiesce.trace.Outcomes;
import org.quiesce.trace.Trace;

/**
 * Checks protocols: the simulator searches, TLC decides, and only what they agree on is a verdict.
 *
 * <p>May be used by several threads. Closing it kills what TLC still runs.
 */
public final class Workbench implements AutoCloseable {

    private final Tlc tlc;
    private final Semantics semantics;
    private final ExecutorService pool;
    private final AtomicInteger atWork = new AtomicInteger();
    /** Held by whoever searches, as a search may take half of the memory. */
    private final Object searching = new Object();

    Workbench(Tlc tlc, Semantics semantics) {
        this.tlc = tlc;
        this.semantics = semantics;
        this.pool = Executors.newFixedThreadPool(Math.max(2, Runtime.getRuntime().availableProcessors()), task -> {
            Thread thread = new Thread(task, "tlc");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A workbench with the TLC that comes with Quiesce, which always runs afresh. */
    public static Workbench standard() {
        return using(TlcJar.bundled(), AnswerCache.none());
    }

    /** A workbench with the TLC that comes with Quiesce, which runs only for what is not among the user's answers. */
    public static Workbench cached() {
        return using(TlcJar.bundled(), AnswerCache.inUserCache());
    }

    /** A workbench with the TLC in that jar, which runs only for what is not among the answers. */
    public static Workbench using(TlcJar jar, AnswerCache answers) {
        return new Workbench(Tlc.using(jar, ClassArchives.inUserCache(), answers), Semantics.genuine());
    }

    /** Checks everything that applies to a protocol on one kernel, by both engines. */
    public CheckResult check(Protocol protocol, Profile profile) {
        return check(CheckRequest.of(protocol, profile));
    }

    /** Checks one protocol on one kernel. */
    public CheckResult check(CheckRequest request) {
        return withinMemory(request, lowered -> check(request, lowered, () -> semantics.spec(lowered), ProgressListener.silent()));
    }

    /**
     * Checks one protocol on one kernel, and says what the simulator saw on the way.
     *
     * @param listener told how far a search is
     */
    public Measured measure(CheckRequest request, ProgressListener listener) {
        AtomicReference<SearchResult> seen = new AtomicReference<>();
        CheckResult result = withinMemory(request,
                lowered -> check(request, lowered, () -> semantics.spec(lowered), listener, seen::set));
        return new Measured(result, Optional.ofNullable(seen.get()).map(SearchResult::statistics));
    }

    /** Checks one protocol on several kernels, and tells nobody how far it is. */
    public Map<Profile, CheckResult> checkEach(CheckRequest request, List<Profile> profiles) {
        return checkEach(request, profiles, ProgressListener.silent());
    }

    /**
     * Checks one protocol on several kernels. Kernels that do not differ in anything that matters to the protocol, nor to
     * what its runs look like, share one check.
     *
     * @param listener told how far a search is
     */
    public Map<Profile, CheckResult> checkEach(
            CheckRequest request, List<Profile> profiles, ProgressListener listener) {
        Map<String, EmittedSpec> specs = new HashMap<>();
        Map<List<Object>, CheckResult> shared = new HashMap<>();
        Map<Profile, CheckResult> results = new LinkedHashMap<>();
        for (Profile profile : profiles) {
            results.put(profile, withinMemory(request.with(profile), lowered -> {
                EmittedSpec spec = specs.computeIfAbsent(lowered.fingerprint(), f -> semantics.spec(lowered));
                List<Object> alike = List.of(
                        lowered.fingerprint(), spec.constants(profile), Outcomes.awaitsInterrupts(lowered, profile));
                return shared.computeIfAbsent(alike,
                        meaning -> check(request.with(profile), lowered, () -> spec, listener)).on(profile);
            }));
        }
        return results;
    }

    /** What is too large for this machine is decided by nobody, and takes no other check along with it. */
    private static CheckResult withinMemory(CheckRequest request, Function<LoweredProtocol, CheckResult> check) {
        LoweredProtocol lowered = request.steps();
        try {
            return check.apply(lowered);
        } catch (TooLargeException e) {
            return undecided(request, lowered, e.getMessage());
        } catch (OutOfMemoryError e) {
            return undecided(request, lowered, "the memory was used up before the states of protocol " + request.protocol().name()
                    + " were searched; allow more, as in QUIESCE_JAVA_OPTS=-Xmx4g, or make the model smaller");
        } catch (StackOverflowError e) {
            return undecided(request, lowered, "something in protocol " + request.protocol().name()
                    + " is nested too deep to be checked; make the model smaller");
        }
    }

    private static CheckResult undecided(CheckRequest request, LoweredProtocol lowered, String why) {
        List<PropertyResult> results = asked(request, lowered).stream()
                .map(property -> new PropertyResult(property, org.quiesce.workbench.Verdict.INCONCLUSIVE, why, Optional.empty()))
                .toList();
        return new CheckResult(request.protocol(), request.profile(), request.granularity(), request.engines(),
                OptionalLong.empty(), OptionalLong.empty(), results, List.of(),
                Assumptions.ofKernel(request.protocol(), request.profile()), TlcAnswers.NONE,
                Optional.of(new CheckResult.Failure(CheckResult.Failure.Kind.LIMIT, why)));
    }

    /** Whether a formula of the user's own is true. */
    public Answer ask(Question question) {
        return new Inquiry(question, semantics).answer(tlc);
    }

    /**
     * Whether a log of a real kernel is a run of a protocol.
     *
     * @throws LogMismatchException if the log does not show what is needed for that
     */
    public Validation validate(LogQuestion question) throws LogMismatchException {
        return new Validator(question, semantics).validate(tlc);
    }

    /** The protocol of a request, checked as the request says, and so all of its mutants. */
    public Mutation mutation(CheckRequest request) {
        return mutation(request, result -> { });
    }

    /**
     * The same.
     *
     * @param checked told what came of each check
     */
    public Mutation mutation(CheckRequest request, Consumer<CheckResult> checked) {
        return Mutation.of(request, one -> {
            CheckResult result = check(one);
            checked.accept(result);
            return result;
        });
    }

    /** @param spec asked for only if TLC is */
    private CheckResult check(
            CheckRequest request, LoweredProtocol lowered, Supplier<EmittedSpec> spec, ProgressListener listener) {
        return check(request, lowered, spec, listener, found -> { });
    }

    /** @param seen told what the simulator found, if it searches */
    private CheckResult check(CheckRequest request, LoweredProtocol lowered, Supplier<EmittedSpec> spec,
            ProgressListener listener, Consumer<SearchResult> seen) {
        List<Property> properties = asked(request, lowered);
        Simulator simulator = semantics.simulator(lowered, request.profile());
        Optional<SearchResult> found;
        Instant deadline;
        synchronized (searching) {
            deadline = Instant.now().plus(request.timeout());
            found = request.engines() == Engines.TLC
                    ? Optional.empty()
                    : Optional.of(search(simulator, properties, deadline, listener));
        }
        found.ifPresent(seen);
        Optional<TlcFindings> decided = request.engines() == Engines.SIM
                ? Optional.empty()
                : Optional.of(decide(spec.get(), request.profile(), properties, found, deadline));
        return new Judgement(request, lowered, simulator, found, decided, answers(request)).result(properties);
    }

    private TlcAnswers answers(CheckRequest request) {
        if (request.engines() == Engines.SIM) {
            return TlcAnswers.NONE;
        }
        return tlc.keepsAnswers() ? TlcAnswers.AFRESH_OR_CACHED : TlcAnswers.AFRESH;
    }

    /** How many answers of TLC were those of earlier runs, up to now. */
    public int cachedAnswers() {
        return tlc.cachedAnswers();
    }

    /**
     * The module and its two configurations, by file name.
     *
     * @param profile whose constants the configurations fix
     */
    public static SortedMap<String, String> emit(Protocol protocol, Granularity granularity, Profile profile) {
        return new Specification(Lowering.lower(protocol, granularity, profile), profile).files();
    }

    /**
     * Runs a saved trace again on the simulator.
     *
     * @throws TraceMismatchException if the trace is not one of this protocol, or of a kernel that is unknown here
     */
    public static ReplayReport replay(Trace trace, Protocol protocol) throws TraceMismatchException {
        Profile profile = Profiles.named(trace.kernel())
                .orElseThrow(() -> new TraceMismatchException("the trace is of an unknown kernel"));
        LoweredProtocol lowered = Lowering.lower(protocol, trace.granularity(), profile);
        if (!lowered.fingerprint().equals(trace.fingerprint())) {
            throw new TraceMismatchException("the trace belongs to another version of " + protocol.name()
                    + ", or its protocol or granularity was changed; save it again with check --save");
        }
        if (!trace.property().appliesTo(lowered)) {
            throw new TraceMismatchException(trace.property().id() + " does not apply to " + protocol.name()
                    + "; quiesce list --explain " + trace.property().id() + " says what it is about");
        }
        Simulator simulator = Simulator.of(lowered, profile);
        new TraceShape(lowered, simulator.initial()).check(trace.run());
        return Replays.report(simulator, trace.property(), trace.run());
    }

    /**
     * What one run alone says of one property, without any search: it is replayed on the simulator.
     *
     * @param run of the protocol with one shared access per step, said to violate the property
     */
    public static CheckResult judge(Protocol protocol, Profile profile, Property property, Run run) {
        LoweredProtocol lowered = Lowering.lower(protocol, Granularity.MICRO, profile);
        Counterexample found = Counterexample.of(lowered, profile, Simulator.of(lowered, profile), property, run,
                Trace.Engine.SIMULATOR);
        return new CheckResult(protocol, profile, Granularity.MICRO, Engines.SIM, OptionalLong.empty(), OptionalLong.empty(),
                List.of(PropertyResult.of(property, found)), List.of(), Assumptions.of(lowered, profile), TlcAnswers.NONE, Optional.empty());
    }

    /** What a formula of one's own can speak of. */
    public static List<SpecVariable> variables(Protocol protocol, Granularity granularity, Profile profile) {
        return SpecVariable.of(SpecEmitter.emit(Lowering.lower(protocol, granularity, profile)));
    }

    /** Runs a protocol once on the simulator, without looking for anything. The same course gives the same run. */
    public static Simulation simulate(Protocol protocol, Granularity granularity, Profile profile, Course course) {
        return Simulation.of(Simulator.of(Lowering.lower(protocol, granularity, profile), profile), course);
    }

    /** The states of a protocol that are reached first, breadth first, and not more than so many. */
    public static StateMap states(Protocol protocol, Granularity granularity, Profile profile, int most) {
        return StateMap.of(Simulator.of(Lowering.lower(protocol, granularity, profile), profile), most);
    }

    /** Kills what TLC still runs. */
    @Override
    public void close() {
        tlc.close();
        pool.shutdownNow();
    }

    private static List<Property> asked(CheckRequest request, LoweredProtocol lowered) {
        List<Property> all = Property.of(lowered);
        return request.properties().isEmpty()
                ? all
                : all.stream().filter(request.properties()::contains).toList();
    }

    private static SearchResult search(
            Simulator simulator, List<Property> properties, Instant deadline, ProgressListener listener) {
        long memory = Runtime.getRuntime().maxMemory() / 2;
        Limits limits = Limits.none().withTime(Duration.between(Instant.now(), deadline)).withBytes(memory);
        return Search.of(simulator).within(limits).reporting(listener).check(properties);
    }

    private TlcFindings decide(
            EmittedSpec spec,
            Profile profile,
            List<Property> properties,
            Optional<SearchResult> found,
            Instant deadline) {
        // A check that is alone uses all processors; of several, each has one, and none waits for another.
        Executor executor = atWork.incrementAndGet() == 1 ? pool : Runnable::run;
        try {
            TlcEngine engine = new TlcEngine(tlc, executor, spec, profile, Effort.on(found),
                    found.map(SearchResult::allTransitions).orElse(OptionalLong.empty()), deadline);
            return engine.decide(properties, found.map(Workbench::guess).orElse(Map.of()));
        } finally {
            atWork.decrementAndGet();
        }
    }

    /** What TLC will find violated if it agrees with the simulator, and by which run. */
    private static Map<Claim, Run> guess(SearchResult found) {
        Map<Claim, Run> guess = new HashMap<>();
        for (Property property : Property.values()) {
            if (found.verdicts().get(property.id()) instanceof Verdict.Violated violated) {
                Claim.Form form = property.kind() == Property.Kind.SAFETY
                        ? Claim.Form.INVARIANT
                        : Claim.Form.TEMPORAL;
                guess.put(new Claim(property, form), violated.run());
            }
        }
        if (found.verdicts().get(Property.NO_STUCK_STOP) instanceof Verdict.Violated violated) {
            guess.remove(new Claim(Property.STOP_TERMINATES, Claim.Form.TEMPORAL));
            guess.put(new Claim(Property.STOP_TERMINATES, Claim.Form.INVARIANT), violated.run());
        }
        return guess;
    }
}
