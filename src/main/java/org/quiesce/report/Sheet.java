package org.quiesce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.quiesce.protocol.property.Property;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.workbench.PropertyResult;

/**
 * Everything that was found out about one protocol, on one kernel profile or more.
 *
 * @param checks at least one; all under the same name, each on another profile
 */
public record Sheet(List<Checked> checks) {

    public Sheet {
        checks = List.copyOf(checks);
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("a sheet needs a check");
        }
    }

    /** Whether time or memory ended some check before anything was found. */
    public boolean isCutShort() {
        return checks.stream().anyMatch(c -> c.result().isCutShort());
    }

    /** What is known once those checks that were cut short were done again with fewer users. */
    public Sheet answeredBy(Sheet fewer) {
        return new Sheet(IntStream.range(0, checks.size())
                .mapToObj(i -> checks.get(i).result().isCutShort() ? answered(checks.get(i), fewer.checks.get(i)) : checks.get(i))
                .toList());
    }

    private static Checked answered(Checked all, Checked fewer) {
        return new Checked(all.name(), fewer.result().ofMore("no run violates it in which one user calls each file operation;"
                + " with as many as usual " + all.result().failure().orElseThrow().message()), all.conformance());
    }

    String name() {
        return checks.get(0).name();
    }

    String title() {
        return checks.get(0).result().protocol().title();
    }

    /** The properties that were checked on any profile, in their order. */
    List<Property> properties() {
        return checks.stream()
                .flatMap(c -> c.result().properties().stream())
                .map(PropertyResult::property)
                .distinct()
                .sorted()
                .toList();
    }

    /** How all checks together compare with what was expected: what differs anywhere differs. */
    Conformance conformance() {
        List<String> differences = new ArrayList<>();
        sayings(c -> c.conformance() instanceof Conformance.Differs d ? d.differences() : List.of())
                .forEach((difference, on) -> differences.add(difference + onlyKernels(on)));
        if (!differences.isEmpty()) {
            return new Conformance.Differs(differences);
        }
        return checks.stream().allMatch(c -> c.conformance() instanceof Conformance.AsExpected)
                ? new Conformance.AsExpected()
                : new Conformance.Unstated();
    }

    /** What the checks say, each once, with the checks that say it; in the order of their first mention. */
    <T> Map<T, List<Checked>> sayings(Function<Checked, List<T>> of) {
        Map<T, List<Checked>> sayings = new LinkedHashMap<>();
        for (Checked check : checks) {
            of.apply(check).forEach(saying -> sayings.computeIfAbsent(saying, s -> new ArrayList<>()).add(check));
        }
        return sayings;
    }

    /** " on linux-5.10, 5.15"; nothing if that is every check of several. */
    String onKernels(List<Checked> some) {
        return some.size() == checks.size() && checks.size() > 1 ? "" : " on " + kernels(some);
    }

    /** " (only linux-5.10, 5.15)"; nothing if that is every check. */
    String onlyKernels(List<Checked> some) {
        return some.size() == checks.size() ? "" : " (only " + kernels(some) + ")";
    }

    static String kernels(List<Checked> some) {
        return KernelNames.of(some.stream().map(c -> c.result().profile()).toList());
    }
}
