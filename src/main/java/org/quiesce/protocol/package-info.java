/**
 * Protocols: contexts, what they run, what they share, and the properties that can be claimed of them.
 *
 * <p>A protocol is built with {@link org.quiesce.protocol.Protocol#module(String)}; its programs are structured
 * statements over kernel operations. {@code protocol.step} lowers them, once, to the steps that both semantics
 * interpret. This room knows nothing of TLA+ and nothing of how a step is executed.
 */
package org.quiesce.protocol;
