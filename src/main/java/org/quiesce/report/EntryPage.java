package org.quiesce.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.FaultClass;
import org.quiesce.catalog.ModelFile;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.protocol.property.Property;

/** An entry of the atlas in full, for a terminal: what its model says of the fault, without the C. */
public record EntryPage(ModelFile model) {

    /** The page, not wider than {@code width}. */
    public List<Line> draw(int width) {
        List<Line> lines = new ArrayList<>();
        lines.addAll(Flow.of(Line.of(model.id(), Tone.STRONG).plus(" · " + standing(), Tone.QUIET)).wrap(width, 2));
        lines.addAll(Facts.fact("in short", model.title(), width));
        lines.addAll(Facts.fact(model.kind() == Entry.Kind.EXAMPLE ? "what it does" : "goes wrong", model.story().mechanism(), width));
        List<String> steps = model.story().interleaving();
        lines.addAll(Facts.facts("step by step",
                IntStream.range(0, steps.size()).mapToObj(i -> (i + 1) + ". " + steps.get(i)).toList(), width));
        for (Case variant : model.cases()) {
            lines.addAll(expected(variant, variant.equals(model.cases().get(0)) ? "expected" : "", width));
        }
        lines.addAll(Facts.fact("mended by", model.story().fix(), width));
        lines.addAll(Facts.facts("also to know", model.story().caveats(), width));
        lines.addAll(Facts.facts("to read on", model.story().sources(), width));
        lines.addAll(Facts.fact("see it", "quiesce check " + model.id() + "; quiesce report " + model.id() + " --out report.html", width));
        return lines;
    }

    /** What it is here for, or the family of its fault. */
    private String standing() {
        return switch (model.kind()) {
            case EXAMPLE -> "example";
            case REAL -> "real bug" + model.faultClass().map(fault -> " of class " + fault.id()).orElse("");
            case FAULT -> FaultClass.named(model.id()).map(fault -> fault.family().title()).orElse("fault");
        };
    }

    private static List<Line> expected(Case variant, String label, int width) {
        Flow name = Flow.EMPTY.words(variant.name() + ":", Tone.STRONG);
        List<Property> violated = AtlasBook.violated(variant);
        if (violated.isEmpty()) {
            return Facts.fact(label, name.words("none is violated on " + KernelNames.of(variant.kernels()), Tone.GOOD), width);
        }
        List<Line> lines = new ArrayList<>();
        for (Property property : violated) {
            lines.addAll(Facts.fact(lines.isEmpty() ? label : "", name.words(property.id(), Tone.BAD)
                    .plus(Flow.of(AtlasBook.violated(variant, property))), width));
        }
        return lines;
    }
}
