package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.OnKernel;
import org.quiesce.result.OnKernel.Gate;

/** What a real kernel did, beside the lanes of the run that was forced on it: the gates that were opened before each step. */
final class KernelLane {

    private static final Css ON_KERNEL = new Css("on-kernel");

    private final OnKernel ran;
    private final int steps;

    /** @param steps how many the run has */
    KernelLane(OnKernel ran, int steps) {
        this.ran = ran;
        this.steps = steps;
    }

    Element head() {
        return element("th", "Linux " + ran.release()).set("scope", "col");
    }

    /** Beside a step. */
    Element cell(int step) {
        List<Gate> gates = ran.before(step);
        Element cell = element("td", ON_KERNEL);
        return gates.isEmpty() ? cell : named(cell).is(new Css("comes")).with(gates.stream().map(KernelLane::gate).toList());
    }

    /** Beside the last state: gates after which the run has no step any more, and what came of it all. */
    Element last() {
        List<Gate> gates = ran.gates().stream().filter(gate -> gate.step() > steps).toList();
        return named(element("td", ON_KERNEL)).with(gates.stream().map(KernelLane::gate).toList())
                .with(element("p", ran.sentence()));
    }

    private Element named(Element cell) {
        return cell.with(element("span", new Css("lane-name")).with("Linux " + ran.release() + " "));
    }

    private static Element gate(Gate gate) {
        return element("div", new Css("gate")).is(new Css(gate.standing().word())).with(
                element("code", "gate " + gate.number() + ": " + gate.context() + " " + gate.place()),
                element("span", expected(gate)).is(new Css("what")),
                element("span", gate.standing().clause()).is(new Css("standing")),
                element("ul", new Css("log")).with(gate.log().stream().map(line -> element("li", line)).toList()));
    }

    /** What the model says of it. */
    private static String expected(Gate gate) {
        List<String> parts = new ArrayList<>();
        gate.line().ifPresent(line -> parts.add("line " + line));
        gate.value().ifPresent(value -> parts.add("which is " + value));
        parts.add("then " + gate.context() + " " + gate.then());
        return String.join(", ", parts);
    }
}
