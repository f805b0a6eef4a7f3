package org.quiesce.report;

import java.util.List;
import java.util.Optional;
import org.quiesce.catalog.Survivors.Reason;
import org.quiesce.mutation.MutantId;
import org.quiesce.workbench.Fate;
import org.quiesce.workbench.MutantResult;
import org.quiesce.workbench.MutationResult;
import org.quiesce.workbench.Verdict;

/**
 * What came of the mutants of a protocol, under the name by which the user asked for it.
 *
 * @param name    such as {@code first-kthread/mended}
 * @param result  what was found
 * @param alive   the mutants that no property kills, in the order of the listing
 * @param mistold the mutants that the model says no property kills, and one does, or there is no such mutant
 */
public record Mutated(String name, MutationResult result, List<Explained> alive, List<MutantId> mistold) {

    public Mutated {
        alive = List.copyOf(alive);
        mistold = List.copyOf(mistold);
    }

    /** A mutant that no property kills, and why that is no lack, if somebody said so. */
    public record Explained(MutantResult mutant, Optional<Reason> reason) {

        /** Whether it is the mutant that no property kills, and not an engine or the time that was too short. */
        boolean wantsReason() {
            return mutant.fate() instanceof Fate.Survived || mutant.fate() instanceof Fate.Unbounded;
        }

        boolean isUnexplained() {
            return wantsReason() && reason.isEmpty();
        }
    }

    /** The mutants of which nobody says why no property kills them. */
    public List<Explained> unexplained() {
        return alive.stream().filter(Explained::isUnexplained).toList();
    }

    /** Whether the engines say different things of some mutant, or of the original. */
    public boolean isDisputed() {
        return result.original().isDisputed() || isUndecidedBy(Fate.Cause.DISPUTE);
    }

    /**
     * Whether some mutant could not be decided, or the original. That one leaves the bounds of the model is not counted:
     * it is no lack of the call, and why it does is asked like why one survives.
     */
    public boolean isInconclusive() {
        return isUndecidedBy(Fate.Cause.ENGINE)
                || result.original().properties().stream().anyMatch(p -> p.verdict() == Verdict.INCONCLUSIVE);
    }

    private boolean isUndecidedBy(Fate.Cause cause) {
        return result.mutants().stream().anyMatch(m ->
                m.fate() instanceof Fate.Undecided undecided && undecided.cause() == cause);
    }
}
