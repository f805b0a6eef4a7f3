package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutTask;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.OfKthread;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Signals of kernel threads. */
public sealed interface SignalOperation extends Operation {

    /** {@code allow_signal()} of the running kthread. */
    record AllowSignal(Signal signal) implements SignalOperation, OfKthread {
        @Override
        public String c() {
            return "allow_signal(" + signal + ")";
        }
    }

    /** {@code send_sig()}, which sends the signal to the thread itself. */
    record SendSignal(TaskRef task, Signal signal) implements SignalOperation, AboutTask, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "send_sig(" + signal + ", " + task.c() + ", 1)";
        }

        @Override
        public SendSignal about(TaskRef other) {
            return new SendSignal(other, signal);
        }
    }

    /**
     * {@code kill_pid()} of SIGKILL, which sends it to the process, as {@code kill -9} of a user does: it wakes a killable
     * sleeper, too, and does not end its sleep.
     */
    record KillProcess(TaskRef task) implements SignalOperation, AboutTask, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "kill_pid(task_pid(" + task.c() + "), SIGKILL, 1)";
        }

        @Override
        public KillProcess about(TaskRef other) {
            return new KillProcess(other);
        }
    }

    /** {@code flush_signals(current)}: real signals are gone; the pseudo-signal of a stop stays. */
    record FlushSignals() implements SignalOperation, OfKthread {
        @Override
        public String c() {
            return "flush_signals(current)";
        }
    }

    /** {@code disallow_signal()}: the running kthread ignores it again, and what was queued of it is gone. */
    record DisallowSignal(Signal signal) implements SignalOperation, OfKthread {
        @Override
        public String c() {
            return "disallow_signal(" + signal + ")";
        }
    }

    /** {@code kernel_dequeue_signal()}: takes a signal that is pending; yields its number, or 0 if there is none. */
    record KernelDequeueSignal() implements SignalOperation, OfKthread, YieldsNumber {
        @Override
        public String c() {
            return "kernel_dequeue_signal()";
        }
    }
}
