package org.quiesce.result;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.result.Evidence.Wait;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;
import org.quiesce.trace.Life;
import org.quiesce.trace.Waits;
import org.quiesce.workbench.CheckResult;
import org.quiesce.workbench.Counterexample;

/**
 * Of a run that stays or goes round for ever: why nothing brings it on.
 *
 * @param contexts each context, in the order of the protocol
 * @param assumed  what goes on, or is given to whoever waits for it, all the same: the fairness in force
 */
public record Explanation(List<Held> contexts, List<String> assumed) {

    private static final List<String> FAIRNESS = List.of("fairness: ", "relied on: ", "not relied on: ");

    public Explanation {
        contexts = List.copyOf(contexts);
        assumed = List.copyOf(assumed);
    }

    /**
     * Where a context is in the end, and what came before that.
     *
     * @param slept    the step with which it fell asleep, if it sleeps
     * @param checked  its last test before that
     * @param lastWake the last step that tried to wake it
     */
    public record Held(Resting resting, Optional<Told> slept, Optional<Told> checked, Optional<Wake> lastWake) {

        public String context() {
            return resting.context();
        }

        /** Where it is, as a clause without subject. */
        public String where() {
            return resting.where();
        }

        /** Whether it is held up, or somebody tried to wake it. */
        public boolean isTelling() {
            return resting.waits() || slept.isPresent() || lastWake.isPresent();
        }
    }

    /** A step, and what it does, with its line, as what follows on its number. */
    public record Told(int step, String what) {
        @Override
        public String toString() {
            return "step " + step + what;
        }
    }

    /** A step that tries to wake a context, and what came of that. */
    public record Wake(Told by, String use) {
        @Override
        public String toString() {
            return by + ": " + use;
        }
    }

    /** The explanation; none of a run that is cut off, as that has come to what it is about. */
    public static Optional<Explanation> of(Counterexample found, CheckResult result) {
        LoweredProtocol lowered = Lowering.lower(result.protocol(), result.granularity(), result.profile());
        return of(PlainRunMaker.of(lowered).of(found.story()),
                Waits.of(lowered, found.trace().run()).stream().map(Wait::of).toList(), result.restsOn());
    }

    /**
     * The same of plain values.
     *
     * @param waits   of each context that sleeps in the end, or that a step tried to wake
     * @param restsOn what the check rests on, in clauses
     */
    public static Optional<Explanation> of(PlainRun run, List<Wait> waits, List<String> restsOn) {
        if (run.ending().kind() == Ending.Kind.FINITE) {
            return Optional.empty();
        }
        List<Snapshot> states = run.states();
        return Optional.of(new Explanation(run.resting().stream().map(resting -> held(run, states, resting, waits)).toList(),
                restsOn.stream().filter(clause -> FAIRNESS.stream().anyMatch(clause::startsWith)).toList()));
    }

    private static Held held(PlainRun run, List<Snapshot> states, Resting resting, List<Wait> waits) {
        Optional<Wait> wait = waits.stream().filter(w -> w.context().equals(resting.context())).findFirst();
        return new Held(resting,
                wait.flatMap(w -> told(run, w.slept())),
                wait.flatMap(w -> told(run, w.checked())),
                wait.filter(w -> !w.wakes().isEmpty()).map(w -> wake(run, states, w)));
    }

    private static Optional<Told> told(PlainRun run, OptionalInt number) {
        return number.isPresent() ? Optional.of(told(run, number.getAsInt())) : Optional.empty();
    }

    private static Told told(PlainRun run, int number) {
        return new Told(number, run.steps().stream().filter(s -> s.number() == number).findFirst().map(Explanation::what).orElse(""));
    }

    private static String what(Step step) {
        return (step.line().isPresent() ? ", line " + step.line().getAsInt() : "") + ": " + step.what();
    }

    private static Wake wake(PlainRun run, List<Snapshot> states, Wait wait) {
        Wait.Wake last = wait.wakes().get(wait.wakes().size() - 1);
        String use = last.woke() ? "it was asleep, and woke up"
                : "of no use, as it was " + (Life.isAsleep(states.get(last.step() - 1), wait.context())
                        ? "in a sleep that this does not end" : "not asleep");
        boolean before = wait.slept().isPresent() && last.step() < wait.slept().getAsInt();
        return new Wake(told(run, last.step()), use + (before ? "; it went to sleep after that" : ""));
    }
}
