package org.quiesce.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.quiesce.csource.Bounds;
import org.quiesce.csource.CReader;
import org.quiesce.csource.CReading;
import org.quiesce.csource.CSource;
import org.quiesce.csource.CSourceException;
import org.quiesce.report.Printable;

/** C files that a user names where a protocol is asked for. Only who names one waits for the parser to be loaded. */
final class CFiles {

    private static final String SUFFIX = ".c";

    private CFiles() {}

    static boolean isOne(String name) {
        return name.endsWith(SUFFIX);
    }

    /** What was understood of a file. */
    static CReading read(String name) {
        try {
            return CReader.read(CSource.read(Path.of(name)), Bounds.usual());
        } catch (InvalidPathException e) {
            throw new BadInput("'" + Printable.echo(name) + "' is no path");
        } catch (CSourceException e) {
            throw new BadInput(e.getMessage());
        }
    }

    /** A file as something to check; nothing is expected of it. */
    static Target target(String name) {
        CReading reading = read(name);
        return new Target(Printable.echo(name), reading.protocol().name(), reading.protocol(), Optional.empty());
    }
}
