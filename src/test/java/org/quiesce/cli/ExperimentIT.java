package org.quiesce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments, which are measured, interrupted, gone on with, and refused. */
class ExperimentIT {

    private static final Path SWEEP = Path.of("src/test/resources/org/quiesce/cli/sweep.yaml");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path directory;

    @Test
    void everythingIsMeasuredWithEverythingElseAndOnlyOnce() throws IOException {
        Path out = directory.resolve("sweep");
        Call first = Call.quiesce("experiment", SWEEP.toString(), "--out", out.toString());
        assertThat(first.status()).isZero();
        assertThat(first.out()).isEmpty();
        assertThat(first.err().lines()).containsExactly("wrote " + out + "/measurements.json", "wrote " + out + "/measurements.csv",
                "wrote " + out + "/time-against-threads.svg", "wrote " + out + "/states-against-threads.svg",
                "wrote " + out + "/engines.svg", "wrote " + out + "/granularities.svg");
        JsonNode measured = MAPPER.readTree(out.resolve("measurements.json").toFile());
        assertThat(measured.path("machine").path("processors").asInt()).isPositive();
        assertThat(measured.path("machine").path("memoryMiB").asLong()).isGreaterThanOrEqualTo(measured.path("machine").path("heapMiB").asLong());
        assertThat(measured.path("rows")).hasSize(16).allSatisfy(row -> {
            assertThat(row.path("verdict").asText()).isEqualTo("holds");
            assertThat(row.path("seconds").asDouble()).isNotNegative();
            assertThat(row.has("depth")).isEqualTo(row.path("engines").asText().equals("sim"));
            assertThat(row.path("tlc").asText()).matches(row.path("engines").asText().equals("sim") ? "" : "TLC2 Version .*");
            assertThat(row.path("what").asText()).isEqualTo("src/test/resources/org/quiesce/csource/modules/worker-array.c");
        });
        // Both engines count the same, of merged steps fewer, of more threads more.
        assertThat(states(measured, "1", "merged")).isLessThan(states(measured, "1", "micro"));
        assertThat(states(measured, "2", "merged")).isLessThan(states(measured, "2", "micro"))
                .isGreaterThan(2 * states(measured, "1", "merged"));
        assertThat(Files.readAllLines(out.resolve("measurements.csv"))).hasSize(17).element(1).asString()
                .startsWith("src/test/resources/org/quiesce/csource/modules/worker-array.c,sha256:").contains(",linux-6.12,1,micro,sim,1,60,holds,,");
        Document plot = Jsoup.parse(Files.readString(out.resolve("states-against-threads.svg")), "", Parser.xmlParser());
        assertThat(plot.select("title").text()).isEqualTo("States against threads");
        assertThat(plot.select("text").eachText()).contains("src/test/resources/org/quiesce/csource/modules/worker-array.c, linux-6.12, merged, tlc");
        assertThat(plot.select("circle")).hasSize(8);

        // As if it had been interrupted: the last rows are not there.
        ArrayNode rows = (ArrayNode) measured.path("rows");
        while (rows.size() > 14) {
            rows.remove(rows.size() - 1);
        }
        MAPPER.writeValue(out.resolve("measurements.json").toFile(), measured);
        Call second = Call.quiesce("experiment", SWEEP.toString(), "--out", out.toString());
        assertThat(second.status()).isZero();
        assertThat(second.err()).startsWith("quiesce: 14 of 16 were measured before\n");
        JsonNode again = MAPPER.readTree(out.resolve("measurements.json").toFile());
        assertThat(again.path("rows")).hasSize(16);
        assertThat(again.path("rows").path(13)).isEqualTo(rows.get(13));

        // One repetition more: only that is measured. What is asked for no longer stays, and is in no plot.
        Path more = Files.writeString(directory.resolve("more.yaml"), "# One more.\n" + Files.readString(SWEEP)
                .replace("repetitions: 2", "repetitions: 3").replace("[sim, tlc]", "[sim]").replace("timeout: 60", "timeout: 50"));
        Call third = Call.quiesce("experiment", more.toString(), "--out", out.toString(), "--verbose");
        assertThat(third.status()).isZero();
        assertThat(third.err().lines()).hasSize(1 + 4 + 5)
                .startsWith("quiesce: 8 of 12 were measured before").element(1).asString()
                .startsWith("src/test/resources/org/quiesce/csource/modules/worker-array.c on linux-6.12, 1, micro, sim, 3: holds, ");
        assertThat(MAPPER.readTree(out.resolve("measurements.json").toFile()).path("rows")).hasSize(20);
        assertThat(Files.readString(out.resolve("states-against-threads.svg"))).doesNotContain("tlc").contains("prefers-color-scheme: dark");

        ((ObjectNode) measured).put("version", "0");
        MAPPER.writeValue(out.resolve("measurements.json").toFile(), measured);
        assertThat(Call.quiesce("experiment", SWEEP.toString(), "--out", out.toString())).isEqualTo(new Call(2, "", "quiesce: "
                + out + "/measurements.json is of another version or machine\nname another directory with --out\n"));
        for (String none : List.of("{}", "null", "[".repeat(100_000))) {
            Files.writeString(out.resolve("measurements.json"), none);
            assertThat(Call.quiesce("experiment", SWEEP.toString(), "--out", out.toString()).status()).as(none).isEqualTo(2);
        }
    }

    /** What both engines count, however often. */
    private static long states(JsonNode measured, String threads, String granularity) {
        List<Long> states = StreamSupport.stream(measured.path("rows").spliterator(), false)
                .filter(r -> r.path("threads").asText().equals(threads) && r.path("granularity").asText().equals(granularity))
                .map(r -> r.path("states").asLong()).distinct().toList();
        assertThat(states).hasSize(1);
        return states.get(0);
    }

    /** Of C a check takes merged steps, and so does an experiment; the file says how it is read, as the options of a check do. */
    @Test
    void cIsReadAndCheckedAsByACheck() throws IOException {
        Path file = Files.writeString(directory.resolve("c.yaml"), """
                schema: quiesce-experiment/1
                check: [src/test/resources/org/quiesce/csource/modules/worker-array.c, first-kthread/mended]
                c: {module: pool, define: [CONFIG_PM], users: 1, outside: [oopses]}
                engines: [sim]
                """);
        assertThat(Call.quiesce("experiment", file.toString(), "--out", directory.resolve("out").toString()).err())
                .isEqualTo("quiesce: " + file + ": --module: 'first-kthread/mended' is no C file\nname the C files of the module\n");
        Files.writeString(file, Files.readString(file).replace(", first-kthread/mended", ""));
        assertThat(Call.quiesce("experiment", file.toString(), "--out", directory.resolve("out").toString(), "--quiet").err()).isEmpty();
        JsonNode row = MAPPER.readTree(directory.resolve("out/measurements.json").toFile()).path("rows").path(0);
        assertThat(row.path("granularity").asText()).isEqualTo("merged");
        assertThat(row.path("verdict").asText()).isEqualTo("violated");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "schema: quiesce-experiment/1 | 1:1: the experiment lacks the key 'check'; add it",
        "schema: quiesce-model/1\\ncheck: [first-kthread] | 1:9: this is not quiesce-experiment/1, the only schema of an experiment",
        "schema: quiesce-experiment/1\\ncheck: first-kthread | 2:8: a list of at least one belongs here, not text",
        "schema: quiesce-experiment/1\\ncheck: [first-kthread, first-kthread] | 2:24: this stands in the list already; remove one of them",
        "schema: quiesce-experiment/1\\ncheck: [x]\\nkernels: [linux-6.13] | 3:11: there is no kernel 'linux-6.13'; did you mean 'linux-6.1'?",
        "schema: quiesce-experiment/1\\ncheck: [x]\\nthreads: {worker: [0]} | 3:20: a number from 1 to 16 belongs here",
        "schema: quiesce-experiment/1\\ncheck: [x]\\nthreads: 2 | 3:10: a list of at least one belongs here, not a number",
        "schema: quiesce-experiment/1\\ncheck: [x]\\nc: {users: 0} | 3:12: a number from 1 to 16 belongs here",
        "schema: quiesce-experiment/1\\ncheck: [x]\\nengines: [spin] | 3:11: there is no engine 'spin'; known are both, tlc, sim",
        "schema: quiesce-experiment/1\\ncheck: [x]\\nrepetitions: many | 3:14: a whole number belongs here",
        "schema: quiesce-experiment/1\\ncheck: [x]\\nrepeat: 3 | 3:1: the experiment has no key 'repeat'; known are schema, check, kernels"})
    void whatIsWrongIsNamedByLineAndColumn(String text, String message) throws IOException {
        Path file = Files.writeString(directory.resolve("bad.yaml"), text.replace("\\n", "\n") + "\n");
        Call call = Call.quiesce("experiment", file.toString(), "--out", directory.resolve("out").toString());
        assertThat(call.err()).startsWith("quiesce: " + file + ":" + message);
        assertThat(call.status()).isEqualTo(2);
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void whatIsNotThereIsNamedBeforeAnythingIsMeasured() throws IOException {
        Path file = directory.resolve("sweep.yaml");
        Files.writeString(file, "schema: quiesce-experiment/1\ncheck: [first-kthread]\nthreads: {wroker: [1]}\n");
        assertThat(Call.quiesce("experiment", file.toString(), "--out", directory.resolve("out").toString())).isEqualTo(new Call(2, "",
                "quiesce: protocol first-kthread has no kthread 'wroker'; it has worker\n"));
        assertThat(Call.quiesce("experiment", "no.yaml", "--out", "x").err()).isEqualTo("quiesce: there is no file 'no.yaml'\n");
        assertThat(Call.quiesce("experiment", file.toString()).err()).contains("--out");
    }
}
