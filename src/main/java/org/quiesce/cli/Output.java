package org.quiesce.cli;

import java.util.List;
import org.quiesce.report.Checked;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Line;
import org.quiesce.report.Sheet;
import org.quiesce.report.TextReport;

/** Prints results as they come, or when all are there. */
interface Output {

    void sheet(Sheet sheet);

    void end(List<Checked> all, ExitStatus status);

    static Output of(Format format, Console console) {
        return format == Format.JSON
                ? new Json(console)
                : new Text(console, new TextReport(console.terminal().width()));
    }

    /** Each sheet as soon as it is there. */
    record Text(Console console, TextReport report) implements Output {
        @Override
        public void sheet(Sheet sheet) {
            console.print(report.sheet(sheet));
            console.print(List.of(Line.BLANK));
        }

        @Override
        public void end(List<Checked> all, ExitStatus status) {
            if (all.size() > 1) {
                console.print(List.of(report.summary(all)));
            }
        }
    }

    /** One document. */
    record Json(Console console) implements Output {
        @Override
        public void sheet(Sheet sheet) {
            // A document can't be printed before its end is known.
        }

        @Override
        public void end(List<Checked> all, ExitStatus status) {
            console.print(new JsonReport().checks(all, status.code()));
        }
    }
}
