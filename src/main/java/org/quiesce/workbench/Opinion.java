package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Run;
import org.quiesce.sim.SearchResult;
import org.quiesce.sim.Verdict;
import org.quiesce.tlc.TlcTrace;
import org.quiesce.workbench.TlcFindings.TlcVerdict;

/**
 * What one engine says of one property.
 *
 * @param word  holds, violated or nothing
 * @param run   the simulator's counterexample
 * @param trace TLC's
 */
record Opinion(String word, Optional<Run> run, Optional<TlcTrace> trace) {

    private static final Opinion HOLDS = new Opinion("holds", Optional.empty(), Optional.empty());
    private static final Opinion NOTHING = new Opinion("nothing", Optional.empty(), Optional.empty());

    static Opinion of(SearchResult search, Property property) {
        Verdict verdict = search.verdicts().get(property.id());
        // A stop that is stuck is one that does not end, and may come after one that goes round.
        if (property == Property.STOP_TERMINATES
                && !(verdict instanceof Verdict.Violated)
                && search.verdicts().get(Property.NO_STUCK_STOP) instanceof Verdict.Violated stuck) {
            verdict = stuck;
        }
        if (verdict instanceof Verdict.Violated violated) {
            return new Opinion("violated", Optional.of(violated.run()), Optional.empty());
        }
        return verdict instanceof Verdict.Holds ? HOLDS : NOTHING;
    }

    static Opinion of(TlcFindings findings, Property property) {
        TlcVerdict verdict = findings.verdicts().get(property);
        if (verdict instanceof TlcVerdict.Violated violated) {
            return new Opinion("violated", Optional.empty(), Optional.of(violated.trace()));
        }
        return verdict instanceof TlcVerdict.Holds ? HOLDS : NOTHING;
    }

    boolean isViolation() {
        return word.equals("violated");
    }

    boolean isOpen() {
        return word.equals("nothing");
    }
}
