package org.quiesce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.result.Conformance;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/** Compares what was found with what a model expects. Only what was asked for is compared. */
final class Expected {

    private final Expectation expectation;
    private final CheckResult result;
    private final List<String> differences = new ArrayList<>();

    private Expected(Expectation expectation, CheckResult result) {
        this.expectation = expectation;
        this.result = result;
    }

    static Conformance compare(Expectation expectation, CheckResult result) {
        Expected expected = new Expected(expectation, result);
        result.properties().forEach(expected::verdict);
        expected.states("TLC", result.tlcStates());
        expected.states("the simulator", result.simStates());
        expected.neverTaken();
        return expected.differences.isEmpty()
                ? new Conformance.AsExpected()
                : new Conformance.Differs(expected.differences);
    }

    private void verdict(PropertyResult found) {
        Property property = found.property();
        Verdict expected = expectation.violated().containsKey(property) ? Verdict.VIOLATED
                : expectation.vacuousProperties().contains(property) ? Verdict.VACUOUS : Verdict.HOLDS;
        if (found.verdict() != expected) {
            differences.add(property.id() + ": " + found.verdict().word() + ", expected: " + expected.word());
            return;
        }
        List<Outcome> outcomes = expectation.violated().getOrDefault(property, List.of());
        found.counterexample()
                .map(Counterexample::outcome)
                .filter(shown -> !outcomes.isEmpty() && !outcomes.contains(shown))
                .ifPresent(shown -> differences.add(property.id() + " shows as " + shown.code() + ", expected: "
                        + String.join(" or ", outcomes.stream().map(Outcome::code).toList())));
    }

    /** Counts are stated for steps of one shared access each. */
    private void states(String engine, OptionalLong counted) {
        if (expectation.states() > 0 && result.granularity() == Granularity.MICRO && counted.isPresent()
                && counted.getAsLong() != expectation.states()) {
            differences.add(engine + " counts " + counted.getAsLong() + " states, expected: " + expectation.states());
        }
    }

    private void neverTaken() {
        if (result.granularity() != Granularity.MICRO) {
            return;
        }
        TreeSet<String> missing = new TreeSet<>(result.neverTaken());
        expectation.stepsNeverTaken().forEach(missing::remove);
        missing.forEach(step -> differences.add("no run takes step " + step + ", expected: some do"));
        TreeSet<String> taken = new TreeSet<>(expectation.stepsNeverTaken());
        result.neverTaken().forEach(taken::remove);
        taken.forEach(step -> differences.add("some run takes step " + step + ", expected: none does"));
    }
}
