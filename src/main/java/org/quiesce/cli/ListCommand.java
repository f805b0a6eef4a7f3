package org.quiesce.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.quiesce.catalog.Entry;
import org.quiesce.catalog.Variant;
import org.quiesce.kernel.Profiles;
import org.quiesce.protocol.property.Property;
import org.quiesce.report.Catalogue;
import org.quiesce.report.Catalogue.Item;
import org.quiesce.report.Inventory;
import org.quiesce.report.JsonReport;
import org.quiesce.report.KernelSections;
import org.quiesce.report.PropertyPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quiesce list}: what there is to check, to claim, and to check it on. */
@Command(name = "list", description = "List protocols, properties and kernel profiles.",
        footer = {"", "Protocols have the variants broken and mended, and those that are named.",
            "To a pipe or a file each entry is one line.",
            "", "Examples:", "  quiesce list protocols", "  quiesce list properties --explain StopTerminates",
            "  quiesce list primitives --help"})
final class ListCommand implements Callable<Integer> {

    private static final String EXPLAIN = "--explain";

    /** What can be listed. */
    enum Topic {
        PROTOCOLS,
        PROPERTIES,
        PROFILES
    }

    @Parameters(paramLabel = "protocols|properties|profiles", index = "0", arity = "0..1", converter = Converters.TopicName.class,
            description = "What to list (default: all three); primitives are a command of their own.")
    private Optional<Topic> topic = Optional.empty();

    @Parameters(paramLabel = "NAME", index = "1", arity = "0..1", converter = Converters.PropertyName.class,
            description = "The property to explain.")
    private Optional<Property> named = Optional.empty();

    @Option(names = EXPLAIN, paramLabel = "NAME", arity = "0..1", fallbackValue = "",
            converter = Converters.PropertyNameIfAny.class, description = "Explain one property.")
    private Optional<Property> explained = Optional.empty();

    @Spec
    private CommandSpec command;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    ListCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Optional<Property> explained = this.explained.or(() -> named);
        if (explained.isPresent() && topic.filter(t -> t != Topic.PROPERTIES).isPresent()) {
            throw new BadInput("--explain is for properties\nleave out what else to list");
        } else if (explained.isEmpty() && command.commandLine().getParseResult().hasMatchedOption(EXPLAIN)) {
            throw new BadInput("--explain needs the name of a property\nquiesce list properties shows what there is");
        }
        Console console = common.console(environment);
        if (format.format() == Format.JSON) {
            JsonReport report = new JsonReport(ExitStatus.OK.code());
            console.print(explained.map(this::page).map(report::page).orElseGet(() -> report.catalogue(inventory())));
        } else {
            console.print(explained.map(this::page).map(page -> page.draw(console.terminal().width()))
                    .orElseGet(() -> new Catalogue(console.terminal().listWidth()).sections(sections())));
        }
        return ExitStatus.OK.code();
    }

    private PropertyPage page(Property property) {
        return new PropertyPages(environment.library().atlas()).of(property);
    }

    private Inventory inventory() {
        return new Inventory(
                asked(Topic.PROTOCOLS, environment.library().atlas().entries()),
                asked(Topic.PROPERTIES, List.of(Property.values())),
                asked(Topic.PROFILES, Profiles.all()));
    }

    private <T> Optional<T> asked(Topic of, T there) {
        return topic.filter(t -> t != of).isPresent() ? Optional.empty() : Optional.of(there);
    }

    private List<Catalogue.Section> sections() {
        return topic.map(List::of).orElse(List.of(Topic.values())).stream().flatMap(of -> sections(of).stream()).toList();
    }

    private List<Catalogue.Section> sections(Topic of) {
        return switch (of) {
            case PROTOCOLS -> List.of(
                    new Catalogue.Section("Protocols, each as /" + Variant.BROKEN + " and as /" + Variant.MENDED,
                            protocols(e -> e.kind() != Entry.Kind.REAL)),
                    new Catalogue.Section("Real bugs, with the class of each ('" + Entry.Kind.REAL.word()
                            + "' names all of them)", protocols(e -> e.kind() == Entry.Kind.REAL)));
            case PROPERTIES -> List.of(new Catalogue.Section("Properties", Arrays.stream(Property.values())
                    .map(p -> new Item(p.id(), p.meaning()))
                    .toList()));
            case PROFILES -> new KernelSections(Profiles.all()).all();
        };
    }

    private List<Item> protocols(Predicate<Entry> listed) {
        return environment.library().atlas().entries().stream().filter(listed)
                .map(e -> new Item(e.id(), ofClass(e) + e.title() + others(e)))
                .toList();
    }

    /** The class of a real bug; a fault of the atlas is its own. */
    private static String ofClass(Entry entry) {
        return entry.faultClass().filter(c -> entry.kind() == Entry.Kind.REAL).map(c -> c.id() + ": ").orElse("");
    }

    /** The variants besides the usual two. */
    private static String others(Entry entry) {
        List<String> others = entry.variants().stream()
                .map(Variant::name)
                .filter(name -> !name.equals(Variant.BROKEN) && !name.equals(Variant.MENDED))
                .toList();
        return others.isEmpty() ? "" : "; also " + String.join(", ", others.stream().map(name -> "/" + name).toList());
    }
}
