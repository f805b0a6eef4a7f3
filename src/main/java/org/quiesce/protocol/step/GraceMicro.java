package org.quiesce.protocol.step;

import java.util.List;

/**
 * Grace periods of callbacks, and SRCU.
 *
 * <p>The variable of an SRCU domain {@code d} counts, for each context that reads in it, the read sections that it is in:
 * {@code d[r]}. {@code srcuGrace[x]} is whom a context, or a callback that was given to call_srcu, still waits for.
 * Unlike sections of RCU, those of SRCU do not forbid to sleep.
 */
public sealed interface GraceMicro extends Micro.OfTopic {

    /**
     * kfree_rcu gets the memory: {@code "freed"} faults with KASAN-UAF. NULL it leaves alone.
     */
    record KfreeGiven(String memory) implements GraceMicro {}

    /**
     * call_rcu where nobody is ever reading: if {@code armed[b]}, {@code warned} becomes true. Otherwise {@code armed[b]}
     * becomes true. (A head that is given a second time while it is on the list corrupts that; with debug objects the kernel
     * says so and leaves the callback alone: kernel/rcu/tree.c, "Double-freed CB".)
     */
    record CallRcu(String callback) implements GraceMicro {}

    /**
     * call_rcu where somebody may be reading: if {@code armed[b]}, {@code warned} becomes true, as for {@link CallRcu}.
     * Otherwise {@code armed[b]} becomes true
     * and {@code gracePeriod[b]} the set of those of the contexts of {@code rcu} that are {@linkplain RcuReaders
     * reading}, {@code c} included.
     */
    record RcuArm(String callback, RcuReaders rcu) implements GraceMicro {}

    /**
     * The grace period of a callback goes on, and ends: waits until {@code armed[c]} and {@code gracePeriod[c]} is empty or
     * has a member that is not reading; then all members that are not reading leave it. If it is empty after that
     * {@code armed[c]} becomes false and the kernel calls back, with {@code behind[c]} and {@code behindRunning[c]} as said
     * at {@link Micro.CallbackStart}: {@link Exit#NEXT}; otherwise {@link Exit#TRUE}.
     */
    record RcuCall(RcuReaders rcu) implements GraceMicro {}

    /** srcu_read_lock: {@code d[c]} grows by one, above {@link Bounds#NESTING_MAX} it faults with BOUND. */
    record SrcuBegin(String domain) implements GraceMicro {}

    /** srcu_read_unlock: {@code d[c]} shrinks by one, at 0 {@code warned} becomes true instead. */
    record SrcuEnd(String domain) implements GraceMicro {}

    /**
     * synchronize_srcu begins: {@code srcuGrace[c]} becomes the set of those readers {@code r}, {@code c} included, with
     * {@code d[r]} above 0: inside of its own section it waits for itself.
     *
     * @param readers the contexts that read in the domain at some time, in order
     */
    record SrcuSynchronizeBegin(String domain, List<String> readers) implements GraceMicro {
        public SrcuSynchronizeBegin {
            readers = List.copyOf(readers);
        }

        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * synchronize_srcu goes on: waits until {@code srcuGrace[c]} is empty or has a member {@code r} with {@code d[r] = 0};
     * then all such members leave it. {@link Exit#NEXT} if it is empty after that, otherwise {@link Exit#TRUE}.
     */
    record SrcuSynchronizeWait(String domain, List<String> readers) implements GraceMicro {
        public SrcuSynchronizeWait {
            readers = List.copyOf(readers);
        }

        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * call_srcu: if {@code armed[b]}, {@code warned} becomes true, as for {@link CallRcu}. Otherwise {@code armed[b]} becomes true and {@code srcuGrace[b]} the
     * set of those readers {@code r}, {@code c} included, with {@code d[r]} above 0.
     */
    record SrcuArm(String callback, String domain, List<String> readers) implements GraceMicro {
        public SrcuArm {
            readers = List.copyOf(readers);
        }
    }

    /** As {@link RcuCall}, with {@code srcuGrace[c]}, of whose members {@code r} those with {@code d[r] = 0} leave. */
    record SrcuCall(String domain, List<String> readers) implements GraceMicro {
        public SrcuCall {
            readers = List.copyOf(readers);
        }
    }
}
