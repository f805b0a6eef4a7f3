package org.quiesce.sim;

/** A question about a packed state. */
@FunctionalInterface
interface StateTest {

    boolean test(long[] state);
}
