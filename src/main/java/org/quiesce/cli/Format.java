package org.quiesce.cli;

import java.util.Locale;

/** What results are printed as. */
enum Format {
    /** For a reader. */
    TEXT,
    /** For a program. */
    JSON,
    /** For code review and editors. */
    SARIF,
    /** For continuous integration. */
    JUNIT;

    /** The word for it. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
