package org.quiesce.page;

import java.util.List;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;

/** Classes of the style sheet that several parts of the page use. */
final class Look {

    static final Css QUIET = new Css("quiet");
    static final Css SCROLL = new Css("scroll");
    static final Css SPOKEN = new Css("spoken");
    static final Css ONLY_STEPPING = new Css("only-stepping");

    private Look() {}

    /** What is wider than the window, in a frame of its own that can be moved by keyboard, too. */
    static Element scrollable(String label, Html content) {
        return Html.element("div", SCROLL).set("tabindex", 0).set("role", "region").set("aria-label", label).with(content);
    }

    /** What is read out, and not shown. */
    static Element spoken(String text) {
        return Html.element("span", SPOKEN).with(text);
    }

    /** An entry of a list of facts. */
    static List<Element> fact(String title, String text) {
        return List.of(Html.element("dt", title), Html.element("dd", text));
    }

    /** What can be closed, under the words by which it is opened. */
    static Element closable(String summary, Html... content) {
        return Html.element("details").with(Html.element("summary", summary)).with(content);
    }
}
