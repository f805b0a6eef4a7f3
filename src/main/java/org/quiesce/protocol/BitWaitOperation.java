package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.SleepsInState;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutQueue;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.YieldsNumber;
import org.quiesce.protocol.SharedObject.FlagValue;

/**
 * Waits for bits and variables. The kernel has wait queues for them, by their address; in a protocol the queue is declared
 * like any other, and a flag stands for the bit.
 */
public sealed interface BitWaitOperation extends Operation {

    /**
     * {@code wait_on_bit()}: waits until the flag is clear; yields 0, or -EINTR if a signal ended a sleep.
     * {@code wait_on_bit_timeout()}: also for a time at most; -EAGAIN if that is over and the flag still set.
     */
    record WaitOnBit(String flag, String queue, SleepMode mode, Timeout timeout)
            implements BitWaitOperation, AboutQueue, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            return timeout == Timeout.NEVER
                    ? "wait_on_bit(&" + flag + ", 0, " + mode.state().c() + ")"
                    : "wait_on_bit_timeout(&" + flag + ", 0, " + mode.state().c() + ", HZ)";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(other -> new WaitOnBit(flag, queue, other, timeout));
        }
    }

    /**
     * {@code wait_on_bit_lock()}: waits until the flag is clear and sets it, as an exclusive waiter; yields 0, or -EINTR if a
     * signal ended a sleep and the flag was still set then.
     */
    record WaitOnBitLock(String flag, String queue, SleepMode mode)
            implements BitWaitOperation, AboutQueue, YieldsNumber, SleepsInState {
        @Override
        public String c() {
            return "wait_on_bit_lock(&" + flag + ", 0, " + mode.state().c() + ")";
        }

        @Override
        public Stream<Operation> inOtherStates() {
            return mode.others(SleepMode.UNINTERRUPTIBLE, SleepMode.INTERRUPTIBLE)
                    .map(other -> new WaitOnBitLock(flag, queue, other));
        }
    }

    /** {@code wake_up_bit()}: wakes those who wait for the flag, if it sees any; the caller sees to the barrier. */
    record WakeUpBit(String flag, String queue) implements BitWaitOperation, AboutQueue, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "wake_up_bit(&" + flag + ", 0)";
        }
    }

    /** {@code clear_and_wake_up_bit()}: clears the flag, full barrier, then as wake_up_bit(). */
    record ClearAndWakeUpBit(String flag, String queue) implements BitWaitOperation, AboutQueue, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "clear_and_wake_up_bit(0, &" + flag + ")";
        }

        @Override
        public Optional<Operation> withoutWake() {
            return Optional.of(new DataOperation.SetFlag(flag, FlagValue.FALSE));
        }
    }

    /** {@code wake_up_var()}: as wake_up_bit(), of those in {@code wait_var_event()}. */
    record WakeUpVar(String queue) implements BitWaitOperation, AboutQueue, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "wake_up_var(&" + queue + ")";
        }
    }
}
