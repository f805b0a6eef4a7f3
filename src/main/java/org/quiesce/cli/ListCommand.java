package org.quiesce.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        if (explained.isPresent() && topic.filter(t -> t != Topic.PROPERTIES).isPresent()) {
            throw new BadInput("--explain is for properties\nleave out what else to list");
        }
        Console console = common.console(environment);
        int width = console.terminal().width();
        console.print(explained
                .map(property -> new PropertyPages(environment.library().atlas()).of(property).draw(width))
                .orElseGet(() -> new Catalogue(width).sections(sections())));
        return ExitStatus.OK.code();
    }

    private List<Catalogue.Section> sections() {
        return topic.map(List::of).orElse(List.of(Topic.values())).stream().map(this::section).toList();
    }

    private Catalogue.Section section(Topic of) {
        return switch (of) {
            case PROTOCOLS -> new Catalogue.Section("Protocols", protocols());
            case PROPERTIES -> new Catalogue.Section("Properties", Arrays.stream(Property.values())
                    .map(p -> new Item(p.id(), p.meaning()))
                    .toList());
            case PROFILES -> new Catalogue.Section("Kernel profiles", profiles());
        };
    }

    private List<Item> protocols() {
        return environment.library().atlas().entries().stream()
                .map(e -> new Item(e.id(), e.title() + " ("
                        + e.variants().stream().map(Variant::name).collect(Collectors.joining(", ")) + ")"))
                .toList();
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
