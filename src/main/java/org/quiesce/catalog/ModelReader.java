package org.quiesce.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.catalog.ModelFile.Case;
import org.quiesce.catalog.ModelFile.Excuse;
import org.quiesce.catalog.ModelFile.Expectation;
import org.quiesce.catalog.ModelFile.Story;
import org.quiesce.catalog.YamlTree.Node;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.kernel.Outcome;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.mutation.MutantId;
import org.quiesce.mutation.Operator;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Step;

/** Reads model files, strictly: what is not understood is refused, with its place and what to do about it. */
public final class ModelReader {

    /** Larger files are no model files. */
    private static final long MAX_BYTES = 256 * 1024;

    /** How far below a directory its models may be. */
    private static final int DEEPEST = 4;
    private static final Comparator<Path> OUTER_FIRST =
            Comparator.comparing(Path::getNameCount).thenComparing(Comparator.naturalOrder());

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*\\.c");

    /** In place of a protocol of the atlas: those of the C of each variant. */
    private static final String FROM_C = "from-c";

    private final Atlas atlas;

    /** A reader of models whose protocols are those of an atlas, or of their own C. */
    public ModelReader(Atlas atlas) {
        this.atlas = atlas;
    }

    /**
     * The model files in or below a directory.
     *
     * @throws IOException if it can't be looked through
     */
    public static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.find(directory, DEEPEST,
                (file, attributes) -> attributes.isRegularFile() && file.endsWith(ModelFile.NAME))) {
            return found.sorted(OUTER_FIRST).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Reads a model file; the C files that it names must lie beside it. Unless the protocols are made of them, they must
     * be those of which the atlas has the protocols: what is checked is a protocol, and must not be taken for that of
     * another C.
     *
     * @throws ModelFileException if it can't be used
     */
    public ModelFile read(Path file) {
        SourceSums sums = SourceSums.ofAtlas();
        return new Reading(file.toString(), new Neighbours() {
            @Override
            public boolean has(String source) {
                return Files.isRegularFile(at(source));
            }

            @Override
            public boolean isThatOf(String variant, String source) {
                return sums.isSource(variant, at(source));
            }

            @Override
            public Path at(String source) {
                return file.resolveSibling(source);
            }
        }).model(YamlTree.parse(file.toString(), text(file)));
    }

    /**
     * Reads the text of a model file, of which only the name is known.
     *
     * @throws ModelFileException if it can't be used
     */
    public ModelFile parse(String file, String text) {
        return new Reading(file, new Neighbours() {
            @Override
            public boolean has(String source) {
                return true;
            }

            @Override
            public boolean isThatOf(String variant, String source) {
                return true;
            }

            @Override
            public Path at(String source) {
                return Path.of(file).resolveSibling(source);
            }
        }).model(YamlTree.parse(file, text));
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ModelFileException(file.toString(), 1, 1, "the file has more than " + MAX_BYTES / 1024
                        + " KiB, which no model file has; name a " + ModelFile.NAME);
            }
            byte[] bytes = Files.readAllBytes(file);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ModelFileException(file.toString(), 1, 1, "the file is not UTF-8; save it as UTF-8");
        } catch (IOException e) {
            throw new ModelFileException(file.toString(), 1, 1,
                    "the file can't be read (" + e.getClass().getSimpleName() + "); check that it is there");
        }
    }

    /** The C files beside a model file. */
    private interface Neighbours {

        boolean has(String source);

        /** Whether the file is the C of that variant of the atlas. */
        boolean isThatOf(String variant, String source);

        /** Where it is, as whoever named the model file would name it. */
        Path at(String source);
    }

    /** One file being read. */
    private final class Reading extends StrictReading {

        private final String file;
        private final Neighbours neighbours;

        Reading(String file, Neighbours neighbours) {
            super(file);
            this.file = file;
            this.neighbours = neighbours;
        }

        ModelFile model(Node root) {
            Fields fields = fields(root, "the file", "schema", "id", "kind", "class", "title", "protocol", "story",
                    "bounds", "variants");
            if (!text(fields.required("schema")).equals(ModelFile.SCHEMA)) {
                throw refuse(fields.required("schema"), "this is not " + ModelFile.SCHEMA + ", the only schema that is"
                        + " understood here");
            }
            String id = name(fields.required("id"));
            Origin origin = origin(fields);
            List<Case> cases = new ArrayList<>();
            for (Map.Entry<YamlTree.Scalar, Node> variant : entries(fields.required("variants")).entrySet()) {
                cases.add(variant(origin, variant.getKey(), variant.getValue()));
            }
            Entry.Kind kind = kind(fields.required("kind"));
            return new ModelFile(id, kind, faultClass(fields, kind), text(fields.required("title")),
                    story(fields.required("story")), bounds(fields, cases), cases);
        }

        /** Where the protocols come from: from the C, or else from the atlas, by {@code protocol} or the model's own id. */
        private Origin origin(Fields fields) {
            Node named = fields.optional("protocol").orElse(fields.required("id"));
            String protocol = text(named);
            if (protocol.equals(FROM_C)) {
                return new OfSource(text(fields.required("id")));
            }
            return new OfAtlas(atlas.entry(protocol).orElseThrow(() -> refuse(named, "the atlas has no '"
                    + YamlTree.printable(protocol) + "'" + Suggestion.nearest(protocol, atlas.ids())
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse("; say with 'protocol:' whose protocols a model of your own takes, or "
                                    + FROM_C + " for those of its C"))));
        }

        /** Where the protocols of a model come from. */
        private interface Origin {

            /** What it is of which the variants are. */
            String id();

            /** The name of a variant; refused if there can be none of that name. */
            String variant(YamlTree.Scalar key);

            /** The protocol of a variant, whose C file is there. */
            Protocol protocol(String variant, Node at, String source, Set<Outside> outside);
        }

        /** Protocols of the atlas, beside which the C was written. */
        private final class OfAtlas implements Origin {

            private final Entry entry;

            OfAtlas(Entry entry) {
                this.entry = entry;
            }

            @Override
            public String id() {
                return entry.id();
            }

            @Override
            public String variant(YamlTree.Scalar key) {
                return entry.variant(key.text()).map(Variant::name).orElseThrow(() -> unknown(
                        key, entry.id() + " has no variant", key.text(), entry.variants().stream().map(Variant::name).toList()));
            }

            @Override
            public Protocol protocol(String variant, Node at, String source, Set<Outside> outside) {
                if (!neighbours.isThatOf(entry.place() + "/" + variant, source)) {
                    throw refuse(at, source + " is not the C of " + entry.id() + "/" + variant
                            + ", or not any more\ncheck what it does with: quiesce check " + neighbours.at(source));
                }
                return entry.variant(variant).orElseThrow().protocol();
            }
        }

        /** Protocols that are made of the C. */
        private final class OfSource implements Origin {

            private final String id;

            OfSource(String id) {
                this.id = id;
            }

            @Override
            public String id() {
                return id;
            }

            @Override
            public String variant(YamlTree.Scalar key) {
                return name(key);
            }

            @Override
            public Protocol protocol(String variant, Node at, String source, Set<Outside> outside) {
                try {
                    return CReader.read(CSource.read(neighbours.at(source)), Bounds.usual().with(outside)).protocol();
                } catch (CSourceException e) {
                    throw refuse(at, e.getMessage());
                }
            }
        }

        private Entry.Kind kind(Node node) {
            return word(node, "kind", Entry.Kind.values(), Entry.Kind::word);
        }

        private Optional<FaultClass> faultClass(Fields fields, Entry.Kind kind) {
            if (kind == Entry.Kind.REAL) {
                return Optional.of(word(fields.required("class"), "fault class", FaultClass.values(), FaultClass::id));
            }
            fields.optional("class").ifPresent(node -> {
                throw refuse(node, "only what is of kind " + Entry.Kind.REAL.word() + " says its class; leave it out");
            });
            return Optional.empty();
        }

        private Story story(Node node) {
            Fields fields = fields(node, "story", "mechanism", "interleaving", "fix", "caveats", "sources");
            return new Story(
                    text(fields.required("mechanism")),
                    texts(fields.required("interleaving")),
                    text(fields.required("fix")),
                    fields.optional("caveats").map(this::texts).orElse(List.of()),
                    texts(fields.required("sources")));
        }

        /**
         * How many contexts run a program: written down for the reader, and so it has to be true. Where only the kernel
         * calls into the module there is nothing to write down.
         */
        private Map<String, Integer> bounds(Fields fields, List<Case> cases) {
            Map<String, Integer> counts = cases.stream()
                    .flatMap(c -> c.protocol().programs().stream())
                    .filter(p -> p instanceof Program.Kthread || p instanceof Program.FileOperation)
                    .collect(Collectors.toMap(Program::name, Program::count, Math::max, TreeMap::new));
            Map<String, Integer> bounds = new LinkedHashMap<>();
            if (counts.isEmpty() && fields.optional("bounds").isEmpty()) {
                return bounds;
            }
            entries(fields.required("bounds")).forEach((key, value) -> {
                if (!counts.containsKey(key.text())) {
                    throw unknown(key, "the protocol has no program", key.text(), List.copyOf(counts.keySet()));
                }
                if (number(value) != counts.get(key.text())) {
                    throw refuse(value, "the protocol has " + counts.get(key.text()) + " of '" + key.text()
                            + "'; write that");
                }
                bounds.put(key.text(), counts.get(key.text()));
            });
            return bounds;
        }

        private Case variant(Origin origin, YamlTree.Scalar key, Node node) {
            String name = origin.variant(key);
            Fields fields = fields(node, "variant '" + name + "'", "source", "vacuous",
                    "neverTaken", "survivors", "outside", "otherStatesInC", "expect");
            String source = text(fields.required("source"));
            if (!SOURCE.matcher(source).matches() || !neighbours.has(source)) {
                throw refuse(fields.required("source"), "there is no C file '" + YamlTree.printable(source)
                        + "' beside the model file; name one, such as broken.c");
            }
            Set<Outside> outside = fields.optional("outside").stream().flatMap(list -> items(list).stream())
                    .map(this::outside).collect(Collectors.toSet());
            Protocol protocol = origin.protocol(name, fields.required("source"), source, outside);
            Claims claims = new Claims(origin.id() + "/" + name,
                    Stream.of(Profiles.newest(), Profiles.newest().withClassicRcu())
                            .map(kernel -> Lowering.lower(protocol, Granularity.MICRO, kernel))
                            .toList());
            List<Excuse<Property>> vacuous = excuses(fields, "vacuous", "properties", claims::property);
            List<Excuse<String>> neverTaken = excuses(fields, "neverTaken", "steps", claims::step);
            List<Expectation> expectations = new ArrayList<>();
            Set<Profile> seen = new HashSet<>();
            for (Node item : items(fields.required("expect"))) {
                expectations.add(expectation(item, claims, vacuous, neverTaken, seen));
            }
            return new Case(name, source, protocol, expectations,
                    excuses(fields, "survivors", "mutants", item -> mutant(item, protocol)),
                    outside,
                    fields.optional("otherStatesInC").map(this::text));
        }

        private Outside outside(Node item) {
            List<String> known = Arrays.stream(Outside.values()).map(Outside::word).toList();
            return Outside.of(text(item)).orElseThrow(() -> unknown((YamlTree.Scalar) item, "outside there is no", text(item), known));
        }

        /** An expectation; what the variant excuses on every kernel is excused in each of its expectations. */
        private Expectation expectation(
                Node node,
                Claims claims,
                List<Excuse<Property>> vacuous,
                List<Excuse<String>> neverTaken,
                Set<Profile> seen) {
            Fields fields = fields(node, "an expectation", "kernels", "violated", "vacuous", "neverTaken", "states");
            List<Profile> kernels = new ArrayList<>();
            for (Node item : items(fields.required("kernels"))) {
                Profile kernel = kernel(item);
                if (!seen.add(kernel)) {
                    throw refuse(item, kernel + " has an expectation already; leave it in one of them");
                }
                kernels.add(kernel);
            }
            Map<Property, List<Outcome>> violated = new LinkedHashMap<>();
            fields.optional("violated").ifPresent(v -> entries(v).forEach((key, value) ->
                    violated.put(claims.property(key), items(value).stream().map(this::outcome).toList())));
            List<Excuse<Property>> allVacuous = joined(
                    vacuous, excuses(fields, "vacuous", "properties", claims::property));
            List<Excuse<String>> allNeverTaken = joined(
                    neverTaken, excuses(fields, "neverTaken", "steps", claims::step));
            for (Excuse<Property> excuse : allVacuous) {
                excuse.of().stream().filter(violated::containsKey).findFirst().ifPresent(p -> {
                    throw refuse(node, p.id() + " can't be violated and vacuous; remove it from one of them");
                });
            }
            long states = number(fields.required("states"));
            if (states < 0) {
                throw refuse(fields.required("states"), "a number of states is not negative; 0: not known yet");
            }
            return new Expectation(kernels, violated, allVacuous, allNeverTaken, states);
        }

        private static <T> List<T> joined(List<T> first, List<T> second) {
            return Stream.concat(first.stream(), second.stream()).toList();
        }

        private <T> List<Excuse<T>> excuses(Fields fields, String key, String what, Function<Node, T> read) {
            return fields.optional(key).stream()
                    .flatMap(list -> items(list).stream())
                    .map(item -> {
                        Fields excuse = fields(item, "an entry of " + key, what, "because");
                        return new Excuse<>(
                                items(excuse.required(what)).stream().map(read).toList(),
                                text(excuse.required("because")));
                    })
                    .toList();
        }

        private Profile kernel(Node node) {
            String name = text(node);
            List<String> known = Profiles.all().stream()
                    .flatMap(p -> Stream.of(p.name(), p.withClassicRcu().name()))
                    .toList();
            return Profiles.named(name).filter(p -> p.name().equals(name)).orElseThrow(() ->
                    unknown(node, "there is no kernel", name, known));
        }

        /** What can be claimed of a variant: a property that applies to it, or a step that it has on some kernel. */
        private final class Claims {

            private final String variant;
            private final List<LoweredProtocol> builds;

            Claims(String variant, List<LoweredProtocol> builds) {
                this.variant = variant;
                this.builds = builds;
            }

            Property property(Node node) {
                Property property = word(node, "property", Property.values(), Property::id);
                if (builds.stream().noneMatch(property::appliesTo)) {
                    throw refuse(node, property.id() + " does not apply to " + variant
                            + ", and so can't be expected of it; remove it\nquiesce list --explain " + property.id()
                            + " says what it is about");
                }
                return property;
            }

            String step(Node node) {
                String step = text(node);
                List<String> known = builds.stream()
                        .flatMap(LoweredProtocol::steps)
                        .map(Step::action)
                        .distinct()
                        .toList();
                if (!known.contains(step)) {
                    throw refuse(node, variant + " has no step '" + YamlTree.printable(step) + "'; "
                            + Suggestion.nearest(step, known)
                                    .map(name -> "did you mean '" + name + "'?")
                                    .orElse("quiesce emit " + variant + " shows its steps"));
                }
                return step;
            }
        }

        /** That there is such a mutant, and that it survives, shows only when all are tried. */
        private MutantId mutant(Node node, Protocol protocol) {
            String written = text(node);
            MutantId id = MutantId.parse(written).orElseThrow(() -> refuse(node, "'" + YamlTree.printable(written)
                    + "' is no mutant; write an operator and a line, such as " + new MutantId(Operator.SWAP, 3, 1)));
            if (id.line() > protocol.listing().lines().size()) {
                throw refuse(node, "the listing has " + protocol.listing().lines().size() + " lines, and no line "
                        + id.line() + "; quiesce mutate shows what there is");
            }
            return id;
        }

        private Outcome outcome(Node node) {
            return word(node, "outcome", Outcome.values(), Outcome::code);
        }

        private String name(Node node) {
            String name = text(node);
            if (!NAME.matcher(name).matches()) {
                throw refuse(node, "'" + YamlTree.printable(name) + "' is no name for this; use lower-case words"
                        + " joined by hyphens");
            }
            return name;
        }
    }
}
