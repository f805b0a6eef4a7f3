package org.quiesce.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quiesce.export.Exports;
import org.quiesce.result.Check;
import org.quiesce.result.Finding;
import org.quiesce.result.Material;
import org.quiesce.result.ResultException;
import org.quiesce.result.ResultJson;
import org.quiesce.result.Results;

/** The page as a parser of HTML reads it. */
class PageTest {

    private static Results results;
    private static String text;
    private static Document page;

    @BeforeAll
    static void make() {
        results = Exports.usual();
        text = Page.of(results);
        page = Jsoup.parse(text);
    }

    @Test
    void everyVerdictIsInTheTableOfItsProtocol() {
        for (Check check : results.checks()) {
            Element subject = subject(page, check.name());
            for (Finding finding : check.properties()) {
                Element row = subject.select(".verdicts tbody tr").stream()
                        .filter(r -> r.selectFirst("th").text().equals(finding.name())).findFirst().orElseThrow();
                assertThat(row.select("td.verdict").eachText()).containsExactly(finding.verdict());
                assertThat(row.text()).contains(finding.claim());
            }
            check.restsOn().forEach(clause -> assertThat(subject.select("dd").eachText())
                    .contains(clause.substring(clause.indexOf(": ") + 2)));
        }
    }

    @Test
    void everyCounterexampleHasARowForEachStep() {
        for (Check check : results.checks()) {
            for (Finding finding : check.properties()) {
                finding.counterexample().ifPresent(evidence -> {
                    Element course = subject(page, check.name()).select(".course").stream()
                            .filter(c -> c.selectFirst("h3").text().contains(finding.name())).findFirst().orElseThrow();
                    assertThat(course.select(".sentence").eachText()).contains(evidence.sentence());
                    assertThat(course.select("tr.step .what").eachText())
                            .containsExactlyElementsOf(evidence.run().steps().stream().map(s -> s.what().strip()).toList());
                    assertThat(course.select("tr.decisive th").eachText().stream().map(t -> t.split(" ")[0]))
                            .contains(evidence.decisive().stream().map(Object::toString).toArray(String[]::new));
                    assertThat(course.select("tr.loop-closes")).hasSize(evidence.run().ending().firstStep().isPresent() ? 1 : 0);
                });
            }
        }
        assertThat(page.select("tr.loop-closes")).isNotEmpty();
    }

    /** What a file does only if something of which nothing is known comes out so is not said to be certain. */
    @Test
    void ofAFileItIsSaidHowSureItIs() {
        Element subject = subject(Jsoup.parse(Page.of(Exports.of(results, "conditional"))), "state-set-after-check/broken");
        assertThat(subject.select("td.verdict.violated").eachText()).isNotEmpty().containsOnly("violated (conditional)");
        assertThat(subject.selectFirst(".facts").text()).contains("can the file do that conditional only if flag, asked at line 7");
    }

    /** The name of an action says nothing to who reads C. */
    @Test
    void stepsThatNoRunTakesAreSaidByTheirLines() {
        Check check = results.checks().get(0);
        Material.Program worker = check.material().orElseThrow().programs().get(0);
        Material.Node first = worker.steps().stream().filter(s -> s.line().isPresent()).findFirst().orElseThrow();
        Check lacking = new Check(check.name(), check.protocol(), check.title(), check.kernel(), check.granularity(), check.engines(),
                check.verdict(), check.asExpected(), check.reasons(), check.files(), check.states(), check.properties(),
                List.of(first.action(), "Unknown"), check.restsOn(), check.tlcAnswers(), check.failure(), check.material());
        Document shown = Jsoup.parse(Page.of(new Results(0, List.of(), List.of(lacking))));
        Element note = shown.select("li:has(> b)").stream().filter(li -> li.text().startsWith("no run takes")).findFirst().orElseThrow();
        assertThat(note.select("li li").eachText()).containsExactly("line " + first.line().getAsInt() + ", " + first.text() + " "
                + first.what() + " (" + first.action() + ")", "Unknown");
        Element line = shown.getElementById(note.selectFirst("a").attr("href").substring(1));
        assertThat(line.attr("data-line")).isEqualTo(Integer.toString(first.line().getAsInt()));
    }

    @Test
    void arrowGoesFromTheMoverToWhomTheStepReaches() {
        Element first = subject(page, "state-set-after-check/broken").selectFirst("tr.step");
        List<String> lanes = first.closest("table").select("thead th").eachText();
        Element mover = first.child(lanes.indexOf("modprobe"));
        Element reached = first.child(lanes.indexOf("worker"));
        assertThat(mover.hasClass("moves")).isTrue();
        assertThat(reached.select(".head.reaches.leftwards")).hasSize(1);
        assertThat(mover.select(".wire.reaches.ends")).hasSize(1);
        assertThat(reached.select(".wire.reaches.begins")).hasSize(1);
    }

    @Test
    void sleepAndWaitsAreDrawn() {
        Element course = subject(page, "state-set-after-check/broken").selectFirst(".course");
        List<String> lanes = course.select(".lanes thead th").eachText();
        Element last = course.selectFirst("tr.last");
        assertThat(last.child(lanes.indexOf("worker")).hasClass("is-asleep")).isTrue();
        assertThat(last.child(lanes.indexOf("modprobe")).hasClass("is-waiting")).isTrue();
    }

    /** The wake-up of a stop finds a thread that has tested, and does not sleep yet. */
    @Test
    void lostWakeUpIsExplained() {
        Element course = subject(page, "state-set-after-check/broken").selectFirst(".course");
        List<String> lanes = course.select(".lanes thead th").eachText();
        Element step = course.selectFirst("tr[data-step=13]");
        assertThat(step.child(lanes.indexOf("worker")).select(".head.misses")).hasSize(1);
        assertThat(step.select(".missed").eachText()).containsExactly("↛ worker: it is not asleep");
        Element row = course.select(".waits tbody tr").stream()
                .filter(r -> r.selectFirst("th").text().equals("worker")).findFirst().orElseThrow();
        assertThat(row.select("td").eachText()).containsExactly(
                "asleep at line 3 in schedule()",
                "step 15, line 3: calls schedule()",
                "step 10, line 1: tests kthread_should_stop(): false",
                "step 13, line 11: wakes the thread: of no use, as it was not asleep; it went to sleep after that");
        assertThat(course.text()).contains("fairness: ").contains("not relied on: somebody unloads the module");
        assertThat(subject(page, "first-kthread/broken").select(".waits")).isEmpty();
    }

    /** The two runs stand beside each other from their first difference on. */
    @Test
    void closestRunThatEndsWellIsShown() {
        Element near = subject(page, "state-set-after-check/broken").selectFirst("table.near");
        assertThat(near.selectFirst("caption").text()).isEqualTo("Both are the same up to step 12; the next step is the first difference.");
        Element first = near.selectFirst("tbody tr");
        assertThat(first.hasClass("differs")).isTrue();
        assertThat(first.child(0).text()).isEqualTo("13");
        assertThat(first.child(1).text()).startsWith("modprobe ").endsWith("wakes the thread");
        assertThat(first.child(2).text()).startsWith("worker ").endsWith("sets TASK_INTERRUPTIBLE");
        assertThat(near.select("tr.differs")).hasSize(1);
        assertThat(near.select("tbody tr td:nth-child(2)").eachText()).contains("it stays so");
        assertThat(near.select("tbody tr").last().text()).endsWith("it has ended well");
    }

    @Test
    void everyProgramIsDrawnWithAllItsSteps() {
        for (Check check : results.checks()) {
            List<Element> diagrams = subject(page, check.name()).select("svg.diagram");
            List<Material.Program> programs = check.material().orElseThrow().programs().stream().filter(p -> !p.steps().isEmpty()).toList();
            assertThat(diagrams).hasSameSizeAs(programs);
            for (int i = 0; i < programs.size(); i++) {
                Element diagram = diagrams.get(i);
                Set<String> places = programs.get(i).steps().stream()
                        .flatMap(s -> Stream.concat(Stream.of(s.label()), s.exits().stream().map(Material.Exit::to)))
                        .collect(Collectors.toSet());
                assertThat(diagram.select("rect")).as(programs.get(i).name()).hasSize(places.size() + 1);
                long lines = programs.get(i).steps().stream()
                        .mapToLong(s -> s.exits().stream().map(Material.Exit::to).distinct().count()).sum();
                assertThat(diagram.select("path[marker-end]")).as(programs.get(i).name()).hasSize((int) lines);
                programs.get(i).steps().forEach(step -> assertThat(diagram.text()).contains(step.what().substring(0,
                        Math.min(40, step.what().length()))));
            }
        }
    }

    @Test
    void linesThatAreStepsAreMarkedWithWhoExecutesThem() {
        Element line = subject(page, "state-set-after-check/broken").selectFirst(".line[data-line=3]");
        assertThat(line.hasClass("steps")).isTrue();
        assertThat(line.selectFirst(".who").text()).isEqualTo("worker");
    }

    @Test
    void specificationIsWholeAndItsActionsAreFound() {
        for (Check check : results.checks()) {
            Element subject = subject(page, check.name());
            check.material().orElseThrow().specification().files().forEach((file, code) ->
                    assertThat(subject.select("pre.tla").stream().map(Element::wholeText)).contains(code));
            subject.select("tr.step[data-action]").forEach(row -> assertThat(subject.select("[data-defines]").eachAttr("data-defines"))
                    .contains(row.attr("data-action")));
        }
    }

    @Test
    void linksLeadSomewhereOnThePage() {
        List<String> places = page.select("[id]").eachAttr("id");
        assertThat(places).doesNotHaveDuplicates();
        List<String> links = page.select("a[href]").eachAttr("href");
        assertThat(links).isNotEmpty().allMatch(link -> link.startsWith("#"));
        page.select("[aria-labelledby]").forEach(e -> assertThat(places).contains(e.attr("aria-labelledby")));
        // A step has a name for each property and kernel; only the first is an id, and the others are what a script looks up.
        List<String> known = page.select("[data-anchor]").eachAttr("data-anchor");
        assertThat(links).allMatch(link -> places.contains(link.substring(1))
                || known.contains(link.replaceFirst("^#step=[0-9]+", "")));
    }

    @Test
    void onlyItsOwnScriptAndStyleAreAllowed() {
        String policy = page.selectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
        assertThat(policy).isEqualTo("default-src 'none'; style-src '" + hash(page.select("style")) + "'; script-src '"
                + hash(page.select("script")) + "'; base-uri 'none'; form-action 'none'");
        assertThat(page.getAllElements().stream().flatMap(e -> e.attributes().asList().stream()).map(Attribute::getKey))
                .noneMatch(name -> name.startsWith("on") || name.equals("style") || name.equals("src"));
    }

    private static String hash(List<Element> alone) {
        assertThat(alone).hasSize(1);
        try {
            return "sha256-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256")
                    .digest(alone.get(0).data().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void headingsAndTablesSayWhatTheyAre() {
        assertThat(page.select("h1")).hasSize(1);
        assertThat(page.select("main, header, nav, footer").stream().map(Element::normalName))
                .containsExactlyInAnyOrder("main", "header", "nav", "footer");
        int level = 0;
        for (Element heading : page.select("h1, h2, h3, h4")) {
            int now = Integer.parseInt(heading.normalName().substring(1));
            assertThat(now).as(heading.text()).isLessThanOrEqualTo(level + 1);
            level = now;
        }
        page.select("table").forEach(table -> assertThat(table.selectFirst("caption").text()).isNotEmpty());
        assertThat(page.select("th:not([scope])")).isEmpty();
        assertThat(page.select("button:not([aria-label])")).isEmpty();
    }

    /** Nothing in a name or a source makes an element, or an attribute. */
    @Test
    void hostileTextsStayTexts() {
        String hostile = Page.of(Exports.hostile(results));
        Document parsed = Jsoup.parse(hostile);
        assertThat(shape(parsed)).isEqualTo(shape(page));
        assertThat(parsed.select(".sentence").first().text()).contains("<b>&amp;</b> --> ]]>");
        assertThat(hostile).doesNotContain("\u0001").doesNotContain("\u2028");
    }

    private static List<String> shape(Document document) {
        return document.getAllElements().stream()
                .map(e -> e.normalName() + e.attributes().asList().stream().map(Attribute::getKey).toList())
                .toList();
    }

    @Test
    void builderRefusesWhatRunsOrLoads() {
        assertThatThrownBy(() -> Html.element("p").set("onclick", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Html.element("p").set("style", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Html.element("script")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Html.element("p onclick=x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resultThatWasWrittenGivesTheSamePage() throws ResultException {
        assertThat(Page.of(ResultJson.read(ResultJson.write(results)))).isEqualTo(text);
    }

    @Test
    void resultWithoutMaterialIsShownWithoutIt() {
        List<Check> brief = results.checks().stream().map(PageTest::withoutMaterial).toList();
        Document shown = Jsoup.parse(Page.of(new Results(1, List.of("a reason"), brief)));
        assertThat(shown.select("header li").eachText()).containsExactly("a reason");
        assertThat(shown.select(".course")).hasSameSizeAs(page.select(".course"));
        assertThat(shown.select("pre.source")).isEmpty();
    }

    private static Check withoutMaterial(Check c) {
        return new Check(c.name(), c.protocol(), c.title(), c.kernel(), c.granularity(), c.engines(), c.verdict(), c.asExpected(),
                c.reasons(), c.files(), c.states(), c.properties(), c.neverTaken(), c.restsOn(), c.tlcAnswers(), c.failure(),
                Optional.empty());
    }

    private static Element subject(Document page, String name) {
        return page.select(".subject").stream().filter(s -> s.selectFirst("h2").text().equals(name)).findFirst().orElseThrow();
    }
}
