package org.quiesce.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Errno;
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
 * @param scenes  what happened, in order, numbered from 1
 * @param ending  how the run goes on
 * @param resting where each context is in the last state, in the order of the contexts
 */
public record Story(List<Scene> scenes, Run.Ending ending, List<Resting> resting) {

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
     * @param changes what changed apart from the position, as {@code name = value}
     */
    public record Scene(
            int number,
            String context,
            String action,
            int line,
            String text,
            String what,
            List<String> ids,
            List<String> changes) {

        public Scene {
            ids = List.copyOf(ids);
            changes = List.copyOf(changes);
        }
    }

    /**
     * Where a context is when the run ends or is cut off.
     *
     * @param asleep whether it is off the run queue
     * @param next   the step that it would take next, if there is one
     */
    public record Resting(String context, String label, boolean asleep, Optional<Step> next) {}

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
                    return new Resting(context, label, States.isAsleep(last, context),
                            lowered.programOf(context).at(label));
                })
                .toList();
        return new Story(scenes, run.ending(), resting);
    }

    private static Scene scene(
            LoweredProtocol lowered, List<StateVariable> variables, int number, Move move, Snapshot before) {
        List<String> changes = changes(variables, before, move.after());
        if (move.action().equals(SystemEvent.TIMER_EXPIRES.action())) {
            return new Scene(number, move.context(), move.action(), 0, "timer", "its timer expires", List.of(),
                    changes);
        }
        if (move.action().equals(SystemEvent.SPURIOUS_WAKE.action())) {
            return new Scene(number, move.context(), move.action(), 0, "spurious wake-up",
                    "a wake-up that nobody meant for it", List.of(), changes);
        }
        if (move.action().equals(SystemEvent.SIGNAL.action())) {
            return new Scene(number, move.context(), move.action(), 0, "signal", "somebody sends it a signal", List.of(),
                    changes);
        }
        if (move.action().equals(SystemEvent.INIT_FREED.action())) {
            return new Scene(number, move.context(), move.action(), 0, "do_free_init()", "frees the init text of the module",
                    List.of(), changes);
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

    /** Error numbers have names. */
    private static String shown(Datum datum) {
        return datum instanceof Datum.Num number && number.value() < 0 ? Errno.c(number.value()) : datum.toString();
    }

    /** What a test found, where its ways out lead to different places. */
    private static String found(Step step, String label) {
        String whenTrue = step.exits().getOrDefault(Exit.TRUE, "");
        String whenFalse = step.exits().getOrDefault(Exit.FALSE, "");
        boolean tells = step.does(Micro.Test.class) && !whenTrue.equals(whenFalse);
        return !tells ? "" : label.equals(whenTrue) ? ": true" : ": false";
    }

    /** What changed, in the order of the variables; the position is what the scene itself says. */
    private static List<String> changes(List<StateVariable> variables, Snapshot before, Snapshot after) {
        List<String> changes = new ArrayList<>();
        for (StateVariable variable : variables) {
            for (String index : variable.indices()) {
                if (!variable.name().equals("pc") && !before.get(variable.name(), index)
                        .equals(after.get(variable.name(), index))) {
                    String name = variable.isPlain() ? variable.name() : variable.name() + "[" + index + "]";
                    changes.add(name + " = " + after.get(variable.name(), index).map(Story::shown).orElse("?"));
                }
            }
        }
        return changes;
    }
}
