package org.quiesce.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.Step;
import org.quiesce.report.PropertyPage;
import org.quiesce.report.PropertyPage.Example;
import org.quiesce.workbench.Workbench;

/** Explains properties by protocols of the atlas. */
final class PropertyPages {

    private final Atlas atlas;

    PropertyPages(Atlas atlas) {
        this.atlas = atlas;
    }

    PropertyPage of(Property property) {
        return new PropertyPage(property, property.trigger().stream().map(this::trigger).toList(), example(property));
    }

    /** A step in the words of the first protocol that takes it. */
    private String trigger(Class<? extends Micro> kind) {
        return lowered().map(Map.Entry::getValue)
                .flatMap(LoweredProtocol::steps)
                .filter(step -> step.does(kind))
                .map(Step::what)
                .findFirst()
                .map(what -> kind.getSimpleName() + " (" + what + ")")
                .orElse(kind.getSimpleName());
    }

    /** The first protocol in which something can come of it, or else the first to which it applies. */
    private Optional<Example> example(Property property) {
        Predicate<LoweredProtocol> applies = property::appliesTo;
        Predicate<LoweredProtocol> triggers = p -> property.trigger().stream().anyMatch(p::does);
        return Stream.of(applies.and(triggers), applies)
                .flatMap(fits -> lowered().filter(p -> fits.test(p.getValue())).limit(1))
                .findFirst()
                .map(p -> new Example(p.getKey(), module(p.getValue())));
    }

    private Stream<Map.Entry<String, LoweredProtocol>> lowered() {
        return atlas.entries().stream().flatMap(entry -> entry.variants().stream().map(variant ->
                Map.entry(entry.id() + "/" + variant.name(), Lowering.lower(variant.protocol(), Granularity.MICRO))));
    }

    private static String module(LoweredProtocol lowered) {
        return Workbench.emit(lowered.protocol(), lowered.granularity(), Profiles.newest()).entrySet().stream()
                .filter(file -> file.getKey().endsWith(".tla"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }
}
