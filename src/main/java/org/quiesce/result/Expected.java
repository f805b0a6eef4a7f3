package org.quiesce.result;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/** Compares what was found with what a model expects. Only what was asked for is compared. */
public final class Expected {

    private Expected() {}

    /** Compares every verdict, and all that is expected of the runs as a whole. */
    public static Conformance compare(Expectation expectation, CheckResult result) {
        return conformance(Stream.concat(
                result.properties().stream().flatMap(found -> ofVerdict(expectation, found).stream()),
                ofRuns(expectation, result).stream()).toList());
    }

    /** How something compares of which these are the differences. */
    public static Conformance conformance(List<String> differences) {
        return differences.isEmpty() ? new Conformance.AsExpected() : new Conformance.Differs(differences);
    }

    /** In what a verdict differs, or how its violation shows; each difference is one sentence. */
    public static List<String> ofVerdict(Expectation expectation, PropertyResult found) {
        Property property = found.property();
        Verdict expected = expectation.violated().containsKey(property) ? Verdict.VIOLATED
                : expectation.vacuousProperties().contains(property) ? Verdict.VACUOUS : Verdict.HOLDS;
        if (found.verdict() != expected) {
            return List.of(property.id() + ": " + found.verdict().word() + ", expected: " + expected.word());
        }
        List<Outcome> outcomes = expectation.violated().getOrDefault(property, List.of());
        return found.counterexample()
                .map(Counterexample::outcome)
                .filter(shown -> !outcomes.isEmpty() && !outcomes.contains(shown))
                .map(shown -> property.id() + " shows as " + shown.code() + ", expected: "
                        + String.join(" or ", outcomes.stream().map(Outcome::code).toList()))
                .stream().toList();
    }

    /** In what the runs as a whole differ: how many states they have, and which steps none of them takes. */
    public static List<String> ofRuns(Expectation expectation, CheckResult result) {
        // Both are stated for steps of one shared access each.
        if (result.granularity() != Granularity.MICRO) {
            return List.of();
        }
        List<String> differences = new ArrayList<>();
        differences.addAll(states(expectation, "TLC", result.tlcStates()));
        differences.addAll(states(expectation, "the simulator", result.simStates()));
        differences.addAll(neverTaken(expectation, result));
        return differences;
    }

    private static List<String> states(Expectation expectation, String engine, OptionalLong counted) {
        return expectation.states() > 0 && counted.isPresent() && counted.getAsLong() != expectation.states()
                ? List.of(engine + " counts " + counted.getAsLong() + " states, expected: " + expectation.states())
                : List.of();
    }

    private static List<String> neverTaken(Expectation expectation, CheckResult result) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> missing = new TreeSet<>(result.neverTaken());
        expectation.stepsNeverTaken().forEach(missing::remove);
        missing.forEach(step -> differences.add("no run takes step " + step + ", expected: some do"));
        TreeSet<String> taken = new TreeSet<>(expectation.stepsNeverTaken());
        result.neverTaken().forEach(taken::remove);
        taken.forEach(step -> differences.add("some run takes step " + step + ", expected: none does"));
        return differences;
    }
}
