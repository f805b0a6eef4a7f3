package org.quiesce.trace;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Run;
import org.quiesce.protocol.step.Run.Ending;
import org.quiesce.protocol.step.Run.Move;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.trace.Trace.Engine;

/** The JSON form of a trace: the first state whole, then of every move what it changed. */
public final class TraceFile {

    /** The value of the key {@code schema}. */
    public static final String SCHEMA = "quiesce-trace/1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private TraceFile() {}

    /** The trace as JSON, ending in a line break; equal traces give equal text. */
    public static String write(Trace trace) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("protocol", trace.protocol());
        root.put("fingerprint", trace.fingerprint());
        root.put("kernel", trace.kernel());
        root.put("granularity", trace.granularity().id());
        root.put("property", trace.property().id());
        root.put("engine", trace.engine().name().toLowerCase(Locale.ROOT));
        root.set("initial", values(trace.run().initial().values()));
        ArrayNode moves = root.putArray("moves");
        for (int i = 0; i < trace.run().moves().size(); i++) {
            Move move = trace.run().moves().get(i);
            ObjectNode node = moves.addObject();
            node.put("context", move.context());
            node.put("action", move.action());
            node.set("changes", values(trace.run().state(i).changesTo(move.after())));
        }
        ObjectNode ending = root.putObject("ending");
        if (trace.run().ending() instanceof Ending.Loop loop) {
            ending.put("kind", "loop").put("back", loop.back());
        } else {
            ending.put("kind", trace.run().ending() instanceof Ending.Stuck ? "stuck" : "finite");
        }
        try {
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                    .withObjectIndenter(new DefaultIndenter("  ", "\n"))
                    .withArrayIndenter(new DefaultIndenter("  ", "\n"));
            return MAPPER.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    /**
     * The trace that the text holds.
     *
     * @throws TraceFileException if the text is no trace; the message has no file name
     */
    public static Trace read(String text) throws TraceFileException {
        JsonNode root = json(text);
        String schema = text(root, "schema");
        if (!schema.equals(SCHEMA)) {
            throw new TraceFileException("schema is '" + shortened(schema) + "', and this version reads " + SCHEMA
                    + "; save the trace again with check --save");
        }
        refuseOthers(root, "a trace", "schema", "protocol", "fingerprint", "kernel", "granularity", "property", "engine",
                "initial", "moves", "ending");
        Snapshot initial = new Snapshot(entries(object(root, "initial"), "initial"));
        List<Move> moves = new ArrayList<>();
        Snapshot state = initial;
        JsonNode list = field(root, "moves");
        if (!list.isArray()) {
            throw new TraceFileException("'moves' must be a list");
        }
        for (JsonNode move : list) {
            String where = "move " + (moves.size() + 1);
            refuseOthers(move, where, "context", "action", "changes");
            state = changed(state, entries(object(move, "changes"), where), where);
            moves.add(new Move(text(move, "context"), text(move, "action"), state));
        }
        return new Trace(
                text(root, "protocol"),
                text(root, "fingerprint"),
                text(root, "kernel"),
                oneOf(root, "granularity", Granularity.values()),
                property(text(root, "property")),
                oneOf(root, "engine", Engine.values()),
                new Run(initial, moves, ending(object(root, "ending"), moves.size())));
    }

    // ---- writing

    private static ObjectNode values(SortedMap<String, SortedMap<String, Datum>> values) {
        ObjectNode node = MAPPER.createObjectNode();
        values.forEach((name, entries) -> {
            ObjectNode variable = node.putObject(name);
            entries.forEach((index, datum) -> variable.set(index, DatumJson.of(datum)));
        });
        return node;
    }

    // ---- reading

    private static JsonNode json(String text) throws TraceFileException {
        try (JsonParser parser = MAPPER.createParser(text)) {
            try {
                JsonNode root = MAPPER.readTree(parser);
                if (root == null) {
                    throw malformed(parser.currentLocation(), "the file is empty");
                } else if (parser.nextToken() != null) {
                    throw malformed(parser.currentTokenLocation(), "the trace has ended, and something follows it");
                }
                return root;
            } catch (StreamConstraintsException e) {
                throw malformed(parser.currentLocation(), "nested deeper, or a number or name longer, than in any trace");
            } catch (JsonProcessingException e) {
                throw malformed(e.getLocation(), "not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")
                        // What could be set in the parser is not for users.
                        .replaceFirst(" *\\(not recognized as one since Feature .*", "")
                        .replaceFirst("\\(start marker at \\[.*line: (\\d+), column: (\\d+)\\]\\)",
                                "of line $1, column $2")
                        .replaceFirst(" *\\[Source: .*", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static TraceFileException malformed(JsonLocation at, String what) {
        return new TraceFileException("line " + at.getLineNr() + ", column " + at.getColumnNr() + ": "
                + what.replaceAll("\\p{Cntrl}", "?") + "; save the trace again with check --save");
    }

    private static Snapshot changed(Snapshot state, SortedMap<String, SortedMap<String, Datum>> changes, String where)
            throws TraceFileException {
        TreeMap<String, SortedMap<String, Datum>> values = new TreeMap<>(state.values());
        for (Map.Entry<String, SortedMap<String, Datum>> change : changes.entrySet()) {
            if (!values.containsKey(change.getKey())) {
                throw new TraceFileException(where + " changes '" + shortened(change.getKey())
                        + "', which the initial state does not have");
            }
            TreeMap<String, Datum> entries = new TreeMap<>(values.get(change.getKey()));
            entries.putAll(change.getValue());
            values.put(change.getKey(), entries);
        }
        return new Snapshot(values);
    }

    private static SortedMap<String, SortedMap<String, Datum>> entries(JsonNode node, String where)
            throws TraceFileException {
        TreeMap<String, SortedMap<String, Datum>> values = new TreeMap<>();
        for (Map.Entry<String, JsonNode> variable : node.properties()) {
            if (!variable.getValue().isObject()) {
                throw new TraceFileException(where + ": variable '" + shortened(variable.getKey())
                        + "' must be an object of values by index");
            }
            TreeMap<String, Datum> entries = new TreeMap<>();
            for (Map.Entry<String, JsonNode> entry : variable.getValue().properties()) {
                entries.put(entry.getKey(), datum(entry.getValue(), where, variable.getKey()));
            }
            values.put(variable.getKey(), entries);
        }
        return values;
    }

    private static Datum datum(JsonNode node, String where, String variable) throws TraceFileException {
        return DatumJson.read(node).orElseThrow(() -> new TraceFileException(where + (node.isArray()
                ? ": the list of '" + shortened(variable) + "' must be one of strings"
                : ": a value of '" + shortened(variable) + "' is neither a number, a boolean, a string nor a list")));
    }

    private static Ending ending(JsonNode node, int moves) throws TraceFileException {
        switch (text(node, "kind")) {
            case "finite":
                refuseOthers(node, "'ending'", "kind");
                return new Ending.Finite();
            case "stuck":
                refuseOthers(node, "'ending'", "kind");
                return new Ending.Stuck();
            case "loop":
                refuseOthers(node, "'ending'", "kind", "back");
                JsonNode back = field(node, "back");
                if (!back.isInt() || back.intValue() < 0 || back.intValue() >= moves) {
                    throw new TraceFileException("'back' must be the number of a state before the last, 0 to "
                            + (moves - 1));
                }
                return new Ending.Loop(back.intValue());
            default:
                throw new TraceFileException("the kind of 'ending' must be finite, stuck or loop");
        }
    }

    private static Property property(String id) throws TraceFileException {
        return Property.named(id)
                .orElseThrow(() -> new TraceFileException("there is no property '" + shortened(id) + "'"));
    }

    private static <E extends Enum<E>> E oneOf(JsonNode node, String key, E[] values) throws TraceFileException {
        String text = text(node, key);
        return Arrays.stream(values)
                .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new TraceFileException("'" + key + "' can't be '" + shortened(text) + "'"));
    }

    private static JsonNode field(JsonNode node, String key) throws TraceFileException {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new TraceFileException("the key '" + key + "' is missing");
        }
        return value;
    }

    /** A key that is not understood may be meant to matter. */
    private static void refuseOthers(JsonNode node, String what, String... known) throws TraceFileException {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!List.of(known).contains(entry.getKey())) {
                throw new TraceFileException(what + " has no key '" + shortened(entry.getKey()) + "'; there are "
                        + String.join(", ", known));
            }
        }
    }

    private static JsonNode object(JsonNode node, String key) throws TraceFileException {
        JsonNode value = field(node, key);
        if (!value.isObject()) {
            throw new TraceFileException("'" + key + "' must be an object");
        }
        return value;
    }

    private static String text(JsonNode node, String key) throws TraceFileException {
        JsonNode value = field(node, key);
        if (!value.isTextual()) {
            throw new TraceFileException("'" + key + "' must be a string");
        }
        return value.textValue();
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
}
