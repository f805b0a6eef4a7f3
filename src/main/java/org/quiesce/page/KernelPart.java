package org.quiesce.page;

import static org.quiesce.page.Html.element;

import java.util.ArrayList;
import java.util.List;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.result.OnKernel;
import org.quiesce.result.OnKernel.Standing;

/** What came of a run on a real kernel: what was found, how far the kernel went the same way, its end, and the control. */
final class KernelPart {

    private final Course course;
    private final OnKernel ran;

    KernelPart(Course course, OnKernel ran) {
        this.course = course;
        this.ran = ran;
    }

    Element html() {
        long alike = ran.gates().stream().filter(gate -> gate.standing() == Standing.AS_PREDICTED).count();
        List<Element> facts = new ArrayList<>();
        facts.addAll(Look.fact("kernel", "Linux " + ran.release() + ", on a virtual machine with " + ran.machine()));
        facts.addAll(Look.fact("found", ran.sentence()));
        facts.addAll(Look.fact("gates", alike + " of " + ran.gates().size() + " as the model says; then all are open"));
        facts.addAll(Look.fact("control", ran.control().map(control -> control.file() + " under the same schedule: " + control.sentence())
                .orElse("none: it is asked where the fault is confirmed, and there is a mended module")));
        return element("section", new Css("real")).is(new Css(ran.answer().word())).set("aria-labelledby", id()).with(
                element("h4", "On a real kernel").set("id", id()),
                element("dl", new Css("facts")).with(facts),
                Look.closable("What the kernel wrote when all gates were open",
                        Look.scrollable("The kernel's log", element("pre", String.join("\n", ran.end())))));
    }

    private String id() {
        return course.id() + "-real";
    }
}
