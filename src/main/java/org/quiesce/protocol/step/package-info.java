/**
 * A protocol lowered to steps: the atomic units of interleaving.
 *
 * <p>Lowering turns control flow into labels, once. It is all that the two semantics share: each
 * {@link org.quiesce.protocol.step.Micro} says what happens in words, {@code spec} says it in TLA+ and {@code sim}
 * does it to a state.
 *
 * <h2>The contract of a step</h2>
 *
 * <p>A context {@code c} whose {@code pc[c]} is the label of a step may take it if
 * <ul>
 *   <li>{@code fault = "none"}: a fault ends the run;
 *   <li>{@code c} is not asleep ({@code asleep[c]} is false, or {@code c} has no such variable) — except for a step
 *       whose micro is {@link org.quiesce.protocol.step.Micro.TaskFree}, which the kernel takes for a dead thread;
 *   <li>the guards of its micros hold;
 *   <li>not both its text is gone ({@code module = "freed"}, or {@code initText = "freed"} for a program in init text)
 *       and the step's frame is {@link org.quiesce.protocol.step.Frame#MODULE}: in
 *       that case the one thing that can happen is {@link org.quiesce.protocol.step.SystemEvent#FETCH_FAULT}, provided
 *       that the step could otherwise be taken.
 * </ul>
 * Taking it does all its micros at once, each of them looking at the state before the step; then
 * {@code pc[c]} is the label of the exit taken. If a micro faults, {@code fault} gets the code of the outcome and
 * nothing else changes, {@code pc[c]} included. At most one micro of a step faults, and at most one chooses the exit;
 * no micro reads what an earlier one of the same step writes.
 */
package org.quiesce.protocol.step;
