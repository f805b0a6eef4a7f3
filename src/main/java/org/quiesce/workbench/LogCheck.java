package org.quiesce.workbench;

import java.util.Optional;
import java.util.SortedSet;
import org.quiesce.kernel.Profile;
import org.quiesce.spec.LogSpec;
import org.quiesce.tlc.Tlc;
import org.quiesce.tlc.TlcOutcome;
import org.quiesce.tlc.TlcRequest;
import org.quiesce.tlc.Verdict;
import org.quiesce.workbench.Validation.Answer;

/** Has TLC find out whether a log can be followed exactly as far as the simulator says. */
final class LogCheck {

    private final Tlc tlc;
    private final LogSpec spec;
    private final String extended;
    private final String extendedText;
    private final Profile profile;

    LogCheck(Tlc tlc, LogSpec spec, Profile profile) {
        this.tlc = tlc;
        this.spec = spec;
        this.extended = spec.extended();
        this.extendedText = spec.extendedText();
        this.profile = profile;
    }

    /** How TLC may answer. */
    private enum Reach {
        REACHED,
        NOT_REACHED
    }

    /**
     * What speaks against the simulator.
     *
     * @param followed how many sightings it could explain
     * @param all      how many there are
     * @param faults   with which runs can end there, where it explains no more
     */
    Optional<Answer> doubt(int followed, int all, SortedSet<String> faults) {
        try {
            String other = "the simulator explains " + followed + " sightings, and TLC ";
            if (faults.isEmpty() && reach(spec.reaching(followed, profile)) == Reach.NOT_REACHED) {
                return Optional.of(new Answer.Disputed(other + "fewer"));
            } else if (followed < all && reach(spec.goingOn(followed, faults, profile)) == Reach.REACHED) {
                return Optional.of(new Answer.Disputed(other + "more, or another fault there"));
            }
            for (String fault : faults) {
                if (reach(spec.ending(followed, fault, profile)) == Reach.NOT_REACHED) {
                    return Optional.of(new Answer.Disputed(other + "fewer, or no " + fault + " there"));
                }
            }
            return Optional.empty();
        } catch (NoAnswerException e) {
            return Optional.of(e.answer);
        }
    }

    private Reach reach(String config) throws NoAnswerException {
        TlcOutcome outcome = tlc.run(TlcRequest.module(spec.moduleName(), spec.text())
                .alsoModule(extended, extendedText)
                .config(config)
                .mode(TlcRequest.Mode.SAFETY)
                .with(TlcRequest.Option.IGNORE_DEADLOCK)
                .jvm(Effort.UNKNOWN.jvm())
                .heapMebibytes(Effort.UNKNOWN.heapMebibytes())
                .build());
        if (outcome instanceof TlcOutcome.TimedOut || outcome instanceof TlcOutcome.OutOfMemory) {
            throw new NoAnswerException(new Answer.Undecided(((TlcOutcome.Failure) outcome).message()));
        } else if (outcome instanceof TlcOutcome.Failure failure) {
            throw new NoAnswerException(new Answer.Disputed(failure.message()));
        }
        return ((TlcOutcome.Completed) outcome).verdict() instanceof Verdict.NoError ? Reach.NOT_REACHED : Reach.REACHED;
    }

    /** TLC says nothing that could be compared. */
    private static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Answer answer;

        NoAnswerException(Answer answer) {
            super("no answer");
            this.answer = answer;
        }
    }
}
