package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutTask;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.OfKthread;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Signals of kernel threads. */
public sealed interface SignalOperation extends Operation {

    /** The number of the signal that protocols send. */
    int SIGTERM = 15;

    /** {@code allow_signal(SIGTERM)} of the running kthread. */
    record AllowSignal() implements SignalOperation, OfKthread {
        @Override
        public String c() {
            return "allow_signal(SIGTERM)";
        }
    }

    /** {@code send_sig(SIGTERM, task, 1)}. */
    record SendSignal(TaskRef task) implements SignalOperation, AboutTask, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "send_sig(SIGTERM, " + task.c() + ", 1)";
        }
    }

    /** {@code flush_signals(current)}: real signals are gone; the pseudo-signal of a stop stays. */
    record FlushSignals() implements SignalOperation, OfKthread {
        @Override
        public String c() {
            return "flush_signals(current)";
        }
    }

    /** {@code disallow_signal(SIGTERM)}: the running kthread ignores it again, and what was queued of it is gone. */
    record DisallowSignal() implements SignalOperation, OfKthread {
        @Override
        public String c() {
            return "disallow_signal(SIGTERM)";
        }
    }

    /** {@code kernel_dequeue_signal()}: takes the signal that is pending; yields its number, or 0 if there is none. */
    record KernelDequeueSignal() implements SignalOperation, OfKthread, YieldsNumber {
        @Override
        public String c() {
            return "kernel_dequeue_signal()";
        }
    }
}
