package org.quiesce.tlc.child;

import java.util.Arrays;
import java.util.Set;

/**
 * The threads that a run leaves, and that are harmless: they wait for what nobody can give them any more. TLC does not
 * end the pool that puts together the trace of a violated property. It tells those of its queue of states to end, but
 * now and then before they wait, so that they miss it; and it never tells them where the search does not begin.
 */
final class LeftThreads {
    private static final long PATIENCE_NANOSECONDS = 1_000_000_000;
    private static final int MOST = 1_000;

    /** Those of the queue of states, which are woken by the queue of their own run alone. */
    private static final Set<String> OF_QUEUE = Set.of(
            "tlc2.util.StatePoolReader",
            "tlc2.util.StatePoolWriter",
            "tlc2.tool.queue.DiskStateQueue$StatePoolCleaner");

    private final ThreadGroup group;

    LeftThreads(ThreadGroup group) {
        this.group = group;
    }

    /** How many there are. */
    int count() {
        return group.activeCount();
    }

    /** Whether each of them ends, or comes to wait with nothing to do. */
    boolean comeToRest() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOSECONDS;
        while (!areAtRest()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    private boolean areAtRest() {
        Thread[] threads = new Thread[MOST];
        int count = group.enumerate(threads);
        for (Thread each : Arrays.copyOf(threads, count)) {
            if (!isAtRest(each)) {
                return false;
            }
        }
        return count < MOST;
    }

    /** Waits without limit, and will do nothing of anybody's when it goes on. */
    private static boolean isAtRest(Thread thread) {
        if (thread.getState() != Thread.State.WAITING) {
            return !thread.isAlive();
        }
        for (StackTraceElement frame : thread.getStackTrace()) {
            String where = frame.getClassName();
            if (!where.startsWith("java.") && !where.startsWith("jdk.") && !OF_QUEUE.contains(where)) {
                return false;
            }
        }
        return true;
    }
}
