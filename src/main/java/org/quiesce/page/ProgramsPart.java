package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.List;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Material;
import org.quiesce.result.Material.Program;

/** What each context runs, as a diagram of its steps. */
final class ProgramsPart {

    private final Subject subject;
    private final Material material;

    ProgramsPart(Subject subject, Material material) {
        this.subject = subject;
        this.material = material;
    }

    Element html() {
        return element("section").set("aria-labelledby", subject.id() + "-programs").with(
                        element("h3", "The programs").set("id", subject.id() + "-programs"),
                        element("p", "Each box is one step, which nothing comes between. The double frame is where a context starts.")
                                .is(Look.QUIET))
                .with(material.programs().stream().filter(program -> !program.steps().isEmpty()).map(this::program).toList());
    }

    private Element program(Program program) {
        String name = program.name() + (program.contexts().equals(List.of(program.name()))
                ? ""
                : ", run by " + String.join(", ", program.contexts()));
        int number = material.programs().indexOf(program) + 1;
        return element("figure").with(
                element("figcaption", name),
                Look.scrollable("Diagram of " + program.name(),
                        new StateDiagram(subject.id() + "-program-" + number, program).svg()));
    }
}
