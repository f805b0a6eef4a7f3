/**
 * TLA+ syntax trees, their builders and their layout. Knows nothing of kernels.
 *
 * <p>{@link org.quiesce.tla.Tla} makes {@linkplain org.quiesce.tla.Expr expressions}, {@link org.quiesce.tla.Module} puts
 * them in order, {@link org.quiesce.tla.ModelConfig} says what TLC shall check. Whatever can be built is taken by SANY
 * (but for {@linkplain org.quiesce.tla.Expr.Verbatim text} that others wrote), and {@code toString()} of every node is its
 * TLA+.
 */
package org.quiesce.tla;
