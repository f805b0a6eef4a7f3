package org.quiesce.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.step.Datum;

/** The JSON form of values: numbers, booleans, strings, and sets as sorted lists of strings. */
public final class DatumJson {

    private DatumJson() {}

    /** The value as JSON of the same type. */
    public static JsonNode of(Datum datum) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (datum instanceof Datum.Num number) {
            return nodes.numberNode(number.value());
        } else if (datum instanceof Datum.Truth truth) {
            return nodes.booleanNode(truth.value());
        } else if (datum instanceof Datum.Word word) {
            return nodes.textNode(word.value());
        }
        ArrayNode array = nodes.arrayNode();
        ((Datum.Words) datum).values().forEach(array::add);
        return array;
    }

    /** The value that JSON stands for; empty if it is that of none. */
    public static Optional<Datum> read(JsonNode node) {
        if (node.isInt()) {
            return Optional.of(Datum.of(node.intValue()));
        } else if (node.isBoolean()) {
            return Optional.of(Datum.of(node.booleanValue()));
        } else if (node.isTextual()) {
            return Optional.of(Datum.of(node.textValue()));
        } else if (!node.isArray()) {
            return Optional.empty();
        }
        List<String> words = new ArrayList<>();
        for (JsonNode element : node) {
            if (!element.isTextual()) {
                return Optional.empty();
            }
            words.add(element.textValue());
        }
        return Optional.of(Datum.of(words));
    }
}
