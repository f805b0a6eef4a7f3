package org.quiesce.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;

/**
 * A trace in the Informal Trace Format of Apalache (its ADR 15): states, and which of them follows the last one. Numbers
 * are {@code #bigint} or plain, sets {@code #set}, and what has an entry for each context {@code #map} or a record. Of a
 * specification that was given types, words may be constants of a type of their own, such as {@code worker_OF_CONTEXT},
 * and values variants, which stand for what they hold, or for their tag if they hold nothing.
 */
public final class ItfFile {

    private static final int LONGEST_ECHO = 60;
    /** How Apalache writes constants of uninterpreted types. */
    private static final Pattern TYPED = Pattern.compile("(.+)_OF_[A-Z_][A-Z0-9_]*");
    /** What variants hold that hold nothing. */
    private static final String UNIT = "U_OF_UNIT";

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
        } catch (StreamConstraintsException e) {
            // Of these it is not known where they are.
            throw new TraceFileException("nested deeper, or a number or name longer, than in any trace");
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
        Map<String, JsonNode> function = function(where, variable, value);
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
    private static Map<String, JsonNode> function(String where, StateVariable variable, JsonNode value)
            throws TraceFileException {
        Map<String, JsonNode> function = new LinkedHashMap<>();
        for (JsonNode pair : value.path("#map")) {
            String index = texts(pair.path(0)).stream().filter(variable.domains()::containsKey).findFirst()
                    .orElse(pair.path(0).asText());
            if (function.put(index, pair.path(1)) != null) {
                throw new TraceFileException(where + variable.name() + " has two entries for " + shortened(index));
            }
        }
        if (!value.has("#map")) {
            value.properties().forEach(entry -> function.put(entry.getKey(), entry.getValue()));
            function.remove("#meta");
        }
        return function;
    }

    private static Datum datum(String where, StateVariable variable, String index, JsonNode value)
            throws TraceFileException {
        String name = where + variable.name() + (index.isEmpty() ? "" : "[" + index + "]");
        if (value.has("#unserializable")) {
            throw new TraceFileException(name + " is not in the trace, as its tool could not write "
                    + shortened(value.path("#unserializable").asText()));
        }
        return readings(value).stream().filter(variable.domains().get(index)::contains).findFirst()
                .orElseThrow(() -> new TraceFileException(name + " can't be " + shortened(value.toString())));
    }

    /** What a value may be: of a word it does not show whether its end is that of its type. */
    private static List<Datum> readings(JsonNode value) {
        if (value.path("#bigint").isTextual()) {
            String number = value.path("#bigint").textValue();
            return number.matches("-?[0-9]{1,9}") ? List.of(Datum.of(Integer.parseInt(number))) : List.of();
        } else if (value.has("tag") && value.has("value")) {
            return readings(value.path("value").asText().equals(UNIT) ? value.path("tag") : value.path("value"));
        } else if (value.isTextual()) {
            return texts(value).stream().map(Datum::of).toList();
        }
        JsonNode elements = value.path("#set");
        return (elements.isArray() ? Stream.of(elements, withoutTypes(elements)) : Stream.of(value))
                .flatMap(read -> DatumJson.read(read).stream()).toList();
    }

    private static List<String> texts(JsonNode word) {
        Matcher typed = TYPED.matcher(word.asText());
        return typed.matches() ? List.of(word.asText(), typed.group(1)) : List.of(word.asText());
    }

    private static JsonNode withoutTypes(JsonNode words) {
        ArrayNode plain = MAPPER.createArrayNode();
        words.forEach(word -> plain.add(texts(word).get(texts(word).size() - 1)));
        return plain;
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return plain.length() > LONGEST_ECHO ? plain.substring(0, LONGEST_ECHO) + "…" : plain;
    }
}
