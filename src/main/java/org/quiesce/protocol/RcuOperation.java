package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.GivesBackLock;
import org.quiesce.protocol.OperationFamily.TakesLock;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutMemory;
import org.quiesce.protocol.OperationTrait.AboutRcu;
import org.quiesce.protocol.OperationTrait.BeginsSection;
import org.quiesce.protocol.OperationTrait.NeverReturns;
import org.quiesce.protocol.OperationTrait.WithHead;

/** Read sections of RCU and other sections that must not sleep, and what waits for them or runs after them. */
public sealed interface RcuOperation extends Operation {

    /** {@code call_rcu()}: the callback runs after a grace period. */
    record CallRcu(String callback, Optional<String> memory) implements RcuOperation, AboutRcu, WithHead {
        @Override
        public String c() {
            return "call_rcu(&" + head() + ", " + callback + ")";
        }
    }

    /** {@code rcu_barrier()}: waits for the callbacks that are pending. */
    record RcuBarrier(String callback) implements RcuOperation, AboutRcu, TearsDown {
        @Override
        public String c() {
            return "rcu_barrier()";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new SynchronizeRcu());
        }
    }

    /** The begin of a section in which the caller must not sleep and which delays a grace period of RCU. */
    record SectionBegin(Section section) implements RcuOperation, BeginsSection, TakesLock {
        @Override
        public String c() {
            return section.begin();
        }
    }

    /** The end of such a section. */
    record SectionEnd(Section section) implements RcuOperation, GivesBackLock {
        @Override
        public String c() {
            return section.end();
        }
    }

    /** Sections that must not sleep and hold no lock. They nest. */
    enum Section {
        RCU("rcu_read_lock()", "rcu_read_unlock()"),
        PREEMPTION("preempt_disable()", "preempt_enable()"),
        INTERRUPTS("local_irq_save(flags)", "local_irq_restore(flags)");

        private final String begin;
        private final String end;

        Section(String begin, String end) {
            this.begin = begin;
            this.end = end;
        }

        /** The call that begins one, as C. */
        public String begin() {
            return begin;
        }

        /** The call that ends one, as C. */
        public String end() {
            return end;
        }
    }

    /** {@code synchronize_rcu()}: waits until everybody who is in an RCU read section has left it. */
    record SynchronizeRcu() implements RcuOperation, TearsDown {
        @Override
        public String c() {
            return "synchronize_rcu()";
        }
    }

    /**
     * {@code kfree_rcu()}: the memory is freed after a grace period, by the kernel: it goes on when the module is gone.
     * The memory is declared with {@link ProtocolBuilder#rcuMemory}.
     */
    record KfreeRcu(String memory) implements RcuOperation, AboutMemory, TearsDown {
        @Override
        public String c() {
            return "kfree_rcu(" + memory + ", rcu)";
        }

        @Override
        public Stream<Operation> lesser() {
            return Stream.of(new DataOperation.Free(memory));
        }
    }

    /** What the kernel does for {@code kfree_rcu()} after a grace period; core text. */
    record KfreeAfterGracePeriod(String memory) implements RcuOperation, AboutMemory, NeverReturns {
        @Override
        public String c() {
            return "kfree(" + memory + ")";
        }
    }

    /** Name of the callback that frees memory which was given to {@code kfree_rcu()}. */
    static String afterGracePeriod(String memory) {
        return memory + "_rcu";
    }

    /** {@code kvfree_rcu_barrier()}: waits until all that was given to kfree_rcu() is freed. */
    record KvfreeRcuBarrier() implements RcuOperation, TearsDown {
        @Override
        public String c() {
            return "kvfree_rcu_barrier()";
        }
    }
}
