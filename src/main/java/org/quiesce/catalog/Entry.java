package org.quiesce.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;

/**
 * A page of the atlas.
 *
 * @param id       lower-case words joined by hyphens; also the name of its directory in {@code models/}
 * @param title    a heading
 * @param story    what goes wrong and why it is overlooked, in a sentence or two; the model file tells it in full
 * @param kind     whether it is here for its fault, or as an example
 * @param variants {@value Variant#BROKEN} and {@value Variant#MENDED} among them
 */
public record Entry(String id, String title, String story, Kind kind, List<Variant> variants) {

    /** What an entry is for. */
    public enum Kind {
        /** It shows one way to get stop or unload wrong. */
        FAULT,
        /** It shows how protocols are written. */
        EXAMPLE;

        /** The word in model files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Entry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(story, "story");
        Objects.requireNonNull(kind, "kind");
        variants = List.copyOf(variants);
    }

    /** The variant of that name. */
    public Optional<Variant> variant(String name) {
        return variants.stream().filter(v -> v.name().equals(name)).findFirst();
    }

    static Builder fault(String id, String title) {
        return new Builder(id, title, Kind.FAULT);
    }

    static Builder example(String id, String title) {
        return new Builder(id, title, Kind.EXAMPLE);
    }

    /** Collects the variants of an entry and names their protocols after it. */
    static final class Builder {

        private final String id;
        private final String title;
        private final Kind kind;
        private final List<Variant> variants = new ArrayList<>();
        private String story = "";

        private Builder(String id, String title, Kind kind) {
            this.id = id;
            this.title = title;
            this.kind = kind;
        }

        Builder story(String sentences) {
            this.story = sentences;
            return this;
        }

        Builder broken(String sentence, UnaryOperator<ProtocolBuilder> module) {
            return add(Variant.BROKEN, Protocol.module(id), sentence, module);
        }

        Builder mended(String sentence, UnaryOperator<ProtocolBuilder> module) {
            return variant(Variant.MENDED, sentence, module);
        }

        Builder variant(String name, String sentence, UnaryOperator<ProtocolBuilder> module) {
            return add(name, Protocol.module(id + "-" + name), sentence, module);
        }

        private Builder add(
                String name, ProtocolBuilder empty, String sentence, UnaryOperator<ProtocolBuilder> module) {
            variants.add(new Variant(name, module.apply(empty.title(sentence)).build()));
            return this;
        }

        Entry build() {
            return new Entry(id, title, story, kind, variants);
        }
    }
}
