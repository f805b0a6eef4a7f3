package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Evidence.Wait;
import org.quiesce.result.Lives;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Resting;
import org.quiesce.result.PlainRun.Step;

/** Of a run that stays or goes round for ever: for each context where it is, and why nothing brings it on. */
final class ExplanationPart {

    private static final List<String> FAIRNESS = List.of("fairness: ", "relied on: ", "not relied on: ");

    private final Course course;
    private final PlainRun run;
    private final List<Wait> waits;

    ExplanationPart(Course course) {
        this.course = course;
        this.run = course.run();
        this.waits = course.claims().get(0).evidence().waits();
    }

    /** The explanation; none of a run that is cut off, as that has come to what it is about. */
    Optional<Element> html() {
        if (run.ending().kind() == Ending.Kind.FINITE) {
            return Optional.empty();
        }
        return Optional.of(element("section").set("aria-labelledby", course.id() + "-why").with(
                element("h4", run.ending().kind() == Ending.Kind.STUCK ? "Why it stays so" : "Why it goes round for ever")
                        .set("id", course.id() + "-why"),
                Look.scrollable("Where each context is", contexts()),
                element("p", "Even under what is assumed:"),
                element("ul").with(course.claims().get(0).check().restsOn().stream()
                        .filter(clause -> FAIRNESS.stream().anyMatch(clause::startsWith))
                        .map(clause -> element("li", clause)).toList())));
    }

    private Element contexts() {
        return element("table", new Css("waits")).with(
                element("caption", "Where each context is in the end, and what came before that"),
                element("thead").with(element("tr").with(
                        List.of("context", "where it is", "fell asleep", "its last check before", "last wake-up for it").stream()
                                .map(title -> element("th", title).set("scope", "col")).toList())),
                element("tbody").with(run.resting().stream().map(this::row).toList()));
    }

    private Element row(Resting resting) {
        Optional<Wait> wait = waits.stream().filter(w -> w.context().equals(resting.context())).findFirst();
        return element("tr").with(
                element("th", resting.context()).set("scope", "row"),
                element("td", resting.where()),
                step(wait.map(Wait::slept).orElse(OptionalInt.empty())),
                step(wait.map(Wait::checked).orElse(OptionalInt.empty())),
                wake(wait));
    }

    private Element step(OptionalInt number) {
        return number.isPresent() ? element("td").with(told(number.getAsInt())) : element("td", "–");
    }

    private List<Html> told(int number) {
        List<Html> told = new ArrayList<>();
        told.add(element("a", "step " + number).set("href", "#" + course.anchor(number)));
        Optional<Step> step = run.steps().stream().filter(s -> s.number() == number).findFirst();
        step.ifPresent(s -> told.add(Html.text((s.line().isPresent() ? ", line " + s.line().getAsInt() : "") + ": " + s.what())));
        return told;
    }

    private Element wake(Optional<Wait> wait) {
        if (wait.isEmpty() || wait.get().wakes().isEmpty()) {
            return element("td", "none");
        }
        Wait.Wake last = wait.get().wakes().get(wait.get().wakes().size() - 1);
        String use = last.woke() ? "it was asleep, and woke up" : "of no use, as it was " + state(wait.get().context(), last.step());
        String order = wait.get().slept().isPresent() && last.step() < wait.get().slept().getAsInt() ? "; it went to sleep after that" : "";
        return element("td").with(told(last.step())).with(": " + use + order);
    }

    private String state(String context, int step) {
        return Lives.isAsleep(run.states().get(step - 1), context) ? "in a sleep that this does not end" : "not asleep";
    }
}
