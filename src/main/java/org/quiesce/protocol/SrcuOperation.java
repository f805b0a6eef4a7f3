package org.quiesce.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.GivesBackLock;
import org.quiesce.protocol.OperationFamily.TakesLock;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutCallback;
import org.quiesce.protocol.OperationTrait.AboutObject;
import org.quiesce.protocol.OperationTrait.WithHead;
import org.quiesce.protocol.Program.CallbackKind;

/** Sleepable RCU: read sections of a domain, and what waits for them or runs after them. */
public sealed interface SrcuOperation extends Operation {

    /** A call about an SRCU domain. */
    sealed interface AboutDomain extends SrcuOperation, AboutObject {
        String domain();

        @Override
        default String object() {
            return domain();
        }

        @Override
        default SharedObject.Kind objectKind() {
            return SharedObject.Kind.SRCU_DOMAIN;
        }
    }

    /** {@code srcu_read_lock()}: sleeping is allowed in the section. */
    record SrcuReadLock(String domain) implements AboutDomain, TakesLock {
        @Override
        public String c() {
            return "idx = srcu_read_lock(&" + domain + ")";
        }
    }

    /** {@code srcu_read_unlock()}. */
    record SrcuReadUnlock(String domain) implements AboutDomain, GivesBackLock {
        @Override
        public String c() {
            return "srcu_read_unlock(&" + domain + ", idx)";
        }
    }

    /** {@code synchronize_srcu()}: waits until everybody who is in a section of the domain has left it. */
    record SynchronizeSrcu(String domain) implements AboutDomain, TearsDown {
        @Override
        public String c() {
            return "synchronize_srcu(&" + domain + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new RcuOperation.SynchronizeRcu());
        }
    }

    /** {@code call_srcu()}: the callback runs after a grace period of the domain. */
    record CallSrcu(String domain, String callback, Optional<String> memory) implements AboutDomain, AboutCallback, WithHead {
        @Override
        public CallbackKind callbackKind() {
            return CallbackKind.SRCU;
        }

        @Override
        public String c() {
            return "call_srcu(&" + domain + ", &" + head() + ", " + callback + ")";
        }
    }

    /** {@code srcu_barrier()}: waits for the callbacks of the domain that are pending. */
    record SrcuBarrier(String domain) implements AboutDomain, TearsDown {
        @Override
        public String c() {
            return "srcu_barrier(&" + domain + ")";
        }

        /** The callbacks that it waits for. */
        public List<String> callbacks(Protocol protocol) {
            return protocol.callbacks().stream()
                    .filter(c -> c.kind() == CallbackKind.SRCU && c.runner().filter(domain::equals).isPresent())
                    .map(Program.Callback::name)
                    .toList();
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new SynchronizeSrcu(domain));
        }
    }
}
