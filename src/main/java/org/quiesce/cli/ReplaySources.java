package org.quiesce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.Preprocessing;
import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.GateSchedule;
import org.quiesce.kernelreplay.GateSearch;
import org.quiesce.kernelreplay.KernelReplay;
import org.quiesce.kernelreplay.KernelReplay.Source;
import org.quiesce.kernelreplay.ReplaySeries;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.property.Property;
import org.quiesce.protocol.step.Granularity;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.Lowering;
import org.quiesce.report.Printable;

/**
 * The modules that are to be replayed on a real kernel, and their schedules.
 *
 * @param control what must end well, where it is not the mended variant of the atlas
 */
record ReplaySources(Library library, Optional<Path> control) {

    /** The variants that a name of the atlas stands for; any other name stands for itself. */
    List<String> variants(String name) {
        return library.ofAtlas(name)
                .map(targets -> targets.stream().map(Target::place).filter(variant -> !variant.endsWith("/mended")).toList())
                .orElseGet(() -> List.of(name));
    }

    /**
     * A module, read.
     *
     * @param mended what must end well along the same schedule
     */
    record Module(Source source, LoweredProtocol lowered, Profile profile, Optional<Source> mended) {

        GateSearch search() {
            return GateSearch.of(lowered, profile, source.c());
        }

        ReplaySeries.Item along(GateSchedule schedule) {
            return new ReplaySeries.Item(new KernelReplay.Part(source, lowered, schedule), mended);
        }
    }

    /** What is to be replayed of that name; empty if there is no schedule. */
    Optional<ReplaySeries.Item> item(String name, Profile profile) {
        Module module = module(name, profile);
        return module.search().find(new LinkedHashSet<>(Property.of(module.lowered()))).map(module::along);
    }

    /** The module of that name. */
    Module module(String name, Profile profile) {
        Optional<Target> twin = ofAtlas(name);
        Optional<Path> atlas = twin.map(this::file);
        Path file = atlas.orElseGet(() -> library.path(name));
        Source source = source(file);
        Reading how = twin.map(known -> asIn(known.protocol())).orElse(Reading.usual());
        LoweredProtocol lowered = Lowering.lower(onlyTarget(file, how).protocol(), Granularity.MICRO, profile);
        Optional<Source> mended = control
                .or(() -> atlas.map(broken -> broken.resolveSibling("mended.c")).filter(Files::isRegularFile))
                .map(ReplaySources::source);
        return new Module(source, lowered, profile, mended);
    }

    /** The variant of the atlas that has that name. */
    private Optional<Target> ofAtlas(String name) {
        return library.ofAtlas(name).map(targets -> {
            if (targets.size() != 1) {
                throw new BadInput("one module is replayed at a time\nname one of "
                        + String.join(", ", targets.stream().map(Target::name).toList()));
            }
            return targets.get(0);
        });
    }

    /** The C of a variant of the atlas. */
    private Path file(Target variant) {
        Path models = library.models().orElseThrow(() -> new BadInput(
                "the C of the atlas is not found\nstart Quiesce by its launcher, or name a C file"));
        return models.resolve(variant.place() + ".c");
    }

    /** How many users and threads there are is not in the C, but in the protocol of the atlas. */
    private static Reading asIn(Protocol twin) {
        Bounds bounds = Bounds.usual().with(counts(twin.fileOperations().stream()), counts(twin.kthreads().stream()));
        return new Reading(Preprocessing.usual(), bounds, Optional.empty());
    }

    private static Map<String, Integer> counts(Stream<? extends Program> programs) {
        return programs.collect(Collectors.toMap(Program::name, Program::count));
    }

    private static Source source(Path file) {
        return new Source(file.toString(), new InputFile(file).text("a C file", "name the C of a module"));
    }

    private static Target onlyTarget(Path file, Reading how) {
        List<Target> targets = CFiles.targets(file, how);
        if (targets.size() != 1) {
            throw new BadInput(Printable.echo(file.toString()) + " is several modules, as an #if decides\nleave one in a copy of it");
        }
        return targets.get(0);
    }
}
