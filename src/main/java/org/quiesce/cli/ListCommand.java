package org.quiesce.cli;

import java.util.ArrayList;
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
import org.quiesce.report.EntryPage;
import org.quiesce.report.Inventory;
import org.quiesce.report.JsonReport;
import org.quiesce.report.KernelSections;
import org.quiesce.report.Printable;
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
            "", "Examples:", "  quiesce list protocols", "  quiesce list --explain StopTerminates",
            "  quiesce list --explain state-set-after-check",
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

    @Parameters(paramLabel = "NAME", index = "1", arity = "0..1", description = "What to explain.")
    private Optional<String> named = Optional.empty();

    @Option(names = EXPLAIN, paramLabel = "NAME", arity = "0..1", fallbackValue = "",
            completionCandidates = Candidates.Explained.class,
            description = "Explain one property, or one protocol of the atlas: its fault.")
    private Optional<String> explained = Optional.empty();

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
        Optional<String> name = explained.filter(given -> !given.isEmpty()).or(() -> named);
        if (name.isEmpty() && command.commandLine().getParseResult().hasMatchedOption(EXPLAIN)) {
            throw new BadInput("--explain needs the name of a property or a protocol\nquiesce list shows what there is");
        }
        Console console = common.console(environment);
        JsonReport report = new JsonReport(ExitStatus.OK.code());
        if (name.isPresent()) {
            explain(name.get(), report, console);
        } else if (format.format() == Format.JSON) {
            console.print(report.catalogue(inventory()));
        } else {
            console.print(new Catalogue(console.terminal().listWidth()).sections(sections()));
        }
        return ExitStatus.OK.code();
    }

    // ---- one thing in full

    private void explain(String name, JsonReport report, Console console) {
        Optional<Property> property = Property.named(name).filter(p -> asks(Topic.PROPERTIES));
        Optional<Entry> entry = environment.library().atlas().entry(name.replaceFirst("/.*", "")).filter(e -> asks(Topic.PROTOCOLS));
        if (property.isEmpty() && entry.isEmpty()) {
            throw unknown(name);
        } else if (format.format() == Format.JSON) {
            console.print(property.map(this::page).map(report::page).orElseGet(() -> report.catalogue(
                    new Inventory(entry.map(List::of), Optional.empty(), Optional.empty()))));
        } else {
            int width = console.terminal().width();
            console.print(property.map(this::page).map(page -> page.draw(width)).orElseGet(() -> page(entry.orElseThrow()).draw(width)));
        }
    }

    private boolean asks(Topic of) {
        return topic.filter(t -> t != of).isEmpty();
    }

    private BadInput unknown(String name) {
        if (topic.filter(t -> t == Topic.PROFILES).isPresent()) {
            return new BadInput("--explain is for properties and protocols\nleave out what else to list");
        }
        List<String> known = new ArrayList<>(asks(Topic.PROPERTIES) ? Arrays.stream(Property.values()).map(Property::id).toList() : List.of());
        known.addAll(asks(Topic.PROTOCOLS) ? environment.library().atlas().ids() : List.of());
        String what = topic.map(t -> t == Topic.PROPERTIES ? "property" : "protocol").orElse("property or protocol");
        return new BadInput("there is no " + what + " '" + Printable.echo(name) + "'" + BadInput.suggestion(name, known)
                + "\nquiesce list shows what there is");
    }

    private PropertyPage page(Property property) {
        return new PropertyPages(environment.library().atlas()).of(property);
    }

    private EntryPage page(Entry entry) {
        return new EntryPage(environment.library().model(entry)
                .orElseThrow(() -> new BadInput("the models that Quiesce comes with are not found\nstart it by its launcher")));
    }

    // ---- all there is

    private Inventory inventory() {
        return new Inventory(
                asked(Topic.PROTOCOLS, environment.library().atlas().entries()),
                asked(Topic.PROPERTIES, List.of(Property.values())),
                asked(Topic.PROFILES, Profiles.all()));
    }

    private <T> Optional<T> asked(Topic of, T there) {
        return asks(of) ? Optional.of(there) : Optional.empty();
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
