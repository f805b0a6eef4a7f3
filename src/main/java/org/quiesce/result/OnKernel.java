package org.quiesce.result;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a real kernel did when its tasks were let through gates in the order of a run.
 *
 * @param release  of the kernel, as it calls itself
 * @param machine  what kind of machine it was
 * @param answer   what came of it
 * @param sentence the same, with what the kernel showed, or why it is not more
 * @param gates    in the order in which they were to be opened
 * @param end      what was written when all gates were open
 * @param control  what came of the mended module under the same schedule; empty if there is none, or it was not asked
 */
public record OnKernel(
        String release,
        String machine,
        Answer answer,
        String sentence,
        List<Gate> gates,
        List<String> end,
        Optional<Control> control) {

    /** @throws IllegalArgumentException if its parts do not fit together */
    public OnKernel {
        Given.all(release, machine, answer, sentence);
        gates = List.copyOf(gates);
        end = List.copyOf(end);
        int step = 1;
        for (int i = 0; i < gates.size(); i++) {
            Gate gate = gates.get(i);
            if (gate.number() != i + 1 || gate.step() < step) {
                throw new IllegalArgumentException("gate " + (i + 1) + " is not where it belongs");
            }
            step = gate.step();
        }
    }

    /** What came of a schedule. */
    public enum Answer {
        /** It was followed, and the kernel shows what the model predicts. */
        CONFIRMED,
        /** It was followed, and the kernel does not show that. */
        NOT_CONFIRMED,
        /** The module did something else than the model. */
        DIVERGED,
        /** Nothing was found out. */
        FAILED;

        /** The word in JSON. */
        @JsonValue
        public String word() {
            return inJson(this);
        }
    }

    /** Whether a kernel did at a gate what the model says. */
    public enum Standing {
        /** Who was there, where, and what came of it. */
        AS_PREDICTED("as the model says"),
        /** It did something else. */
        OTHERWISE("otherwise than the model says"),
        /** That was not found out. */
        NOT_COMPARED("not compared");

        private final String clause;

        Standing(String clause) {
            this.clause = clause;
        }

        /** In a few words. */
        public String clause() {
            return clause;
        }

        /** The word in JSON. */
        @JsonValue
        public String word() {
            return inJson(this);
        }
    }

    /**
     * A gate that is opened for a context.
     *
     * @param number  from 1
     * @param step    number of the first step of the run that is taken when it is open; one more than there are if none is
     * @param context whom the model has there
     * @param place   on which side of which call; or the beginning of what
     * @param line    of the C file; empty if it is a beginning
     * @param value   what the call yields in the model, where it is a test
     * @param then    how the context is when it has gone on as far as it can, as a clause
     * @param log     what was written until the next gate was opened
     */
    public record Gate(
            int number,
            int step,
            String context,
            String place,
            OptionalInt line,
            Optional<Boolean> value,
            String then,
            Standing standing,
            List<String> log) {

        public Gate {
            Given.all(context, place, then, standing);
            log = List.copyOf(log);
        }
    }

    /**
     * What came of another module under the same schedule, which has to end well.
     *
     * @param file in which it is
     */
    public record Control(String file, Answer answer, String sentence) {
        public Control {
            Given.all(file, answer, sentence);
        }
    }

    /** The gates that are opened before a step is taken, and after the one before. */
    public List<Gate> before(int step) {
        return gates.stream().filter(gate -> gate.step() == step).toList();
    }

    private static String inJson(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
