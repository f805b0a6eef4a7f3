package org.quiesce.kernel;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.kernel.Primitive.Callers;
import org.quiesce.kernel.Primitive.Model;

/**
 * The table of {@link Primitive}s, by topic. Each topic is a YAML file beside this class, {@code primitives/….yaml},
 * which names each function once and says of it only what differs from the usual: that modules can call it, and
 * that it is modelled by steps of its own.
 */
public record Primitives(List<Topic> topics) {

    private static final List<String> FILES = List.of(
            "creation", "stopping", "parking", "kthread-worker", "smpboot", "sleeping", "wait-queues", "completions",
            "locks", "signals", "freezer", "module", "memory", "timers", "interrupts", "notifiers", "files", "workqueue", "deferred");

    public Primitives {
        topics = List.copyOf(topics);
    }

    /**
     * The functions about one thing.
     *
     * @param source where their facts come from, and how sure they are
     */
    public record Topic(String title, String source, List<Primitive> primitives) {
        public Topic {
            primitives = List.copyOf(primitives);
        }
    }

    /** The table. */
    public static Primitives read() {
        YAMLMapper mapper = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
                .build();
        return new Primitives(FILES.stream().map(file -> read(mapper, "primitives/" + file + ".yaml")).toList());
    }

    private static Topic read(YAMLMapper mapper, String resource) {
        try (InputStream in = Primitives.class.getResourceAsStream(resource)) {
            File file = mapper.readValue(in, File.class);
            return new Topic(file.title(), file.source(), file.functions().entrySet().stream()
                    .map(function -> function.getValue().of(function.getKey()))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** All of them, topic by topic. */
    public Stream<Primitive> all() {
        return topics.stream().flatMap(topic -> topic.primitives().stream());
    }

    /** The topic to which the function of that name belongs. */
    public Optional<Topic> topicOf(Primitive primitive) {
        return topics.stream().filter(topic -> topic.primitives().contains(primitive)).findFirst();
    }

    /** The function of that name. */
    public Optional<Primitive> named(String name) {
        return all().filter(primitive -> primitive.name().equals(name)).findFirst();
    }

    /** The function that has this name, or for which C files may use it. */
    public Optional<Primitive> spelled(String name) {
        return named(name).or(() -> all().filter(primitive -> primitive.also().contains(name)).findFirst());
    }

    /** A file as it is written. */
    private record File(String title, String source, Map<String, Facts> functions) {}

    /** What a file says of one function. */
    private record Facts(
            String does,
            String steps,
            String since,
            String until,
            Callers callers,
            @JsonProperty("same-as") List<String> sameAs,
            @JsonProperty("part-of") String partOf,
            List<String> also,
            String note) {

        private Primitive of(String name) {
            return new Primitive(name, does, Optional.ofNullable(steps), since(name), until(name),
                    callers == null ? Callers.MODULES : callers, model(),
                    also == null ? List.of() : also, Optional.ofNullable(note));
        }

        private Optional<String> until(String name) {
            return Availability.of(name).flatMap(Availability::until).or(() -> Optional.ofNullable(until));
        }

        private Model model() {
            return sameAs != null ? new Model.SameAs(sameAs)
                    : partOf != null ? new Model.PartOf(partOf)
                    : new Model.Own();
        }

        /** What is known of a function that modules have not always had is said there, and not again here. */
        private String since(String name) {
            return Availability.of(name).map(Availability::since).orElse(since);
        }
    }
}
