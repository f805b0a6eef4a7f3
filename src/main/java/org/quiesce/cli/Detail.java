package org.quiesce.cli;

import picocli.CommandLine.Option;

/** The options that say how much is printed. */
final class Detail {

    /** With more protocols than this, those that are as expected get one line each. */
    private static final int MOST_IN_FULL = 4;

    /** How much is printed. */
    enum Level {
        /** How many checks came out how. */
        SUMMARY,
        /** One line for each protocol, and in full what is not as expected. */
        TABLE,
        /** Everything in full. */
        FULL
    }

    @Option(names = "--verbose", required = true,
            description = "Print everything in full, also of more than " + MOST_IN_FULL + " protocols.")
    private boolean verbose;

    @Option(names = "--quiet", required = true, description = "Print only how many checks came out how.")
    private boolean quiet;

    /** How much is printed of so many protocols. */
    Level of(Format format, int protocols) {
        if (format != Format.TEXT && (quiet || verbose)) {
            throw new BadInput((quiet ? "--quiet" : "--verbose")
                    + " is for text; --format " + format.id() + " always says everything\nleave out one or the other");
        }
        if (quiet) {
            return Level.SUMMARY;
        }
        return verbose || protocols <= MOST_IN_FULL ? Level.FULL : Level.TABLE;
    }
}
