package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Check;
import org.quiesce.result.Material.Specification;

/** The specification in TLA+, and how to check it without Quiesce. */
final class SpecificationPart {

    private static final Pattern DEFINITION = Pattern.compile("(?m)^(\\w+)(?:\\([^)\\n]*\\))?\\s*==");

    private final Subject subject;
    private final Specification specification;

    SpecificationPart(Subject subject, Specification specification) {
        this.subject = subject;
        this.specification = specification;
    }

    Element html() {
        return element("section").set("aria-labelledby", subject.id() + "-specification").with(
                        element("h3", "The specification").set("id", subject.id() + "-specification"),
                        element("p", "To check it in plain TLC, save these files beside tla2tools.jar, and run:"),
                        Look.scrollable("Commands", element("pre").with(String.join("\n", specification.commands()))))
                .with(constants())
                .with(specification.files().entrySet().stream()
                        .map(file -> Look.closable(file.getKey(), Look.scrollable(file.getKey(), code(file.getKey(), file.getValue()))))
                        .toList());
    }

    /** The configurations are those of the first kernel. */
    private List<Element> constants() {
        return specification.constants().isEmpty() || subject.checks().size() == 1
                ? List.of()
                : List.of(element("p", "The configurations below are for " + subject.first().kernel()
                        + ". The constants on each kernel:"),
                        element("ul").with(subject.checks().stream().flatMap(check -> constants(check).stream()).toList()));
    }

    private static List<Element> constants(Check check) {
        return check.material().stream()
                .map(material -> element("li", check.kernel() + ": " + material.specification().constants().entrySet().stream()
                        .map(e -> e.getKey() + " = " + (e.getValue() ? "TRUE" : "FALSE"))
                        .collect(Collectors.joining(", "))))
                .toList();
    }

    private Element code(String file, String text) {
        Element code = element("pre", new Css("tla"));
        if (!file.endsWith(".tla")) {
            return code.with(highlighted(text));
        }
        List<Html> definitions = new ArrayList<>();
        Matcher start = DEFINITION.matcher(text);
        int begun = 0;
        String name = "";
        while (start.find()) {
            definitions.add(definition(name, text.substring(begun, start.start())));
            begun = start.start();
            name = start.group(1);
        }
        definitions.add(definition(name, text.substring(begun)));
        return code.with(definitions);
    }

    /** A definition, which ends with the first empty line; what follows belongs to none. */
    private Html definition(String name, String text) {
        int end = text.indexOf("\n\n") < 0 ? text.length() : text.indexOf("\n\n") + 1;
        return name.isEmpty()
                ? element("span").with(highlighted(text))
                : element("span").with(
                        element("span").set("data-defines", name).with(highlighted(text.substring(0, end))),
                        element("span").with(highlighted(text.substring(end))));
    }

    private static List<Html> highlighted(String text) {
        return TlaToken.of(text).stream()
                .map(token -> token.kind() == TlaToken.Kind.PLAIN
                        ? Html.text(token.text())
                        : element("span", token.kind().style()).with(token.text()))
                .toList();
    }
}
