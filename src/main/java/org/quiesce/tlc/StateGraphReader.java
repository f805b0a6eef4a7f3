package org.quiesce.tlc;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads TLC's dot files, which hold one statement per line.
 *
 * <p>The states of a graph share most of their values: each text of a variable is parsed once, which is what makes
 * 100,000 states a matter of a second.
 */
final class StateGraphReader {
    private static final String ARROW = " -> ";
    private static final String LABEL = " [label=\"";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Map<String, TlcValue>> states = new ArrayList<>();
    private final BitSet initial = new BitSet();
    private final List<StateGraph.Edge> edges = new ArrayList<>();
    private final Map<String, Map<String, TlcValue>> parsed = new HashMap<>();
    private final Map<String, String> actions = new HashMap<>();
    private int line;
    private int openBraces;

    StateGraph read(BufferedReader lines) throws IOException {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
            line++;
            statement(text);
        }
        if (line == 0 || openBraces != 0) {
            throw error("the file ends early");
        }
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) == null) {
                throw error("an edge leads to a state that is not in the file");
            }
        }
        return new StateGraph(states, initial.stream().boxed().toList(), edges);
    }

    private void statement(String text) {
        if (text.startsWith("{rank") || text.isBlank()) {
            return;
        } else if (text.endsWith("{")) {
            openBraces++;
        } else if (text.equals("}")) {
            openBraces--;
        } else if (text.contains(LABEL) && isFingerprint(text.substring(0, text.indexOf(LABEL)))) {
            state(text, text.indexOf(LABEL));
        } else if (text.contains(ARROW)) {
            edge(text, text.indexOf(ARROW));
        } else if (!text.matches("[a-z]+( \\[[^\\]]*\\]|=.*;)")) {
            throw error("neither a state nor a transition");
        }
    }

    private void state(String text, int labelAt) {
        int number = number(text.substring(0, labelAt));
        int start = labelAt + LABEL.length();
        int end = text.lastIndexOf('"');
        if (end < start) {
            throw error("a label without end");
        }
        if (text.endsWith(",style = filled]")) {
            initial.set(number);
        }
        Map<String, TlcValue> values = new LinkedHashMap<>();
        try {
            for (String conjunct : unescaped(text, start, end).split("\n(?=/\\\\ )")) {
                values.putAll(parsed.computeIfAbsent(conjunct, c -> new TlcValueParser(c).wholeState()));
            }
        } catch (TlcValueException e) {
            throw error(e.getMessage());
        }
        states.set(number, Collections.unmodifiableMap(values));
    }

    private void edge(String text, int arrowAt) {
        int attributes = text.indexOf(" [", arrowAt);
        if (attributes < 0) {
            throw error("a transition without attributes");
        }
        String from = text.substring(0, arrowAt);
        String to = text.substring(arrowAt + ARROW.length(), attributes);
        if (!isFingerprint(from) || !isFingerprint(to)) {
            throw error("a transition between states without fingerprints");
        }
        if (!text.startsWith(LABEL, attributes)) {
            if (from.equals(to) && text.contains("dashed")) {
                return;
            }
            throw error("a transition without a label");
        }
        int start = attributes + LABEL.length();
        int end = text.indexOf('"', start);
        if (end < 0) {
            throw error("a label without end");
        }
        String label = text.substring(start, end);
        String action = actions.computeIfAbsent(label, l -> TlcTrace.Step.parse(l).action());
        edges.add(new StateGraph.Edge(number(from), action, number(to)));
    }

    /** The state's number; an edge may name its target before the line of that state. */
    private int number(String fingerprint) {
        return numbers.computeIfAbsent(fingerprint, f -> {
            states.add(null);
            return states.size() - 1;
        });
    }

    private static boolean isFingerprint(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        return text.length() > start && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
    }

    private static String unescaped(String text, int start, int end) {
        StringBuilder plain = new StringBuilder(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < end) {
                c = text.charAt(++i);
                plain.append(c == 'n' ? '\n' : c);
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private StateGraphException error(String problem) {
        return new StateGraphException(line, problem);
    }
}
