package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Material;
import org.quiesce.result.Material.Source;

/** The C of a protocol, and which of its lines are steps. */
final class SourcePart {

    private static final Css LINE = new Css("line");
    private static final Css STEPS = new Css("steps");

    private final Subject subject;
    private final Material material;

    SourcePart(Subject subject, Material material) {
        this.subject = subject;
        this.material = material;
    }

    Element html() {
        return element("section").set("aria-labelledby", subject.id() + "-source").with(
                        element("h3", "The C").set("id", subject.id() + "-source"),
                        element("p", "Marked lines are steps: beside each stands which contexts execute it.").is(Look.QUIET))
                .with(material.sources().stream().map(this::source).toList());
    }

    private Element source(Source source) {
        List<Html> lines = new ArrayList<>();
        String function = "";
        for (Source.Line line : source.lines()) {
            String of = line.function().orElse("");
            if (!of.equals(function)) {
                lines.add(element("span", new Css("function")).with(of + "\n"));
                function = of;
            }
            lines.add(line(source, line));
        }
        return element("figure").with(
                element("figcaption", source.kind().equals("file") ? source.name() : "Listing of " + source.name()),
                Look.scrollable("Source of " + source.name(),
                        element("pre", new Css("source")).set("data-file", source.name()).with(lines)));
    }

    private Element line(Source source, Source.Line line) {
        String contexts = contexts(source, line.number());
        Element row = element("span", LINE).set("data-line", line.number()).with(
                element("span", new Css("margin")).with(String.format("%4d ", line.number())),
                Html.text(line.text()));
        return contexts.isEmpty()
                ? row.with("\n")
                : row.is(STEPS).set("id", anchor(subject, source.name(), line.number())).with(element("span", new Css("who")).with("  " + contexts)).with("\n");
    }

    /** By which a line that is a step is known. */
    static String anchor(Subject subject, String file, int line) {
        return subject.id() + "-line-" + line + "-of-" + URLEncoder.encode(file, StandardCharsets.UTF_8);
    }

    private String contexts(Source source, int line) {
        return material.programs().stream()
                .filter(program -> program.steps().stream().anyMatch(step -> step.line().orElse(0) == line
                        && step.file().equals(material.sources().size() > 1 ? Optional.of(source.name()) : Optional.empty())))
                .flatMap(program -> program.contexts().stream())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
