package org.quiesce.report;

/** How much is said about why a run goes wrong. */
public enum Explanations {
    /** What decided it, in a sentence. */
    SENTENCE,
    /** Also the closest run that ends well, if the run goes on for ever; it is looked for only then. */
    NEAR_MISS
}
