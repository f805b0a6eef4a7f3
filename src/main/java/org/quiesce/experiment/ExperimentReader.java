package org.quiesce.experiment;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.quiesce.catalog.StrictReading;
import org.quiesce.catalog.YamlTree;
import org.quiesce.catalog.YamlTree.Node;
import org.quiesce.experiment.Experiment.Source;
import org.quiesce.kernel.Profile;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.workbench.Engines;

/** Reads the file of an experiment. */
public final class ExperimentReader extends StrictReading {

    /** The value of {@code schema} in files of this form. */
    public static final String SCHEMA = "quiesce-experiment/1";

    private static final int MOST_REPETITIONS = 1000;
    private static final long LONGEST_SECONDS = 24 * 60 * 60;

    private ExperimentReader(String file) {
        super(file);
    }

    /**
     * The experiment that a text describes.
     *
     * @param file name of the file, for messages
     * @throws org.quiesce.catalog.ModelFileException if it describes none; the message says where and why
     */
    public static Experiment read(String file, String text) {
        return new ExperimentReader(file).experiment(YamlTree.parse(file, text));
    }

    private Experiment experiment(Node root) {
        Fields fields = fields(root, "the experiment", "schema", "check", "kernels", "threads", "c", "granularity", "engines",
                "repetitions", "timeout");
        if (!text(fields.required("schema")).equals(SCHEMA)) {
            throw refuse(fields.required("schema"), "this is not " + SCHEMA + ", the only schema of an experiment");
        }
        return new Experiment(
                each(fields.required("check"), this::text),
                fields.optional("kernels").map(list -> each(list, this::kernel)).orElse(List.of(Profiles.newest())),
                fields.optional("threads").filter(YamlTree.Mapping.class::isInstance).map(this::threads).orElse(Map.of()),
                fields.optional("threads").filter(node -> !(node instanceof YamlTree.Mapping)).map(this::counts).orElse(List.of()),
                fields.optional("c").map(this::source).orElse(Source.USUAL),
                fields.optional("granularity").map(list -> each(list, node -> word(node, "granularity", Granularity.values(),
                        Granularity::id))).orElse(List.of()),
                fields.optional("engines").map(list -> each(list, node -> word(node, "engine", Engines.values(),
                        engines -> engines.name().toLowerCase(Locale.ROOT)))).orElse(List.of(Engines.BOTH)),
                fields.optional("repetitions").map(node -> within(node, MOST_REPETITIONS)).orElse(1L).intValue(),
                Duration.ofSeconds(fields.optional("timeout").map(node -> within(node, LONGEST_SECONDS)).orElse(600L)));
    }

    private Source source(Node node) {
        Fields fields = fields(node, "how C is read", "module", "define", "undefine", "include", "users", "outside");
        return new Source(fields.optional("module").map(this::text), some(fields, "define"), some(fields, "undefine"),
                some(fields, "include"),
                fields.optional("users").map(number -> within(number, Protocol.MAX_THREADS)), some(fields, "outside"));
    }

    private List<String> some(Fields fields, String key) {
        return fields.optional(key).map(list -> each(list, this::text)).orElse(List.of());
    }

    private Map<String, List<Integer>> threads(Node node) {
        Map<String, List<Integer>> threads = new LinkedHashMap<>();
        entries(node).forEach((name, counts) -> threads.put(name.text(), counts(counts)));
        return threads;
    }

    private List<Integer> counts(Node node) {
        return each(node, count -> (int) within(count, Protocol.MAX_THREADS));
    }

    private Profile kernel(Node node) {
        String name = node instanceof YamlTree.Scalar scalar ? scalar.text() : text(node);
        return Profiles.named(name).orElseThrow(() -> unknown(node, "there is no kernel", name,
                Profiles.all().stream().flatMap(p -> Stream.of(p.name(), p.withClassicRcu().name())).toList()));
    }

    /** A list in which nothing stands twice: it would be measured twice. */
    private <T> List<T> each(Node list, Function<Node, T> read) {
        Set<T> seen = new HashSet<>();
        return items(list).stream().map(item -> {
            T value = read.apply(item);
            if (!seen.add(value)) {
                throw refuse(item, "this stands in the list already; remove one of them");
            }
            return value;
        }).toList();
    }

    private long within(Node node, long most) {
        return Optional.of(number(node)).filter(n -> n >= 1 && n <= most)
                .orElseThrow(() -> refuse(node, "a number from 1 to " + most + " belongs here"));
    }
}
