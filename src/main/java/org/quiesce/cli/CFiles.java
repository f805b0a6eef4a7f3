package org.quiesce.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.quiesce.catalog.SourceReader.UnreadableException;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CReading;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.csource.Kbuild;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Protocol;
import org.quiesce.report.Printable;

/** C files that a user names where a protocol is asked for. Only who names one waits for the parser to be loaded. */
final class CFiles {

    private static final String SUFFIX = ".c";

    private CFiles() {}

    static boolean isOne(String name) {
        return name.endsWith(SUFFIX);
    }

    static CSource source(String name) {
        try {
            return CSource.read(Path.of(name));
        } catch (InvalidPathException e) {
            throw new BadInput("'" + Printable.echo(name) + "' is no path");
        } catch (CSourceException e) {
            throw new BadInput(e.getMessage());
        }
    }

    /** A file as something to check, once for each case in which it may be; nothing is expected of it. */
    static List<Target> targets(String name, Reading how) {
        return targets(name, how, () -> source(name));
    }

    /** The protocol of a file that belongs to a model. */
    static Protocol protocol(Path file, Set<Outside> outside) throws UnreadableException {
        try {
            return CReader.read(CSource.read(file), Bounds.usual().with(outside)).protocol();
        } catch (CSourceException e) {
            throw new UnreadableException(e.getMessage());
        }
    }

    /** Several files that make one module. */
    static List<Target> module(String module, List<String> names, Reading how) {
        return targets(module, how, () -> CSource.together(module, names.stream().map(CFiles::source).toList(),
                how.preprocessing()));
    }

    /** The modules that are built in a directory, if it says so. */
    static List<Target> built(String directory, Reading how) {
        try {
            return Kbuild.in(Path.of(directory)).stream().flatMap(file -> Kbuild.modules(file).stream())
                    .flatMap(built -> built.files().size() == 1
                            ? targets(built.files().get(0).toString(), how).stream()
                            : module(built.module(), built.files().stream().map(Path::toString).toList(), how).stream())
                    .toList();
        } catch (CSourceException e) {
            throw new BadInput(e.getMessage());
        }
    }

    /** The same of a source that is to be had somewhere else. */
    static List<Target> targets(String name, Reading how, Supplier<CSource> source) {
        try {
            return CReader.readEach(source.get(), how.bounds(), how.preprocessing()).stream()
                    .map(r -> target(name, r))
                    .toList();
        } catch (CSourceException e) {
            throw new BadInput(e.getMessage());
        }
    }

    private static Target target(String name, CReading reading) {
        String whole = reading.choice().isEmpty() ? name : name + " " + reading.choice();
        return new Target(Printable.echo(whole), reading.protocol().name(), reading.protocol(), Optional.empty());
    }
}
