package org.quiesce.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.report.Mutated;
import org.quiesce.report.Sheet;
import org.quiesce.result.Checked;
import org.quiesce.result.Conformance;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.CheckResult.Failure;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/** What a call ends with. If several apply, the one that is declared first here wins. */
enum ExitStatus {
    /** The engines disagree, one of them failed, or the output is not whole: nothing it says may be relied on. */
    UNRELIABLE(4),
    /** A bound, the time or the memory ended a check before it was decided. */
    INCONCLUSIVE(3),
    /** The call, or a file that it names, can't be understood. */
    USAGE(2),
    /** A property is violated, or an expectation is not met. */
    NOT_AS_EXPECTED(1),
    /** Everything is as expected. */
    OK(0);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The status of many sheets: that of the worst check. */
    static ExitStatus of(Collection<Sheet> sheets) {
        return sheets.stream().map(ExitStatus::of).min(Comparator.naturalOrder()).orElse(OK);
    }

    /** The status of a sheet: that of its worst check. */
    static ExitStatus of(Sheet sheet) {
        return sheet.checks().stream().map(ExitStatus::of).min(Comparator.naturalOrder()).orElse(OK);
    }

    /** The status of checks of which no verdict is good or bad: whether they were decided. */
    static ExitStatus ofUndecided(Stream<CheckResult> results) {
        return results.map(ExitStatus::undecided).flatMap(Optional::stream).min(Comparator.naturalOrder()).orElse(OK);
    }

    /** Disputes and failures count even where a model expects something else: they are about us, not the model. */
    static ExitStatus of(Checked check) {
        Optional<ExitStatus> undecided = undecided(check.result());
        if (undecided.isPresent()) {
            return undecided.get();
        } else if (check.conformance() instanceof Conformance.Unstated) {
            return check.verdict() == Verdict.HOLDS ? OK : NOT_AS_EXPECTED;
        }
        return check.conformance() instanceof Conformance.AsExpected ? OK : NOT_AS_EXPECTED;
    }

    /** The status of slips that were made: whether it is known of all that nothing notices why that is. */
    static ExitStatus ofMutants(Collection<Mutated> all) {
        if (all.stream().anyMatch(Mutated::isDisputed)) {
            return UNRELIABLE;
        } else if (all.stream().anyMatch(Mutated::isInconclusive)) {
            return INCONCLUSIVE;
        }
        return all.stream().allMatch(m -> m.unexplained().isEmpty() && m.mistold().isEmpty()) ? OK : NOT_AS_EXPECTED;
    }

    private static Optional<ExitStatus> undecided(CheckResult result) {
        if (has(result, Verdict.DISPUTED) || failed(result, Failure.Kind.ENGINE)) {
            return Optional.of(UNRELIABLE);
        }
        return has(result, Verdict.INCONCLUSIVE) || failed(result, Failure.Kind.LIMIT)
                ? Optional.of(INCONCLUSIVE)
                : Optional.empty();
    }

    private static boolean has(CheckResult result, Verdict verdict) {
        return result.properties().stream().map(PropertyResult::verdict).anyMatch(verdict::equals);
    }

    private static boolean failed(CheckResult result, Failure.Kind kind) {
        return result.failure().map(Failure::kind).filter(kind::equals).isPresent();
    }
}
