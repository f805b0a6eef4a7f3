package org.quiesce.trace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Exit;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Move;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;
import org.quiesce.protocol.step.Vocabulary;

/**
 * A run in kernel terms.
 *
 * @param initial the state in which it begins
 * @param scenes  what happened, in order, numbered from 1
 * @param ending  how the run goes on
 * @param resting where each context is in the last state, in the order of the contexts
 * @param stretches when each context goes on, and when it is held up
 */
public record Story(Snapshot initial, List<Scene> scenes, Run.Ending ending, List<Resting> resting, Stretches stretches) {

    public Story {
        scenes = List.copyOf(scenes);
        resting = List.copyOf(resting);
    }

    /**
     * One move.
     *
     * @param number  from 1
     * @param context who moved
     * @param action  name of the TLA+ action
     * @param line    line in the listing; 0 if no line of the protocol was executed
     * @param text    the C of that line, or the core function
     * @param what    what happened, as a clause without subject
     * @param ids     micro-step ids
     * @param changes what changed, in the order of the variables
     */
    public record Scene(
            int number,
            String context,
            String action,
            int line,
            String text,
            String what,
            List<String> ids,
            List<Change> changes) {

        public Scene {
            ids = List.copyOf(ids);
            changes = List.copyOf(changes);
        }
    }

    /**
     * A variable, or the entry of one context in it, that has another value than before.
     *
     * @param variable its name
     * @param context  whose entry it is; empty for a variable that is one value
     */
    public record Change(String variable, String context, Datum before, Datum after) {

        /** As {@code name = value}; error numbers have names. */
        public String text() {
            return variable + (context.isEmpty() ? "" : "[" + context + "]") + " = " + shown(after);
        }

        /** Whether it is where a context is in its program, which the scene itself says. */
        public boolean isPosition() {
            return variable.equals("pc");
        }

        /** Whether it is the argument of the call that a context is in, which is no variable of the protocol. */
        public boolean isArgument() {
            return variable.equals("arg");
        }

        private static String shown(Datum datum) {
            return datum instanceof Datum.Num number && number.value() < 0 ? Errno.c(number.value()) : datum.toString();
        }
    }

    /**
     * Where a context is when the run ends or is cut off.
     *
     * @param rest whether and how it sleeps
     * @param next the step that it would take next, if there is one
     * @param duty whether something was assumed of that step
     */
    public record Resting(String context, String label, Rest rest, Optional<Step> next, Duty duty) {}

    /** Whether a step that is possible is taken in the end. */
    public enum Duty {
        /** As usual. */
        USUAL,
        /** It is usually assumed to be taken, and was not here. */
        WAIVED
    }

    /** Whether and how a context sleeps. */
    public enum Rest {
        /** On the run queue, though it may wait for something. */
        AWAKE,
        ASLEEP,
        /** Asleep in TASK_PARKED: nothing but an unpark wakes it. */
        PARKED,
        /** Asleep in the refrigerator: nothing but a thaw lets it out. */
        FROZEN
    }

    /** The run as a story. */
    public static Story of(LoweredProtocol lowered, Run run) {
        List<StateVariable> variables = Vocabulary.of(lowered);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < run.moves().size(); i++) {
            scenes.add(scene(lowered, variables, i + 1, run.moves().get(i), run.state(i)));
        }
        Snapshot last = run.state(run.moves().size());
        List<Resting> resting = lowered.contexts().stream()
                .map(context -> {
                    String label = States.label(last, context);
                    Optional<Step> next = lowered.programOf(context).at(label);
                    return new Resting(context, label, rest(last, context, next), next,
                            next.filter(lowered::isWaived).isPresent() ? Duty.WAIVED : Duty.USUAL);
                })
                .toList();
        Rests rests = new Rests(scenes, run.ending());
        Set<String> held = run.ending() instanceof Run.Ending.Finite ? Set.of()
                : resting.stream().filter(rests::waits).map(Resting::context).collect(Collectors.toUnmodifiableSet());
        return new Story(run.initial(), scenes, run.ending(), resting, Stretches.of(lowered, run, held));
    }

    private static Rest rest(Snapshot last, String context, Optional<Step> next) {
        if (!States.isAsleep(last, context)) {
            return Rest.AWAKE;
        } else if (States.is(last, context, TaskState.PARKED)) {
            return Rest.PARKED;
        }
        return next.filter(step -> step.does(Micro.Refrigerate.class)).isPresent() ? Rest.FROZEN : Rest.ASLEEP;
    }

    private static Scene scene(
            LoweredProtocol lowered, List<StateVariable> variables, int number, Move move, Snapshot before) {
        List<Change> changes = changes(variables, before, move.after());
        if (move.action().equals(SystemEvent.TIMER_EXPIRES.action())) {
            return new Scene(number, move.context(), move.action(), 0, "timer", "its timer expires", List.of(),
                    changes);
        }
        if (move.action().equals(SystemEvent.SPURIOUS_WAKE.action())) {
            return new Scene(number, move.context(), move.action(), 0, "spurious wake-up",
                    "a wake-up that nobody meant for it", List.of(), changes);
        }
        if (move.action().equals(SystemEvent.DELAY_EXPIRES.action())) {
            return new Scene(number, move.context(), move.action(), 0, "timer", "the timer of the delayed item expires",
                    List.of(), changes);
        }
        if (move.action().equals(SystemEvent.SIGNAL.action())) {
            return new Scene(number, move.context(), move.action(), 0, "signal", "somebody sends it a signal", List.of(),
                    changes);
        }
        if (move.action().equals(SystemEvent.INIT_FREED.action())) {
            return new Scene(number, move.context(), move.action(), 0, "do_free_init()", "frees the init text of the module",
                    List.of(), changes);
        }
        if (move.action().equals(SystemEvent.REUSE.action())) {
            return new Scene(number, move.context(), move.action(), 0, "memory reuse",
                    "the memory of its task becomes another task's", List.of(), changes);
        }
        Optional<Step> at = lowered.programOf(move.context()).at(States.label(before, move.context()));
        if (move.action().equals(SystemEvent.OOPS.action())) {
            return new Scene(number, move.context(), move.action(), at.map(Step::line).orElse(0),
                    at.map(Step::text).orElse(""), "dies of an oops", List.of(), changes);
        }
        if (move.action().equals(SystemEvent.FETCH_FAULT.action())) {
            return new Scene(number, move.context(), move.action(), at.map(Step::line).orElse(0),
                    at.map(Step::text).orElse(""), "fetches an instruction from freed module text", List.of(),
                    changes);
        }
        Step step = at.filter(s -> s.action().equals(move.action()))
                .or(() -> lowered.step(move.action()))
                .orElseThrow(() -> new IllegalArgumentException("no step is called " + move.action()));
        String what = step.what() + found(step, States.label(move.after(), move.context()));
        return new Scene(number, move.context(), move.action(), step.line(), step.text(), what, step.ids(), changes);
    }

    /** What a test found, where its ways out lead to different places. */
    private static String found(Step step, String label) {
        String whenTrue = step.exits().getOrDefault(Exit.TRUE, "");
        String whenFalse = step.exits().getOrDefault(Exit.FALSE, "");
        boolean tells = step.does(Micro.Test.class) && !whenTrue.equals(whenFalse);
        return !tells ? "" : label.equals(whenTrue) ? ": true" : ": false";
    }

    private static List<Change> changes(List<StateVariable> variables, Snapshot before, Snapshot after) {
        SortedMap<String, SortedMap<String, Datum>> changed = before.changesTo(after);
        List<Change> changes = new ArrayList<>();
        for (StateVariable variable : variables) {
            SortedMap<String, Datum> entries = changed.getOrDefault(variable.name(), Collections.emptySortedMap());
            variable.indices().stream().filter(entries::containsKey).forEach(context -> changes.add(new Change(
                    variable.name(), context, before.get(variable.name(), context).orElseThrow(), entries.get(context))));
        }
        return changes;
    }
}
