package org.quiesce.workbench;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * states, and TLC is asked whether it gets exactly as far. If it can be seen in several ways who plays whom, it is a run if it is
 * one in any of them; else the one counts that gets farthest.
 */
final class Validator {

    /** Longer logs are followed by the simulator alone: TLC would take minutes. */
    static final int MOST_FOR_TLC = 5_000;
    private static final int MOST_NAMED = 3;

    private final LogQuestion question;
    private final Semantics semantics;
    private final LoweredProtocol lowered;
    private final List<LogCast> casts;

    Validator(LogQuestion question, Semantics semantics) throws LogMismatchException {
        demandWhatIsNeeded(question);
        this.question = question;
        this.semantics = semantics;
        this.lowered = Lowering.lower(question.protocol(), Granularity.MICRO, question.profile());
        this.casts = LogCast.of(question.log(), lowered, question.module(), ThreadNames.of(lowered, question.called()));
    }

    /** A sleep is known to be over by the wake-up: of one without the other nothing can be made. */
    private static void demandWhatIsNeeded(LogQuestion question) throws LogMismatchException {
        Set<String> names = question.log().namesBeside(question.recorded());
        boolean switches = names.contains("sched_switch");
        if (switches != names.contains("sched_waking")) {
            throw new LogMismatchException("the log has no " + (switches ? "sched_waking" : "sched_switch") + " and has "
                    + (switches ? "sched_switch" : "sched_waking") + "; record both");
        }
    }

    Validation validate(Tlc tlc) {
        Attempt best = attempt(casts.get(0));
        for (LogCast other : casts.subList(1, casts.size())) {
            Attempt next = best.answer() instanceof Answer.Accepted ? best : attempt(other);
            best = next.answer() instanceof Answer.Accepted || next.followed() > best.followed() ? next : best;
        }
        LogSightings.Result log = best.log();
        boolean isForBoth = question.engines() == Engines.BOTH && log.sightings().size() <= MOST_FOR_TLC;
        Answer answer = best.answer();
        if (isForBoth && !(answer instanceof Answer.Undecided)) {
            answer = new LogCheck(tlc, LogSpec.of(semantics.spec(lowered), log.visibility(), log.sightings()), question.profile())
                    .doubt(best.followed(), log.sightings().size(), faults(best.outcome()))
                    .orElse(answer);
        }
        return new Validation(question.profile(), lowered, best.cast().tasks(), log.sightings().size(),
                isForBoth ? Engines.BOTH : Engines.SIM, answer, best.cast().unseen());
    }

    private Attempt attempt(LogCast cast) {
        LogSightings.Result log = LogSightings.of(question.log(), lowered, question.profile(), cast, question.recorded());
        LogWalk.Outcome outcome = follow(log);
        return new Attempt(cast, log, outcome, answer(log, outcome));
    }

    private LogWalk.Outcome follow(LogSightings.Result log) {
        return LogWalk.follow(semantics.simulator(lowered, question.profile()), log.visibility(), log.sightings());
    }

    /** A log with one of its casts, and how far it could be followed. */
    private record Attempt(LogCast cast, LogSightings.Result log, LogWalk.Outcome outcome, Answer answer) {

        int followed() {
            if (outcome instanceof LogWalk.Outcome.TooMany many) {
                return many.followed();
            } else if (outcome instanceof LogWalk.Outcome.LeftBounds left) {
                return left.followed();
            }
            return outcome instanceof LogWalk.Outcome.Refused refused ? refused.followed() : log.sightings().size();
        }
    }

    private Answer answer(LogSightings.Result log, LogWalk.Outcome outcome) {
        if (outcome instanceof LogWalk.Outcome.TooMany many) {
            return new Answer.Undecided("too many states are possible at line " + log.lines().get(many.followed())
                    + "; record more events, above all sched_switch and sched_waking");
        } else if (outcome instanceof LogWalk.Outcome.LeftBounds left) {
            return new Answer.Undecided("no run within the bounds of the model explains line " + log.lines().get(left.followed())
                    + ", and some run leaves them before");
        } else if (outcome instanceof LogWalk.Outcome.Refused refused) {
            return answer(log, refused);
        }
        return log.wrong()
                .<Answer>map(wrong -> new Answer.Refused(wrong.line(), last(log, log.lines().size()), Optional.empty(),
                        Optional.of(wrong.why()), List.of()))
                .orElseGet(() -> acceptance(log));
    }

    /** What is called back and is not in the model may be what it leaves out, or what makes it another module. */
    private static Answer acceptance(LogSightings.Result log) {
        return log.strangers().isEmpty()
                ? new Answer.Accepted()
                : new Answer.Undecided("all of it can be a run, but of the module there are called back: "
                        + String.join(", ", log.strangers()) + "; the model has no such callback");
    }

    private Answer answer(LogSightings.Result log, LogWalk.Outcome.Refused refused) {
        int line = log.lines().get(refused.followed());
        SortedSet<String> faults = faults(refused);
        if (!faults.isEmpty()) {
            return new Answer.EndsInFault(line, String.join(" or ", faults));
        }
        Sighting sighting = log.sightings().get(refused.followed());
        return leftOut(log, line).orElseGet(() -> new Answer.Refused(line, last(log, refused.followed()),
                Optional.of(sighting.sight()), Optional.empty(), refused.possible()));
    }

    /** What the C does and the protocol does not may be what the log shows: a thread may sleep in it. */
    private Optional<Answer> leftOut(LogSightings.Result log, int line) {
        List<String> unmodelled = lowered.protocol().origin().map(o -> o.unmodelled()).orElse(List.of());
        List<String> passedOver = lowered.protocol().origin().map(o -> o.passedOver()).orElse(List.of());
        boolean mayHaveSlept = !(unmodelled.isEmpty() && passedOver.isEmpty()) && log.wrong().isEmpty()
                && follow(log.withBusy(Set.copyOf(lowered.kthreads()))) instanceof LogWalk.Outcome.Accepted;
        if (unmodelled.isEmpty() && !mayHaveSlept) {
            return Optional.empty();
        }
        return Optional.of(new Answer.Undecided("line " + line + " is explained by no run of what is modelled"
                + (mayHaveSlept ? ", but all of it is by one in which threads sleep in what is not" : "") + ": "
                + Stream.concat(unmodelled.stream(), passedOver.stream()).limit(MOST_NAMED).collect(Collectors.joining("; "))));
    }

    private static SortedSet<String> faults(LogWalk.Outcome outcome) {
        return outcome instanceof LogWalk.Outcome.Refused refused
                ? refused.faulty().stream().map(Validator::fault).collect(Collectors.toCollection(TreeSet::new))
                : new TreeSet<>();
    }

    private static String fault(Snapshot state) {
        return state.get("fault", StateVariable.PLAIN).map(Datum::toString).orElseThrow();
    }

    private static Optional<Integer> last(LogSightings.Result log, int followed) {
        return followed == 0 ? Optional.empty() : Optional.of(log.lines().get(followed - 1));
    }
}
