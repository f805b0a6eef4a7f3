package org.quiesce.workbench;

/** Where TLC's part of a verdict may come from. It depends on what was asked for alone, never on what is in a cache. */
public enum TlcAnswers {
    /** TLC was not asked. */
    NONE("none"),
    /** From runs of TLC in this check. */
    AFRESH("afresh"),
    /** From runs of TLC in this check, or earlier ones of the same TLC on the same specification. */
    AFRESH_OR_CACHED("afreshOrCached");

    private final String id;

    TlcAnswers(String id) {
        this.id = id;
    }

    /** The word for it in JSON. */
    public String id() {
        return id;
    }
}
