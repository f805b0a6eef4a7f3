package org.quiesce.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.quiesce.protocol.property.Property;
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
