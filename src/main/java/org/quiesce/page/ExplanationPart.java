package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.List;
import java.util.Optional;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Explanation;
import org.quiesce.result.Explanation.Held;
import org.quiesce.result.Explanation.Told;
import org.quiesce.result.PlainRun.Ending;

/** Of a run that stays or goes round for ever: for each context where it is, and why nothing brings it on. */
final class ExplanationPart {

    private final Course course;

    ExplanationPart(Course course) {
        this.course = course;
    }

    /** The explanation; none of a run that is cut off, as that has come to what it is about. */
    Optional<Element> html() {
        return Explanation.of(course.run(), course.claims().get(0).evidence().waits(), course.claims().get(0).check().restsOn())
                .map(this::html);
    }

    private Element html(Explanation explanation) {
        return element("section").set("aria-labelledby", course.id() + "-why").with(
                element("h4", course.run().ending().kind() == Ending.Kind.STUCK ? "Why it stays so" : "Why it goes round for ever")
                        .set("id", course.id() + "-why"),
                Look.scrollable("Where each context is", contexts(explanation)),
                element("p", "Even under what is assumed:"),
                element("ul").with(explanation.assumed().stream().map(clause -> element("li", clause)).toList()));
    }

    private Element contexts(Explanation explanation) {
        return element("table", new Css("waits")).with(
                element("caption", "Where each context is in the end, and what came before that"),
                element("thead").with(element("tr").with(
                        List.of("context", "where it is", "fell asleep", "its last check before", "last wake-up for it").stream()
                                .map(title -> element("th", title).set("scope", "col")).toList())),
                element("tbody").with(explanation.contexts().stream().map(this::row).toList()));
    }

    private Element row(Held held) {
        return element("tr").with(
                element("th", held.context()).set("scope", "row"),
                element("td", held.where()),
                step(held.slept()),
                step(held.checked()),
                held.lastWake().map(wake -> told(wake.by()).with(": " + wake.use())).orElseGet(() -> element("td", "none")));
    }

    private Element step(Optional<Told> step) {
        return step.map(this::told).orElseGet(() -> element("td", "–"));
    }

    private Element told(Told told) {
        return element("td").with(element("a", "step " + told.step()).set("href", "#" + course.anchor(told.step())),
                Html.text(told.what()));
    }
}
