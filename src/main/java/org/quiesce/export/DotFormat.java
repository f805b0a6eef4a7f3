package org.quiesce.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.result.Check;
import org.quiesce.result.Finding;
import org.quiesce.result.Material;
import org.quiesce.result.Results;
import org.quiesce.result.StateGraph;

/**
 * Graphs of Graphviz. The programs of a protocol are a cluster each, with their labels as nodes and their steps as what
 * leaves them. Of a result with states it is these: each says where its contexts are, the initial one has a double border,
 * and one in which a run ends with a fault is red.
 */
final class DotFormat {

    private final StringBuilder text = new StringBuilder();

    private DotFormat() {}

    /**
     * A graph for each check.
     *
     * @throws ExportException if a result does not have the programs
     */
    static List<Document> write(Results results) throws ExportException {
        FileNames names = FileNames.of(results.checks().stream().map(Check::name).toList());
        List<Document> documents = new ArrayList<>();
        for (Check check : results.checks()) {
            Material material = check.material().orElseThrow(
                    () -> new ExportException("the result does not hold the programs, of which the graph is"));
            documents.add(new Document(names.of(check.name(), check.kernel()) + ".dot", material.states()
                    .map(states -> new DotFormat().states(check, states))
                    .orElseGet(() -> new DotFormat().programs(check, material))));
        }
        return documents;
    }

    private void begin(Check check, String caption) {
        text.append("digraph ").append(quoted(check.protocol())).append(" {\n");
        text.append("  label=").append(quoted(caption)).append(";\n");
        text.append("  node [shape=box, fontname=\"monospace\"];\n");
    }

    private String states(Check check, StateGraph graph) {
        begin(check, check.nameOnKernel() + (graph.whole() ? "" : ", the first " + graph.states().size() + " states"));
        for (int i = 0; i < graph.states().size(); i++) {
            Snapshot state = graph.states().get(i);
            Optional<String> fault = state.get("fault").map(Datum::toString).filter(f -> !f.equals("none"));
            text.append("  ").append(i).append(" [label=").append(quoted(places(state) + fault.map(f -> "\n" + f).orElse("")))
                    .append(i == 0 ? ", peripheries=2" : "").append(fault.isPresent() ? ", color=red" : "").append("];\n");
        }
        graph.edges().forEach(edge -> text.append("  ").append(edge.from()).append(" -> ").append(edge.to())
                .append(" [label=").append(quoted(edge.context() + ": " + edge.action())).append("];\n"));
        return text.append("}\n").toString();
    }

    private static String places(Snapshot state) {
        return state.values().getOrDefault("pc", Collections.emptySortedMap()).entrySet().stream()
                .map(place -> place.getKey() + " " + place.getValue())
                .collect(Collectors.joining("\n"));
    }

    private String programs(Check check, Material material) {
        begin(check, Stream.concat(Stream.of(check.title()),
                check.properties().stream().filter(Finding::isViolated).map(Finding::standing)).collect(Collectors.joining("\n")));
        for (Material.Program program : material.programs()) {
            cluster(program, check.neverTaken());
        }
        return text.append("}\n").toString();
    }

    private void cluster(Material.Program program, List<String> neverTaken) {
        text.append("  subgraph ").append(quoted("cluster_" + program.name())).append(" {\n    label=")
                .append(quoted(program.name() + (program.contexts().size() > 1 ? " × " + program.contexts().size() : "")))
                .append(";\n");
        Set<String> labels = new LinkedHashSet<>();
        for (Material.Node node : program.steps()) {
            labels.add(node.label());
            text.append("    ").append(node(program, node.label())).append(" [label=")
                    .append(quoted(caption(node)))
                    .append(neverTaken.contains(node.action()) ? ", style=dashed" : "")
                    .append("];\n");
        }
        program.steps().forEach(node -> node.exits().forEach(exit -> {
            if (labels.add(exit.to())) {
                text.append("    ").append(node(program, exit.to())).append(" [label=").append(quoted(exit.to()))
                        .append(", shape=ellipse];\n");
            }
        }));
        program.steps().forEach(node -> node.exits().forEach(exit ->
                text.append("    ").append(node(program, node.label())).append(" -> ").append(node(program, exit.to()))
                        .append(exit.when().equals("next") ? "" : " [label=" + quoted(exit.when()) + "]").append(";\n")));
        text.append("  }\n");
    }

    private static String node(Material.Program program, String label) {
        return quoted(program.name() + " " + label);
    }

    private static String caption(Material.Node node) {
        String place = node.line().isPresent() ? node.line().getAsInt() + "  " + node.text() : node.text();
        return place + "\n" + node.what();
    }

    /** A string of DOT. A line break in it is one of the picture; as an escape not every reader would take it. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            quoted.append(i == 0 ? "" : "\n").append(Plain.line(lines[i]).replace("\\", "\\\\").replace("\"", "\\\""));
        }
        return quoted.append('"').toString();
    }
}
