package org.quiesce.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Matrix;
import org.quiesce.report.Sheet;
import org.quiesce.report.TextReport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code quiesce matrix}: what goes wrong on which kernel? */
@Command(name = "matrix", description = "Check protocols; show in one table what goes wrong on which kernel version.",
        footer = {"", "A cell has the first property that is violated (if there is room), and what a kernel shows.",
            "check shows the rest. With --quiet there is only how many checks came out how.",
            "The exit status is that of check.",
            "", "Examples:",
            "  quiesce matrix state-set-after-check wait-cond-omits-stop",
            "  quiesce matrix models --engine sim"})
final class MatrixCommand implements Callable<Integer> {

    @Mixin
    private Subjects subjects = new Subjects();

    @Mixin
    private CheckOptions options = new CheckOptions();

    @Mixin
    private FormatOption format = new FormatOption();

    @ArgGroup(exclusive = true)
    private Talking talking = new Talking();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    MatrixCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        Console console = talking.on(common.console(environment));
        List<Sheet> sheets = new Checks(options, console, environment.answers())
                .all(options.plan(subjects.in(environment.library())), sheet -> { });
        ExitStatus status = ExitStatus.of(sheets);
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(status.code()).matrix(sheets));
        } else if (talking.isQuiet()) {
            console.print(List.of(new TextReport(console.terminal().width()).summary(
                    sheets.stream().flatMap(sheet -> sheet.checks().stream()).toList())));
        } else {
            console.print(new Matrix(sheets, console.terminal().width(), console.terminal().listWidth()).draw());
        }
        return status.code();
    }
}
