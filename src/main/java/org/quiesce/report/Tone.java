package org.quiesce.report;

/** What a piece of text means to its reader; how that looks is up to the {@link Ink}. */
public enum Tone {
    PLAIN(""),
    /** Stands out: a heading, C code. */
    STRONG("1"),
    /** Steps back: gutters, changed values. */
    QUIET("2"),
    GOOD("32"),
    BAD("1;31"),
    DOUBT("33");

    private final String sgr;

    Tone(String sgr) {
        this.sgr = sgr;
    }

    /** The parameters of the terminal's "select graphic rendition"; empty for none. */
    String sgr() {
        return sgr;
    }
}
