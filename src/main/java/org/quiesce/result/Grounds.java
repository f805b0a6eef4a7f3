package org.quiesce.result;

import java.util.List;
import java.util.stream.Stream;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.CheckResult.Failure;
import org.quiesce.workbench.PropertyResult;
import org.quiesce.workbench.Verdict;

/** Why a check is not as it should be; nothing if it is. */
public final class Grounds {

    private static final List<Verdict> UNDECIDED = List.of(Verdict.DISPUTED, Verdict.INCONCLUSIVE);

    private Grounds() {}

    /** Each reason as a clause; what leaves a check without verdict goes before what was expected of it. */
    public static List<String> of(Checked check) {
        List<String> undecided = undecided(check.result());
        if (!undecided.isEmpty()) {
            return undecided;
        } else if (check.conformance() instanceof Conformance.Differs differs) {
            return differs.differences();
        } else if (check.conformance() instanceof Conformance.AsExpected) {
            return List.of();
        }
        return check.result().properties().stream()
                .filter(p -> p.verdict() != Verdict.HOLDS)
                .map(Grounds::clause)
                .toList();
    }

    /** What leaves a check without verdict. */
    public static List<String> undecided(CheckResult result) {
        List<String> failure = result.failure().map(Failure::message).stream().toList();
        return Stream.concat(
                        failure.stream(),
                        result.properties().stream()
                                .filter(p -> UNDECIDED.contains(p.verdict()))
                                .filter(p -> !failure.contains(p.note()))
                                .map(Grounds::clause))
                .toList();
    }

    private static String clause(PropertyResult result) {
        return result.property().id() + " is " + result.verdict().word()
                + (result.note().isEmpty() ? "" : ": " + result.note());
    }
}
