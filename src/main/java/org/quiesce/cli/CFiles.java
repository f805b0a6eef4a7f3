package org.quiesce.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CReading;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.csource.Kbuild;
import org.quiesce.protocol.Program;
import org.quiesce.report.Printable;

/** C files that a user names where a protocol is asked for. Only who names one waits for the parser to be loaded. */
final class CFiles {

    private static final String SUFFIX = ".c";

    private CFiles() {}

    static boolean isOne(String name) {
        return name.endsWith(SUFFIX);
    }

    static CSource source(Path file) {
        try {
            return CSource.read(file);
        } catch (CSourceException e) {
            throw new BadInput(e.getMessage());
        }
    }

    /**
     * A file, with the headers of its own beside it, as something to check, once for each case in which it may be; nothing is
     * expected of it.
     */
    static List<Target> targets(Path file, Reading how) {
        return targets(how, () -> CSource.alone(file, how.preprocessing()));
    }

    /** Several files that make one module. */
    static List<Target> module(String module, List<Path> files, Reading how) {
        return targets(how, () -> CSource.together(module, files, how.preprocessing()));
    }

    /** The modules that are built in a directory, if it says so. */
    static List<Target> built(Path directory, Reading how) {
        try {
            return Kbuild.in(directory).stream().flatMap(file -> Kbuild.modules(file).stream())
                    .flatMap(built -> targets(how, () -> built.source(how.preprocessing())).stream())
                    .toList();
        } catch (CSourceException e) {
            throw new BadInput(e.getMessage());
        }
    }

    private static List<Target> targets(Reading how, Supplier<CSource> source) {
        try {
            CSource text = source.get();
            return readings(text, how, how.bounds()).stream()
                    .map(reading -> target(reading, () -> fewer(reading, text, how)))
                    .toList();
        } catch (CSourceException e) {
            throw new BadInput(e.getMessage());
        }
    }

    private static List<CReading> readings(CSource text, Reading how, Bounds bounds) {
        return CReader.readEach(text, bounds, how.preprocessing());
    }

    /** The same with one user in each file operation, if there are more, and nobody said how many. */
    private static Optional<Target> fewer(CReading reading, CSource text, Reading how) {
        return how.bounds().usersEach().isPresent() ? Optional.empty()
                : readings(text, how, how.bounds().withUsers(1)).stream()
                        .filter(other -> other.choice().equals(reading.choice()) && users(other) < users(reading))
                        .map(other -> target(other, Optional::empty))
                        .findFirst();
    }

    private static int users(CReading reading) {
        return reading.protocol().fileOperations().stream().mapToInt(Program::count).sum();
    }

    private static Target target(CReading reading, Supplier<Optional<Target>> fewer) {
        String file = reading.source().file();
        String whole = reading.choice().isEmpty() ? file : file + " " + reading.choice();
        return new Target(Printable.of(whole), reading.protocol().name(), reading.protocol(), Optional.empty(), fewer);
    }
}
