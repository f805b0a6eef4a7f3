package org.quiesce.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.quiesce.kernel.Profile;
import org.quiesce.kernelreplay.GateSearch;
import org.quiesce.kernelreplay.KernelReplay;
import org.quiesce.kernelreplay.KernelReplay.Source;
import org.quiesce.kernelreplay.ReplaySeries;
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

    /** What is to be replayed of that name; empty if there is no schedule. */
    Optional<ReplaySeries.Item> item(String name, Profile profile) {
        Optional<Path> atlas = ofAtlas(name);
        Path file = atlas.orElseGet(() -> library.path(name));
        Source source = source(file);
        LoweredProtocol lowered = Lowering.lower(onlyTarget(file).protocol(), Granularity.MICRO, profile);
        Optional<Source> mended = control
                .or(() -> atlas.map(broken -> broken.resolveSibling("mended.c")).filter(Files::isRegularFile))
                .map(ReplaySources::source);
        return GateSearch.of(lowered, profile, source.c()).find(new LinkedHashSet<>(Property.of(lowered)))
                .map(schedule -> new ReplaySeries.Item(new KernelReplay.Part(source, lowered, schedule), mended));
    }

    /** The C of a variant of the atlas. */
    private Optional<Path> ofAtlas(String name) {
        return library.ofAtlas(name).map(targets -> {
            if (targets.size() != 1) {
                throw new BadInput("one module is replayed at a time\nname one of "
                        + String.join(", ", targets.stream().map(Target::name).toList()));
            }
            Path models = library.models().orElseThrow(() -> new BadInput(
                    "the C of the atlas is not found\nstart Quiesce by its launcher, or name a C file"));
            return models.resolve(targets.get(0).place() + ".c");
        });
    }

    private static Source source(Path file) {
        return new Source(file.toString(), new InputFile(file).text("a C file", "name the C of a module"));
    }

    private static Target onlyTarget(Path file) {
        List<Target> targets = CFiles.targets(file, Reading.usual());
        if (targets.size() != 1) {
            throw new BadInput(Printable.echo(file.toString()) + " is several modules, as an #if decides\nleave one in a copy of it");
        }
        return targets.get(0);
    }
}
