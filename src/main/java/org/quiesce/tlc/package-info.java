/**
 * Run TLC in a child JVM; read its messages and values.
 *
 * <p>{@link org.quiesce.tlc.Tlc} takes a {@link org.quiesce.tlc.TlcRequest} and returns a
 * {@link org.quiesce.tlc.TlcOutcome}: either TLC's verdict, with counts and trace as Java values, or a failure that is
 * never a verdict. TLC's classes are never called from this JVM.
 *
 * <p>What was found on TLC 2.18 and is relied upon, or avoided:
 * <ul>
 *   <li>{@code -continue} prints every violation and then "No error has been found" with exit status 0. A verdict
 *       could not be told from a contradiction, so it is not offered.
 *   <li>{@code -lncheck final} checks temporal properties once, on the complete graph; a violation then comes without
 *       depth. TLC does not name the temporal property that fails: give one per run to know it.
 *   <li>{@code PROPERTY []P} is checked as an invariant (exit status 12), {@code PROPERTY [][A]_v} as an action
 *       property (13, finite trace, named).
 *   <li>A property broken by an initial state comes without counts, coverage and complete state graph.
 *   <li>Bad syntax in the configuration is an "unexpected exception" with exit status 255 around a message 5001 to
 *       5006; bad names in it are exit status 151.
 *   <li>SANY alone exits with 0 on semantic errors.
 *   <li>The serial collector has no limit on its own overhead: a small JVM that is nearly out of heap slows down until
 *       its time is up, rather than running out of memory.
 * </ul>
 */
package org.quiesce.tlc;
