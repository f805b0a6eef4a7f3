package org.quiesce.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Axis;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.Catalogue;
import org.quiesce.report.Catalogue.Item;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce list}: what there is to check, to claim, and to check it on. */
@Command(name = "list", description = "List protocols, properties and kernel profiles.",
        footer = {"", "Examples:", "  quiesce list protocols", "  quiesce list properties --explain StopTerminates"})
final class ListCommand implements Callable<Integer> {

    /** What can be listed. */
    enum Topic {
        PROTOCOLS,
        PROPERTIES,
        PROFILES
    }

    @Parameters(paramLabel = "protocols|properties|profiles", arity = "0..1", converter = Converters.TopicName.class,
            description = "What to list (default: all three).")
    private Optional<Topic> topic = Optional.empty();

    @Option(names = "--explain", paramLabel = "NAME", converter = Converters.PropertyName.class,
            description = "Explain one property.")
    private Optional<Property> explained = Optional.empty();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ListCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = common.console(environment);
        int width = console.terminal().width();
        console.print(explained
                .map(property -> new PropertyPages(environment.library().atlas()).of(property).draw(width))
                .orElseGet(() -> new Catalogue(width).sections(sections())));
        return ExitStatus.OK.code();
    }

    private List<Catalogue.Section> sections() {
        return topic.map(List::of).orElse(List.of(Topic.values())).stream().flatMap(this::sections).toList();
    }

    private Stream<Catalogue.Section> sections(Topic of) {
        return switch (of) {
            case PROTOCOLS -> Stream.of(
                    new Catalogue.Section("Protocols", protocols(e -> e.kind() != Entry.Kind.REAL)),
                    new Catalogue.Section("Real bugs, with the class of each ('" + Entry.Kind.REAL.word()
                            + "' names all of them)", protocols(e -> e.kind() == Entry.Kind.REAL)));
            case PROPERTIES -> Stream.of(new Catalogue.Section("Properties", Arrays.stream(Property.values())
                    .map(p -> new Item(p.id(), p.meaning()))
                    .toList()));
            case PROFILES -> Stream.of(new Catalogue.Section("Kernel profiles", profiles()));
        };
    }

    private List<Item> protocols(Predicate<Entry> listed) {
        return environment.library().atlas().entries().stream().filter(listed)
                .map(e -> new Item(e.id(), e.title() + " (" + ofClass(e)
                        + e.variants().stream().map(Variant::name).collect(Collectors.joining(", ")) + ")"))
                .toList();
    }

    /** The class of a real bug; a fault of the atlas is its own. */
    private static String ofClass(Entry entry) {
        return entry.faultClass().filter(c -> entry.kind() == Entry.Kind.REAL).map(c -> c.id() + ": ").orElse("");
    }

    private static List<Item> profiles() {
        List<Item> items = new ArrayList<>();
        Profiles.all().forEach(profile -> items.add(new Item(profile.name(), Arrays.stream(Axis.values())
                .filter(profile::has)
                .map(Axis::constant)
                .collect(Collectors.joining(" ")))));
        return items;
    }
}
