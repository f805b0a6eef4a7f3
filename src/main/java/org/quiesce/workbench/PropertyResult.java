package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.property.Property;

/**
 * What became of one property.
 *
 * @param note           why it is vacuous, inconclusive or disputed; else empty
 * @param counterexample present exactly if it is violated, or disputed over a counterexample
 */
public record PropertyResult(
        Property property, Verdict verdict, String note, Optional<Counterexample> counterexample) {

    /** What a run says of a property that it is said to violate. */
    static PropertyResult of(Property property, Counterexample found) {
        return found.isConfirmed()
                ? new PropertyResult(property, Verdict.VIOLATED, "", Optional.of(found))
                : new PropertyResult(property, Verdict.DISPUTED, "the counterexample could not be replayed: "
                        + found.replay().orElseThrow().message(), Optional.of(found));
    }

    /** The same as an answer about more than was checked. */
    PropertyResult ofMore(String why) {
        return verdict == Verdict.HOLDS || verdict == Verdict.VACUOUS
                ? new PropertyResult(property, Verdict.INCONCLUSIVE, why, counterexample) : this;
    }

    /** The same finding on another kernel. */
    PropertyResult on(Profile profile) {
        return new PropertyResult(property, verdict, note, counterexample.map(c -> c.on(profile)));
    }
}
