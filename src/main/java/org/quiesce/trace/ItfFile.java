package org.quiesce.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;

/**
 * A trace in the Informal Trace Format of Apalache (its ADR 15): states, and which of them follows the last one. Numbers
 * are {@code #bigint} or plain, sets {@code #set}, and what has an entry for each context {@code #map} or a record.
 */
public final class ItfFile {

    private static final int LONGEST_ECHO = 60;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final JsonNode root;

    private ItfFile(JsonNode root) {
        this.root = root;
    }

    /**
     * The trace that the text holds.
     *
     * @throws TraceFileException if it holds none
     */
    public static ItfFile read(String text) throws TraceFileException {
        try {
            JsonNode root = MAPPER.readTree(text);
            if (!root.path("states").isArray() || root.path("states").isEmpty()) {
                throw new TraceFileException("no trace in the Informal Trace Format: it has no list of states, or an empty one");
            }
            return new ItfFile(root);
        } catch (JsonProcessingException e) {
            throw new TraceFileException("line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
                    + ": not JSON");
        }
    }

    /** What the trace says about itself under that key. */
    public Optional<String> about(String key) {
        return Optional.of(root.path("#meta").path(key)).filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /**
     * The number of the state, from 0, that follows the last one.
     *
     * @throws TraceFileException if there is no such state
     */
    public OptionalInt loop() throws TraceFileException {
        JsonNode loop = root.path("loop");
        if (loop.isMissingNode() || loop.isNull()) {
            return OptionalInt.empty();
        } else if (!loop.isInt() || loop.intValue() < 0 || loop.intValue() >= root.path("states").size()) {
            throw new TraceFileException("'loop' must be the number of a state, 0 to " + (root.path("states").size() - 1));
        }
        return OptionalInt.of(loop.intValue());
    }

    /**
     * The states, as far as the variables go: others, of which tools have some of their own, say nothing here.
     *
     * @throws TraceFileException if a variable is missing, or has a value that it can't have
     */
    public List<Snapshot> states(List<StateVariable> variables) throws TraceFileException {
        List<Snapshot> states = new ArrayList<>();
        for (JsonNode state : root.path("states")) {
            SortedMap<String, SortedMap<String, Datum>> values = new TreeMap<>();
            for (StateVariable variable : variables) {
                values.put(variable.name(), entries("state " + states.size() + ": ", variable, state.path(variable.name())));
            }
            states.add(new Snapshot(values));
        }
        return states;
    }

    private static SortedMap<String, Datum> entries(String where, StateVariable variable, JsonNode value)
            throws TraceFileException {
        if (value.isMissingNode()) {
            throw new TraceFileException(where + "there is no variable '" + variable.name() + "'");
        }
        SortedMap<String, Datum> entries = new TreeMap<>();
        if (variable.isPlain()) {
            entries.put(StateVariable.PLAIN, datum(where, variable, StateVariable.PLAIN, value));
            return entries;
        }
        Map<String, JsonNode> function = function(value);
        if (!function.keySet().equals(variable.domains().keySet())) {
            throw new TraceFileException(where + variable.name() + " must have an entry for each of "
                    + String.join(", ", variable.indices()) + ", and for no other");
        }
        for (Map.Entry<String, JsonNode> entry : function.entrySet()) {
            entries.put(entry.getKey(), datum(where, variable, entry.getKey(), entry.getValue()));
        }
        return entries;
    }

    /** Entries by context, of a map or a record. */
    private static Map<String, JsonNode> function(JsonNode value) {
        Map<String, JsonNode> function = new LinkedHashMap<>();
        if (value.path("#map").isArray()) {
            value.path("#map").forEach(pair -> function.put(pair.path(0).asText(), pair.path(1)));
        } else {
            value.properties().forEach(entry -> function.put(entry.getKey(), entry.getValue()));
            function.remove("#meta");
        }
        return function;
    }

    private static Datum datum(String where, StateVariable variable, String index, JsonNode value)
            throws TraceFileException {
        return datum(value).filter(variable.domains().get(index)::contains)
                .orElseThrow(() -> new TraceFileException(where + variable.name() + (index.isEmpty() ? "" : "[" + index + "]")
                        + " can't be " + shortened(value.toString())));
    }

    private static Optional<Datum> datum(JsonNode value) {
        if (value.path("#bigint").isTextual()) {
            String number = value.path("#bigint").textValue();
            return number.matches("-?[0-9]{1,9}") ? Optional.of(Datum.of(Integer.parseInt(number))) : Optional.empty();
        }
        return DatumJson.read(value.has("#set") ? value.path("#set") : value);
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return plain.length() > LONGEST_ECHO ? plain.substring(0, LONGEST_ECHO) + "…" : plain;
    }
}
