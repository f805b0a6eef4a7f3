package org.quiesce.sim;

import java.time.Duration;
import java.util.Optional;

/** Keeps a search within its limits and tells its listener how far it is. */
final class Watch {

    private static final long TELL_EVERY_NANOS = 150_000_000;

    private final Limits limits;
    private final ProgressListener listener;
    private final long start = System.nanoTime();
    private long told = start;
    private long statesTold;

    Watch(Limits limits, ProgressListener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    /** Which limit is reached, if one is. */
    Optional<Completion.Limit> reached(StateTable table, long queued) {
        long now = System.nanoTime();
        if (now - told >= TELL_EVERY_NANOS) {
            double seconds = (now - told) / 1e9;
            listener.progress(new ProgressListener.Progress(
                    table.size(), (table.size() - statesTold) / seconds, queued));
            told = now;
            statesTold = table.size();
        }
        if (table.size() > limits.states()) {
            return Optional.of(Completion.Limit.STATES);
        } else if (table.bytes() > limits.bytes()) {
            return Optional.of(Completion.Limit.MEMORY);
        } else if (Duration.ofNanos(now - start).compareTo(limits.time()) > 0) {
            return Optional.of(Completion.Limit.TIME);
        } else if (Thread.currentThread().isInterrupted()) {
            return Optional.of(Completion.Limit.INTERRUPTED);
        }
        return Optional.empty();
    }
}
