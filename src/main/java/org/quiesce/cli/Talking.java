package org.quiesce.cli;

import picocli.CommandLine.Option;

/** The options that say how much is said beside the data. */
final class Talking {

    @Option(names = Quiet.NAME, required = true, description = Quiet.MEANING)
    private boolean quiet;

    @Option(names = "--verbose", required = true,
            description = "Also say on standard error what came of each check, as soon as it is done.")
    private boolean verbose;

    /** What these options leave of it. */
    Console on(Console console) {
        return verbose ? console.saying(Console.Talk.VERBOSE) : quiet ? console.saying(Console.Talk.QUIET) : console;
    }

    boolean isQuiet() {
        return quiet;
    }
}
