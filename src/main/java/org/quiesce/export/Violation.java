package org.quiesce.export;

import java.util.List;
import org.quiesce.result.Check;
import org.quiesce.result.Evidence;
import org.quiesce.result.Finding;
import org.quiesce.result.PlainRun;
import org.quiesce.result.Results;

/**
 * A counterexample, with what it is one of.
 *
 * @param stem name for a file about it, without ending
 */
record Violation(String stem, Check check, Finding finding, Evidence evidence) {

    /** Those of all checks. */
    static List<Violation> of(Results results) {
        FileNames names = FileNames.of(results.checks().stream().map(Check::name).toList());
        return results.checks().stream()
                .flatMap(check -> check.properties().stream().flatMap(finding -> finding.counterexample().stream()
                        .map(evidence -> new Violation(
                                names.of(check.name(), check.kernel(), finding.name()), check, finding, evidence))))
                .toList();
    }

    PlainRun run() {
        return evidence.run();
    }

    /** What it is, as a clause. */
    String title() {
        return finding.standing() + ": " + check.nameOnKernel();
    }

    boolean isDecisive(PlainRun.Step step) {
        return evidence.decisive().contains(step.number());
    }
}
