/**
 * Protocols as TLA+: what each step of a lowered protocol does, said in TLA+, and the configurations for TLC.
 *
 * <p>The words for what a kernel does are those of {@link org.quiesce.protocol.step.Micro}; the classes called
 * {@code …Meanings} say them in TLA+, one class a topic. {@link org.quiesce.spec.StepActions} makes an action of what
 * the micros of a step mean, {@link org.quiesce.spec.Readiness} says from the same guards who can move,
 * {@link org.quiesce.spec.SpecEmitter} writes the module. A new primitive is one more case in one topic.
 */
package org.quiesce.spec;
