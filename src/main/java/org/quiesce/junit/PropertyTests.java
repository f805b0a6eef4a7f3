package org.quiesce.junit;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class that implements this has one test for each property of each of its protocols on each kernel. Its protocols
 * are static members that are annotated with {@link CheckedProtocol}, those of its C files, {@link CheckedSource}, and those
 * of its {@link ModelDirectory}.
 *
 * <p>A protocol is checked when the first of its tests runs, on all of its kernels. The message of a test that fails has the
 * counterexample, and the file with which it can be replayed is attached to the test.
 */
@ExtendWith(PropertyTestProvider.class)
public interface PropertyTests {

    /** One of the tests. */
    @TestTemplate
    @DisplayName("properties")
    default void property(PropertyTest test) {
        test.run();
    }
}
