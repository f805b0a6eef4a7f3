package org.quiesce.protocol;

import org.quiesce.protocol.OperationTrait.AboutQueue;
import org.quiesce.protocol.OperationTrait.AwaitsCondition;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Simple wait queues, and rcuwait, which has one waiter only. */
public sealed interface SimpleWaitOperation extends Operation {

    /** {@code swait_event_exclusive()} and its interruptible and idle forms. */
    record SwaitEvent(String queue, Condition condition, SleepMode mode)
            implements SimpleWaitOperation, AboutQueue, AwaitsCondition, YieldsNumber {
        @Override
        public String c() {
            return "swait_event" + mode.suffix() + "_exclusive(" + queue + ", " + condition.c() + ")";
        }
    }

    /** {@code swake_up_one()}: takes the first waiter off the queue, whether it has an effect on it or not. */
    record SwakeUpOne(String queue) implements SimpleWaitOperation, AboutQueue, NeedsNoTask {
        @Override
        public String c() {
            return "swake_up_one(&" + queue + ")";
        }
    }

    /** {@code rcuwait_wait_event()}: yields 0, or -EINTR if a signal ended the wait. */
    record RcuwaitWaitEvent(String queue, Condition condition, SleepMode mode)
            implements SimpleWaitOperation, AboutQueue, AwaitsCondition, YieldsNumber {
        @Override
        public String c() {
            return "rcuwait_wait_event(&" + queue + ", " + condition.c() + ", " + mode.state().c() + ")";
        }
    }

    /** {@code rcuwait_wake_up()}. */
    record RcuwaitWakeUp(String queue) implements SimpleWaitOperation, AboutQueue, NeedsNoTask {
        @Override
        public String c() {
            return "rcuwait_wake_up(&" + queue + ")";
        }
    }
}
