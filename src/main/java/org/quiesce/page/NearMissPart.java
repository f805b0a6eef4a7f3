package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Evidence;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Step;

/** Of a run that goes on for ever: the closest run that ends well, beside it, from the first difference on. */
final class NearMissPart {

    private final Course course;
    private final PlainRun bad;
    private final Optional<Evidence.NearMiss> near;

    NearMissPart(Course course) {
        this.course = course;
        this.bad = course.run();
        this.near = course.claims().get(0).evidence().nearMiss();
    }

    /** Nothing, if nothing is known of it: then the run is cut off, or the result is an older one. */
    Optional<Element> html() {
        return near.map(found -> element("section").set("aria-labelledby", course.id() + "-near").with(
                element("h4", "The closest run that ends well").set("id", course.id() + "-near"),
                found.run().map(good -> table(good, found.common().orElse(0)))
                        .orElseGet(() -> element("p", "There is none: " + found.why().orElse("") + "."))));
    }

    private Element table(PlainRun good, int common) {
        return Look.scrollable("This run, and the closest that ends well", element("table", new Css("near")).with(
                element("caption").with(parting(common)),
                element("thead").with(element("tr").with(List.of("step", "this run", "the run that ends well").stream()
                        .map(title -> element("th", title).set("scope", "col")).toList())),
                element("tbody").with(rows(good, common))));
    }

    private List<Html> parting(int common) {
        List<Html> parting = new ArrayList<>();
        if (common == 0) {
            parting.add(Html.text("They part at the first step."));
        } else {
            parting.add(Html.text("Both are the same up to "));
            parting.add(link(common));
            parting.add(Html.text("; the next step is the first difference."));
        }
        return parting;
    }

    private List<Element> rows(PlainRun good, int common) {
        List<Element> rows = new ArrayList<>();
        for (int number = common + 1; number <= Math.max(bad.steps().size(), good.steps().size()) + 1; number++) {
            Element row = element("tr").with(element("th", Integer.toString(number)).set("scope", "row"),
                    cell(bad, number, forEver()), cell(good, number, "it has ended well"));
            rows.add(number == common + 1 ? row.is(new Css("differs")) : row);
        }
        return rows;
    }

    /** What is said below the last step of the bad run. */
    private String forEver() {
        OptionalInt first = bad.ending().firstStep();
        return first.isPresent() ? "it goes on with step " + first.getAsInt() + ", again and again" : "it stays so";
    }

    private static Element cell(PlainRun run, int number, String end) {
        int last = run.steps().size();
        if (number > last) {
            return element("td", number == last + 1 ? end : "");
        }
        Step step = run.steps().get(number - 1);
        return element("td").with(element("strong", step.context()), Html.text(" "), element("code", step.place()),
                Html.text(" " + step.what()));
    }

    private Element link(int step) {
        return element("a", "step " + step).set("href", "#" + course.anchor(step));
    }
}
