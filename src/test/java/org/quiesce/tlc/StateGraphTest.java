package org.quiesce.tlc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps that TLC did not write just now; {@link TlcTest} reads the real thing. */
class StateGraphTest {
    private static final String HEAD = "strict digraph DiskGraph {\nnodesep=0.35;\nsubgraph cluster_graph {\ncolor=\"white\";\n";
    private static final String END = "{rank = same; -7;}\n}\n}";

    @TempDir
    Path directory;

    @Test
    void readsStatesEdgesAndStuttering() throws IOException {
        StateGraph graph = read(HEAD
                + "-7 [label=\"/\\\\ x = 0\\n/\\\\ s = \\\"a\\\"\",style = filled]\n"
                + "-7 -> 12 [label=\"Up\",color=\"black\",fontcolor=\"black\"];\n"
                + "12 [label=\"/\\\\ x = {1,\\n  2}\\n/\\\\ s = \\\"a\\\"\"];\n"
                + "12 -> 12 [style=\"dashed\"];\n"
                + "12 -> -7 [label=\"Down\",color=\"2\",fontcolor=\"2\"];\n"
                + END);

        assertThat(graph.states()).containsExactly(
                Map.of("x", TlcValue.parse("0"), "s", TlcValue.parse("\"a\"")),
                Map.of("x", TlcValue.parse("{1, 2}"), "s", TlcValue.parse("\"a\"")));
        assertThat(graph.initial()).containsExactly(0);
        assertThat(graph.edges()).containsExactly(new StateGraph.Edge(0, "Up", 1), new StateGraph.Edge(1, "Down", 0));
    }

    @Test
    void refusesWhatIsNotACompleteDump() {
        for (String text : List.of(
                "",
                "hello",
                HEAD,
                HEAD + "-7 [label=\"x = 0\",style = filled]\n",
                HEAD + "-7 [label=\"x = (\"];\n" + END,
                HEAD + "-7 [label=\"x = 0\n" + END,
                HEAD + "-7 -> 12 [label=\"Up\"];\n-7 [label=\"x = 0\"];\n" + END,
                HEAD + "-7 -> q [label=\"Up\"];\n" + END,
                HEAD + "-7 -> 12 [color=\"black\"];\n" + END)) {
            assertThatThrownBy(() -> read(text))
                    .as(text)
                    .isInstanceOf(StateGraphException.class)
                    .hasMessageStartingWith("state graph, line ");
        }
    }

    @Test
    void managesAHundredThousandStates() throws IOException {
        int count = 100_000;
        Path dot = directory.resolve("large.dot");
        try (BufferedWriter writer = Files.newBufferedWriter(dot)) {
            writer.write(HEAD);
            for (long i = 0; i < count; i++) {
                String state = "/\\\\ module = \\\"live\\\"\\n/\\\\ state = (worker :> \\\"RUNNING\\\" @@ other :> " + i % 10
                        + ")\\n/\\\\ pc = [worker |-> " + i % 1000 + ", rmmod |-> \\\"8.wait\\\"]\\n/\\\\ n = " + i;
                writer.write(i * 7919 + " [label=\"" + state + "\"" + (i == 0 ? ",style = filled]\n" : "];\n"));
                writer.write(i * 7919 + " -> " + (i + 1) % count * 7919 + " [label=\"Step\",color=\"black\",fontcolor=\"black\"];\n");
                writer.write(i * 7919 + " -> " + i / 2 * 7919 + " [label=\"Half\",color=\"black\",fontcolor=\"black\"];\n");
            }
            writer.write(END);
        }

        // Only guards against something quadratic.
        StateGraph graph = Assertions.assertTimeout(Duration.ofMinutes(1), () -> StateGraph.read(dot));

        assertThat(graph.states()).hasSize(count);
        assertThat(graph.edges()).hasSize(2 * count);
        assertThat(graph.states().get(77)).containsEntry("n", new TlcValue.Int(77));
    }

    private StateGraph read(String dot) throws IOException {
        return StateGraph.read(Files.writeString(directory.resolve("graph.dot"), dot));
    }
}
