package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.quiesce.audit.Examined;
import org.quiesce.audit.Trial;
import org.quiesce.result.Checked;
import org.quiesce.result.Grounds;
import org.quiesce.workbench.CheckResult;

/**
 * An audit of one protocol.
 *
 * @param sheet    what was found with every assumption as it is
 * @param examined what came of turning each of them
 */
public record Audited(Sheet sheet, List<Examined> examined) {

    public Audited {
        examined = List.copyOf(examined);
    }

    /** Every check of the audit. */
    public Stream<CheckResult> results() {
        return Stream.concat(
                sheet.checks().stream().map(Checked::result),
                examined.stream().flatMap(e -> e.trials().values().stream())
                        .filter(Trial.Checked.class::isInstance)
                        .map(trial -> ((Trial.Checked) trial).result()));
    }

    /** Why the exit status of the call is not 0, if it is not. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        for (Checked check : sheet.checks()) {
            Grounds.undecided(check.result()).forEach(why -> reasons.add(where(check) + ": " + why));
            for (Examined one : examined) {
                if (one.trials().get(check.result().profile()) instanceof Trial.Checked trial) {
                    Grounds.undecided(trial.result()).forEach(why ->
                            reasons.add(where(check) + ", " + one.assumption().id() + " turned: " + why));
                }
            }
        }
        return reasons;
    }

    private static String where(Checked check) {
        return check.name() + " on " + check.result().profile().name();
    }

    /** Whether turning the assumption changes a verdict on any kernel. */
    boolean matters(Examined assumption) {
        return sheet.checks().stream().anyMatch(check -> !assumption.flips(check.result()).isEmpty());
    }
}
