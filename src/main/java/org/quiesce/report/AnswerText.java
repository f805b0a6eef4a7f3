package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quiesce.workbench.Answer;
import org.quiesce.workbench.Question;
import org.quiesce.workbench.SpecVariable;

/** The answer to a question of the user's own as text, and what such a question can speak of. */
public final class AnswerText {

    private final int width;

    /** Texts whose lines are not longer than {@code width}. */
    public AnswerText(int width) {
        this.width = width;
    }

    /** The answer, which is not {@link Answer.Rejected}, for a protocol under the name by which the user asked for it. */
    public List<Line> draw(String name, Question question, Answer answer) {
        Line start = Line.of(name, Tone.STRONG).plus(" on " + question.profile().name() + ": ");
        List<Line> lines = new ArrayList<>(Flow.of(start.plus(verdict(answer))).wrap(width, 2));
        lines.addAll(Facts.fact("formula", question.text(), width));
        if (answer instanceof Answer.Violated violated) {
            lines.addAll(Facts.fact("decided by", "TLC alone; the simulator follows its run, and knows nothing of the formula",
                    width));
            lines.add(Line.BLANK);
            lines.addAll(new CounterexampleText(width).run(violated.run().story(), Set.of()));
        } else if (answer instanceof Answer.Holds) {
            lines.addAll(Facts.fact("decided by", "TLC alone; the simulator finds as many states, and knows nothing of the"
                    + " formula", width));
        }
        return lines;
    }

    private static Line verdict(Answer answer) {
        if (answer instanceof Answer.Holds holds) {
            return Line.of("holds", Tone.GOOD).plus(" in all of " + holds.states() + " states");
        } else if (answer instanceof Answer.Violated violated) {
            int steps = violated.run().story().scenes().size();
            return Line.of("violated", Tone.BAD).plus(" after " + steps + (steps == 1 ? " step" : " steps"));
        } else if (answer instanceof Answer.Undecided undecided) {
            return Line.of("inconclusive", Tone.DOUBT).plus(": " + Printable.of(undecided.why()));
        }
        return Line.of("disputed", Tone.BAD).plus(": " + Printable.of(((Answer.Unreliable) answer).why()));
    }

    /** The variables, each with what it is a function of, what it means, and its values. */
    public List<Line> variables(List<SpecVariable> variables) {
        List<Line> lines = new ArrayList<>();
        for (SpecVariable variable : variables) {
            Line name = Line.of(variable.name(), Tone.STRONG)
                    .plus(variable.indices().isEmpty() ? "" : "[" + String.join(" | ", variable.indices()) + "]");
            lines.addAll(Flow.of(name.plus(": " + variable.meaning())).wrap(width, 4));
            lines.addAll(Flow.of(String.join(", ", variable.values())).wrap(width - 4, 0).stream()
                    .map(line -> line.indent(4)).toList());
        }
        return lines;
    }
}
