package org.quiesce.catalog;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * YAML as a tree whose every node knows its place, so that what is wrong with a value can be said where it stands.
 * Aliases, tags, several documents and repeated keys are refused: nothing in a model file needs them, and each
 * can hide something.
 */
public final class YamlTree {

    /** A value and its place, counted from 1. */
    public sealed interface Node {
        int line();

        int column();

        /** What it is, for messages. */
        String kind();
    }

    /** A value that has no parts. */
    public record Scalar(int line, int column, Type type, String text) implements Node {
        @Override
        public String kind() {
            return type.word;
        }
    }

    /** Values in an order. */
    public record Sequence(int line, int column, List<Node> items) implements Node {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Values by their keys. */
    public record Mapping(int line, int column, Map<Scalar, Node> entries) implements Node {
        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** What a scalar reads as. */
    public enum Type {
        TEXT("text"),
        NUMBER("a number"),
        OTHER("true, false or null");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    private static final String NO_YAML = "this is no YAML: ";

    private final String file;
    private final JsonParser parser;

    private YamlTree(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * The one document of a text.
     *
     * @throws ModelFileException if the text is no such thing
     */
    public static Node parse(String file, String text) {
        try (JsonParser parser = new YAMLFactory().createParser(text)) {
            YamlTree tree = new YamlTree(file, parser);
            return tree.document();
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof MarkedYAMLException malformed) {
                throw malformed(file, malformed);
            }
            JsonLocation at = e.getLocation();
            int line = at == null ? 1 : Math.max(1, at.getLineNr());
            int column = at == null ? 1 : Math.max(1, at.getColumnNr());
            throw new ModelFileException(file, line, column, NO_YAML + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    /** What the parser met, and there, not only what it was reading and where that began. */
    private static ModelFileException malformed(String file, MarkedYAMLException e) {
        Mark at = e.getProblemMark();
        // It gives the advice that is meant for tabs with every character.
        String problem = firstLine(e.getProblem()).replaceFirst(" \\(Do not use [^\\\\]+ for indentation\\)$", "");
        String reading = e.getContext() == null ? "" : ", " + firstLine(e.getContext());
        return new ModelFileException(file, at.getLine() + 1, at.getColumn() + 1, NO_YAML + problem + reading);
    }

    private static String firstLine(String message) {
        return message == null ? "it cannot be parsed" : message.lines().findFirst().orElse("it cannot be parsed");
    }

    private Node document() throws IOException {
        if (parser.nextToken() == null) {
            throw new ModelFileException(file, 1, 1, "the file is empty; copy the model.yaml of another model");
        }
        Node root = node();
        if (parser.nextToken() != null) {
            throw refuse("a second document begins here; a model file is one document");
        }
        return root;
    }

    private Node node() throws IOException {
        refuseMarks();
        JsonLocation at = parser.currentTokenLocation();
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(at);
            case START_ARRAY -> sequence(at);
            case VALUE_STRING -> scalar(at, Type.TEXT);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(at, Type.NUMBER);
            default -> scalar(at, Type.OTHER);
        };
    }

    private Mapping mapping(JsonLocation at) throws IOException {
        Map<String, Integer> seen = new LinkedHashMap<>();
        Map<Scalar, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            refuseMarks();
            Scalar key = scalar(parser.currentTokenLocation(), Type.TEXT);
            Integer before = seen.putIfAbsent(key.text(), key.line());
            if (before != null) {
                throw refuse("the key '" + printable(key.text()) + "' stands in line " + before
                        + " already; remove one of them");
            }
            parser.nextToken();
            entries.put(key, node());
        }
        return new Mapping(at.getLineNr(), at.getColumnNr(), entries);
    }

    private Sequence sequence(JsonLocation at) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node());
        }
        return new Sequence(at.getLineNr(), at.getColumnNr(), List.copyOf(items));
    }

    private Scalar scalar(JsonLocation at, Type type) throws IOException {
        String text = type == Type.TEXT && parser.currentToken() == JsonToken.FIELD_NAME
                ? parser.currentName()
                : parser.getText();
        return new Scalar(at.getLineNr(), at.getColumnNr(), type, text == null ? "" : text);
    }

    private void refuseMarks() throws IOException {
        if (((YAMLParser) parser).isCurrentAlias()) {
            throw refuse("aliases are not for model files; write the value out");
        }
        if (parser.getTypeId() != null) {
            throw refuse("tags are not for model files; remove '" + printable(parser.getTypeId().toString()) + "'");
        }
    }

    private ModelFileException refuse(String why) {
        JsonLocation at = parser.currentTokenLocation();
        return new ModelFileException(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), why);
    }

    /** A text that a terminal can show on one line. */
    public static String printable(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > 60 ? plain.substring(0, 60) + "…" : plain;
    }
}
