/**
 * The program that runs in a child JVM: TLC, run after run. It is all of Quiesce that the child gets, and uses nothing
 * of the rest.
 */
package org.quiesce.tlc.child;
