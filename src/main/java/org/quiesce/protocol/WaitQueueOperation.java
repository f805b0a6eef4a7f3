package org.quiesce.protocol;

import org.quiesce.protocol.OperationTrait.AboutQueue;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Wait queues: waiting on them and waking who waits. */
public sealed interface WaitQueueOperation extends Operation {

    /** {@code wait_event()} and its interruptible, idle, killable, timeout and exclusive forms. */
    record WaitEvent(String queue, Condition condition, SleepMode mode, Timeout timeout, Waiter waiter)
            implements WaitQueueOperation, AboutQueue, YieldsNumber {
        @Override
        public String c() {
            String name = "wait_event" + mode.suffix() + waiter.suffix()
                    + (timeout == Timeout.FINITE ? "_timeout" : "");
            // The one exclusive form without a mode takes two commands, to execute before and after its schedule().
            boolean commands = waiter == Waiter.EXCLUSIVE && mode == SleepMode.UNINTERRUPTIBLE
                    && timeout == Timeout.NEVER;
            return name + (commands ? "_cmd" : "") + "(" + queue + ", " + condition.c()
                    + (timeout == Timeout.FINITE ? ", HZ)" : commands ? ", , )" : ")");
        }

        /** The same wait with a finite timeout. */
        public WaitEvent withTimeout() {
            return new WaitEvent(queue, condition, mode, Timeout.FINITE, waiter);
        }

        /** The same wait as one of those of which a wake-up takes only one. */
        public WaitEvent exclusive() {
            return new WaitEvent(queue, condition, mode, timeout, Waiter.EXCLUSIVE);
        }
    }

    /** How a waiter queues. */
    enum Waiter {
        /** Every wake-up of the queue wakes it. */
        ORDINARY(""),
        /** Of all exclusive waiters a wake-up wakes one, unless it is a {@code wake_up_all()}. */
        EXCLUSIVE("_exclusive");

        private final String suffix;

        Waiter(String suffix) {
            this.suffix = suffix;
        }

        /** What the name of the kernel function gets appended after the mode. */
        public String suffix() {
            return suffix;
        }
    }

    /** {@code wake_up()} and its {@code _interruptible} and {@code _all} forms. */
    record WakeUp(String queue, WakeMask mask, Waiters waiters) implements WaitQueueOperation, AboutQueue, NeedsNoTask {
        @Override
        public String c() {
            return "wake_up" + (mask == WakeMask.INTERRUPTIBLE ? "_interruptible" : "")
                    + (waiters == Waiters.ALL ? "_all" : "") + "(&" + queue + ")";
        }
    }

    /** How many exclusive waiters a wake-up takes; the others it wakes all. */
    enum Waiters {
        ONE_EXCLUSIVE,
        ALL
    }

    /**
     * {@code add_wait_queue()} of a {@code wait} defined with {@code DEFINE_WAIT_FUNC(wait, woken_wake_function)}: from
     * now on a wake-up of the queue is remembered for {@link WaitWoken}.
     */
    record AddWaitQueue(String queue) implements WaitQueueOperation, AboutQueue {
        @Override
        public String c() {
            return "add_wait_queue(&" + queue + ", &wait)";
        }
    }

    /** {@code remove_wait_queue()}. */
    record RemoveWaitQueue(String queue) implements WaitQueueOperation, AboutQueue {
        @Override
        public String c() {
            return "remove_wait_queue(&" + queue + ", &wait)";
        }
    }

    /**
     * {@code wait_woken()}: sleeps once, unless {@code wait} was woken since the last time or a stop was requested;
     * yields what is left of the time (0 or 1 in the model).
     */
    record WaitWoken(SleepMode mode, Timeout timeout) implements WaitQueueOperation, YieldsNumber {
        @Override
        public String c() {
            return "wait_woken(&wait, " + mode.state().c() + ", "
                    + (timeout == Timeout.FINITE ? "HZ" : "MAX_SCHEDULE_TIMEOUT") + ")";
        }

        /** The same call with a finite timeout. */
        public WaitWoken withTimeout() {
            return new WaitWoken(mode, Timeout.FINITE);
        }
    }
}
