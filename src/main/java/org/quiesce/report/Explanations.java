package org.quiesce.report;

/** How much is said about why a run goes wrong. */
public enum Explanations {
    /** What decided it, in a sentence. */
    SENTENCE,
    /**
     * Of a run that goes on for ever also what each context has come to, what is assumed all the same, and the closest run
     * that ends well; that is looked for only then.
     */
    WHOLE
}
