package org.quiesce.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/**
 * An assumption, and what came of turning it.
 *
 * @param trials by the kernel that was audited, in the order of the audit
 */
public record Examined(Assumption assumption, Map<Profile, Trial> trials) {

    public Examined {
        trials = Collections.unmodifiableMap(new LinkedHashMap<>(trials));
    }

    /**
     * What is found otherwise on a kernel, in the order of the properties. A property that means something only then is
     * among them if it does not simply hold.
     *
     * @param asItIs what is found there with the assumption as it is
     */
    public List<Flip> flips(CheckResult asItIs) {
        if (!(trials.get(asItIs.profile()) instanceof Trial.Checked trial)) {
            return List.of();
        }
        List<Flip> flips = new ArrayList<>();
        for (PropertyResult turned : trial.result().properties()) {
            Optional<Verdict> from = verdict(asItIs, turned.property());
            if (turned.verdict() != from.orElse(Verdict.HOLDS)) {
                flips.add(new Flip(turned.property(), from, turned.verdict()));
            }
        }
        return List.copyOf(flips);
    }

    private static Optional<Verdict> verdict(CheckResult result, Property property) {
        return result.properties().stream()
                .filter(p -> p.property() == property)
                .map(PropertyResult::verdict)
                .findFirst();
    }
}
