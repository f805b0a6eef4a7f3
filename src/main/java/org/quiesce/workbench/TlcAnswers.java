package org.quiesce.workbench;

import org.quiesce.tlc.TlcOutcome;

/**
 * Where the answers come from on which TLC's verdicts rest.
 *
 * @param afresh from runs of TLC in this check
 * @param cached from runs of TLC earlier, on the same specification
 */
public record TlcAnswers(int afresh, int cached) {

    /** TLC was not asked, or did not answer. */
    public static final TlcAnswers NONE = new TlcAnswers(0, 0);

    TlcAnswers and(TlcOutcome.Source source) {
        return switch (source) {
            case RUN -> new TlcAnswers(afresh + 1, cached);
            case CACHE -> new TlcAnswers(afresh, cached + 1);
        };
    }
}
