package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SrcuOperation;

/** For whom the grace periods of callbacks wait. */
final class GracePeriods {

    private final Protocol protocol;
    private final Rcu rcu;

    GracePeriods(Protocol protocol, Rcu rcu) {
        this.protocol = protocol;
        this.rcu = rcu;
    }

    /**
     * Whom a callback of call_rcu() or kfree_rcu() waits for; nothing if it is assumed that its grace period can end at any
     * time: where no program has a section there is little that it could protect.
     */
    Optional<RcuReaders> ofCallback(String callback) {
        Callback program = callback(callback);
        boolean frees = program.operations(RcuOperation.KfreeAfterGracePeriod.class).findAny().isPresent();
        boolean sections = protocol.operations(OperationTrait.BeginsSection.class).findAny().isPresent();
        return program.kind() == CallbackKind.RCU && (frees || sections)
                ? Optional.of(rcu.readers(protocol, program)).filter(readers -> !readers.contexts().isEmpty())
                : Optional.empty();
    }

    /**
     * Whom the kernel's own reference on a thread waits for, when it is dropped: nobody, if it is assumed that its grace
     * period can end at any time, as no program that has a section does anything to a task.
     */
    RcuReaders ofTask(Program thread) {
        boolean looks = protocol.programs().stream()
                .filter(p -> p.operations(OperationTrait.BeginsSection.class).findAny().isPresent())
                .anyMatch(p -> p.operations(OperationTrait.AboutTask.class).findAny().isPresent());
        return looks ? rcu.readers(protocol, thread) : new RcuReaders(List.of(), List.of());
    }

    /** The contexts that read in an SRCU domain. */
    List<String> srcu(String domain) {
        return protocol.programs().stream()
                .filter(p -> p.operations(SrcuOperation.SrcuReadLock.class).anyMatch(o -> o.domain().equals(domain)))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** The callbacks that free what was given to kfree_rcu(). */
    List<String> freeing() {
        return protocol.callbacks().stream()
                .filter(c -> c.operations(RcuOperation.KfreeAfterGracePeriod.class).findAny().isPresent())
                .map(Program::name)
                .toList();
    }

    private Callback callback(String name) {
        return protocol.callbacks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }
}
