package org.quiesce.cli;

import java.nio.file.Path;
import org.quiesce.kernellog.KernelLog;
import org.quiesce.kernellog.LogException;
import org.quiesce.kernellog.LogReader;
import org.quiesce.report.Printable;
import picocli.CommandLine.Parameters;

/** The log of a kernel that the user names. */
final class GivenLog {

    @Parameters(index = "0", paramLabel = "LOG", converter = Converters.Place.class,
            description = "What ftrace, trace-cmd report or perf script printed.")
    private Path file = Path.of("");

    String name() {
        return file.toString();
    }

    /**
     * The log.
     *
     * @throws BadInput if there is none, or it can't be read
     */
    KernelLog log() {
        InputFile input = new InputFile(file);
        try {
            return LogReader.read(input.text("a log of a kernel", "name what ftrace, trace-cmd report or perf script printed"));
        } catch (LogException e) {
            throw new BadInput(input.name() + ": " + Printable.of(e.getMessage()));
        }
    }
}
