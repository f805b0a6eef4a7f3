package org.quiesce.result;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;

/**
 * Results as JSON. The resource {@code quiesce-result-2.schema.json} of {@code report} describes every key.
 *
 * <p>Within one value of {@code schema} keys are only ever added. Equal results give equal bytes. An optional value
 * that is absent has no key.
 */
public final class ResultJson {

    /** The value of the key {@code schema}. */
    public static final String SCHEMA = "quiesce-result/2";

    private static final int LONGEST_ECHO = 60;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new ValuesModule())
            .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_ABSENT, Include.ALWAYS))
            .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ResultJson() {}

    /** A document that has its schema, and as yet nothing else. */
    public static ObjectNode document() {
        return MAPPER.createObjectNode().put("schema", SCHEMA);
    }

    /** A plain value of this room as a tree. */
    public static ObjectNode tree(Record value) {
        return MAPPER.valueToTree(value);
    }

    /** A document as text, ending in a line break. */
    public static String text(JsonNode document) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        try {
            return MAPPER.writer(printer).writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    /** Results as text, ending in a line break; equal results give equal text. */
    public static String write(Results results) {
        ObjectNode document = document();
        document.setAll(tree(results));
        return text(document);
    }

    /**
     * The results that the text holds.
     *
     * @throws ResultException if it holds none
     */
    public static Results read(String text) throws ResultException {
        try {
            JsonNode document = MAPPER.readerFor(JsonNode.class)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(text);
            String schema = document.path("schema").asText();
            if (!schema.equals(SCHEMA)) {
                throw new ResultException(document.has("schema")
                        ? "its schema is '" + shortened(schema) + "', and this version reads " + SCHEMA
                        : "no result of Quiesce: it has no key 'schema'");
            } else if (!document.has("checks")) {
                throw new ResultException("a result of another command than check: it has no key 'checks'");
            }
            return MAPPER.treeToValue(document, Results.class);
        } catch (JsonMappingException e) {
            throw new ResultException(place(e) + why(e));
        } catch (StreamConstraintsException e) {
            // Of these it is not known where they are.
            throw new ResultException("nested deeper, or a number or text longer, than in any result");
        } catch (JsonProcessingException e) {
            throw new ResultException("line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr()
                    + ": not JSON");
        }
    }

    /** The keys that lead to what can't be read, such as {@code checks[0].name: }. */
    private static String place(JsonMappingException problem) {
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference part : problem.getPath()) {
            if (part.getFieldName() == null) {
                place.append('[').append(part.getIndex()).append(']');
            } else {
                place.append(place.length() == 0 ? "" : ".").append(part.getFieldName());
            }
        }
        return place.length() == 0 ? "" : shortened(place.toString()) + ": ";
    }

    private static String why(JsonMappingException problem) {
        return problem.getCause() instanceof IllegalArgumentException cause
                ? shortened(cause.getMessage())
                : "something is missing there, or is of another kind than in the schema";
    }

    private static String shortened(String text) {
        String plain = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
        return plain.length() > LONGEST_ECHO ? plain.substring(0, LONGEST_ECHO) + "…" : plain;
    }
}
