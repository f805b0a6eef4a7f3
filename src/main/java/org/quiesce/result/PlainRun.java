package org.quiesce.result;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;

/**
 * A run in kernel terms.
 *
 * @param initial the first state, number 0
 * @param steps   what happened, numbered from 1
 * @param ending  how it goes on
 * @param resting where each context is in the last state, in the order of the contexts
 */
public record PlainRun(Snapshot initial, List<Step> steps, Ending ending, List<Resting> resting) {

    /** @throws IllegalArgumentException if its parts do not fit together */
    public PlainRun {
        Given.all(initial, ending);
        steps = List.copyOf(steps);
        resting = List.copyOf(resting);
        List<String> contexts = resting.stream().map(Resting::context).toList();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.number() != i + 1) {
                throw new IllegalArgumentException("step " + (i + 1) + " has the number " + step.number());
            } else if (!contexts.contains(step.context())) {
                throw new IllegalArgumentException("step " + (i + 1) + " is of a context that does not rest anywhere");
            }
            for (Change change : step.changes()) {
                if (initial.get(change.variable(), change.index()).isEmpty()) {
                    throw new IllegalArgumentException("step " + (i + 1) + " changes what the first state has not");
                }
            }
        }
        if ((ending.kind() == Ending.Kind.LOOP) != ending.firstStep().isPresent()
                || ending.firstStep().orElse(1) < 1
                || ending.firstStep().orElse(1) > Math.max(1, steps.size())) {
            throw new IllegalArgumentException("the run can't repeat from the step that it says");
        }
    }

    /**
     * One move.
     *
     * @param number  from 1
     * @param context who moved
     * @param action  name of the action in TLA+
     * @param call    the action as the module has it, with the context where it has that as a parameter; in whole results
     * @param file    the C file of the line, if there are several
     * @param line    of the protocol's listing, or of its file; empty if none was executed
     * @param text    the C of that line, or the core function
     * @param what    what happened, as a clause without subject
     * @param ids     micro-steps of the kernel function
     * @param changes everything that the step changes in the state
     */
    public record Step(
            int number,
            String context,
            String action,
            Optional<String> call,
            Optional<String> file,
            OptionalInt line,
            String text,
            String what,
            List<String> ids,
            List<Change> changes) {

        public Step {
            Given.all(context, action, text, what);
            ids = List.copyOf(ids);
            changes = List.copyOf(changes);
        }

        /** The line and the text that it has in the listing. */
        public String place() {
            return line.isPresent() ? line.getAsInt() + "  " + text : text;
        }
    }

    /**
     * A variable, or the entry of one context in it, that has another value than before.
     *
     * @param text    as a reader would write it; error numbers have names
     * @param context whose entry it is; empty if the variable is one value
     */
    public record Change(String text, String variable, Optional<String> context, Datum before, Datum after) {

        public Change {
            Given.all(text, variable, before, after);
        }

        /** The context, or what stands for it in a variable that is one value. */
        public String index() {
            return context.orElse(StateVariable.PLAIN);
        }

        /** Whether it says more than where a context is in its program, and what its call is about. */
        public boolean isTelling() {
            return !variable.equals("pc") && !variable.equals("arg");
        }
    }

    /**
     * How a run goes on after its last step.
     *
     * @param firstStep of a loop: the number of the step that follows the last one, again and again
     */
    public record Ending(Kind kind, OptionalInt firstStep) {

        public Ending {
            Given.all(kind);
        }

        /** The ways in which a run goes on. */
        public enum Kind {
            /** It is cut off here: what matters has happened. */
            FINITE,
            /** Nothing that must happen can happen: the last state stays for ever. */
            STUCK,
            /** Some steps repeat for ever. */
            LOOP;

            /** The word in JSON. */
            @JsonValue
            public String word() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * Where a context is in the last state.
     *
     * @param sleep asleep, parked or frozen; empty if it is awake
     * @param where the place, as a clause without subject
     * @param waits whether it is held up there for as long as the run goes on, asleep or not
     */
    public record Resting(String context, String label, Optional<String> sleep, String where, boolean waits) {
        public Resting {
            Given.all(context, label, where);
        }
    }

    /** Every context, in the order of the protocol. */
    public List<String> contexts() {
        return resting.stream().map(Resting::context).toList();
    }

    /** Those that move. */
    public List<String> movers() {
        return contexts().stream().filter(c -> steps.stream().anyMatch(s -> s.context().equals(c))).toList();
    }

    /** Every state: the first one, then the one after each step. */
    public List<Snapshot> states() {
        Snapshot[] states = new Snapshot[steps.size() + 1];
        states[0] = initial;
        for (int i = 0; i < steps.size(); i++) {
            states[i + 1] = after(states[i], steps.get(i));
        }
        return Arrays.asList(states);
    }

    private static Snapshot after(Snapshot before, Step step) {
        SortedMap<String, SortedMap<String, Datum>> values = new TreeMap<>(before.values());
        for (Change change : step.changes()) {
            SortedMap<String, Datum> entries = new TreeMap<>(values.get(change.variable()));
            entries.put(change.index(), change.after());
            values.put(change.variable(), entries);
        }
        return new Snapshot(values);
    }

    /** Whether the step is one of those that repeat for ever. */
    public boolean repeats(Step step) {
        return ending.firstStep().isPresent() && step.number() >= ending.firstStep().getAsInt();
    }

    /** What it says of how it goes on, as a clause; empty if it is cut off. */
    public Optional<String> goesOn() {
        return switch (ending.kind()) {
            case FINITE -> Optional.empty();
            case STUCK -> Optional.of("nothing that must happen can happen any more: it stays so");
            case LOOP -> Optional.of("from here on it repeats from " + ending.firstStep().getAsInt() + ", for ever");
        };
    }

    /** Whether a step continues the line of the step before, of the same context. */
    public boolean continuesLine(Step step) {
        if (step.number() == 1) {
            return false;
        }
        Step before = steps.get(step.number() - 2);
        return before.context().equals(step.context())
                && before.line().equals(step.line())
                && Objects.equals(before.text(), step.text());
    }
}
