package org.quiesce.workbench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;

/**
 * What a check of one protocol on one kernel profile found.
 *
 * @param simStates  distinct states as counted by the simulator, if it took part and finished
 * @param tlcStates  distinct states as counted by TLC, if it took part and finished
 * @param properties in the order of {@link Property}
 * @param neverTaken names of the steps that no run ever takes
 * @param restsOn    what the verdicts rest on: the kernel first, then bounds, memory model, fairness, environment, engines
 * @param tlcAnswers where TLC's part of the verdicts may come from
 * @param failure    why an engine gave no verdict at all; then every property is inconclusive or disputed
 */
public record CheckResult(
        Protocol protocol,
        Profile profile,
        Granularity granularity,
        Engines engines,
        OptionalLong simStates,
        OptionalLong tlcStates,
        List<PropertyResult> properties,
        List<String> neverTaken,
        List<String> restsOn,
        TlcAnswers tlcAnswers,
        Optional<Failure> failure) {

    public CheckResult {
        properties = List.copyOf(properties);
        neverTaken = List.copyOf(neverTaken);
        restsOn = List.copyOf(restsOn);
    }

    /** Why an engine gave no verdict. */
    public record Failure(Kind kind, String message) {

        /** What sort of failure it is, which decides the exit status. */
        public enum Kind {
            /** Time, memory or a bound ended the check: more of it may help. Exit status 3. */
            LIMIT,
            /** An engine crashed or said what can't be trusted. Exit status 4. */
            ENGINE
        }
    }

    /** The same findings on a kernel that does not differ in anything that matters to the protocol. */
    CheckResult on(Profile other) {
        if (other.equals(profile)) {
            return this;
        }
        List<PropertyResult> moved = properties.stream().map(p -> p.on(other)).toList();
        List<String> resting = new ArrayList<>(Assumptions.ofKernel(protocol, other));
        resting.addAll(restsOn.subList(Assumptions.ofKernel(protocol, profile).size(), restsOn.size()));
        return new CheckResult(protocol, other, granularity, engines, simStates, tlcStates, moved, neverTaken, resting,
                tlcAnswers, failure);
    }

    /** The same, of one property. */
    public CheckResult only(Property property) {
        return new CheckResult(protocol, profile, granularity, engines, simStates, tlcStates,
                properties.stream().filter(p -> p.property() == property).toList(), neverTaken, restsOn, tlcAnswers,
                failure);
    }

    /** Whether time or memory ended it before an engine had seen everything, and nothing was found until then. */
    public boolean isCutShort() {
        boolean isUnfinished = engines != Engines.TLC && simStates.isEmpty() || engines != Engines.SIM && tlcStates.isEmpty();
        return failure.filter(f -> f.kind() == Failure.Kind.LIMIT).isPresent() && isUnfinished
                && properties.stream().allMatch(p -> p.verdict() == Verdict.INCONCLUSIVE);
    }

    /**
     * The same as an answer about more than was checked: what was found stays, and what was not may still be there.
     *
     * @param why what is known of a property that no run violates
     */
    public CheckResult ofMore(String why) {
        return new CheckResult(protocol, profile, granularity, engines, simStates, tlcStates,
                properties.stream().map(p -> p.ofMore(why)).toList(), neverTaken, restsOn, tlcAnswers, failure);
    }

    /** Whether some property is disputed. */
    public boolean isDisputed() {
        return properties.stream().anyMatch(p -> p.verdict() == Verdict.DISPUTED);
    }
}
