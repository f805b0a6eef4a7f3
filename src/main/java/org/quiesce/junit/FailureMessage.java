package org.quiesce.junit;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.quiesce.report.Ink;
import org.quiesce.report.Sheet;
import org.quiesce.report.TextReport;
import org.quiesce.result.Checked;

/** What a test that fails says: the report of its checks, and where their counterexamples are. */
final class FailureMessage {

    private static final int WIDTH = 100;

    private FailureMessage() {}

    static String of(List<Checked> checks, List<Path> kept) {
        TextReport report = new TextReport(WIDTH);
        Sheet sheet = new Sheet(checks);
        return Ink.PLAIN.write(report.sheet(sheet)) + Ink.PLAIN.write(report.further(List.of(sheet)))
                + kept.stream().map(file -> "  replay file     " + file + "\n").collect(Collectors.joining());
    }
}
