package org.quiesce.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.result.Evidence.Certainty;
import org.quiesce.result.Explanation;
import org.quiesce.trace.Diagnosis.Account;
import org.quiesce.trace.Life;
import org.quiesce.trace.Rests;
import org.quiesce.trace.Story;
import org.quiesce.trace.Story.Scene;
import org.quiesce.trace.Story.Resting;
import org.quiesce.workbench.Counterexample;
import org.quiesce.workbench.NearMiss;
import org.quiesce.workbench.ReplayReport;

/** A counterexample as text: the lanes, where everybody is in the end, what a kernel would show, the replay. */
final class CounterexampleText {

    private static final int LEFT = 2;
    private static final int NARROWEST = 25;

    private final int width;

    CounterexampleText(int width) {
        this.width = width;
    }

    /** The run of which that is said, as lanes, and where each context is when it ends. */
    List<Line> run(Story story, Account account) {
        Set<Integer> decisive = new TreeSet<>(account.decisive());
        if (story.ending() instanceof Ending.Finite) {
            decisive.add(story.scenes().size());
        }
        return run(story, decisive);
    }

    /** The run as lanes, and where each context is when it ends. */
    List<Line> run(Story story, Set<Integer> decisive) {
        List<Line> lines = new ArrayList<>();
        if (!story.scenes().isEmpty()) {
            Lanes.draw(story, decisive, width - LEFT).forEach(l -> lines.add(l.indent(LEFT)));
            lines.add(Line.BLANK);
            lines.addAll(signs(story, decisive));
        }
        lines.addAll(resting(story));
        return lines;
    }

    /** What the signs say that are not there in every drawing. */
    private List<Line> signs(Story story, Set<Integer> decisive) {
        List<String> signs = new ArrayList<>();
        if (!decisive.isEmpty()) {
            signs.add(Lanes.DECIDED + " decided it");
        }
        if (story.stretches().states().stream().map(Map::values).flatMap(Collection::stream).anyMatch(Life::isHeldUp)) {
            signs.add(Lanes.HELD + " asleep, or waits");
        }
        return signs.isEmpty() ? List.of() : Facts.fact("signs", String.join("; ", signs), Tone.QUIET, width);
    }

    private List<Line> resting(Story story) {
        String when = story.ending() instanceof Ending.Finite ? "at the end" : "for ever";
        int names = story.resting().stream().mapToInt(r -> r.context().length()).max().orElse(0);
        Rests rests = new Rests(story);
        List<Line> lines = new ArrayList<>();
        for (Resting resting : story.resting()) {
            lines.addAll(Facts.beside(lines.isEmpty() ? when : "", place(resting, rests, names + 2), width));
        }
        return lines;
    }

    /** The name of a context and where it is, in columns if there is room for them. */
    private List<Line> place(Resting resting, Rests rests, int column) {
        Line name = Line.of(resting.context(), Tone.STRONG);
        int room = Facts.room(width) - column;
        if (room < NARROWEST) {
            return Flow.of(name.plus(": " + rests.where(resting))).wrap(Facts.room(width), LEFT);
        }
        List<Line> lines = new ArrayList<>();
        Flow.of(rests.where(resting)).wrap(room, LEFT)
                .forEach(where -> lines.add((lines.isEmpty() ? name : Line.BLANK).padTo(column).plus(where)));
        return lines;
    }

    /** What a real kernel shows, and what the replay said. */
    List<Line> judgement(Counterexample counterexample) {
        List<Line> lines = new ArrayList<>(shown(counterexample.outcome()));
        counterexample.certainty().map(Certainty::of).ifPresent(certainty -> lines.addAll(certainty(certainty)));
        lines.addAll(counterexample.replay()
                .map(replay -> replay(replay, counterexample.ofTlc()
                        .map(r -> "; so is TLC's run, " + steps(r))
                        .orElse("")))
                .orElseGet(() -> Facts.fact("replayed", "no, as only one engine took part", width)));
        return lines;
    }

    /** Whether the file can do that. */
    private List<Line> certainty(Certainty certainty) {
        Tone tone = certainty.level() == Certainty.Level.CERTAIN ? Tone.BAD : Tone.DOUBT;
        return Facts.fact(certainty.level().word(), certainty.condition(), tone, width);
    }

    /** What a real kernel shows. */
    List<Line> shown(Outcome outcome) {
        return Facts.fact("a kernel shows", outcome.code() + ": " + outcome.signature(), width);
    }

    /** What the replay said. */
    List<Line> replay(ReplayReport report) {
        return replay(report, "");
    }

    private List<Line> replay(ReplayReport report, String besides) {
        return report.confirmed()
                ? Facts.fact("replayed", "on the simulator: confirmed, " + steps(report) + besides, Tone.GOOD, width)
                : Facts.fact("replayed", "on the simulator: not confirmed after " + steps(report) + "; "
                        + report.message(), Tone.BAD, width);
    }

    private static String steps(ReplayReport report) {
        return report.steps() + " of " + report.of() + " steps";
    }

    // ---- why it goes on for ever

    /** For each context that is held up, or that somebody tried to wake, what it has come to; and what is assumed all the same. */
    List<Line> explanation(Explanation explanation) {
        List<Line> lines = new ArrayList<>();
        explanation.contexts().stream().filter(Explanation.Held::isTelling).forEach(held ->
                lines.addAll(Facts.beside(lines.isEmpty() ? "why" : "", why(held), width)));
        lines.addAll(Facts.facts("even with", explanation.assumed(), width));
        return lines;
    }

    private List<Line> why(Explanation.Held held) {
        Flow context = Flow.EMPTY.words(held.context(), Tone.STRONG).closed(",").plus(Flow.of(held.where()));
        List<Line> lines = new ArrayList<>(context.wrap(Facts.room(width), LEFT));
        held.slept().ifPresent(told -> lines.addAll(came("fell asleep", told.toString())));
        held.checked().ifPresent(told -> lines.addAll(came("its last check before that", told.toString())));
        lines.addAll(came("the last wake-up for it", held.lastWake().map(Explanation.Wake::toString).orElse("none")));
        return lines;
    }

    private List<Line> came(String what, String told) {
        return Flow.EMPTY.words(what + ":", Tone.QUIET).plus(Flow.of(told)).wrap(Facts.room(width) - LEFT, LEFT).stream()
                .map(line -> line.indent(LEFT)).toList();
    }

    // ---- the closest run that ends well

    /** Where the bad run and the near miss part, and how the latter goes on. */
    List<Line> nearMiss(Counterexample counterexample, NearMiss near) {
        if (near instanceof NearMiss.Missing missing) {
            return Facts.fact("near miss", missing.why(), width);
        }
        NearMiss.Found found = (NearMiss.Found) near;
        Story story = found.story();
        List<Scene> own = story.scenes().subList(found.common(), story.scenes().size());
        List<Line> lines = new ArrayList<>(Facts.fact("near miss", shared(found.common()) + parting(counterexample.story(), found.common())
                + "; this ends well:", width));
        lines.add(Line.BLANK);
        Lanes.draw(new Story(story.initial(), own, story.ending(), story.resting(), story.stretches().after(found.common())), Set.of(), width - LEFT)
                .forEach(line -> lines.add(line.indent(LEFT)));
        return lines;
    }

    private static String shared(int common) {
        return switch (common) {
            case 0 -> "from the first step on it is another run: ";
            case 1 -> "the same up to step 1; ";
            default -> "the same up to step " + common + "; ";
        };
    }

    /** What comes next in the bad run, and not in the other. */
    private static String parting(Story bad, int common) {
        if (common < bad.scenes().size()) {
            Scene next = bad.scenes().get(common);
            return "then, instead of step " + next.number() + " (" + next.context() + " " + next.what() + ")";
        }
        return bad.ending() instanceof Ending.Loop ? "then, instead of going round" : "then, instead of staying so";
    }
}
