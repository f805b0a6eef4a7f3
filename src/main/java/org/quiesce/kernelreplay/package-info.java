/**
 * Counterexamples on a real kernel: the C of a module is compiled as it is, with gates around its calls, and a schedule
 * that violates a property of the model is forced on it in a virtual machine.
 *
 * <p>A gate is before or after a call. A task that is let through runs to its next gate, so a schedule is a coarser thing
 * than a run of the model: {@link org.quiesce.kernelreplay.GateSearch} looks for one whose run violates the property.
 */
package org.quiesce.kernelreplay;
