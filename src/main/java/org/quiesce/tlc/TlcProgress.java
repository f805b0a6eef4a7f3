package org.quiesce.tlc;

/** How far a run has come; TLC says so about once a minute, and when it is done. */
public record TlcProgress(long generated, long distinct, long queued) {

    /** Told on a thread of the run; an exception thrown by it stops the run and reaches the caller. */
    @FunctionalInterface
    public interface Listener {
        void progress(TlcProgress progress);
    }
}
