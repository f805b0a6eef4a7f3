package org.quiesce.kernelreplay;

/**
 * A place at which a task is held.
 *
 * @param phase on which side of the call
 * @param call  name of the function, or {@code exit} for the beginning of the module's exit
 * @param line  of the C file; 0 for the beginning of exit
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

    /** The beginning of the module's exit, at which whoever unloads the module is held. */
    static Gate ofExit() {
        return new Gate(Phase.BEFORE, "exit", 0);
    }

    /** The same as the kernel's log writes it. */
    @Override
    public String toString() {
        return phase.word() + " " + call + ":" + line;
    }
}
