package org.quiesce.protocol.step;

/** Where a step finds the task that it is about. */
public sealed interface TaskOperand {

    /** {@code arg[c]}: the pointer was read by an earlier step. */
    record Register() implements TaskOperand {}

    /** A shared task pointer, read in the same step. */
    record Direct(String pointer) implements TaskOperand {}

    /** The running context itself. */
    record Self() implements TaskOperand {}
}
