package org.quiesce.tlc.child;

import java.util.Arrays;

/**
 * The threads that a run leaves. TLC does not end the pool that puts together the trace of a violated property: its
 * threads wait for tasks that nobody can give them any more, and are harmless.
 */
final class LeftThreads {
    private static final long PATIENCE_NANOSECONDS = 1_000_000_000;
    private static final int MOST = 1_000;

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
            if (!frame.getClassName().startsWith("java.") && !frame.getClassName().startsWith("jdk.")) {
                return false;
            }
        }
        return true;
    }
}
