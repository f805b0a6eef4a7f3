package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quiesce.kernelreplay.RecordedReplays;
import org.quiesce.report.JsonReport;
import org.quiesce.result.ResultJson;

/** What programs read: every document fits the schema that is published, and no key is left out of it. */
class JsonIT {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String LOGS = "src/test/resources/org/quiesce/kernellog/";
    /** Parts that others are made of: what else may stand beside their keys is up to those. */
    private static final Set<String> PARTS = Set.of("run", "replay", "propertyMeaning", "fates");
    private static final Set<String> CONDITIONS = Set.of("if", "then", "else");
    private static final JsonSchema SCHEMA = strictSchema();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "check state-set-after-check/broken --kernel 5.10 --property StopTerminates",
        "check state-set-after-check/broken --kernel 5.10 --engine tlc --property StopTerminates",
        "check double-park/broken park-stop-race stop-frozen-thread/broken erestartsys-spin/broken --engine sim --kernel 6.1",
        "check first-kthread stop-in-atomic/broken --engine sim --kernel 5.10 --threads worker=1",
        "check first-kthread/broken --granularity merged --engine sim",
        "check late-module-get --engine sim",
        "matrix state-set-after-check erestartsys-spin/broken late-module-get --engine sim",
        "matrix first-kthread --engine sim --threads worker=1",
        "audit stop-frozen-thread/broken cancel-sync-holding-lock/broken --engine sim --kernel 5.10,6.12",
        "audit first-kthread/mended --engine sim --kernel 6.18 --show worker-goes-on",
        "mutate timer-at-unload double-start-worker",
        "mutate first-kthread/broken state-set-after-check --kernel 5.10 --property StopTerminates",
        "mutate orphaned-request --threads worker=1",
        "simulate first-kthread/broken --kernel 5.10 --seed 2",
        "simulate first-kthread/mended --steps 3",
        "simulate state-set-after-check/broken --schedule modprobe,modprobe",
        "simulate state-set-after-check/broken --schedule modprobe,worker",
        "doctor", "list", "list protocols", "list properties", "list profiles", "list --explain ThreadExits"})
    void documentFitsTheSchemaAndTheExitStatus(String arguments) throws IOException {
        Call call = Call.quiesce(Stream.concat(Stream.of(arguments.split(" ")), Stream.of("--format", "json"))
                .toArray(String[]::new));
        JsonNode document = valid(call);
        assertThat(document.path("exitStatus").asInt()).isEqualTo(call.status());
        assertThat(document.path("reasons").isEmpty()).isEqualTo(call.status() == 0);
    }

    /** A whole result, and a trace that came back, whether it can be followed or not. */
    @Test
    void exportedResultAndTraceFitTheSchema() throws IOException {
        String[] check = {"state-set-after-check/broken", "--kernel", "5.10", "--engine", "sim"};
        JsonNode whole = valid(Call.quiesce(Stream.concat(Stream.of("export", "json", "--states", "9"), Stream.of(check)).toArray(String[]::new)));
        assertThat(whole.path("checks").path(0).path("material").path("states").path("states")).hasSize(9);
        assertThat(whole.path("checks").path(0).path("material").path("specification").path("files")).hasSize(3);
        Path trace = directory.resolve("trace.json");
        Files.writeString(trace, Call.quiesce(Stream.concat(Stream.concat(Stream.of("export", "itf"), Stream.of(check)),
                Stream.of("--property", "StopTerminates")).toArray(String[]::new)).out());
        String[] importing = {"import", "itf", trace.toString(), "--of", check[0], "--format", "json"};
        assertThat(valid(Call.quiesce(importing)).path("simulation").path("end").path("kind").asText())
                .isEqualTo("nothing-to-do");
        Files.writeString(trace, Files.readString(trace).replaceFirst("\"INTERRUPTIBLE\"", "\"KILLABLE\""));
        assertThat(valid(Call.quiesce(importing)).path("simulation").path("end").path("kind").asText())
                .isEqualTo("unexplained");
    }

    @Test
    void whatLintFindsFitsTheSchema() throws IOException {
        Call call = Call.quiesce("lint", LOGS + "missing-stop-in-exit-broken-6.1.txt", "--format", "json");
        JsonNode lint = valid(call).path("lint");
        assertThat(call.status()).isEqualTo(1);
        assertThat(lint.path("findings")).hasSize(1);
        assertThat(lint.path("findings").path(0).path("rule").asText()).isEqualTo("thread-after-unload");
        assertThat(lint.path("rules")).hasSize(5);
        assertThat(valid(Call.quiesce("lint", LOGS + "first-kthread-mended-6.12.txt", "--format", "json"))
                .path("lint").path("findings")).isEmpty();
    }

    @Test
    void whatComesOfValidatingFitsTheSchema() throws IOException {
        String log = LOGS + "own-flag-not-should-stop-mended-6.1.txt";
        String[] validate = {"validate", log, "--kernel", "6.1", "--engine", "sim", "--format", "json", "--model"};
        JsonNode right = valid(Call.quiesce(Stream.concat(Stream.of(validate), Stream.of("own-flag-not-should-stop/mended"))
                .toArray(String[]::new))).path("validation");
        assertThat(right.path("answer").asText()).isEqualTo("accepted");
        assertThat(right.path("tasks").path("worker").asText()).isEqualTo("worker-144");
        JsonNode wrong = valid(Call.quiesce(Stream.concat(Stream.of(validate), Stream.of("own-flag-not-should-stop/broken"))
                .toArray(String[]::new))).path("validation");
        assertThat(wrong.path("answer").asText()).isEqualTo("refused");
        assertThat(wrong.path("possible").path(0).path("pc").path("worker").asText()).isNotEmpty();
    }

    /** What real kernels wrote, whether it is what the model predicts or something else. */
    @Test
    void whatComesOfAReplayOnARealKernelFitsTheSchema() throws IOException {
        String console = RecordedReplays.console();
        for (String log : List.of(console, console.replace("step 6 A before msleep:15", "step 6 A before msleep:17"), "")) {
            JsonNode document = MAPPER.readTree(ResultJson.write(RecordedReplays.of(log)));
            assertThat(SCHEMA.validate(document)).isEmpty();
            assertThat(document.findPath("onKernel").path("gates")).hasSize(9);
        }
    }

    @Test
    void functionsOfTheKernelFitTheSchema() throws IOException {
        JsonNode table = valid(Call.quiesce("list", "primitives", "--format", "json")).path("primitives");
        assertThat(table).hasSizeGreaterThan(250);
        JsonNode stopPut = valid(Call.quiesce(
                "list", "primitives", "kthread_stop_put", "--explain", "--format", "json")).path("primitives").path(0);
        assertThat(stopPut.path("since").asText()).isEqualTo("6.7");
        assertThat(stopPut.path("missingIn")).isNotEmpty();
        JsonNode stop = valid(Call.quiesce(
                "list", "primitives", "kthread_stop", "--explain", "--format", "json")).path("primitives").path(0);
        assertThat(stop.path("entries").toString()).contains("\"double-stop-sequential\"");
        assertThat(stop.path("example").path("steps").path(1).path("ids").toString()).isEqualTo("[\"S2\",\"S3\"]");
    }

    @Test
    void replayFitsTheSchemaConfirmedOrNot() throws IOException {
        assertThat(Call.quiesce("check", "first-kthread/broken", "--kernel", "5.10", "--engine", "sim", "--save",
                directory.toString()).status()).isZero();
        Path trace = directory.resolve("first-kthread-broken-linux-5.10-NoCodeAfterUnload.json");
        assertThat(valid(Call.quiesce("replay", trace.toString(), "--format", "json")).path("reasons")).isEmpty();
        Files.writeString(trace, Files.readString(trace).replaceFirst("\"freed\"", "\"live\""));
        Call parted = Call.quiesce("replay", trace.toString(), "--format", "json");
        assertThat(parted.status()).isEqualTo(4);
        JsonNode document = valid(parted);
        assertThat(document.path("reasons").path(0)).isEqualTo(document.path("replay").path("message"));
    }

    /** The schema itself refuses what is wrong: else it would say nothing that it fits. */
    @Test
    void schemaRefusesWhatIsWrong() throws IOException {
        JsonNode good = valid(Call.quiesce("simulate", "first-kthread/broken", "--steps", "3", "--format", "json"));
        ObjectNode step = (ObjectNode) good.path("simulation").path("steps").path(0);
        assertThat(SCHEMA.validate(good)).isEmpty();
        step.put("number", "one");
        assertThat(SCHEMA.validate(good).toString()).contains("steps[0].number: string found, integer expected");
        step.put("number", 1).put("surprise", true);
        assertThat(SCHEMA.validate(good).toString()).contains("property 'surprise' is not evaluated");
        step.remove(List.of("surprise", "changes"));
        assertThat(SCHEMA.validate(good).toString()).contains("required property 'changes' not found");
        step.putArray("changes");
        assertThat(SCHEMA.validate(good)).isEmpty();
    }

    /** The first state and the changes of the steps give every state of a run. */
    @Test
    void changesLeadFromTheFirstStateToTheLast() throws IOException {
        JsonNode document = valid(Call.quiesce("check", "state-set-after-check", "park-stop-race", "double-park",
                "orphaned-request", "--engine", "sim", "--kernel", "5.10", "--format", "json"));
        List<JsonNode> runs = document.findValues("counterexample");
        assertThat(runs).hasSizeGreaterThan(5);
        for (JsonNode run : runs) {
            ObjectNode state = run.path("initial").deepCopy();
            for (JsonNode change : run.findPath("steps").findValues("changes").stream().flatMap(JsonIT::elements).toList()) {
                String variable = change.path("variable").asText();
                ObjectNode holder = change.has("context") ? (ObjectNode) state.get(variable) : state;
                String key = change.has("context") ? change.path("context").asText() : variable;
                assertThat(holder.get(key)).as("%s", change).isEqualTo(change.get("before"));
                assertThat(change.get("after")).isNotEqualTo(change.get("before"));
                holder.set(key, change.get("after"));
            }
            for (JsonNode resting : run.path("resting")) {
                assertThat(state.path("pc").path(resting.path("context").asText())).isEqualTo(resting.path("label"));
            }
        }
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1).map(array::get);
    }

    private static JsonNode valid(Call call) throws IOException {
        JsonNode document = MAPPER.readTree(call.out());
        assertThat(SCHEMA.validate(document)).isEmpty();
        return document;
    }

    /** The schema as it is published lets readers meet keys that come later; here no key may be missing from it. */
    private static JsonSchema strictSchema() {
        try (InputStream text = JsonReport.class.getResourceAsStream("quiesce-result-2.schema.json")) {
            JsonNode schema = MAPPER.readTree(text);
            schema.path("$defs").properties().stream()
                    .filter(definition -> !PARTS.contains(definition.getKey()))
                    .forEach(definition -> close(definition.getValue()));
            schema.path("properties").forEach(JsonIT::close);
            ((ObjectNode) schema).put("unevaluatedProperties", false);
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Conditions speak of some keys and leave the others alone. */
    private static void close(JsonNode schema) {
        schema.properties().stream()
                .filter(part -> !CONDITIONS.contains(part.getKey()))
                .forEach(part -> close(part.getValue()));
        boolean describesAnObject = schema.path("type").asText().equals("object") || schema.path("required").isArray();
        if (describesAnObject && schema.path("properties").isObject()) {
            ((ObjectNode) schema).put("unevaluatedProperties", false);
        }
    }
}
