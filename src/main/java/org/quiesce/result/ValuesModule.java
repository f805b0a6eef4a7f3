package org.quiesce.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quiesce.protocol.step.Datum;
import org.quiesce.protocol.step.Snapshot;
import org.quiesce.protocol.step.StateVariable;
import org.quiesce.trace.DatumJson;

/** Values of variables, and states: a variable that is one value is that value, any other an object of values. */
final class ValuesModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    ValuesModule() {
        addSerializer(Datum.class, new DatumWriter());
        addDeserializer(Datum.class, new DatumReader());
        addSerializer(Snapshot.class, new SnapshotWriter());
        addDeserializer(Snapshot.class, new SnapshotReader());
    }

    private static final class DatumWriter extends StdSerializer<Datum> {

        private static final long serialVersionUID = 1L;

        DatumWriter() {
            super(Datum.class);
        }

        @Override
        public void serialize(Datum datum, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeTree(DatumJson.of(datum));
        }
    }

    private static final class DatumReader extends StdDeserializer<Datum> {

        private static final long serialVersionUID = 1L;

        DatumReader() {
            super(Datum.class);
        }

        @Override
        public Datum deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return datum(in.readValueAsTree(), context);
        }
    }

    private static final class SnapshotWriter extends StdSerializer<Snapshot> {

        private static final long serialVersionUID = 1L;

        SnapshotWriter() {
            super(Snapshot.class);
        }

        @Override
        public void serialize(Snapshot state, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeStartObject();
            for (Map.Entry<String, SortedMap<String, Datum>> variable : state.values().entrySet()) {
                out.writeFieldName(variable.getKey());
                if (variable.getValue().containsKey(StateVariable.PLAIN)) {
                    out.writeTree(DatumJson.of(variable.getValue().get(StateVariable.PLAIN)));
                } else {
                    out.writeStartObject();
                    for (Map.Entry<String, Datum> entry : variable.getValue().entrySet()) {
                        out.writeFieldName(entry.getKey());
                        out.writeTree(DatumJson.of(entry.getValue()));
                    }
                    out.writeEndObject();
                }
            }
            out.writeEndObject();
        }
    }

    private static final class SnapshotReader extends StdDeserializer<Snapshot> {

        private static final long serialVersionUID = 1L;

        SnapshotReader() {
            super(Snapshot.class);
        }

        @Override
        public Snapshot deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JsonNode node = in.readValueAsTree();
            SortedMap<String, SortedMap<String, Datum>> values = new TreeMap<>();
            for (Map.Entry<String, JsonNode> variable : node.properties()) {
                SortedMap<String, Datum> entries = new TreeMap<>();
                if (variable.getValue().isObject()) {
                    for (Map.Entry<String, JsonNode> entry : variable.getValue().properties()) {
                        entries.put(entry.getKey(), datum(entry.getValue(), context));
                    }
                } else {
                    entries.put(StateVariable.PLAIN, datum(variable.getValue(), context));
                }
                values.put(variable.getKey(), entries);
            }
            return new Snapshot(values);
        }
    }

    private static Datum datum(JsonNode node, DeserializationContext context) throws IOException {
        return DatumJson.read(node).orElseThrow(() -> context.weirdStringException("", Datum.class, "no value"));
    }
}
