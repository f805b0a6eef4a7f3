package org.quiesce.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
}
