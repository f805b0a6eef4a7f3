package org.quiesce.kernellog;

/**
 * A task as a log names it. Who it is says the number: names are cut to 15 characters, and may be those that a task had
 * before.
 *
 * @param comm its name
 * @param pid  its number; 0 is the idle task of a CPU
 */
public record KernelTask(String comm, int pid) {

    /** The number of kthreadd, the only task that clones kernel threads. */
    public static final int KTHREADD = 2;

    /** Whether it had a number when something was written about it. */
    boolean isKnown() {
        return pid >= 0;
    }

    @Override
    public String toString() {
        return comm + "-" + pid;
    }
}
