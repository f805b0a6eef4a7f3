package org.quiesce.catalog;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.quiesce.catalog.YamlTree.Node;

/** Reads the values of a YAML file strictly: what is not understood is refused, with its place and what to do about it. */
public abstract class StrictReading {

    private final String file;

    /** Reads a file of that name. */
    protected StrictReading(String file) {
        this.file = file.replaceAll("\\p{Cntrl}", "?");
    }

    /** One of some words. */
    protected <T> T word(Node node, String what, T[] values, Function<T, String> word) {
        String written = text(node);
        return Arrays.stream(values).filter(v -> word.apply(v).equals(written)).findFirst().orElseThrow(() ->
                unknown(node, "there is no " + what, written, Arrays.stream(values).map(word).toList()));
    }

    /** Refuses a name that is none of those that are known. */
    protected ModelFileException unknown(Node node, String lack, String written, List<String> known) {
        return refuse(node, lack + " '" + YamlTree.printable(written) + "'; " + Suggestion.nearest(written, known)
                .map(name -> "did you mean '" + name + "'?")
                .orElse("known are " + String.join(", ", known)));
    }

    /** A text that is not blank. */
    protected String text(Node node) {
        if (node instanceof YamlTree.Scalar scalar && scalar.type() == YamlTree.Type.TEXT
                && !scalar.text().isBlank()) {
            return scalar.text().strip();
        }
        throw refuse(node, "text belongs here, not " + (node instanceof YamlTree.Scalar scalar
                && scalar.type() == YamlTree.Type.TEXT ? "nothing" : node.kind() + "; put it in quotes"));
    }

    /** A list of texts. */
    protected List<String> texts(Node node) {
        return items(node).stream().map(this::text).toList();
    }

    /** A whole number. */
    protected long number(Node node) {
        if (node instanceof YamlTree.Scalar scalar && scalar.type() == YamlTree.Type.NUMBER
                && scalar.text().matches("-?[0-9]{1,18}")) {
            return Long.parseLong(scalar.text());
        }
        throw refuse(node, "a whole number belongs here");
    }

    /** A list of at least one. */
    protected List<Node> items(Node node) {
        if (node instanceof YamlTree.Sequence sequence && !sequence.items().isEmpty()) {
            return sequence.items();
        }
        throw refuse(node, "a list of at least one belongs here, not "
                + (node instanceof YamlTree.Sequence ? "an empty one; leave the key out" : node.kind()));
    }

    /** A mapping of at least one key. */
    protected Map<YamlTree.Scalar, Node> entries(Node node) {
        if (node instanceof YamlTree.Mapping mapping && !mapping.entries().isEmpty()) {
            return mapping.entries();
        }
        throw refuse(node, "a mapping of at least one key belongs here, not "
                + (node instanceof YamlTree.Mapping ? "an empty one; leave the key out" : node.kind()));
    }

    /** A mapping of keys that are known. */
    protected Fields fields(Node node, String of, String... known) {
        Map<String, Node> values = new LinkedHashMap<>();
        List<String> keys = List.of(known);
        entries(node).forEach((key, value) -> {
            if (!keys.contains(key.text())) {
                throw unknown(key, of + " has no key", key.text(), keys);
            }
            values.put(key.text(), value);
        });
        return new Fields(node, of, values);
    }

    /** Refuses a value, and says where it stands. */
    protected ModelFileException refuse(Node node, String why) {
        return new ModelFileException(file, node.line(), node.column(), why);
    }

    /** The values of a mapping whose keys are known. */
    protected final class Fields {

        private final Node node;
        private final String of;
        private final Map<String, Node> values;

        private Fields(Node node, String of, Map<String, Node> values) {
            this.node = node;
            this.of = of;
            this.values = values;
        }

        /** The value of a key that there must be. */
        public Node required(String key) {
            return optional(key).orElseThrow(() -> refuse(node, of + " lacks the key '" + key + "'; add it"));
        }

        /** The value of a key that there may be. */
        public Optional<Node> optional(String key) {
            return Optional.ofNullable(values.get(key));
        }
    }
}
