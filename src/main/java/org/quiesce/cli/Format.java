package org.quiesce.cli;

/** What results are printed as. */
enum Format {
    /** For a reader. */
    TEXT,
    /** For a program. */
    JSON
}
