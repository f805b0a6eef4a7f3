/**
 * The properties that can be claimed of a protocol: their meaning, when they apply, what must have happened for them to
 * mean anything, and what a real kernel shows when they are violated.
 *
 * <p>Each is formulated twice more, in TLA+ by {@code spec} and as an oracle by {@code sim}.
 */
package org.quiesce.protocol.property;
