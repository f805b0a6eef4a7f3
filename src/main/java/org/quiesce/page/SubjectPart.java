package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Check;
import org.quiesce.result.Finding;
import org.quiesce.result.Material;

/** The part of the page that is about one protocol. */
final class SubjectPart {

    private final Subject subject;

    SubjectPart(Subject subject) {
        this.subject = subject;
    }

    Element html() {
        List<Html> parts = new ArrayList<>();
        parts.add(element("h2", subject.name()));
        parts.add(element("p", subject.first().title()));
        parts.add(Look.scrollable("Verdicts of " + subject.name(), verdicts()));
        parts.add(element("p", "More about a property: ").is(Look.QUIET)
                .with(element("code", "quiesce list --explain NAME")));
        parts.addAll(notes());
        subject.courses().forEach(course -> parts.add(new CoursePart(course).html()));
        parts.add(new GroundsPart(subject).html());
        subject.material().ifPresent(material -> {
            parts.add(new SourcePart(subject, material).html());
            parts.add(new ProgramsPart(subject, material).html());
            parts.add(new SpecificationPart(subject, material.specification()).html());
        });
        return element("section").is(new Css("subject")).set("id", subject.id()).set("aria-label", subject.name()).with(parts);
    }

    // ---- verdicts

    private Element verdicts() {
        Element head = element("tr").with(element("th", "property").set("scope", "col"))
                .with(subject.checks().stream().map(c -> element("th", c.kernel()).set("scope", "col")).toList())
                .with(element("th", "what it says").set("scope", "col"));
        List<Element> rows = new ArrayList<>();
        subject.properties().forEach(property -> rows.add(row(property)));
        rows.add(states("states, TLC", check -> check.states().tlc()));
        rows.add(states("states, simulator", check -> check.states().simulator()));
        rows.add(element("tr").with(element("th", "expected").set("scope", "row"))
                .with(subject.checks().stream().map(check -> element("td", expected(check))).toList())
                .with(element("td")));
        return element("table", new Css("verdicts")).with(
                element("caption", "Verdicts: a row for each property, a column for each kernel"),
                element("thead").with(head),
                element("tbody").with(rows));
    }

    private Element row(Finding property) {
        return element("tr").with(element("th", property.name()).set("scope", "row"))
                .with(subject.checks().stream().map(check -> verdict(check, property)).toList())
                .with(element("td", property.claim()).is(Look.QUIET));
    }

    private Element verdict(Check check, Finding property) {
        Optional<Finding> found = check.properties().stream().filter(p -> p.name().equals(property.name())).findFirst();
        if (found.isEmpty()) {
            return element("td", "–").is(Look.QUIET);
        }
        Element cell = element("td").is(new Css("verdict")).is(new Css(known(found.get().verdict())));
        return subject.courses().stream()
                .flatMap(course -> course.claims().stream()
                        .filter(claim -> claim.check() == check && claim.finding() == found.get())
                        .map(claim -> cell.with(element("a", found.get().verdict())
                                        .set("href", "#" + course.anchor(claim, course.run().steps().size())))
                                .with(claim.evidence().certainty().map(certainty ->
                                        Html.text(" (" + certainty.level().word() + ")")))))
                .findFirst()
                .orElseGet(() -> cell.with(found.get().verdict()));
    }

    /** A result from a file may have any word there. */
    private static String known(String verdict) {
        return List.of("holds", "violated", "vacuous", "inconclusive", "disputed").contains(verdict) ? verdict : "disputed";
    }

    private Element states(String title, Function<Check, OptionalLong> count) {
        return element("tr").with(element("th", title).set("scope", "row"))
                .with(subject.checks().stream().map(count)
                        .map(n -> element("td", n.isPresent() ? Long.toString(n.getAsLong()) : "–")).toList())
                .with(element("td"));
    }

    private static String expected(Check check) {
        return check.asExpected().map(as -> as ? "as expected" : "not as expected").orElse("nothing stated");
    }

    // ---- notes

    private List<Html> notes() {
        List<Element> items = new ArrayList<>();
        for (Check check : subject.checks()) {
            check.failure().ifPresent(failure -> items.add(note(check, "no verdict (" + failure.kind() + ")", failure.message())));
            check.properties().forEach(p -> p.note().ifPresent(note -> items.add(note(check, p.name() + " is " + p.verdict(), note))));
            if (!check.neverTaken().isEmpty()) {
                items.add(element("li").with(element("b", "no run takes"), Html.text(" on " + check.kernel() + ":"))
                        .with(element("ul").with(check.neverTaken().stream().map(action -> element("li").with(step(action))).toList())));
            }
        }
        return items.isEmpty() ? List.of() : List.of(element("h3", "Notes"), element("ul").with(items));
    }

    /** A step by its place and what it does, where the result has its program. */
    private List<Html> step(String action) {
        Optional<Material> material = subject.material();
        Optional<Material.Node> node = material.stream().flatMap(m -> m.programs().stream()).flatMap(p -> p.steps().stream())
                .filter(n -> n.action().equals(action)).findFirst();
        if (node.isEmpty()) {
            return List.of(element("code", action));
        }
        List<Html> said = new ArrayList<>();
        if (node.get().line().isPresent()) {
            said.add(element("a", "line " + node.get().line().getAsInt()).set("href", "#" + SourcePart.anchor(
                    subject, node.get().file().orElse(material.get().sources().get(0).name()), node.get().line().getAsInt())));
            said.add(Html.text(", "));
        }
        said.add(element("code", node.get().text()));
        said.add(Html.text(" " + node.get().what() + " (" + action + ")"));
        return said;
    }

    private static Element note(Check check, String about, String text) {
        return element("li").with(element("b", about), Html.text(" on " + check.kernel() + ": " + text));
    }
}
