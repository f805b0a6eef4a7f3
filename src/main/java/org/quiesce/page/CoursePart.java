package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.result.Evidence;
import org.quiesce.result.Evidence.Certainty.Level;
import org.quiesce.result.Material;
import org.quiesce.result.PlainRun;

/** A counterexample: what went wrong, the run in lanes, and beside it the state, the source and the action of a step. */
final class CoursePart {

    private final Course course;
    private final PlainRun run;

    CoursePart(Course course) {
        this.course = course;
        this.run = course.run();
    }

    Element html() {
        return element("section").is(new Css("course")).set("id", course.id()).set("aria-labelledby", course.id() + "-title")
                .set("data-subject", course.subject().id())
                .set("data-steps", run.steps().size())
                .with(element("h3", course.title()).set("id", course.id() + "-title"))
                .with(claims())
                .with(course.sentences().stream().map(sentence -> element("p", new Css("sentence")).with(sentence)).toList())
                .with(facts())
                .with(course.onKernel().map(ran -> new KernelPart(course, ran).html()))
                .with(new ExplanationPart(course).html())
                .with(new NearMissPart(course).html())
                .with(stepper(), element("div", new Css("bench")).with(
                        Look.scrollable("Lanes of the run", new Lanes(course).html()),
                        panel()));
    }

    /** What links to a step may name. */
    private Element claims() {
        return element("ul").set("hidden", "").with(course.claims().stream()
                .map(claim -> element("li").set("data-anchor", course.anchor(claim, 0).replaceFirst("^step=0", "")))
                .toList());
    }

    private Element facts() {
        List<Element> facts = new ArrayList<>();
        course.distinct(c -> c.evidence().outcome().code() + ": " + c.evidence().outcome().signature())
                .forEach(outcome -> facts.addAll(Look.fact("a kernel shows", outcome)));
        course.distinct(c -> c.evidence().replay().map(Evidence.Replay::message).orElse("not replayed"))
                .forEach(replay -> facts.addAll(Look.fact("replayed on the simulator", replay)));
        List<String> ofTlc = course.distinct(c -> c.evidence().replayOfTlc().map(Evidence.Replay::message).orElse("")).stream()
                .filter(message -> !message.isEmpty())
                .toList();
        if (!ofTlc.isEmpty()) {
            facts.addAll(Look.fact(ofTlc.size() == 1 ? "TLC's own run, replayed" : "TLC's own runs, replayed", String.join("; ", ofTlc)));
        }
        course.claims().get(0).evidence().certainty().ifPresent(certainty -> certainty(facts, certainty));
        return element("dl", new Css("facts")).with(facts);
    }

    private static void certainty(List<Element> facts, Evidence.Certainty certainty) {
        facts.addAll(Look.fact("can the file do that", certainty.level() == Level.CERTAIN ? certainty.clause() : certainty.level().word()));
        certainty.choices().forEach(choice -> facts.addAll(Look.fact("only if", choice.condition() + ", asked at line " + choice.line()
                + (choice.times() == 1 ? "" : " and later, " + choice.times() + " times"))));
        certainty.unmodelled().forEach(what -> facts.addAll(Look.fact("not modelled", what)));
    }

    // ---- stepping

    private static Element stepper() {
        return element("div", new Css("stepper")).set("hidden", "").set("role", "group").set("aria-label", "Step through the run").with(
                button("first", "|◀", "To the first state (Home)"),
                button("back", "◀", "One step back (left arrow)"),
                button("forward", "▶", "One step forward (right arrow)"),
                button("last", "▶|", "To the last step (End)"),
                button("decisive", "●", "To the next decisive step (d)"),
                element("output", new Css("said")).set("aria-live", "polite"));
    }

    private static Element button(String action, String sign, String label) {
        return element("button", sign).set("type", "button").set("data-do", action).set("aria-label", label).set("title", label);
    }

    private Element panel() {
        return element("div", new Css("panel")).set("role", "group").set("aria-label", "At this step").with(
                element("div").is(Look.ONLY_STEPPING).set("hidden", "").with(
                        element("h4", "Source"), element("div", new Css("at-source"))),
                element("div").is(Look.ONLY_STEPPING).set("hidden", "").with(
                        element("h4", "Action in TLA+"), element("div", new Css("at-action"))),
                state());
    }

    /** The first state: a script goes on from there. */
    private Element state() {
        List<Element> rows = new ArrayList<>();
        run.initial().values().entrySet().stream()
                .sorted(Comparator.comparingInt(variable -> position(variable.getKey())))
                .forEach(variable -> variable.getValue().forEach((index, value) -> rows.add(row(variable.getKey(), index, value))));
        return element("table", new Css("state")).with(
                element("caption", "The first state"),
                element("thead").with(element("tr").with(
                        element("th", "variable").set("scope", "col"), element("th", "value").set("scope", "col"))),
                element("tbody").with(rows));
    }

    private int position(String variable) {
        List<String> known = course.subject().material().map(Material::variables).orElse(List.of()).stream()
                .map(Material.Variable::name).toList();
        return known.contains(variable) ? known.indexOf(variable) : known.size();
    }

    private Element row(String variable, String index, Datum value) {
        Optional<String> meaning = course.subject().material().map(Material::variables).orElse(List.of()).stream()
                .filter(v -> v.name().equals(variable)).map(Material.Variable::meaning).findFirst();
        return element("tr").set("data-entry", entry(variable, index)).with(
                element("th", index.equals(StateVariable.PLAIN) ? variable : variable + "[" + index + "]")
                        .set("scope", "row").set("title", meaning),
                element("td", value.toString()));
    }

    /** By which a change finds the row of what it changes. */
    static String entry(String variable, String index) {
        return variable + "/" + index;
    }
}
