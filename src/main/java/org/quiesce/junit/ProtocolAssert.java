package org.quiesce.junit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.result.Expected;
import org.quiesce.workbench.CheckRequest;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Engines;
import org.quiesce.workbench.Workbench;

/**
 * What a test claims of a protocol. Immutable: what says how it is checked returns another one.
 *
 * <p>Each claim checks the protocol, and throws an {@link AssertionError} if it is otherwise on any kernel. Its message
 * is the report that {@code quiesce check} prints, counterexamples included. A property that holds only because no run
 * does what it speaks of is not satisfied, nor is one that could not be decided.
 */
public final class ProtocolAssert {

    private final CheckRequest request;
    private final List<Profile> kernels;
    private final Optional<Workbench> bench;
    private final Optional<Path> traces;

    private ProtocolAssert(CheckRequest request, List<Profile> kernels, Optional<Workbench> bench, Optional<Path> traces) {
        this.request = request;
        this.kernels = kernels;
        this.bench = bench;
        this.traces = traces;
    }

    static ProtocolAssert about(Protocol protocol) {
        return new ProtocolAssert(CheckRequest.of(Objects.requireNonNull(protocol, "protocol"), Profiles.newest()),
                Profiles.all(), Optional.empty(), Optional.empty());
    }

    // ---- how it is checked

    /** On these kernels alone, such as {@link Profiles#LINUX_6_12}. */
    public ProtocolAssert on(Profile kernel, Profile... more) {
        List<Profile> asked = new ArrayList<>(List.of(kernel));
        asked.addAll(List.of(more));
        return new ProtocolAssert(request, asked.stream().distinct().toList(), bench, traces);
    }

    /** By these engines. With {@link Engines#SIM} no JVM is started for TLC, and nobody looks over the simulator's shoulder. */
    public ProtocolAssert by(Engines engines) {
        return new ProtocolAssert(request.with(engines), kernels, bench, traces);
    }

    /** Within this time for each kernel (ten minutes if nothing is said). */
    public ProtocolAssert within(Duration timeout) {
        return new ProtocolAssert(request.with(timeout), kernels, bench, traces);
    }

    /** On a workbench that the test opens and closes: many claims are checked faster on one than each on its own. */
    public ProtocolAssert using(Workbench shared) {
        return new ProtocolAssert(request, kernels, Optional.of(shared), traces);
    }

    /** If a claim fails, its counterexamples are kept in this directory, in files that {@link Workbench#replay} takes. */
    public ProtocolAssert savingTo(Path directory) {
        return new ProtocolAssert(request, kernels, bench, Optional.of(directory));
    }

    // ---- what is claimed

    /** Every one of these properties holds. */
    public ProtocolAssert satisfies(Property property, Property... more) {
        return claim(set(property, more), Set.of());
    }

    /** Every one of these properties is violated, each by a run of its own or by the same. */
    public ProtocolAssert violates(Property property, Property... more) {
        Set<Property> properties = set(property, more);
        return claim(properties, properties);
    }

    /** Every property that applies to the protocol holds. */
    public ProtocolAssert satisfiesAll() {
        return claim(Set.of(), Set.of());
    }

    private static Set<Property> set(Property property, Property... more) {
        return EnumSet.of(property, more);
    }

    /** @param asked empty for all that apply */
    private ProtocolAssert claim(Set<Property> asked, Set<Property> violated) {
        kernels.forEach(kernel -> refuseWhatDoesNotApply(asked, kernel));
        Expectation expectation = Wanted.verdicts(kernels, violated, Set.of());
        List<Checked> checks = check(request.with(asked)).values().stream()
                .map(result -> new Checked(request.protocol().name(), result, conformance(expectation, result)))
                .toList();
        if (checks.stream().anyMatch(check -> check.conformance() instanceof Conformance.Differs)) {
            List<Path> kept = traces.map(directory -> ReplayFiles.of(checks).writeTo(directory)).orElse(List.of());
            throw new AssertionError(FailureMessage.of(checks, kept));
        }
        return this;
    }

    private static Conformance conformance(Expectation expectation, CheckResult result) {
        return Expected.conformance(result.properties().stream()
                .flatMap(found -> Expected.ofVerdict(expectation, found).stream())
                .toList());
    }

    private void refuseWhatDoesNotApply(Set<Property> asked, Profile kernel) {
        Wanted.refuseWhatDoesNotApply(request.with(kernel), asked, AssertionError::new);
    }

    private Map<Profile, CheckResult> check(CheckRequest asked) {
        if (bench.isPresent()) {
            return bench.get().checkEach(asked, kernels);
        }
        try (Workbench own = Workbench.cached()) {
            return own.checkEach(asked, kernels);
        }
    }
}
