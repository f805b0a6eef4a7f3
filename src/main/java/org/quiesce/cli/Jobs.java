package org.quiesce.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs several checks at a time. Closing it gives up those that still run. */
final class Jobs implements AutoCloseable {

    private final ExecutorService pool =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), Jobs::thread);

    private static Thread thread(Runnable checks) {
        Thread thread = new Thread(checks, "check");
        thread.setDaemon(true);
        return thread;
    }

    <T> Future<T> start(Callable<T> job) {
        return pool.submit(job);
    }

    /** What a job gave, once it is done. */
    static <T> T result(Future<T> job) {
        try {
            return job.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while protocols were checked", e);
        }
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
