package org.quiesce.cli;

import java.util.List;
import org.quiesce.csource.Preprocessing;
import org.quiesce.report.Printable;
import picocli.CommandLine.Option;

/** The options that say how C files are preprocessed. */
final class SourceOptions {

    @Option(names = "-D", paramLabel = "MACRO[=VALUE]",
            description = "Of C files: this macro is defined, as 1 if no value is given, such as -DCONFIG_PM. An #if that"
                    + " decides what is done to threads is read both ways unless it is said.")
    private List<String> defined = List.of();

    @Option(names = "-U", paramLabel = "MACRO", description = "Of C files: this macro is not defined.")
    private List<String> undefined = List.of();

    @Option(names = "--include", paramLabel = "FILE", converter = Converters.Name.class,
            description = "Of C files: read this file first, for its macros, types and declarations. It adds to what Quiesce"
                    + " knows of the kernel's headers, of which it reads none.")
    private List<String> headers = List.of();

    Preprocessing preprocessing() {
        Preprocessing given = Preprocessing.usual();
        for (String macro : defined) {
            String[] parts = macro.split("=", 2);
            given = given.defining(named("-D", parts[0]), parts.length == 1 ? "1" : parts[1]);
        }
        for (String macro : undefined) {
            if (given.defined().containsKey(macro)) {
                throw new BadInput("-D and -U say two things of '" + Printable.echo(macro) + "'; leave one out");
            }
            given = given.undefining(named("-U", macro));
        }
        for (String header : headers) {
            given = given.including(CFiles.source(header));
        }
        return given;
    }

    private static String named(String option, String macro) {
        if (!macro.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new BadInput(option + ": '" + Printable.echo(macro) + "' is no name of a macro");
        }
        return macro;
    }
}
