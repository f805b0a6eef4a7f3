package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.Program.Timing;

/** What is done to work items, and asked of them, besides queueing, cancelling and flushing. */
public sealed interface WorkMicro extends Micro.OfTopic {

    /**
     * disable_work (AT_ONCE) and disable_delayed_work (DELAYED), which spin where they can't have the item: as
     * {@link Micro.CancelBegin}.
     */
    record Disable(String work, Timing timing, Optional<String> into) implements WorkMicro {}

    /**
     * The begin of enable_and_queue_work: as {@link Micro.EnableWork}, AT_ONCE; {@link Exit#TRUE} if {@code cancelling[b]}
     * is 0 after that, {@link Exit#FALSE} otherwise.
     */
    record EnableTest(String work) implements WorkMicro {}

    /** The rcu_barrier() of flush_rcu_work: waits until {@code timed[b]} is not "on". */
    record RcuWorkWait(String work) implements WorkMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** work_busy: {@code into} becomes 1 if {@code b} is pending, plus 2 if it is running. */
    record ReadBusy(String work, Optional<String> into) implements WorkMicro {}

    /**
     * kthread_init_work, kthread_init_delayed_work: {@code warned} becomes true if {@code armed[b]} or {@code timed[b]}
     * is not "off": whatever list it is on gets corrupted, or its timer finds no worker. {@code armed[b]} becomes false,
     * {@code behind[b]} empty, {@code timed[b]} "off", {@code cancelling[b]} 0 and {@code hasWorker[b]} false. (The last
     * four where there are such variables.)
     */
    record KthreadInit(String work) implements WorkMicro {}

    /**
     * kthread_mod_delayed_work: the worker is checked; {@code hasWorker[b]}, where there is such a variable, becomes true. With {@code cancelling[b]}, where there is such a variable, above
     * 0 {@code into} becomes 1 and {@code timed[b]} "off". Otherwise {@code into} becomes 1 if {@code armed[b]} or
     * {@code timed[b]} is "on", else 0, {@code armed[b]} becomes false, {@code behind[b]}, where there is such a variable,
     * empty and {@code timed[b]} "on".
     */
    record KthreadModify(String worker, String work, Optional<String> into) implements WorkMicro {}
}
