package org.quiesce.workbench;

import java.util.Optional;
import org.quiesce.sim.SearchResult;
import org.quiesce.tlc.TlcRequest;

/** How TLC is run, after what the simulator says of the number of states. */
enum Effort {
    /** Few: all that is expected to hold is checked in one run, since most of a run is the way to its states. */
    SMALL(TlcRequest.Jvm.SMALL, 1024),
    /** Nobody knows: safety and progress are checked apart, so that one is decided if the other takes too long. */
    UNKNOWN(TlcRequest.Jvm.SMALL, 1024),
    /** Many: apart as well, and a JVM that is tuned for throughput pays. */
    LARGE(TlcRequest.Jvm.LARGE, 4096);

    private static final long MANY = 500_000;

    private final TlcRequest.Jvm jvm;
    private final int heapMebibytes;

    Effort(TlcRequest.Jvm jvm, int heapMebibytes) {
        this.jvm = jvm;
        this.heapMebibytes = heapMebibytes;
    }

    static Effort on(Optional<SearchResult> found) {
        return found.map(f -> f.statistics().states() > MANY ? LARGE : SMALL).orElse(UNKNOWN);
    }

    TlcRequest.Jvm jvm() {
        return jvm;
    }

    int heapMebibytes() {
        return heapMebibytes;
    }
}
