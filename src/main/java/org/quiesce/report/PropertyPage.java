package org.quiesce.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Reliance;

/**
 * A property in full.
 *
 * @param property what is explained
 * @param triggers the steps without which it says nothing, each as a clause
 * @param example  where its formula can be seen; empty if it applies to no protocol that is known
 */
public record PropertyPage(Property property, List<String> triggers, Optional<Example> example) {

    private static final int LEFT = 4;

    public PropertyPage {
        triggers = List.copyOf(triggers);
    }

    /**
     * A protocol to which the property applies.
     *
     * @param name   by which a user can ask for it
     * @param module its TLA+ module
     */
    public record Example(String name, String module) {

        /** The paragraph of the module in which the property is defined. */
        List<String> formula(Property property) {
            String start = property.id() + " ";
            return Arrays.stream(module.split("\n\\s*\n"))
                    .map(paragraph -> paragraph.lines().filter(l -> !l.startsWith("====")).toList())
                    .filter(lines -> lines.stream().anyMatch(l -> l.startsWith(start) && l.contains("==")))
                    .findFirst()
                    .orElse(List.of());
        }
    }

    /** What fairness a property about progress assumes. */
    Optional<String> assumes() {
        return property.kind() == Property.Kind.PROGRESS ? Optional.of(Reliance.USUAL) : Optional.empty();
    }

    /** The page; only its formula may be wider than {@code width}. */
    public List<Line> draw(int width) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(property.id(), Tone.STRONG)
                .plus("  " + property.kind().name().toLowerCase(Locale.ROOT), Tone.QUIET));
        lines.addAll(Facts.fact("claims", property.meaning(), width));
        lines.addAll(Facts.fact("the simulator", Oracle.of(property), width));
        assumes().ifPresent(assumed -> lines.addAll(Facts.fact("assumes",
                assumed + "; quiesce audit shows what of that a protocol needs", width)));
        lines.addAll(Facts.fact("is vacuous", "unless some run takes one of these steps: "
                + String.join("; ", triggers), width));
        lines.addAll(Facts.facts("a kernel shows",
                property.outcomes().stream().map(outcome -> outcome.code() + ": " + outcome.signature()).toList(), width));
        lines.addAll(example.map(e -> formula(e, width))
                .orElseGet(() -> Facts.fact("in TLA+", "nothing of the atlas does what it speaks of", width)));
        return lines;
    }

    private List<Line> formula(Example of, int width) {
        List<Line> lines = new ArrayList<>(
                Facts.fact("in TLA+", "of " + of.name() + ", which quiesce emit shows in full:", width));
        lines.add(Line.BLANK);
        of.formula(property).forEach(l -> lines.add(Line.of(l).indent(LEFT)));
        return lines;
    }
}
