package org.quiesce.cli;

import picocli.CommandLine.Option;

/** The option that has nothing said beside the data but errors. */
final class Quiet {

    static final String NAME = "--quiet";
    static final String MEANING = "Say nothing beside the data but errors: no progress, and not what was written.";

    @Option(names = NAME, description = MEANING)
    private boolean quiet;

    /** What the option leaves of it. */
    Console on(Console console) {
        return quiet ? console.saying(Console.Talk.QUIET) : console;
    }

    boolean isGiven() {
        return quiet;
    }
}
