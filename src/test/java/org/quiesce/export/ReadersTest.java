package org.quiesce.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quiesce.export.Exports.json;
import static org.quiesce.export.Exports.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.SpecVersionDetector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.nio.dot.DOTImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.quiesce.catalog.Atlas;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.result.Check;
import org.quiesce.result.Links;
import org.quiesce.result.PlainRun;
import org.quiesce.result.Results;
import org.quiesce.result.StateGraph;
import org.quiesce.workbench.Workbench;
import org.w3c.dom.Element;

/** Readers that are not ours read what is exported, hostile texts included. */
class ReadersTest {

    private static final Results USUAL = Exports.usual();
    private static final Results HOSTILE = Exports.hostile(USUAL);

    static Stream<Results> results() {
        return Stream.of(USUAL, HOSTILE);
    }

    @ParameterizedTest
    @EnumSource
    void equalResultsGiveEqualDocuments(ExportFormat format) {
        assertThat(Exports.documents(format, USUAL)).isEqualTo(Exports.documents(format, Exports.usual()));
        assertThat(Exports.documents(format, USUAL)).isNotEmpty().allMatch(d -> d.text().endsWith("\n"));
        assertThat(Exports.documents(format, USUAL)).extracting(Document::file).doesNotHaveDuplicates()
                .allMatch(file -> file.matches("[A-Za-z0-9._+-]+(/[A-Za-z0-9._+-]+)?"));
    }

    /** That a C file may do something is not that it does. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "certain | error | it needs nothing of which the file does not tell",
        "conditional | warning | if it comes out as in the run: 'flag' at line 7",
        "possible | note | unless the file rules out that it comes out so: 'flag' at line 7, 2 times"})
    void everyFormatSaysHowSureItIs(String level, String sarif, String condition) {
        Results results = Exports.of(USUAL, level);
        for (ExportFormat format : ExportFormat.values()) {
            for (String text : texts(format, results)) {
                boolean isViolated = text.contains(" is violated") || format == ExportFormat.SARIF;
                assertThat(text.contains(level) || !isViolated).as(format + ": " + text).isTrue();
            }
        }
        for (ExportFormat format : List.of(ExportFormat.TLA, ExportFormat.PLANTUML, ExportFormat.SVG, ExportFormat.JUNIT)) {
            String said = texts(format, results).get(0).replace("&#39;", "'").replaceAll("</text>\\s*<text[^>]*>", " ");
            assertThat(said).contains(level.substring(1) + ": " + condition);
        }
        JsonNode found = json(texts(ExportFormat.SARIF, results).get(0)).path("runs").path(0).path("results");
        assertThat(found).isNotEmpty().allSatisfy(result -> {
            assertThat(result.path("level").asText()).isEqualTo(sarif);
            assertThat(result.path("properties").path("certainty").asText()).isEqualTo(level);
            assertThat(result.path("message").path("text").asText()).endsWith(condition + ".");
        });
    }

    // ---- SARIF

    @ParameterizedTest
    @MethodSource("results")
    void sarifFitsTheSchemaOfOasis(Results results) throws IOException {
        JsonNode sarif = json(texts(ExportFormat.SARIF, results).get(0));
        assertThat(sarifSchema().validate(sarif)).isEmpty();
        JsonNode run = sarif.path("runs").path(0);
        List<Violation> violations = Violation.of(results);
        assertThat(run.path("results")).hasSize(violations.size());
        for (int i = 0; i < violations.size(); i++) {
            JsonNode result = run.path("results").path(i);
            JsonNode rule = run.path("tool").path("driver").path("rules").path(result.path("ruleIndex").asInt());
            assertThat(rule.path("id").asText()).isEqualTo(result.path("ruleId").asText());
            List<Integer> order = new ArrayList<>();
            result.findValues("executionOrder").forEach(number -> order.add(number.asInt()));
            assertThat(order).containsExactlyInAnyOrderElementsOf(
                    violations.get(i).run().steps().stream().map(PlainRun.Step::number).toList());
            assertThat(result.path("codeFlows").path(0).path("threadFlows")).hasSize(violations.get(i).run().movers().size());
            assertThat(result.findValuesAsText("importance")).filteredOn("essential"::equals)
                    .hasSize(violations.get(i).evidence().decisive().size());
            assertThat(result.has("suppressions")).isEqualTo(violations.get(i).check().asExpected().orElse(false));
        }
        run.findValues("artifactLocation").forEach(location -> assertThat(
                run.path("artifacts").path(location.path("index").asInt()).path("location").path("uri"))
                .isEqualTo(location.path("uri")));
    }

    @Test
    void schemaOfOasisRefusesWhatIsWrong() throws IOException {
        String text = texts(ExportFormat.SARIF, USUAL).get(0).replace("\"essential\"", "\"very\"");
        assertThat(sarifSchema().validate(json(text))).isNotEmpty();
    }

    private static JsonSchema sarifSchema() throws IOException {
        try (InputStream text = com.contrastsecurity.sarif.SarifSchema210.class
                .getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
            JsonNode schema = json(new String(text.readAllBytes(), StandardCharsets.UTF_8));
            SpecVersion.VersionFlag version = SpecVersionDetector.detect(schema);
            return JsonSchemaFactory.getInstance(version).getSchema(schema);
        }
    }

    // ---- JUnit XML

    @ParameterizedTest
    @MethodSource("results")
    void surefireReadsItsOwnKindOfReport(Results results) throws Exception {
        String xml = texts(ExportFormat.JUNIT, results).get(0);
        List<ReportTestSuite> suites = new TestSuiteXmlParser(new NullConsoleLogger()).parse(new InputStreamReader(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8));
        assertThat(suites).extracting(ReportTestSuite::getFullClassName)
                .containsExactlyElementsOf(results.checks().stream().map(c -> c.nameOnKernel()).toList());
        ReportTestSuite unstated = suites.get(0);
        assertThat(unstated.getTestCases()).extracting(ReportTestCase::getName)
                .containsExactlyElementsOf(results.checks().get(0).properties().stream().map(p -> p.name()).toList());
        assertThat(unstated.getNumberOfFailures()).isEqualTo((int) results.checks().get(0).properties().stream()
                .filter(p -> p.isViolated()).count());
        assertThat(unstated.getTestCases()).filteredOn(t -> t.getName().equals("StopTerminates"))
                .allMatch(ReportTestCase::hasFailure)
                .allMatch(t -> t.getFailureMessage().startsWith("modprobe waits at line 11"))
                .allMatch(t -> t.getFailureDetail().contains("set_current_state(TASK_INTERRUPTIBLE);"));
        assertThat(suites.get(1).getNumberOfFailures()).isZero();
        assertThat(suites.get(2).getTestCases()).filteredOn(ReportTestCase::hasFailure)
                .extracting(ReportTestCase::getName).containsExactly("as the model expects");
        assertThat(suites.get(4).getNumberOfFailures() + suites.get(4).getNumberOfErrors()).isZero();
    }

    // ---- PlantUML

    @ParameterizedTest
    @MethodSource("results")
    void plantumlDrawsEveryStep(Results results) throws IOException {
        List<Violation> violations = Violation.of(results);
        List<String> texts = texts(ExportFormat.PLANTUML, results);
        for (int i = 0; i < texts.size(); i++) {
            ByteArrayOutputStream picture = new ByteArrayOutputStream();
            String description = new SourceStringReader(texts.get(i))
                    .outputImage(picture, new FileFormatOption(FileFormat.SVG)).getDescription();
            assertThat(description).isEqualTo("(" + Links.of(violations.get(i).evidence()).contexts().size() + " participants)");
            String svg = picture.toString(StandardCharsets.UTF_8);
            String shown = shown(svg);
            for (PlainRun.Step step : violations.get(i).run().steps()) {
                assertThat(shown).contains(plain(step.what()));
            }
            assertThat(shown).contains(plain(violations.get(i).evidence().sentence()));
        }
    }

    /** The text in a picture, without blanks: lines are broken anywhere. PlantUML writes ]]> as it is, which XML forbids. */
    private static String shown(String svg) {
        Element root = xml(svg.replace("]]>", "]]&gt;"));
        return root.getTextContent().replaceAll("[\\s\\u00a0]+", "");
    }

    private static String plain(String text) {
        return Plain.line(text).replaceAll("[\\s\\u00a0]+", "");
    }

    // ---- SVG

    @ParameterizedTest
    @MethodSource("results")
    void svgIsXmlWithEveryTextInIt(Results results) {
        List<Violation> violations = Violation.of(results);
        List<String> texts = texts(ExportFormat.SVG, results);
        for (int i = 0; i < texts.size(); i++) {
            Element svg = xml(texts.get(i));
            assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isEqualTo(
                    violations.get(i).title());
            assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(violations.get(i).run().steps().size());
            assertThat(svg.getElementsByTagName("b").getLength()).isZero();
            String shown = svg.getTextContent().replaceAll("\\s+", "");
            violations.get(i).run().steps().forEach(step -> assertThat(shown).contains(plain(step.what())));
        }
    }

    /** In the run of the lost wake-up both wait for ever: the worker from step 15 on, who stops it since step 13. */
    @Test
    void lanesOfWhoWaitsForEverAreDashed() {
        Violation stop = Violation.of(USUAL).stream().filter(v -> v.finding().name().equals("StopTerminates")).findFirst()
                .orElseThrow();
        assertThat(stop.run().resting()).allMatch(PlainRun.Resting::waits);
        Element svg = xml(SvgFormat.write(stop));
        List<String> kinds = new ArrayList<>();
        for (int i = 0; i < svg.getElementsByTagName("line").getLength(); i++) {
            kinds.add(((Element) svg.getElementsByTagName("line").item(i)).getAttribute("class"));
        }
        // The worker before its first wake, at step 2; modprobe during steps 14 and 15; both in the end.
        assertThat(kinds).filteredOn("blocked"::equals).hasSize(5);
        // The worker before it is created, at step 1.
        assertThat(kinds).filteredOn("absent"::equals).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"JUNIT", "SARIF"})
    void wakeUpThatWakesNobodyIsSaid(ExportFormat format) {
        assertThat(texts(format, USUAL)).anySatisfy(text -> assertThat(text).contains("wakes the thread ↛ worker: it is not asleep"));
    }

    /** In that run the last wake-up, at step 13, finds nobody asleep. */
    @Test
    void wakeUpThatWakesNobodyHasAnArrow() {
        Violation stop = Violation.of(USUAL).stream().filter(v -> v.finding().name().equals("StopTerminates")).findFirst()
                .orElseThrow();
        assertThat(SvgFormat.write(stop)).containsOnlyOnce("class=\"misses\"").contains("↛ worker: it is not asleep");
        assertThat(PlantumlFormat.write(stop)).containsOnlyOnce(" -[#red]>x c0: 13").contains("↛ worker: it is not asleep");
        assertThat(MermaidFormat.write(stop)).containsOnlyOnce("c1-xc0: 13").contains("↛ worker: it is not asleep");
        JsonNode events = json(PerfettoFormat.write(stop)).path("traceEvents");
        assertThat(of(events, "X").filter(e -> e.path("name").asText().contains("to no avail")).toList()).singleElement()
                .satisfies(e -> {
                    assertThat(e.path("ts").asInt()).isEqualTo(13_000);
                    assertThat(of(events, "f").filter(f -> f.path("tid").equals(e.path("tid"))).map(f -> f.path("ts").asInt()))
                            .contains(13_999);
                });
    }

    private static Element xml(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            return factory.newDocumentBuilder().parse(new org.xml.sax.InputSource(new StringReader(text)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    // ---- DOT

    @ParameterizedTest
    @MethodSource("results")
    void dotHasEveryStepAndWayOut(Results results) {
        List<String> texts = texts(ExportFormat.DOT, results);
        for (int i = 0; i < texts.size(); i++) {
            DirectedPseudograph<String, DefaultEdge> graph = graph(texts.get(i));
            Set<String> nodes = new HashSet<>();
            int[] edges = {0};
            results.checks().get(i).material().orElseThrow().programs().forEach(program -> program.steps().forEach(step -> {
                nodes.add(program.name() + " " + step.label());
                step.exits().forEach(exit -> nodes.add(program.name() + " " + exit.to()));
                edges[0] += step.exits().size();
            }));
            assertThat(graph.vertexSet()).isEqualTo(nodes);
            assertThat(graph.edgeSet()).hasSize(edges[0]);
        }
    }

    /** As many states and moves as the search counts, if the graph is whole. */
    @Test
    void dotHasEveryStateAndMove() {
        Check check = USUAL.checks().get(0);
        Protocol protocol = Atlas.standard().entry("state-set-after-check").orElseThrow().variant("broken").orElseThrow()
                .protocol();
        for (int most : List.of(20, 10_000)) {
            StateGraph states = StateGraph.of(Workbench.states(protocol, Granularity.MICRO, Profiles.LINUX_5_10, most));
            DirectedPseudograph<String, DefaultEdge> graph = graph(texts(ExportFormat.DOT,
                    new Results(0, List.of(), List.of(check)).with(List.of(states))).get(0));
            assertThat(graph.vertexSet()).hasSize((int) Math.min(most, check.states().simulator().getAsLong()));
            assertThat(graph.edgeSet()).hasSize(states.edges().size());
            assertThat(states.whole()).isEqualTo(most > 20);
            assertThat(graph.vertexSet()).allMatch(vertex -> vertex.equals("0") || graph.inDegreeOf(vertex) > 0);
        }
    }

    private static DirectedPseudograph<String, DefaultEdge> graph(String text) {
        DirectedPseudograph<String, DefaultEdge> graph = new DirectedPseudograph<>(DefaultEdge.class);
        DOTImporter<String, DefaultEdge> importer = new DOTImporter<>();
        importer.setVertexFactory(id -> id);
        importer.importGraph(graph, new StringReader(text));
        return graph;
    }

    // ---- Perfetto

    /** As the Trace Event Format asks: slices of a track are nested or apart, and each arrow has both its ends. */
    @ParameterizedTest
    @MethodSource("results")
    void slicesOfATrackDoNotOverlap(Results results) {
        List<Violation> violations = Violation.of(results);
        List<String> texts = texts(ExportFormat.PERFETTO, results);
        for (int i = 0; i < texts.size(); i++) {
            JsonNode events = json(texts.get(i)).path("traceEvents");
            List<JsonNode> steps = of(events, "X").filter(e -> e.path("cat").asText().startsWith("step")).toList();
            assertThat(steps).hasSize(violations.get(i).run().steps().size());
            List<JsonNode> slices = of(events, "X").toList();
            for (JsonNode slice : slices) {
                assertThat(slices).filteredOn(o -> o != slice && o.path("tid").equals(slice.path("tid")))
                        .allMatch(o -> end(o) <= slice.path("ts").asInt() || o.path("ts").asInt() >= end(slice));
            }
            assertThat(of(events, "s").map(e -> e.path("id").asInt()))
                    .containsExactlyElementsOf(of(events, "f").map(e -> e.path("id").asInt()).toList());
            // An arrow whose end is in no slice is not drawn.
            assertThat(Stream.concat(of(events, "s"), of(events, "f")).toList()).allMatch(at -> slices.stream().anyMatch(slice ->
                    slice.path("tid").equals(at.path("tid")) && slice.path("ts").asInt() <= at.path("ts").asInt()
                            && at.path("ts").asInt() < end(slice)));
            assertThat(of(events, "M").filter(e -> e.path("name").asText().equals("thread_name")))
                    .hasSize(violations.get(i).run().contexts().size());
        }
    }

    private static Stream<JsonNode> of(JsonNode events, String phase) {
        List<JsonNode> found = new ArrayList<>();
        events.forEach(event -> {
            if (event.path("ph").asText().equals(phase)) {
                found.add(event);
            }
        });
        return found.stream();
    }

    private static int end(JsonNode slice) {
        return slice.path("ts").asInt() + slice.path("dur").asInt();
    }
}
