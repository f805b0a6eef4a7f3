/** A counterexample as Java values: what happened, said in kernel terms, and the file that keeps it. */
package org.quiesce.trace;
