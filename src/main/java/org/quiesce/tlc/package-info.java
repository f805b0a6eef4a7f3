/**
 * Run TLC in a child JVM; read its messages and values.
 *
 * <p>{@link org.quiesce.tlc.Tlc} takes a {@link org.quiesce.tlc.TlcRequest} and returns a
 * {@link org.quiesce.tlc.TlcOutcome}: either TLC's verdict, with counts and trace as Java values, or a failure that is
 * never a verdict. TLC's classes are never called from this JVM.
 */
package org.quiesce.tlc;
