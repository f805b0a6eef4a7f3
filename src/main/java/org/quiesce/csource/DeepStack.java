package org.quiesce.csource;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A stack that is large enough for what is read: the parser calls itself for each statement within a statement, and how
 * deep it gets on the stack of a caller depends on the machine, the JVM and on what is compiled already.
 */
final class DeepStack {

    /** In bytes; of these only what is used takes memory. */
    private static final long SIZE = 256L << 20;

    private DeepStack() {
    }

    /**
     * What that returns, or throws.
     *
     * @throws IllegalStateException if the caller is interrupted, which stays to be seen
     */
    static <T> T call(String name, Supplier<T> read) {
        FutureTask<T> task = new FutureTask<>(read::get);
        Thread thread = new Thread(null, task, name, SIZE);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while something was read", e);
        }
    }
}
