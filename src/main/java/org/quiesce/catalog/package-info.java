/**
 * The atlas: faults of thread stop and module unload, examples, and real bugs (in {@code real}), each as a broken and a
 * mended protocol; and the model files that say what is expected of them.
 *
 * <p>One class per family holds the protocols as builder code that reads like the C in {@code models/}. The faults and
 * their names are those of section 4 of the project's reference on kthreads; where they were seen in the wild stands in
 * the model files.
 */
package org.quiesce.catalog;
