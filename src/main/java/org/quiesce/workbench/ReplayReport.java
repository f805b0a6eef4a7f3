package org.quiesce.workbench;

/**
 * What the replay of a trace on the simulator said.
 *
 * @param confirmed whether every step was possible and led to a state with the same value in every variable, and the
 *                  run violates its property
 * @param steps     how many steps were confirmed
 * @param of        how many the trace has
 * @param message   one sentence: where and in which variable the replay parted from the trace, or that it is confirmed
 */
public record ReplayReport(boolean confirmed, int steps, int of, String message) {}
