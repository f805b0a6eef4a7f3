package org.quiesce.workbench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.SystemEvent;

/**
 * Whether a run of a protocol that was read from a C file is one of the file.
 *
 * @param choices    what the run needs of conditions of which nothing is known, in its order
 * @param unmodelled what the file does that the protocol does not, and how often what comes from outside has to come; it
 *                   may rule the run out
 */
public record Certainty(List<Choice> choices, List<String> unmodelled) {

    /** What the time or the world outside calls; that it comes as fast as a run wants is nobody's promise. */
    private static final Set<Program.CallbackKind> PACED_OUTSIDE = Set.of(Program.CallbackKind.TIMER,
            Program.CallbackKind.HRTIMER, Program.CallbackKind.IRQ, Program.CallbackKind.NOTIFIER);

    public Certainty {
        choices = List.copyOf(choices);
        unmodelled = List.copyOf(unmodelled);
    }

    /** How sure it is. */
    public enum Level {
        /** The run needs nothing of which nothing is known. */
        CERTAIN,
        /** It happens if what is unknown comes out so; nothing is asked twice. */
        CONDITIONAL,
        /** The same is asked twice, and the file may not allow both answers; or something is not modelled. */
        POSSIBLE;

        /** The word in reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A condition of which nothing is known.
     *
     * @param condition as it is in the file
     * @param line      in the file, where it is asked first
     * @param times     how often the run asks it; what is asked in each turn of a loop without end counts twice
     */
    public record Choice(String condition, int line, int times) {}

    public Level level() {
        boolean isAskedAgain = choices.stream().anyMatch(choice -> choice.times() > 1);
        return isAskedAgain || !unmodelled.isEmpty() ? Level.POSSIBLE
                : choices.isEmpty() ? Level.CERTAIN
                : Level.CONDITIONAL;
    }

    /** Of a run; empty if its protocol was not read from a file. */
    public static Optional<Certainty> of(LoweredProtocol lowered, Profile profile, Run run) {
        return lowered.protocol().origin().map(origin -> of(lowered, profile, run, origin));
    }

    private static Certainty of(LoweredProtocol lowered, Profile profile, Run run, Origin origin) {
        Set<String> unknown = unknown(lowered.protocol());
        unknown.removeAll(origin.outside());
        Map<String, Step> steps = lowered.steps().collect(Collectors.toMap(Step::action, step -> step));
        Map<String, Choice> choices = new LinkedHashMap<>();
        asked(run).filter(move -> steps.containsKey(move.action())).map(move -> steps.get(move.action()))
                .forEach(step -> step.micros().stream()
                        .filter(Micro.Test.class::isInstance)
                        .map(micro -> ((Micro.Test) micro).atom())
                        .filter(Condition.Chance.class::isInstance)
                        .map(atom -> ((Condition.Chance) atom).reason())
                        .filter(unknown::contains)
                        .forEach(reason -> choices.merge(reason, new Choice(reason, step.line(), 1),
                                (before, more) -> new Choice(reason, before.line(), before.times() + 1))));
        return new Certainty(List.copyOf(choices.values()),
                Stream.of(NotModelled.of(lowered, profile), origin.unguarded(), recurring(lowered, run)).flatMap(List::stream).toList());
    }

    /** What is done in a run; where it goes round for ever, what it does there comes again. */
    private static Stream<Run.Move> asked(Run run) {
        return run.ending() instanceof Run.Ending.Loop loop
                ? Stream.concat(run.moves().stream(), run.moves().subList(loop.back(), run.moves().size()).stream())
                : run.moves().stream();
    }

    /** What has to come in every turn of a loop for the run to go on for ever, as often as the world outside pleases. */
    private static List<String> recurring(LoweredProtocol lowered, Run run) {
        if (!(run.ending() instanceof Run.Ending.Loop loop)) {
            return List.of();
        }
        List<Run.Move> turn = run.moves().subList(loop.back(), run.moves().size());
        Stream<String> calls = turn.stream()
                .map(move -> lowered.programOf(move.context()).program())
                .filter(program -> program instanceof Program.Callback callback && PACED_OUTSIDE.contains(callback.kind()))
                .map(program -> "how often " + program.name() + "() comes, which is in every turn of the run's loop");
        // The freezer looks every few milliseconds whether a thread is asleep (kernel/power/process.c).
        boolean isFreezing = run.state(loop.back()).get("freezing").equals(Optional.of(Datum.of(true)));
        Stream<String> sleeps = turn.stream()
                .filter(move -> isFreezing && move.action().equals(SystemEvent.TIMER_EXPIRES.action()))
                .map(move -> "how short the sleeps of " + move.context() + " are, in each of which the freezer may find it");
        return Stream.concat(calls, sleeps).distinct().toList();
    }

    /** What stands for a condition of which nothing is known. */
    private static Set<String> unknown(Protocol protocol) {
        return protocol.programs().stream()
                .flatMap(program -> program.body().stream())
                .flatMap(Statement::all)
                .flatMap(statement -> statement.tested().stream())
                .flatMap(Condition::atoms)
                .filter(Condition.Chance.class::isInstance)
                .map(atom -> ((Condition.Chance) atom).reason())
                .collect(Collectors.toSet());
    }
}
