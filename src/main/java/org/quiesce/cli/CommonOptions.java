package org.quiesce.cli;

import picocli.CommandLine.Option;

/** The options that every command has. */
final class CommonOptions {

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help and end.")
    private boolean help;

    @Option(names = "--no-color", description = "No colours (also with NO_COLOR set, or TERM=dumb).")
    private boolean plain;

    Console console(Environment environment) {
        return plain ? environment.console().withoutColour() : environment.console();
    }
}
