package org.quiesce.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks from time to time how much memory of the machine this process and its children have, and remembers the most. What
 * comes and goes between two looks is missed. Linux tells it in {@code /proc/PID/statm}; other systems do not.
 */
final class ResidentMemory implements AutoCloseable {

    private static final long MILLISECONDS = 50;
    private static final double PAGES_PER_MIB = 256;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory");
        thread.setDaemon(true);
        return thread;
    });
    private long most;

    private ResidentMemory() {
        clock.scheduleAtFixedRate(this::look, 0, MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    /** Begins to look. */
    static ResidentMemory watched() {
        return new ResidentMemory();
    }

    private synchronized void look() {
        most = Math.max(most, Stream.concat(Stream.of(ProcessHandle.current()), ProcessHandle.current().descendants())
                .mapToLong(process -> pages(process.pid())).sum());
    }

    /** None of a process that has just ended. */
    private static long pages(long pid) {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ")[1]);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The most that was seen, in MiB. */
    synchronized OptionalDouble most() {
        look();
        return most == 0 ? OptionalDouble.empty() : OptionalDouble.of(Math.round(most / PAGES_PER_MIB * 10) / 10.0);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
