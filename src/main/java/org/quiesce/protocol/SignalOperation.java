package org.quiesce.protocol;

import org.quiesce.protocol.OperationTrait.AboutTask;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.OfKthread;

/** Signals of kernel threads. */
public sealed interface SignalOperation extends Operation {

    /** {@code allow_signal(SIGTERM)} of the running kthread. */
    record AllowSignal() implements SignalOperation, OfKthread {
        @Override
        public String c() {
            return "allow_signal(SIGTERM)";
        }
    }

    /** {@code send_sig(SIGTERM, task, 1)}. */
    record SendSignal(TaskRef task) implements SignalOperation, AboutTask, NeedsNoTask {
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
}
