package org.quiesce.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.quiesce.protocol.Listing;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.workbench.Specification;

/** Makes plain values of what a check is about. */
final class MaterialMaker {

    private final LoweredProtocol lowered;
    private final Specification specification;

    MaterialMaker(LoweredProtocol lowered, Specification specification) {
        this.lowered = lowered;
        this.specification = specification;
    }

    Material make() {
        return new Material(
                lowered.programs().stream().map(this::program).toList(),
                lowered.protocol().origin().map(MaterialMaker::files).orElseGet(this::listing),
                Vocabulary.of(lowered).stream()
                        .map(v -> new Material.Variable(v.name(), v.meaning(), specification.holdsModelValues(v)))
                        .toList(),
                new Material.Specification(
                        specification.module(),
                        specification.files(),
                        specification.modelValues(),
                        specification.constants(),
                        specification.commands()),
                Optional.empty());
    }

    private Material.Program program(LoweredProgram program) {
        return new Material.Program(program.program().name(), program.contexts(), program.start(),
                program.steps().stream().map(this::node).toList());
    }

    private Material.Node node(Step step) {
        return new Material.Node(step.label(), step.action(), PlainRunMaker.file(lowered, step), PlainRunMaker.line(step.line()),
                step.text(), step.what(),
                step.exits().entrySet().stream()
                        .map(e -> new Material.Exit(e.getKey().name().toLowerCase(Locale.ROOT), e.getValue()))
                        .toList());
    }

    private static List<Material.Source> files(Origin origin) {
        return origin.files().stream()
                .map(file -> new Material.Source(file.name(), "file", IntStream.rangeClosed(1, file.lines().size())
                        .mapToObj(i -> new Material.Source.Line(i, Optional.empty(), file.lines().get(i - 1)))
                        .toList()))
                .toList();
    }

    private List<Material.Source> listing() {
        List<Listing.Line> lines = lowered.protocol().listing().lines();
        return List.of(new Material.Source(lowered.protocol().name(), "listing", lines.stream()
                .map(l -> new Material.Source.Line(l.number(), Optional.of(l.function()), l.indented()))
                .toList()));
    }
}
