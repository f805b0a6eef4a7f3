package org.quiesce.protocol;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quiesce.protocol.Ops.kthreadRun;

import java.util.function.Consumer;

/** Protocols that lack just what a test adds, and may be refused for it. */
final class Drafts {

    private Drafts() {}

    /** A protocol named p with a thread that does nothing; an exit function may be added. */
    static ProtocolBuilder one() {
        return worker(b -> b.returns(0));
    }

    /** A protocol named p with one thread. */
    static ProtocolBuilder worker(Consumer<Body> body) {
        return Protocol.module("p")
                .taskPointer("task")
                .kthread("worker", body)
                .init(b -> b.assign("task", kthreadRun("worker")));
    }

    static void refuses(ProtocolBuilder builder, String message) {
        assertThatThrownBy(builder::build).isInstanceOf(ProtocolException.class).hasMessageContaining(message);
    }
}
