package org.quiesce.workbench;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Sighting;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.sim.LogWalk;
import org.quiesce.spec.LogSpec;
import org.quiesce.tlc.Tlc;
import org.quiesce.workbench.Validation.Answer;

/**
 * Holds a log of a real kernel against a protocol, at one shared access per step: the simulator follows it with all possible
 * states, and TLC is asked whether it gets exactly as far.
 */
final class Validator {

    /** Longer logs are followed by the simulator alone: TLC would take minutes. */
    static final int MOST_FOR_TLC = 5_000;

    private final LogQuestion question;
    private final Semantics semantics;
    private final LoweredProtocol lowered;
    private final LogCast cast;
    private final LogSightings.Result log;

    Validator(LogQuestion question, Semantics semantics) throws LogMismatchException {
        demandWhatIsNeeded(question);
        this.question = question;
        this.semantics = semantics;
        this.lowered = Lowering.lower(question.protocol(), Granularity.MICRO, question.profile());
        this.cast = LogCast.of(question.log(), lowered, question.module(), ThreadNames.of(lowered, question.called()));
        this.log = LogSightings.of(question.log(), lowered, question.profile(), cast, question.recorded());
    }

    /** A sleep is known to be over by the wake-up: of one without the other nothing can be made. */
    private static void demandWhatIsNeeded(LogQuestion question) throws LogMismatchException {
        Set<String> names = new HashSet<>(question.log().names());
        names.addAll(question.recorded());
        boolean switches = names.contains("sched_switch");
        if (switches != names.contains("sched_waking")) {
            throw new LogMismatchException("the log has no " + (switches ? "sched_waking" : "sched_switch") + " and has "
                    + (switches ? "sched_switch" : "sched_waking") + "; record both");
        }
    }

    Validation validate(Tlc tlc) {
        LogWalk.Outcome outcome = LogWalk.follow(semantics.simulator(lowered, question.profile()), log.visibility(), log.sightings());
        Answer answer = answer(outcome);
        boolean isForBoth = question.engines() == Engines.BOTH && log.sightings().size() <= MOST_FOR_TLC;
        if (isForBoth && !(answer instanceof Answer.Undecided)) {
            answer = new LogCheck(tlc, LogSpec.of(semantics.spec(lowered), log.visibility(), log.sightings()), question.profile())
                    .doubt(followed(outcome), log.sightings().size())
                    .orElse(answer);
        }
        return new Validation(question.profile(), lowered, cast.tasks(), log.sightings().size(),
                isForBoth ? Engines.BOTH : Engines.SIM, answer);
    }

    private int followed(LogWalk.Outcome outcome) {
        return outcome instanceof LogWalk.Outcome.Refused refused ? refused.followed() : log.sightings().size();
    }

    private Answer answer(LogWalk.Outcome outcome) {
        if (outcome instanceof LogWalk.Outcome.TooMany many) {
            return new Answer.Undecided("too many states are possible at line " + log.lines().get(many.followed())
                    + "; record more events, above all sched_switch and sched_waking");
        } else if (outcome instanceof LogWalk.Outcome.LeftBounds left) {
            return new Answer.Undecided("no run within the bounds of the model explains line " + log.lines().get(left.followed())
                    + ", and some run leaves them before");
        } else if (outcome instanceof LogWalk.Outcome.Refused refused) {
            return answer(refused);
        }
        return log.wrong()
                .<Answer>map(wrong -> new Answer.Refused(wrong.line(), last(log.lines().size()), Optional.empty(),
                        Optional.of(wrong.why()), List.of()))
                .orElseGet(this::acceptance);
    }

    /** What is called back and is not in the model may be what it leaves out, or what makes it another module. */
    private Answer acceptance() {
        return log.strangers().isEmpty()
                ? new Answer.Accepted()
                : new Answer.Undecided("all of it can be a run, but of the module there are called back: "
                        + String.join(", ", log.strangers()) + "; the model has no such callback");
    }

    private Answer answer(LogWalk.Outcome.Refused refused) {
        int line = log.lines().get(refused.followed());
        List<String> faults = refused.faulty().stream().map(Validator::fault).distinct().toList();
        if (!faults.isEmpty()) {
            return new Answer.EndsInFault(line, String.join(" or ", faults));
        }
        Sighting sighting = log.sightings().get(refused.followed());
        return new Answer.Refused(line, last(refused.followed()), Optional.of(sighting.sight()), Optional.empty(),
                refused.possible());
    }

    private static String fault(Snapshot state) {
        return state.get("fault", StateVariable.PLAIN).map(Datum::toString).orElseThrow();
    }

    private Optional<Integer> last(int followed) {
        return followed == 0 ? Optional.empty() : Optional.of(log.lines().get(followed - 1));
    }
}
