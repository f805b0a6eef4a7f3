package org.quiesce.tlc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All reachable states and transitions, from {@code -dump dot,actionlabels}. States are numbered from 0 in the order
 * of TLC's search, so with one worker the numbers are the same in every run.
 *
 * <p>What TLC 2.18 dumps:
 * <ul>
 *   <li>every transition it generates, in order, self-loops included, if an action makes them;</li>
 *   <li>one edge per action between the same two states, and one per way to take that action: the same edge several
 *       times if an action has parameters that do not show in its successor;</li>
 *   <li>no transition that leaves a {@code CONSTRAINT}, and no implicit stuttering steps. (While temporal properties
 *       are checked TLC adds those, dashed and without a label; they are dropped here.)
 * </ul>
 *
 * @param states variables of each state in TLC's order
 * @param initial numbers of the initial states, ascending
 * @param edges in the order of TLC
 */
public record StateGraph(List<Map<String, TlcValue>> states, List<Integer> initial, List<Edge> edges) {
    public StateGraph {
        states = List.copyOf(states);
        initial = List.copyOf(initial);
        edges = List.copyOf(edges);
    }

    /**
     * A transition.
     *
     * @param action the name TLC gives it; see {@link TlcTrace.Step}
     */
    public record Edge(int from, String action, int to) {}

    /**
     * Reads a dump.
     *
     * @throws IOException if the file can't be read
     * @throws StateGraphException if it is not a complete dump of TLC
     */
    public static StateGraph read(Path dot) throws IOException {
        try (var lines = Files.newBufferedReader(dot, StandardCharsets.UTF_8)) {
            return new StateGraphReader().read(lines);
        }
    }
}
