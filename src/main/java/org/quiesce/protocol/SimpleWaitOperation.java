package org.quiesce.protocol;

import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.SleepsInState;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutQueue;
import org.quiesce.protocol.OperationTrait.AwaitsCondition;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Simple wait queues, and rcuwait, which has one waiter only. */
public sealed interface SimpleWaitOperation extends Operation {

    /** {@code swait_event_exclusive()} and its interruptible and idle forms, and those with a timeout. */
    record SwaitEvent(String queue, Condition condition, SleepMode mode, Timeout timeout)
            implements SimpleWaitOperation, AboutQueue, AwaitsCondition, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            return "swait_event" + mode.suffix() + (timeout.expires() ? "_timeout" : "") + "_exclusive(" + queue + ", "
                    + condition.c() + (timeout.expires() ? ", HZ)" : ")");
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE, SleepMode.IDLE)
                    .map(other -> new SwaitEvent(queue, condition, other, timeout));
        }

        @Override
        public SwaitEvent with(Condition other) {
            return new SwaitEvent(queue, other, mode, timeout);
        }

        /** The same call with a finite timeout. */
        public SwaitEvent withTimeout() {
            return new SwaitEvent(queue, condition, mode, Timeout.FINITE);
        }
    }

    /** {@code swake_up_one()}: takes the first waiter off the queue, whether it has an effect on it or not. */
    record SwakeUpOne(String queue) implements SimpleWaitOperation, AboutQueue, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "swake_up_one(&" + queue + ")";
        }
    }

    /** {@code rcuwait_wait_event()}: yields 0, or -EINTR if a signal ended the wait. */
    record RcuwaitWaitEvent(String queue, Condition condition, SleepMode mode)
            implements SimpleWaitOperation, AboutQueue, AwaitsCondition, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            return "rcuwait_wait_event(&" + queue + ", " + condition.c() + ", " + mode.state().c() + ")";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE, SleepMode.IDLE)
                    .map(other -> new RcuwaitWaitEvent(queue, condition, other));
        }

        @Override
        public RcuwaitWaitEvent with(Condition other) {
            return new RcuwaitWaitEvent(queue, other, mode);
        }
    }

    /** {@code rcuwait_wake_up()}. */
    record RcuwaitWakeUp(String queue) implements SimpleWaitOperation, AboutQueue, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "rcuwait_wake_up(&" + queue + ")";
        }
    }
}
