package org.quiesce.tlc;

/** Runs TLC and SANY. */
public final class Tlc implements AutoCloseable {
    private final TlcJar jar;

    private Tlc(TlcJar jar) {
        this.jar = jar;
    }

    /** Runs the TLC in this jar. */
    public static Tlc using(TlcJar jar) {
        return new Tlc(jar);
    }

    /** Runs TLC once; any number of threads may do so at the same time. */
    public TlcOutcome run(TlcRequest request) {
        return run(request, progress -> {});
    }

    /** As {@link #run(TlcRequest)}, telling how far it has come. */
    public TlcOutcome run(TlcRequest request, TlcProgress.Listener listener) {
        throw new UnsupportedOperationException("not written yet, for " + jar.path());
    }

    /** Runs SANY alone on the modules of the request, under its limits. */
    public SanyOutcome parse(TlcRequest request) {
        throw new UnsupportedOperationException("not written yet, for " + jar.path());
    }

    /** Cancels all runs; their children are dead when this returns. */
    @Override
    public void close() {}
}
