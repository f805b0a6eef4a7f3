package org.quiesce.page;

import static org.quiesce.page.Html.element;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.quiesce.page.Html.Css;
import org.quiesce.page.Html.Element;
import org.quiesce.page.Html.Inlined;
import org.quiesce.page.Html.Inlined.Kind;
import org.quiesce.result.Check;
import org.quiesce.result.Results;

/**
 * Results as an HTML page that is one file and loads nothing: what may run and how it looks is fixed by hashes in its
 * content security policy. All can be read without scripts; the script only steps through runs.
 */
public final class Page {

    private final Results results;
    private final List<Subject> subjects;

    private Page(Results results) {
        this.results = results;
        this.subjects = Subject.of(results);
    }

    /** The page; equal results give equal pages. */
    public static String of(Results results) {
        return new Page(results).text();
    }

    private String text() {
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n");
        element("html").set("lang", "en").with(head(), body()).write(page);
        return page.append('\n').toString();
    }

    // ---- head

    private Element head() {
        Inlined style = new Inlined(Kind.STYLE, resource("page.css"));
        return element("head").with(
                element("meta").set("charset", "utf-8"),
                element("meta").set("http-equiv", "Content-Security-Policy").set("content",
                        "default-src 'none'; style-src " + hash(style.text()) + "; script-src " + hash(script().text())
                                + "; base-uri 'none'; form-action 'none'"),
                element("meta").set("name", "viewport").set("content", "width=device-width, initial-scale=1"),
                element("meta").set("name", "color-scheme").set("content", "light dark"),
                element("title", title()),
                style);
    }

    private static Inlined script() {
        return new Inlined(Kind.SCRIPT, resource("page.js"));
    }

    private String title() {
        return "Quiesce: " + (subjects.size() == 1 ? subjects.get(0).name() : subjects.size() + " protocols");
    }

    private static String resource(String name) {
        try (InputStream resource = Page.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        byte[] sum = Hashing.sha256().hashString(text, StandardCharsets.UTF_8).asBytes();
        return "'sha256-" + Base64.getEncoder().encodeToString(sum) + "'";
    }

    // ---- body

    private Element body() {
        List<Html> parts = new ArrayList<>();
        subjects.forEach(subject -> parts.add(new SubjectPart(subject).html()));
        return element("body").with(
                element("a", new Css("skip")).set("href", "#found").with("To what was found"),
                element("header").with(
                        element("h1", title()),
                        element("p", summary()),
                        reasons()),
                contents(),
                element("main").set("id", "found").set("tabindex", -1).with(parts),
                element("footer").with(element("p", "Made by Quiesce from a result of " + results.checks().size()
                        + (results.checks().size() == 1 ? " check" : " checks")
                        + ". With a script: ← and → step through a run, Home and End go to its ends.")),
                script());
    }

    private String summary() {
        Map<String, Long> verdicts = results.checks().stream()
                .collect(Collectors.groupingBy(Check::verdict, LinkedHashMap::new, Collectors.counting()));
        return results.checks().size() + (results.checks().size() == 1 ? " check: " : " checks, one for each protocol and kernel: ")
                + verdicts.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).collect(Collectors.joining(", "))
                + ". Exit status " + results.exitStatus()
                + (results.exitStatus() == 0 ? ": all is as it should be." : ".");
    }

    private Html reasons() {
        return element("ul").with(results.reasons().stream().map(reason -> element("li", reason)).toList());
    }

    private Element contents() {
        return element("nav").set("aria-label", "Protocols and runs").with(
                element("ul").with(subjects.stream().map(subject -> element("li").with(
                        element("a", subject.name()).set("href", "#" + subject.id()),
                        element("ul").with(subject.courses().stream().map(course -> element("li").with(
                                element("a", course.title()).set("href", "#" + course.id()))).toList()))).toList()));
    }
}
