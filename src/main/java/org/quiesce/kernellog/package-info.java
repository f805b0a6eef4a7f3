/**
 * Logs of a real kernel: what ftrace, trace-cmd and perf print of its trace events, read as values, and rules that hold
 * of every such log, whatever the module.
 *
 * <p>{@link org.quiesce.kernellog.LogReader} makes a {@link org.quiesce.kernellog.KernelLog} of text, and
 * {@link org.quiesce.kernellog.Lint} looks for what no kernel should show. Nothing is known here of protocols.
 */
package org.quiesce.kernellog;
