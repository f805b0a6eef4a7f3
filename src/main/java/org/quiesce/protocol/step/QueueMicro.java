package org.quiesce.protocol.step;

import java.util.List;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.WakeMask;

/** Wait queues, where a caller queues by hand or holds a spinlock, and wake-ups that pick among the waiters. */
public sealed interface QueueMicro extends Micro.OfTopic {

    /** prepare_to_wait: {@code c} joins the queue, unless it is on it, and {@code state[c]} becomes that state. */
    record Enqueue(String queue, TaskState state) implements QueueMicro {}

    /** test_and_set_bit: {@link Exit#TRUE} if the flag was set; otherwise it becomes so: {@link Exit#FALSE}. */
    record TestAndSet(String flag) implements QueueMicro {}

    /** prepare_to_wait_event called by hand: as {@link Micro.WaitPrepare}, but a spinlock may be held. */
    record EnqueueUnlessSignalled(String queue, SleepMode mode) implements QueueMicro {}

    /**
     * add_wait_queue, of an entry whose wake function only wakes: {@code c} joins the queue; {@code warned} becomes true
     * if it was on it already. (Such a context is none that queues with {@link Micro.AddWait}.)
     */
    record Join(String queue) implements QueueMicro {}

    /**
     * wake_up_nr: as {@link Micro.WakeQueueOne}, but of the exclusive waiters whose state matches the mask so many are
     * woken, any of them, or all if there are not more.
     *
     * @param number at least 2
     */
    record WakeQueueSome(String queue, WakeMask mask, List<String> exclusive, int number) implements QueueMicro {
        public WakeQueueSome {
            exclusive = List.copyOf(exclusive);
        }
    }

    /**
     * wake_up of a queue with priority entries, which are exclusive and come before all others. With a stale entry of one of
     * {@code priority} on the queue it faults with KASAN-UAF. If one of
     * {@code priority} is on the queue and its state matches the mask then that one is woken, any if there are several,
     * and nobody else, nor does anybody look at the others. Otherwise as {@link Micro.WakeQueueOne}, or {@link Micro.WakeQueue} if {@code exclusive} is empty.
     *
     * @param priority  the contexts that queue there with priority, and never otherwise; not empty
     * @param exclusive the other contexts that wait exclusively on the queue at some time
     */
    record WakeQueueFirst(String queue, WakeMask mask, List<String> priority, List<String> exclusive)
            implements QueueMicro {
        public WakeQueueFirst {
            priority = List.copyOf(priority);
            exclusive = List.copyOf(exclusive);
        }
    }

    /**
     * swake_up_one: if nobody is on the queue nothing happens. With a stale entry on it, it faults with KASAN-UAF. Otherwise one of those who are, any of them whatever its
     * state, leaves the queue and is woken with mask NORMAL. The kernel takes the one that queued first; that order is
     * not kept.
     */
    record SwakeUpOne(String queue) implements QueueMicro {}
}
