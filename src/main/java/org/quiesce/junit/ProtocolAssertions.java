package org.quiesce.junit;

import org.quiesce.protocol.Protocol;

/** Where assertions about protocols begin. It goes with AssertJ's {@code assertThat()} in one test. */
public final class ProtocolAssertions {

    private ProtocolAssertions() {}

    /** An assertion about a protocol on every kernel version that Quiesce knows, decided by both engines. */
    public static ProtocolAssert assertThat(Protocol protocol) {
        return ProtocolAssert.about(protocol);
    }
}
