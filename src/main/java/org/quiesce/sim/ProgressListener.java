package org.quiesce.sim;

/** Hears how far a search is, several times a second, on the thread that searches. */
@FunctionalInterface
public interface ProgressListener {

    void progress(Progress progress);

    /**
     * How far a search is.
     *
     * @param states          distinct states so far
     * @param statesPerSecond since the last time
     * @param queued          states whose moves are still to be looked at
     */
    record Progress(long states, double statesPerSecond, long queued) {}

    /** Hears nothing. */
    static ProgressListener silent() {
        return progress -> { };
    }
}
