package org.quiesce.kernelreplay;

/**
 * A place at which a task is held.
 *
 * @param phase on which side of the call
 * @param call  name of the function that is called; at a beginning that of the thread function, of the task that calls in, or
 *              {@code rmmod}
 * @param line  of the C file; 0 for a beginning
 */
public record Gate(Phase phase, String call, int line) {

    /** The side of a call. */
    public enum Phase {
        BEFORE("before"),
        AFTER("after");

        private final String word;

        Phase(String word) {
            this.word = word;
        }

        /** As the kernel's log says it. */
        public String word() {
            return word;
        }
    }

    /** Where a thread is held before its function, and who comes from outside before he calls in. */
    static Gate ofBeginning(String of) {
        return new Gate(Phase.BEFORE, of, 0);
    }

    boolean isBeginning() {
        return line == 0;
    }

    /** The same as the kernel's log writes it. */
    @Override
    public String toString() {
        return phase.word() + " " + call + ":" + line;
    }
}
