package org.quiesce.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quiesce.catalog.Atlas;
import org.quiesce.catalog.Entry;
import org.quiesce.csource.CReader;
import org.quiesce.kernel.Primitive;
import org.quiesce.kernel.Primitives;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.protocol.step.Step;
import org.quiesce.report.PrimitivePage;
import org.quiesce.report.PrimitivePage.Example;
import org.quiesce.report.PrimitiveTable;
import org.quiesce.report.PrimitiveTable.Row;
import org.quiesce.report.PrimitiveTable.Section;
import org.quiesce.report.PrimitiveTable.Usable;
import org.quiesce.report.Printable;

/** The functions of the kernel, and what protocols of the atlas do with them. */
final class PrimitivePages {

    private final Atlas atlas;
    private final Primitives primitives = Primitives.read();

    PrimitivePages(Atlas atlas) {
        this.atlas = atlas;
    }

    PrimitiveTable table() {
        return table(primitive -> true);
    }

    /** The part of the table that is about the functions of those names. */
    PrimitiveTable table(List<String> names) {
        List<Primitive> wanted = names.stream().map(this::named).toList();
        return table(wanted::contains);
    }

    private PrimitiveTable table(Predicate<Primitive> wanted) {
        return new PrimitiveTable(primitives.topics().stream()
                .map(topic -> new Section(topic.title(), topic.primitives().stream()
                        .filter(wanted)
                        .map(primitive -> new Row(primitive, usable(primitive), entries(primitive)))
                        .toList()))
                .filter(section -> !section.rows().isEmpty())
                .toList());
    }

    PrimitivePage of(String name) {
        Primitive primitive = named(name);
        return new PrimitivePage(
                primitive, usable(primitive), primitives.topicOf(primitive).orElseThrow(), entries(primitive), example(primitive));
    }

    private static Usable usable(Primitive primitive) {
        return !primitive.model().isCallable() ? Usable.AS_A_PART
                : CReader.understands(primitive.name()) ? Usable.BY_BUILDERS_AND_C
                : Usable.BY_BUILDERS;
    }

    private Primitive named(String name) {
        return primitives.spelled(name).orElseThrow(() -> unknown(name));
    }

    private BadInput unknown(String name) {
        return new BadInput("there is no function '" + Printable.echo(name) + "' in the table"
                + BadInput.suggestion(name, primitives.all().flatMap(p -> Stream.concat(Stream.of(p.name()), p.also().stream())).toList())
                + "\nquiesce list primitives shows what there is");
    }

    private List<String> entries(Primitive primitive) {
        return atlas.entries().stream()
                .filter(entry -> protocols(entry).anyMatch(p -> p.functions().contains(primitive.name())))
                .map(Entry::id)
                .toList();
    }

    private static Stream<Protocol> protocols(Entry entry) {
        return entry.variants().stream().map(variant -> variant.protocol());
    }

    /** The first use in the atlas. */
    private Optional<Example> example(Primitive primitive) {
        return atlas.entries().stream()
                .flatMap(entry -> entry.variants().stream().flatMap(variant ->
                        example(entry.id() + "/" + variant.name(), variant.protocol(), primitive).stream()))
                .findFirst();
    }

    private static Optional<Example> example(String name, Protocol protocol, Primitive primitive) {
        return protocol.programs().stream()
                .flatMap(program -> program.body().stream())
                .flatMap(Statement::all)
                .filter(statement -> statement.functions().anyMatch(primitive.name()::equals))
                .findFirst()
                .map(use -> new Example(name, protocol.listing().text(use.line()).orElseThrow(), steps(protocol, use)));
    }

    private static List<Step> steps(Protocol protocol, Statement statement) {
        return Lowering.lower(protocol, Granularity.MICRO).steps()
                .filter(step -> step.number() == statement.line())
                .toList();
    }
}
