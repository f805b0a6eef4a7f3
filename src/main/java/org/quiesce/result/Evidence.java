package org.quiesce.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.quiesce.trace.Waits;

/**
 * A run that violates a property.
 *
 * @param sentence    what went wrong
 * @param outcome     what a real kernel shows
 * @param foundBy     the engine whose run it is
 * @param certainty   of a protocol that was read from a C file: whether the file can do that
 * @param decisive    numbers of the steps that decided it, ascending
 * @param waits       of each context that sleeps in the end, or that a step tried to wake
 * @param run         the run
 * @param nearMiss    of a run that goes on for ever, in whole results: the closest one that ends well
 * @param replay      what the replay of it on the simulator said
 * @param replayOfTlc what the replay of the run that TLC found said, which may be another than this
 * @param onKernel    what a real kernel did when this run was forced on it, if it was
 */
public record Evidence(
        String sentence,
        Outcome outcome,
        String foundBy,
        Optional<Certainty> certainty,
        List<Integer> decisive,
        List<Wait> waits,
        @JsonUnwrapped PlainRun run,
        Optional<NearMiss> nearMiss,
        Optional<Replay> replay,
        Optional<Replay> replayOfTlc,
        Optional<OnKernel> onKernel) {

    public Evidence {
        Given.all(sentence, outcome, foundBy, run);
        decisive = List.copyOf(decisive);
        // Results of earlier versions do not have it.
        waits = waits == null ? List.of() : List.copyOf(waits);
    }

    /** The same, forced on a real kernel. */
    Evidence with(OnKernel real) {
        return new Evidence(sentence, outcome, foundBy, certainty, decisive, waits, run, nearMiss, replay, replayOfTlc,
                Optional.of(real));
    }

    /** What went wrong and, of a C file, how sure it is: sentences. */
    public String account() {
        return certainty.map(c -> sentence + " " + c.clause().substring(0, 1).toUpperCase(Locale.ROOT) + c.clause().substring(1) + ".")
                .orElse(sentence);
    }

    /** What a real kernel shows: a short code, and by what it is recognised. */
    public record Outcome(String code, String signature) {
        public Outcome {
            Given.all(code, signature);
        }

        /** The same from the table of outcomes. */
        public static Outcome of(org.quiesce.kernel.Outcome outcome) {
            return new Outcome(outcome.code(), outcome.signature());
        }
    }

    /**
     * Whether a C file can do what a run of its protocol does.
     *
     * @param choices    what the run needs of conditions of which nothing is known
     * @param unmodelled what the file does that the protocol does not
     */
    public record Certainty(Level level, List<Choice> choices, List<String> unmodelled) {
        public Certainty {
            Given.all(level);
            choices = List.copyOf(choices);
            unmodelled = List.copyOf(unmodelled);
        }

        /** How sure it is, as {@link org.quiesce.workbench.Certainty.Level} has it. */
        public enum Level {
            CERTAIN,
            CONDITIONAL,
            POSSIBLE;

            /** The word in reports and in JSON. */
            @JsonValue
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        /** A condition of which nothing is known, the line where it is asked first, and how often it is. */
        public record Choice(String condition, int line, int times) {
            public Choice {
                Given.all(condition);
            }

            private String clause() {
                return "'" + condition + "' at line " + line + (times > 1 ? ", " + times + " times" : "");
            }
        }

        /** The same as the workbench has it. */
        public static Certainty of(org.quiesce.workbench.Certainty certainty) {
            return new Certainty(Level.valueOf(certainty.level().name()),
                    certainty.choices().stream().map(c -> new Choice(c.condition(), c.line(), c.times())).toList(),
                    certainty.unmodelled());
        }

        /** On what it depends, as a clause. */
        public String condition() {
            String asked = choices.stream().map(Choice::clause).collect(Collectors.joining("; "));
            return switch (level) {
                case CERTAIN -> "it needs nothing of which the file does not tell";
                case CONDITIONAL -> "if it comes out as in the run: " + asked;
                case POSSIBLE -> unmodelled.isEmpty()
                        ? "unless the file rules out that it comes out so: " + asked
                        : "unless it is ruled out by what is not modelled: " + unmodelled.get(0)
                                + (unmodelled.size() > 1 ? "; and " + (unmodelled.size() - 1) + " more" : "");
            };
        }

        /** How sure it is, and on what that depends. */
        public String clause() {
            return level.word() + ": " + condition();
        }
    }

    /**
     * Why a context sleeps, as numbers of steps.
     *
     * @param slept   with which it fell asleep for the last time, if it sleeps in the end
     * @param checked its last test before that
     * @param wakes   all that tried to wake it, in order
     */
    public record Wait(String context, OptionalInt slept, OptionalInt checked, List<Wake> wakes) {
        public Wait {
            Given.all(context);
            wakes = List.copyOf(wakes);
        }

        /** A step that tries to wake it, and whether that was of use. */
        public record Wake(int step, boolean woke) {}

        /** The same as the trace has it. */
        public static Wait of(Waits.Wait wait) {
            return new Wait(wait.context(), wait.slept(), wait.checked(),
                    wait.wakes().stream().map(w -> new Wake(w.step(), w.woke())).toList());
        }
    }

    /**
     * The run that ends well and has the most steps in common with the bad one. It is cut off where it has ended well.
     *
     * @param common how many steps both have in common
     * @param run    with all its steps
     * @param why    there is none; then there is nothing else
     */
    public record NearMiss(OptionalInt common, Optional<PlainRun> run, Optional<String> why) {

        /** @throws IllegalArgumentException if it is neither a run nor the reason why there is none */
        public NearMiss {
            Given.all(common, run, why);
            if (run.isPresent() == why.isPresent() || common.isPresent() != run.isPresent()
                    || run.isPresent() && (common.getAsInt() < 0 || common.getAsInt() >= run.get().steps().size())) {
                throw new IllegalArgumentException("a near miss is a run that has something of its own, or the reason why there is none");
            }
        }
    }

    /** What came of running it again on the simulator with every variable compared. */
    public record Replay(boolean confirmed, int steps, int of, String message) {
        public Replay {
            Given.all(message);
        }

        /** The same as the workbench reports it. */
        public static Replay of(org.quiesce.workbench.ReplayReport report) {
            return new Replay(report.confirmed(), report.steps(), report.of(), report.message());
        }
    }
}
