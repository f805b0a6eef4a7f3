package org.quiesce.result;

import java.util.Comparator;
import java.util.List;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/**
 * A result, under the name by which the user asked for it.
 *
 * @param name        such as {@code first-kthread/broken}
 * @param result      what was found
 * @param conformance how that compares with what was expected
 */
public record Checked(String name, CheckResult result, Conformance conformance) {

    private static final List<Verdict> WORST_FIRST = List.of(
            Verdict.DISPUTED, Verdict.INCONCLUSIVE, Verdict.VIOLATED, Verdict.VACUOUS, Verdict.HOLDS);

    /** The worst verdict of its properties; inconclusive if there is none. */
    public Verdict verdict() {
        return result.properties().stream()
                .map(PropertyResult::verdict)
                .min(Comparator.comparingInt(WORST_FIRST::indexOf))
                .orElse(Verdict.INCONCLUSIVE);
    }
}
