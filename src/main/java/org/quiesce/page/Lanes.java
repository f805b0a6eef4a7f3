package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.Links;
import org.quiesce.result.Links.Missed;
import org.quiesce.result.Links.Taken;
import org.quiesce.result.Lives;
import org.quiesce.result.Lives.Life;
import org.quiesce.result.PlainRun;
import org.quiesce.result.PlainRun.Change;
import org.quiesce.result.PlainRun.Ending;
import org.quiesce.result.PlainRun.Step;

/**
 * A run as a table: a row for each step, a column for each context. The line of a context is dashed while it is asleep and
 * dotted while the next that it does is to wait. An arrow goes to a context of which a step changes something; a dashed
 * one comes from a context that left what a step takes. A red one is a wake-up that wakes nobody.
 */
final class Lanes {

    private static final Css LOOP = new Css("loop");
    private static final Css MOVES = new Css("moves");

    private final Course course;
    private final PlainRun run;
    private final Links links;
    private final Lives lives;
    private final List<String> lanes;
    private final Optional<KernelLane> kernel;

    Lanes(Course course) {
        this.course = course;
        this.run = course.run();
        this.links = Links.of(course.claims().get(0).evidence());
        this.lives = Lives.of(run, course.subject().material());
        this.lanes = links.contexts();
        this.kernel = course.onKernel().map(ran -> new KernelLane(ran, run.steps().size()));
    }

    Element html() {
        List<Element> rows = new ArrayList<>();
        run.steps().forEach(step -> rows.add(row(step)));
        loopClosed().ifPresent(rows::add);
        rows.add(last());
        return element("table", new Css("lanes")).with(
                element("caption", "A row for each step, a column for each context. Dashed line: asleep; dotted line: waits."
                        + " Arrow: the step changes something of that context; dashed arrow: the step takes what that context"
                        + " left; red arrow: a wake-up that wakes nobody. Red dot: the step decided the run."
                        + kernel.map(lane -> " Last column: the gates that were opened on a real kernel before a step, and what it"
                                + " wrote then.").orElse("")),
                element("thead").with(element("tr")
                        .with(element("th", "step").set("scope", "col"))
                        .with(lanes.stream().map(lane -> element("th", lane).set("scope", "col")).toList())
                        .with(kernel.map(KernelLane::head))),
                element("tbody").with(rows));
    }

    // ---- a step

    private Element row(Step step) {
        Element row = element("tr", new Css("step")).set("id", course.anchor(step.number())).set("data-step", step.number())
                .set("data-action", step.call().orElse(step.action()).replaceFirst("\\(.*", ""))
                .set("data-said", said(step))
                .set("data-file", step.file())
                .set("data-line", step.line().isPresent() ? Optional.of(Integer.toString(step.line().getAsInt())) : Optional.empty());
        row = run.repeats(step) ? row.is(LOOP) : row;
        row = run.ending().firstStep().orElse(0) == step.number() ? row.is(new Css("loop-begins")) : row;
        row = course.isDecisive(step) ? row.is(new Css("decisive")) : row;
        return row.with(number(step)).with(lanes.stream().map(lane -> cell(step, lane)).toList())
                .with(kernel.map(lane -> lane.cell(step.number())));
    }

    private static String said(Step step) {
        return step.context() + (step.line().isPresent() ? ", line " + step.line().getAsInt() : "") + ": " + step.what();
    }

    private Element number(Step step) {
        return element("th").set("scope", "row").with(
                        element("a", Integer.toString(step.number())).set("href", "#" + course.anchor(step.number()))
                                .set("aria-label", "step " + step.number()))
                .with(course.isDecisive(step) ? List.of(Look.spoken(" decisive")) : List.of());
    }

    private Element cell(Step step, String lane) {
        Element cell = alive(element("td"), step.number() - 1, lane)
                .with(wire(step, lane, links.reached(step), new Css("reaches")))
                .with(wire(step, lane, links.missed(step).stream().map(Missed::context).toList(), new Css("misses")))
                .with(wire(step, lane, links.taken(step).map(t -> List.of(t.from().context())).orElse(List.of()), new Css("takes")));
        return lane.equals(step.context())
                ? cell.is(MOVES).with(element("span", new Css("dot")).set("aria-hidden", "true")).with(done(step))
                : begins(step, lane).map(become -> cell.is(new Css("comes"))
                        .with(element("span", new Css("lane-name")).with(lane + " "), become)).orElse(cell);
    }

    private List<Html> done(Step step) {
        List<Html> done = new ArrayList<>();
        done.add(element("span", new Css("lane-name")).with(step.context() + " "));
        if (!run.continuesLine(step)) {
            done.add(element("code", step.place()));
        }
        done.add(element("span", step.what()).is(new Css("what")));
        done.add(element("ul", new Css("changes")).with(step.changes().stream().map(Lanes::change).toList()));
        links.missed(step).forEach(missed -> done.add(element("span", new Css("missed")).with(missed.text())));
        links.taken(step).map(Lanes::takes).ifPresent(done::add);
        if (!links.reached(step).isEmpty()) {
            done.add(element("span", new Css("to")).with("reaches " + String.join(", ", links.reached(step))));
        }
        return done;
    }

    private static Element takes(Taken taken) {
        return element("span", new Css("to")).with(
                "← " + taken.what() + ", left by " + taken.from().context() + " at step " + taken.from().number());
    }

    private static Element change(Change change) {
        Element item = element("li").set("data-entry", CoursePart.entry(change.variable(), change.index()))
                .set("data-before", change.before().toString()).set("data-after", change.after().toString())
                .with(change.text());
        return change.isTelling() ? item : item.set("hidden", "");
    }

    // ---- lines

    private static Css style(Life life) {
        return new Css("is-" + life.name().toLowerCase(Locale.ROOT));
    }

    private static String words(Life life) {
        return switch (life) {
            case ABSENT -> "not running";
            case AWAKE -> "goes on";
            case ASLEEP -> "asleep";
            case WAITING -> "waits";
        };
    }

    private Element alive(Element cell, int state, String lane) {
        return cell.is(style(lives.in(state, lane)));
    }

    /** What a context that does not move has come to with the step before. */
    private Optional<Element> begins(Step step, String lane) {
        Life now = lives.in(step.number() - 1, lane);
        Life before = step.number() == 1 ? Life.ABSENT : lives.in(step.number() - 2, lane);
        return now == before || now == Life.AWAKE && before == Life.ABSENT
                ? Optional.empty()
                : Optional.of(element("span", new Css("becomes")).with(words(now)));
    }

    // ---- arrows

    /** The part of an arrow between the mover and others that is in one cell. */
    private List<Html> wire(Step step, String lane, List<String> ends, Css kind) {
        List<Integer> touched = ends.stream().map(lanes::indexOf).filter(i -> i >= 0).collect(Collectors.toCollection(ArrayList::new));
        if (touched.isEmpty()) {
            return List.of();
        }
        int mover = lanes.indexOf(step.context());
        touched.add(mover);
        int here = lanes.indexOf(lane);
        int left = touched.stream().min(Integer::compare).orElseThrow();
        int right = touched.stream().max(Integer::compare).orElseThrow();
        List<Html> parts = new ArrayList<>();
        if (here >= left && here <= right) {
            parts.add(part("wire", kind).is(new Css(here == left ? "begins" : here == right ? "ends" : "passes")));
        }
        boolean pointedAt = kind.name().equals("takes") ? here == mover : ends.contains(lane);
        if (pointedAt) {
            parts.add(part("head", kind).is(new Css(here == left ? "leftwards" : "rightwards")));
        }
        return parts;
    }

    private static Element part(String part, Css kind) {
        return element("span", new Css(part)).is(kind).set("aria-hidden", "true");
    }

    // ---- the end

    private Optional<Element> loopClosed() {
        return run.ending().firstStep().stream().boxed().findFirst().map(first -> element("tr", new Css("loop-closes")).with(
                element("th", "↺").set("scope", "row").set("aria-label", "loop"),
                element("td").set("colspan", lanes.size() + (int) kernel.stream().count()).with(
                        Html.text("from here on it repeats from "),
                        element("a", "step " + first).set("href", "#" + course.anchor(first)),
                        Html.text(", for ever"))));
    }

    private Element last() {
        return element("tr", new Css("last")).with(element("th", run.ending().kind() == Ending.Kind.FINITE ? "then" : "for ever")
                        .set("scope", "row"))
                .with(lanes.stream().map(lane -> alive(element("td"), run.steps().size(), lane)
                        .with(element("span", new Css("lane-name")).with(lane + " "))
                        .with(where(lane))).toList())
                .with(kernel.map(KernelLane::last));
    }

    private String where(String lane) {
        return run.resting().stream().filter(r -> r.context().equals(lane)).map(PlainRun.Resting::where).findFirst().orElse("");
    }
}
