package org.quiesce.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.catalog.SurvivorClass;
import org.quiesce.mutation.Mutant;
import org.quiesce.report.Mutated.Explained;
import org.quiesce.report.MutationScores.OfSlips;
import org.quiesce.workbench.Fate;

/** What came of mutants, as text for a reader. */
public final class MutationText {

    private static final int LEFT = 2;

    private final int width;

    /** A report whose lines are not longer than {@code width}. */
    public MutationText(int width) {
        this.width = width;
    }

    /** Everything about one protocol: how many mutants there are, and every one that no property kills. */
    public List<Line> full(Mutated mutated) {
        return protocol(mutated, mutated.alive());
    }

    /** A protocol in short: how many mutants there are, and those that nobody explains. */
    public List<Line> brief(Mutated mutated) {
        return protocol(mutated, mutated.unexplained());
    }

    private List<Line> protocol(Mutated mutated, List<Explained> shown) {
        Line name = Line.of(mutated.name(), Tone.STRONG).plus(" on " + mutated.result().profile().name() + ": ");
        List<Line> lines = new ArrayList<>(
                Flow.of(name.plus(counts(MutationScores.of("", mutated.result().mutants())))).wrap(width, LEFT));
        if (!mutated.unexplained().isEmpty()) {
            int count = mutated.unexplained().size();
            lines.addAll(remark(count + (count == 1 ? " of them is" : " of them are")
                    + " killed by nothing, and nobody says why"));
        }
        if (!mutated.mistold().isEmpty()) {
            lines.addAll(remark("the model says of " + String.join(", ",
                    mutated.mistold().stream().map(Object::toString).toList())
                    + " why it survives: it is killed, equal to the original, or not there"));
        }
        Set<String> told = new HashSet<>();
        shown.forEach(explained -> lines.addAll(mutant(explained, told)));
        return lines;
    }

    private List<Line> remark(String text) {
        return indented(Flow.EMPTY.words(text, Tone.BAD), LEFT);
    }

    /** "31 mutants: 20 killed, 6 survived, 3 equivalent, 2 stillborn". */
    private static String counts(OfSlips counts) {
        String parts = Stream.of(
                        part(counts.killed(), "killed"), part(counts.survived(), "survived"),
                        part(counts.undecided(), "undecided"), part(counts.equivalent(), "equivalent"),
                        part(counts.stillborn(), "stillborn"))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return counts.mutants() + (counts.mutants() == 1 ? " mutant" : " mutants")
                + (parts.isEmpty() ? "" : ": " + parts);
    }

    private static String part(long count, String what) {
        return count == 0 ? "" : count + " " + what;
    }

    /** @param told the arguments that stand above */
    private List<Line> mutant(Explained explained, Set<String> told) {
        Mutant mutant = explained.mutant().mutant();
        List<Line> lines = new ArrayList<>(List.of(Line.BLANK));
        Line slip = Line.of(mutant.id().toString(), Tone.STRONG)
                .plus(" in " + mutant.function() + ": " + mutant.description());
        lines.addAll(indented(Flow.of(slip), LEFT));
        if (explained.mutant().fate() instanceof Fate.Undecided undecided) {
            lines.addAll(indented(Flow.EMPTY.words("undecided: " + undecided.why(), Tone.DOUBT),
                    2 * LEFT));
        } else if (explained.mutant().fate() instanceof Fate.Unbounded unbounded) {
            lines.addAll(indented(Flow.EMPTY.words("undecided: a run leaves the bounds of the model with "
                    + unbounded.with(), Tone.DOUBT), 2 * LEFT));
        } else if (explained.mutant().fate() instanceof Fate.Survived survived) {
            lines.addAll(effects(survived));
        }
        explained.reason().ifPresent(reason -> lines.addAll(indented(Flow.of(
                reason.of().map(known -> known.id() + ": ").orElse("")
                        + (told.add(reason.because()) ? reason.because() : "as above")), 2 * LEFT)));
        return lines;
    }

    private List<Line> effects(Fate.Survived survived) {
        List<Line> lines = new ArrayList<>();
        if (!survived.vacuous().isEmpty()) {
            lines.addAll(indented(Flow.EMPTY.words("makes vacuous: " + survived.vacuous().stream()
                    .map(property -> property.id()).collect(Collectors.joining(", ")), Tone.DOUBT), 2 * LEFT));
        }
        if (!survived.neverTaken().isEmpty()) {
            lines.addAll(indented(Flow.EMPTY.words("never executed: " + String.join(" ", survived.neverTaken()),
                    Tone.DOUBT), 2 * LEFT));
        }
        return lines;
    }

    private List<Line> indented(Flow text, int columns) {
        return text.wrap(width - columns, LEFT).stream().map(line -> line.indent(columns)).toList();
    }

    /** The scores: by property, by kind of slip, and why mutants survive. */
    public List<Line> scores(List<Mutated> all) {
        MutationScores scores = new MutationScores(all);
        List<Line> lines = new ArrayList<>();
        NumberTable properties = new NumberTable("property", "asked", "killed", "share", "alone");
        scores.properties().forEach(p -> properties.row(p.property().id(), p.asked(), p.killed(),
                share(MutationScores.thousandths(p.killed(), p.asked())), p.alone()));
        lines.addAll(properties.draw(width));
        lines.add(Line.BLANK);
        NumberTable slips = new NumberTable(
                "slip", "mutants", "killed", "survived", "undecided", "equivalent", "stillborn", "share killed");
        Stream.concat(scores.operators().stream(), Stream.of(scores.total())).forEach(s -> slips.row(s.id(), s.mutants(),
                s.killed(), s.survived(), s.undecided(), s.equivalent(), s.stillborn(), share(s.share())));
        lines.addAll(slips.draw(width));
        if (!scores.reasons().isEmpty()) {
            lines.add(Line.BLANK);
            NumberTable reasons = new NumberTable("why no property kills them", "mutants");
            scores.reasons().forEach(reasons::row);
            lines.addAll(reasons.draw(width));
        }
        List<Line> further = Further.of(scores.properties().stream().map(MutationScores.OfProperty::property).toList(), width);
        if (!further.isEmpty()) {
            lines.add(Line.BLANK);
            lines.addAll(further);
        }
        return lines;
    }

    /** The name of a reason. */
    static String reason(Explained explained) {
        return explained.reason()
                .map(reason -> reason.of().map(SurvivorClass::id).orElse("(its model says it)"))
                .orElse("(nobody says)");
    }

    private static String share(long thousandths) {
        return String.format(Locale.ROOT, "%d.%d %%", thousandths / 10, thousandths % 10);
    }
}
