package org.quiesce.tlc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A behaviour that TLC printed as evidence: at least one state, and how it ends. */
public record TlcTrace(List<State> states, Ending ending) {

    /** @throws IllegalArgumentException if there is no state, or the loop starts at none of them */
    public TlcTrace {
        states = List.copyOf(states);
        if (states.isEmpty()) {
            throw new IllegalArgumentException("a trace has at least one state");
        }
        if (ending instanceof BackTo loop && (loop.state() < 1 || loop.state() > states.size())) {
            throw new IllegalArgumentException("a loop back to state " + loop.state() + " of " + states.size());
        }
    }

    /**
     * One state.
     *
     * @param number from 1
     * @param step the action that led here; empty for the initial state
     * @param values the variables in the order of TLC
     */
    public record State(int number, Optional<Step> step, Map<String, TlcValue> values) {
        public State {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * The action of a step. TLC gives the name of the operator whose body is the disjunct taken, and {@code Next} for a
     * disjunct that has no name of its own.
     *
     * @param action the operator's name
     * @param arguments values of its parameters, separated by commas; TLC 2.18 doesn't print them, later ones do
     * @param span the body of the action
     */
    public record Step(String action, Optional<String> arguments, Optional<SourceSpan> span) {
        private static final Pattern CALL = Pattern.compile("([^(]+)\\((.*)\\)");

        /** Reads {@code Name line .. of module M} or {@code Name(a,b) line .. of module M}. */
        static Step parse(String text) {
            SourceSpan.Named named = SourceSpan.Named.parse(text);
            Matcher call = CALL.matcher(named.name());
            return call.matches()
                    ? new Step(call.group(1), Optional.of(call.group(2)), named.span())
                    : new Step(named.name(), Optional.empty(), named.span());
        }
    }

    /** How a behaviour goes on after its last state. */
    public sealed interface Ending permits Finite, Stuttering, BackTo {}

    /** What follows does not matter: a safety property is broken already. */
    public record Finite() implements Ending {}

    /** The last state repeats for ever. */
    public record Stuttering() implements Ending {}

    /**
     * A lasso.
     *
     * @param state the number, from 1, of the state that follows the last one
     * @param step the action of the step back, where TLC tells it
     */
    public record BackTo(int state, Optional<Step> step) implements Ending {}
}
