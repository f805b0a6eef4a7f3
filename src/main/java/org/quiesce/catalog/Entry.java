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
 * @param id         lower-case words joined by hyphens, unique; also the name of its directory in {@code models/}
 * @param title      a heading
 * @param story      what goes wrong and why it is overlooked, in a sentence or two; the model file tells it in full
 * @param kind       what it is here for
 * @param faultClass the class of its fault; an example has none
 * @param variants   {@value Variant#BROKEN} and {@value Variant#MENDED} among them
 */
public record Entry(
        String id, String title, String story, Kind kind, Optional<FaultClass> faultClass, List<Variant> variants) {

    /** What an entry is for. */
    public enum Kind {
        /** It shows one way to get stop or unload wrong. */
        FAULT,
        /** It shows how protocols are written. */
        EXAMPLE,
        /** It is a bug that somebody had, in short. */
        REAL;

        /** The word in model files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Where an entry of this kind lies below {@code models/} and {@code specs/}: real bugs have a directory. */
        public String place(String id) {
            return this == REAL ? word() + "/" + id : id;
        }
    }

    public Entry {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(story, "story");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(faultClass, "faultClass");
        variants = List.copyOf(variants);
    }

    /** Its directory, below {@code models/} and below {@code specs/}. */
    public String place() {
        return kind.place(id);
    }

    /** The variant of that name. */
    public Optional<Variant> variant(String name) {
        return variants.stream().filter(v -> v.name().equals(name)).findFirst();
    }

    /** A fault, which is the only one of its class. */
    static Builder fault(String id, String title) {
        return new Builder(id, title, Kind.FAULT, FaultClass.named(id));
    }

    static Builder example(String id, String title) {
        return new Builder(id, title, Kind.EXAMPLE, Optional.empty());
    }

    /** A real bug; its id begins with the subsystem. */
    public static Builder real(String id, FaultClass faultClass, String title) {
        return new Builder(id, title, Kind.REAL, Optional.of(faultClass));
    }

    /** Collects the variants of an entry and names their protocols after it. */
    public static final class Builder {

        private final String id;
        private final String title;
        private final Kind kind;
        private final Optional<FaultClass> faultClass;
        private final List<Variant> variants = new ArrayList<>();
        private String story = "";

        private Builder(String id, String title, Kind kind, Optional<FaultClass> faultClass) {
            this.id = id;
            this.title = title;
            this.kind = kind;
            this.faultClass = faultClass;
        }

        public Builder story(String sentences) {
            this.story = sentences;
            return this;
        }

        public Builder broken(String sentence, UnaryOperator<ProtocolBuilder> module) {
            return add(Variant.BROKEN, id, sentence, module);
        }

        public Builder mended(String sentence, UnaryOperator<ProtocolBuilder> module) {
            return variant(Variant.MENDED, sentence, module);
        }

        /** A variant that is neither: one that stays broken begins with {@value Variant#BROKEN}. */
        public Builder variant(String name, String sentence, UnaryOperator<ProtocolBuilder> module) {
            return add(name, id + "-" + name, sentence, module);
        }

        private Builder add(
                String name, String protocol, String sentence, UnaryOperator<ProtocolBuilder> module) {
            variants.add(new Variant(name, () -> module.apply(Protocol.module(protocol).title(sentence)).build()));
            return this;
        }

        public Entry build() {
            return new Entry(id, title, story, kind, faultClass, variants);
        }
    }
}
