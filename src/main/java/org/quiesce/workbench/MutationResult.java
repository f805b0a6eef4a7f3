package org.quiesce.workbench;

import java.util.List;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;

/**
 * What came of all mutants of one protocol on one kernel.
 *
 * @param original what was found of the protocol itself: only what holds of it can kill
 * @param mutants  in the order of the listing
 */
public record MutationResult(CheckResult original, List<MutantResult> mutants) {

    public MutationResult {
        mutants = List.copyOf(mutants);
    }

    public Profile profile() {
        return original.profile();
    }

    /** The properties that hold of the original, be it that they mean nothing there. */
    public List<Property> held() {
        return original.properties().stream()
                .filter(p -> p.verdict() == Verdict.HOLDS || p.verdict() == Verdict.VACUOUS)
                .map(PropertyResult::property)
                .toList();
    }

    /** How many mutants some property was asked about, and gave an answer: those that were killed, and the survivors. */
    public long judged() {
        return count(Fate.Killed.class) + count(Fate.Survived.class);
    }

    /** How many mutants came to that. */
    public long count(Class<? extends Fate> fate) {
        return mutants.stream().filter(m -> fate.isInstance(m.fate())).count();
    }

    /** The mutants that violate nothing, and are not equal to the original. */
    public List<MutantResult> survivors() {
        return mutants.stream().filter(m -> m.fate() instanceof Fate.Survived).toList();
    }
}
