package org.quiesce.cli;

import java.util.List;
import org.quiesce.export.ExportException;
import org.quiesce.export.ExportFormat;
import org.quiesce.report.Abstractions;
import org.quiesce.report.Explanations;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Line;
import org.quiesce.report.Sheet;
import org.quiesce.report.TextReport;
import org.quiesce.result.Checked;
import org.quiesce.result.Results.Extent;
import org.quiesce.result.Results;

/** Prints results as they come, or when all are there. */
interface Output {

    void sheet(Sheet sheet);

    void end(List<Sheet> sheets, ExitStatus status);

    /** Output of sheets under those names. */
    static Output of(
            Format format, Detail.Level level, Abstractions abstractions, Explanations explanations, Console console,
            List<String> names) {
        if (format != Format.TEXT) {
            return new Whole(format, console);
        }
        TextReport report = new TextReport(console.terminal().width(), abstractions, explanations);
        return switch (level) {
            case SUMMARY -> new Summary(console, report);
            case TABLE -> new Table(console, report, names.stream().mapToInt(String::length).max().orElse(0));
            case FULL -> new Full(console, report);
        };
    }

    private static List<Checked> checks(List<Sheet> sheets) {
        return sheets.stream().flatMap(s -> s.checks().stream()).toList();
    }

    /** Each sheet as soon as it is there. */
    record Full(Console console, TextReport report) implements Output {
        @Override
        public void sheet(Sheet sheet) {
            console.print(report.sheet(sheet));
            console.print(List.of(Line.BLANK));
        }

        @Override
        public void end(List<Sheet> sheets, ExitStatus status) {
            console.print(report.restsOn(sheets));
            console.print(report.further(sheets));
            if (checks(sheets).size() > 1) {
                console.print(List.of(Line.BLANK, report.summary(checks(sheets))));
            }
        }
    }

    /** A line for each sheet as soon as it is there; at the end the sheets that are not as expected. */
    record Table(Console console, TextReport report, int nameWidth) implements Output {
        @Override
        public void sheet(Sheet sheet) {
            console.print(report.row(sheet, nameWidth));
        }

        @Override
        public void end(List<Sheet> sheets, ExitStatus status) {
            console.print(List.of(Line.BLANK));
            sheets.stream()
                    .filter(s -> ExitStatus.of(s) != ExitStatus.OK)
                    .forEach(new Full(console, report)::sheet);
            console.print(report.restsOnInCommon(sheets));
            console.print(report.further(sheets));
            console.print(List.of(Line.BLANK, report.summary(checks(sheets))));
        }
    }

    /** One line. */
    record Summary(Console console, TextReport report) implements Output {
        @Override
        public void sheet(Sheet sheet) {
            // It is only counted.
        }

        @Override
        public void end(List<Sheet> sheets, ExitStatus status) {
            console.print(List.of(report.summary(checks(sheets))));
        }
    }

    /** One document. */
    record Whole(Format format, Console console) implements Output {
        @Override
        public void sheet(Sheet sheet) {
            // A document can't be printed before its end is known.
        }

        @Override
        public void end(List<Sheet> sheets, ExitStatus status) {
            console.print(switch (format) {
                case SARIF -> exported(ExportFormat.SARIF, Results.of(status.code(), checks(sheets), Extent.WHOLE));
                case JUNIT -> exported(ExportFormat.JUNIT, Results.of(status.code(), checks(sheets), Extent.FINDINGS));
                default -> new JsonReport(status.code()).checks(checks(sheets));
            });
        }

        private static String exported(ExportFormat format, Results results) {
            try {
                return format.documents(results).get(0).text();
            } catch (ExportException e) {
                throw new IllegalStateException("results that were just found have all that is exported", e);
            }
        }
    }
}
