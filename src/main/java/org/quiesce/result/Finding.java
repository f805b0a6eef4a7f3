package org.quiesce.result;

import java.util.Optional;

/**
 * What was found about one property.
 *
 * @param name           of the property
 * @param kind           {@code safety} or {@code progress}
 * @param claim          what it says, as a clause
 * @param verdict        holds, violated, vacuous, inconclusive or disputed
 * @param note           why it is vacuous, inconclusive or disputed
 * @param counterexample present exactly if it is violated, or disputed over a counterexample
 */
public record Finding(
        String name, String kind, String claim, String verdict, Optional<String> note, Optional<Evidence> counterexample) {

    public Finding {
        Given.all(name, kind, claim, verdict);
    }

    /** The same, where its counterexample was forced on a real kernel. */
    Finding with(OnKernel real) {
        return new Finding(name, kind, claim, verdict, note, counterexample.map(evidence -> evidence.with(real)));
    }

    /** What was found, and of a C file how sure that is, as a clause. */
    public String standing() {
        return name + " is " + verdict + counterexample.flatMap(Evidence::certainty)
                .map(certainty -> " (" + certainty.level().word() + ")").orElse("");
    }

    /** Whether some run violates it. */
    public boolean isViolated() {
        return verdict.equals("violated");
    }

    /** Whether there is no telling. */
    public boolean isUndecided() {
        return verdict.equals("inconclusive") || verdict.equals("disputed");
    }
}
