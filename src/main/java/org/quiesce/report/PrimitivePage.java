package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.kernel.Availability;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitive.Callers;
import org.quiesce.kernel.Primitives.Topic;
import org.quiesce.kernel.Profile;
import org.quiesce.protocol.step.Step;

/**
 * A function of the kernel in full.
 *
 * @param topic   to which it belongs
 * @param entries the entries of the atlas that use it
 * @param example how Quiesce takes it, where a protocol of the atlas uses it
 */
public record PrimitivePage(
        Primitive primitive, PrimitiveTable.Usable usable, Topic topic, List<String> entries, Optional<Example> example) {

    public PrimitivePage {
        entries = List.copyOf(entries);
    }

    /**
     * A use of the function.
     *
     * @param name  of the protocol, by which a user can ask for it
     * @param line  the C of the line that uses it
     * @param steps those that it takes there
     */
    public record Example(String name, String line, List<Step> steps) {
        public Example {
            steps = List.copyOf(steps);
        }
    }

    /** The page, not wider than {@code width} unless a single word is. */
    public List<Line> draw(int width) {
        List<Line> lines = new ArrayList<>(Flow.EMPTY.words(primitive.name(), Tone.STRONG)
                .words("(modelled" + primitive.model().phrase().map(how -> " " + how).orElse("") + ")", Tone.QUIET)
                .wrap(width, 2));
        lines.addAll(Facts.fact("does", primitive.does(), width));
        if (!primitive.also().isEmpty()) {
            lines.addAll(Facts.fact("also in C", String.join(", ", primitive.also())
                    + ": the same as far as a model can tell", width));
        }
        primitive.steps().ifPresent(steps -> lines.addAll(Facts.fact("micro-steps", steps, width)));
        lines.addAll(Facts.fact("in Linux", primitive.releases(), width));
        lines.addAll(Facts.fact("called by", primitive.callers() == Callers.MODULES
                ? "modules, and the kernel itself"
                : "the kernel itself; it is not exported to modules", width));
        if (usable == PrimitiveTable.Usable.BY_BUILDERS) {
            lines.addAll(Facts.fact("in C files", "not modelled: what such a file does is inconclusive", width));
        }
        availability().ifPresent(known -> lines.addAll(missing(known, width)));
        primitive.note().ifPresent(note -> lines.addAll(Facts.fact("note", note, width)));
        example.ifPresent(use -> lines.addAll(steps(use, width)));
        if (primitive.model().isCallable()) {
            lines.addAll(Facts.fact("in the atlas",
                    entries.isEmpty() ? "no entry uses it" : String.join(", ", entries), width));
        }
        lines.addAll(Facts.fact("known from", source(), width));
        return lines;
    }

    /** Where the facts come from. */
    String source() {
        return topic.source() + availability().map(known -> "; " + known.source()).orElse("");
    }

    private Optional<Availability> availability() {
        return Availability.of(primitive.name());
    }

    private static List<Line> missing(Availability known, int width) {
        if (known.missing().isEmpty()) {
            return List.of();
        }
        return Facts.fact("missing in", known.missing().stream().map(Profile::name).collect(Collectors.joining(", "))
                + "; " + known.instead(), width);
    }

    private static List<Line> steps(Example use, int width) {
        List<Line> lines = new ArrayList<>(
                Facts.fact("modelled as", "in " + use.name() + ", " + use.line(), width));
        for (Step step : use.steps()) {
            String ids = String.join(" ", step.ids());
            lines.addAll(Facts.fact("", step.what() + (ids.isEmpty() ? "" : " (" + ids + ")"), width));
        }
        return lines;
    }
}
