package org.quiesce.protocol;

import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.SleepsInState;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutQueue;
import org.quiesce.protocol.OperationTrait.AwaitsCondition;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Wait queues: waiting on them and waking who waits. */
public sealed interface WaitQueueOperation extends Operation {

    /** {@code wait_event()} and its interruptible, idle, killable, timeout, exclusive and other forms. */
    record WaitEvent(
            String queue, Condition condition, SleepMode mode, Timeout timeout, Waiter waiter, AroundSleep around)
            implements WaitQueueOperation, AboutQueue, AwaitsCondition, YieldsNumber, SleepsInState {

        /** A wait that does nothing about its sleeps. */
        public WaitEvent(String queue, Condition condition, SleepMode mode, Timeout timeout, Waiter waiter) {
            this(queue, condition, mode, timeout, waiter, new AroundSleep.Nothing());
        }

        @Override
        public String c() {
            // The one exclusive form without a mode takes two commands, to execute before and after its schedule().
            boolean commands = waiter == Waiter.EXCLUSIVE && mode == SleepMode.UNINTERRUPTIBLE
                    && timeout == Timeout.NEVER;
            String time = switch (timeout) {
                case NEVER -> "";
                case FINITE -> ", HZ";
                case HIGH_RESOLUTION -> ", ktime";
            };
            return "wait_event" + suffixes() + (commands ? "_cmd" : "") + "(" + queue + ", " + condition.c()
                    + (around instanceof AroundSleep.Unlocked unlocked ? ", " + unlocked.lock() : "")
                    + time + (commands ? ", , )" : ")");
        }

        private String suffixes() {
            String how = around instanceof AroundSleep.Freezing ? "_freezable" : mode.suffix() + waiter.suffix();
            String end = switch (timeout) {
                case NEVER -> "";
                case FINITE -> "_timeout";
                case HIGH_RESOLUTION -> "_hrtimeout";
            };
            return how + (around instanceof AroundSleep.Unlocked ? "_lock_irq" : "") + end;
        }

        /** The same wait with a finite timeout. */
        public WaitEvent withTimeout() {
            return new WaitEvent(queue, condition, mode, Timeout.FINITE, waiter, around);
        }

        /** The same wait with the timeout of an hrtimer. */
        public WaitEvent withHrtimeout() {
            return new WaitEvent(queue, condition, mode, Timeout.HIGH_RESOLUTION, waiter, around);
        }

        /** The same wait as one of those of which a wake-up takes only one. */
        public WaitEvent exclusive() {
            return new WaitEvent(queue, condition, mode, timeout, Waiter.EXCLUSIVE, around);
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return around instanceof AroundSleep.Freezing
                    ? Stream.empty()
                    : mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE, SleepMode.IDLE)
                            .map(other -> new WaitEvent(queue, condition, other, timeout, waiter, around));
        }

        @Override
        public WaitEvent with(Condition other) {
            return new WaitEvent(queue, other, mode, timeout, waiter, around);
        }

        @Override
        public int success() {
            return timeout == Timeout.FINITE ? 1 : 0;
        }
    }

    /** What a wait does around each of its sleeps. */
    sealed interface AroundSleep {
        /** Nothing. */
        record Nothing() implements AroundSleep {}

        /** {@code wait_event_lock_irq()}: it is called with the spinlock held, which is dropped for the sleep. */
        record Unlocked(String lock) implements AroundSleep {}

        /** {@code wait_event_freezable()}: the thread may be frozen while it sleeps. */
        record Freezing() implements AroundSleep {}
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
    record WakeUp(String queue, WakeMask mask, Waiters waiters)
            implements WaitQueueOperation, AboutQueue, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "wake_up" + (mask == WakeMask.INTERRUPTIBLE ? "_interruptible" : "")
                    + (waiters == Waiters.ALL ? "_all" : "") + "(&" + queue + ")";
        }

        @Override
        public Stream<Operation> wakingOthers() {
            return Stream.of(
                    new WakeUp(queue, mask == WakeMask.NORMAL ? WakeMask.INTERRUPTIBLE : WakeMask.NORMAL, waiters),
                    new WakeUp(queue, mask, waiters == Waiters.ALL ? Waiters.ONE_EXCLUSIVE : Waiters.ALL));
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
    record AddWaitQueue(String queue) implements QueuesEntry {
        @Override
        public String c() {
            return "add_wait_queue(&" + queue + ", &wait)";
        }
    }

    /** {@code remove_wait_queue()}. */
    record RemoveWaitQueue(String queue) implements WaitQueueOperation, AboutQueue, TearsDown {
        @Override
        public String c() {
            return "remove_wait_queue(&" + queue + ", &wait)";
        }
    }

    /**
     * {@code wait_woken()}: sleeps once, unless {@code wait} was woken since the last time or a stop was requested;
     * yields what is left of the time (0 or 1 in the model).
     */
    record WaitWoken(SleepMode mode, Timeout timeout) implements WaitQueueOperation, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            return "wait_woken(&wait, " + mode.state().c() + ", "
                    + (timeout == Timeout.FINITE ? "HZ" : "MAX_SCHEDULE_TIMEOUT") + ")";
        }

        /** The same call with a finite timeout. */
        public WaitWoken withTimeout() {
            return new WaitWoken(mode, Timeout.FINITE);
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(other -> new WaitWoken(other, timeout));
        }
    }

    /** {@code wake_up_nr()}: as wake_up(), of so many exclusive waiters. */
    record WakeUpNr(String queue, int number) implements WaitQueueOperation, AboutQueue, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "wake_up_nr(&" + queue + ", " + number + ")";
        }

        @Override
        public Stream<Operation> wakingOthers() {
            return Stream.of(Waiters.values()).map(waiters -> new WakeUp(queue, WakeMask.NORMAL, waiters));
        }
    }

    /**
     * {@code wait_event_interruptible_locked()}: called with the lock of the queue, {@code queue.lock}, held, for which the
     * spinlock stands; it is dropped for each sleep.
     */
    record WaitEventLocked(String queue, Condition condition, String lock)
            implements WaitQueueOperation, AboutQueue, AwaitsCondition, YieldsNumber {
        @Override
        public String c() {
            return "wait_event_interruptible_locked(" + queue + ", " + condition.c() + ")";
        }

        @Override
        public WaitEventLocked with(Condition other) {
            return new WaitEventLocked(queue, other, lock);
        }
    }

    /** A call that queues an entry of the running task, by hand. */
    sealed interface QueuesEntry extends WaitQueueOperation, AboutQueue {}

    /**
     * {@code prepare_to_wait()} and {@code prepare_to_wait_exclusive()} of a {@code wait} defined with
     * {@code DEFINE_WAIT(wait)}, whose {@code autoremove_wake_function()} takes it off the queue when it wakes.
     */
    record PrepareToWait(String queue, TaskState state, Waiter waiter) implements QueuesEntry, SleepsInState {
        @Override
        public String c() {
            return "prepare_to_wait" + waiter.suffix() + "(&" + queue + ", &wait, " + state.c() + ")";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return state.otherSleeps().map(other -> new PrepareToWait(queue, other, waiter));
        }
    }

    /** {@code prepare_to_wait_event()}: yields -ERESTARTSYS, off the queue, if a signal is pending that ends the wait. */
    record PrepareToWaitEvent(String queue, SleepMode mode) implements QueuesEntry, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            return "prepare_to_wait_event(&" + queue + ", &wait, " + mode.state().c() + ")";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE, SleepMode.IDLE)
                    .map(other -> new PrepareToWaitEvent(queue, other));
        }
    }

    /** {@code finish_wait()}. */
    record FinishWait(String queue) implements WaitQueueOperation, AboutQueue, TearsDown {
        @Override
        public String c() {
            return "finish_wait(&" + queue + ", &wait)";
        }
    }

    /**
     * {@code add_wait_queue_exclusive()} and {@code add_wait_queue_priority()} of a {@code wait} defined with
     * {@code DECLARE_WAITQUEUE(wait, current)}, whose {@code default_wake_function()} only wakes. One with priority is
     * exclusive, too, and comes before all others.
     */
    record AddWaitQueueExclusive(String queue, Priority priority) implements QueuesEntry {
        @Override
        public String c() {
            return "add_wait_queue_" + (priority == Priority.FIRST ? "priority" : "exclusive") + "(&" + queue + ", &wait)";
        }
    }

    /** Whether an entry comes before others. */
    enum Priority {
        USUAL,
        FIRST
    }
}
