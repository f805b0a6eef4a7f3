package org.quiesce.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.quiesce.report.JsonReport;
import org.quiesce.report.Line;
import org.quiesce.report.PrimitivePage;
import org.quiesce.report.PrimitiveTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code quiesce list primitives}: the functions of the kernel, and what Quiesce knows of each. */
@Command(name = "primitives", description = "List the functions of the kernel, and how they are modelled.",
        footer = {"", "To a pipe or a file each function is one line.", "", "Examples:",
            "  quiesce list primitives", "  quiesce list primitives kthread_stop --explain"})
final class PrimitivesCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", arity = "0..*", converter = Converters.Name.class,
            description = "Only these functions (default: all).")
    private List<String> names = List.of();

    @Option(names = "--explain", description = "Say all that is known of the functions that are named.")
    private boolean explain;

    @Mixin
    private FormatOption format = new FormatOption();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Environment environment;

    PrimitivesCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        if (explain && names.isEmpty()) {
            throw new BadInput("--explain needs the name of a function\nquiesce list primitives shows what there is");
        }
        PrimitivePages primitives = new PrimitivePages(environment.library().atlas());
        Console console = common.console(environment);
        if (explain) {
            print(console, names.stream().map(primitives::of).toList());
        } else {
            print(console, names.isEmpty() ? primitives.table() : primitives.table(names));
        }
        return ExitStatus.OK.code();
    }

    private void print(Console console, PrimitiveTable table) {
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(ExitStatus.OK.code()).primitives(table));
        } else {
            console.print(table.draw(console.terminal().listWidth()));
        }
    }

    private void print(Console console, List<PrimitivePage> pages) {
        if (format.format() == Format.JSON) {
            console.print(new JsonReport(ExitStatus.OK.code()).primitivePages(pages));
            return;
        }
        List<Line> lines = new ArrayList<>();
        for (PrimitivePage page : pages) {
            if (!lines.isEmpty()) {
                lines.add(Line.BLANK);
            }
            lines.addAll(page.draw(console.terminal().width()));
        }
        console.print(lines);
    }
}
