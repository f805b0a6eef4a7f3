package org.quiesce.protocol;

import java.util.Optional;
import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutIrq;
import org.quiesce.protocol.OperationTrait.AboutTasklet;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.OperationTrait.NeverReturns;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Interrupts, the threads that serve them, and tasklets. */
public sealed interface InterruptOperation extends Operation {

    /** {@code tasklet_schedule()}. */
    record TaskletSchedule(String tasklet) implements InterruptOperation, AboutTasklet {
        @Override
        public String c() {
            return "tasklet_schedule(&" + tasklet + ")";
        }
    }

    /** {@code tasklet_kill()}: waits until it is neither scheduled nor running. */
    record TaskletKill(String tasklet) implements InterruptOperation, AboutTasklet, TearsDown {
        @Override
        public String c() {
            return "tasklet_kill(&" + tasklet + ")";
        }
    }

    /**
     * {@code tasklet_disable()} and {@code tasklet_disable_nosync()}: the tasklet does not run until it was enabled as often.
     * One that is scheduled meanwhile stays so. Who waits for it to end may sleep (from 5.13 on; before, it spun).
     */
    record TaskletDisable(String tasklet, Waiting waiting) implements InterruptOperation, AboutTasklet, TearsDown {
        @Override
        public String c() {
            return (waiting == Waiting.FOR_HANDLERS ? "tasklet_disable(&" : "tasklet_disable_nosync(&") + tasklet + ")";
        }

        @Override
        public Stream<Operation> lesser() {
            return waiting == Waiting.FOR_HANDLERS
                    ? Stream.of(new TaskletDisable(tasklet, Waiting.NOT_AT_ALL))
                    : Stream.empty();
        }
    }

    /** {@code tasklet_enable()}: takes one disabling back. */
    record TaskletEnable(String tasklet) implements InterruptOperation, AboutTasklet {
        @Override
        public String c() {
            return "tasklet_enable(&" + tasklet + ")";
        }
    }

    /** {@code request_irq()}: from now on the device may raise the interrupt; yields 0, or -ENOMEM if it failed. */
    record RequestIrq(String handler, Failure failure) implements InterruptOperation, AboutIrq, MayFail, YieldsNumber {
        @Override
        public String c() {
            return "request_irq(irq, " + handler + ", 0, \"" + handler + "\", NULL)";
        }

        /** The same call, with its failure explored. */
        public RequestIrq mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public RequestIrq with(Failure other) {
            return new RequestIrq(handler, other);
        }
    }

    /** A request that may ask for a thread. */
    sealed interface RequestsThread extends InterruptOperation, AboutIrq {
        /** The thread function. */
        Optional<String> servedBy();
    }

    /**
     * {@code request_threaded_irq()}, which is assumed to succeed: as request_irq, and there is a thread that runs the
     * thread function whenever the handler returns {@link IrqWakeThread}.
     */
    record RequestThreadedIrq(String handler, String thread) implements RequestsThread {
        @Override
        public Optional<String> servedBy() {
            return Optional.of(thread);
        }

        @Override
        public String c() {
            return "request_threaded_irq(irq, " + handler + ", " + thread + ", 0, \"" + handler + "\", NULL)";
        }
    }

    /** {@code return IRQ_WAKE_THREAD;} of an interrupt handler. */
    record IrqWakeThread() implements InterruptOperation, NeverReturns, Wakes {
        @Override
        public String c() {
            return "return IRQ_WAKE_THREAD";
        }

        /** It returns, and the kernel does the rest. */
        @Override
        public Optional<String> function() {
            return Optional.empty();
        }
    }

    /**
     * {@code free_irq()}: the interrupt is off and its handler not running when it returns. A thread of the interrupt
     * is stopped; if the handler woke it and it has not run since, it runs its function once more before.
     */
    record FreeIrq(String handler) implements InterruptOperation, AboutIrq, TearsDown {
        @Override
        public String c() {
            return "free_irq(irq, NULL)";
        }
    }

    /** {@code synchronize_irq()}: waits until no handler of the interrupt is running, in a thread or not. */
    record SynchronizeIrq(String handler) implements InterruptOperation, AboutIrq, TearsDown {
        @Override
        public String c() {
            return "synchronize_irq(irq)";
        }
    }

    /** {@code disable_irq()} and {@code disable_irq_nosync()}: the interrupt is off until it was enabled as often. */
    record DisableIrq(String handler, Waiting waiting) implements InterruptOperation, AboutIrq, TearsDown {
        @Override
        public String c() {
            return waiting == Waiting.FOR_HANDLERS ? "disable_irq(irq)" : "disable_irq_nosync(irq)";
        }

        @Override
        public Stream<Operation> lesser() {
            return waiting == Waiting.FOR_HANDLERS
                    ? Stream.of(new DisableIrq(handler, Waiting.NOT_AT_ALL))
                    : Stream.empty();
        }
    }

    /** Whether a call waits for handlers that are running. */
    enum Waiting {
        FOR_HANDLERS,
        NOT_AT_ALL
    }

    /** {@code enable_irq()}: takes one disabling back; the kernel warns if there was none. */
    record EnableIrq(String handler) implements InterruptOperation, AboutIrq {
        @Override
        public String c() {
            return "enable_irq(irq)";
        }
    }

    /**
     * {@code devm_request_irq()}, or with a thread {@code devm_request_threaded_irq()}, which are assumed to succeed: the
     * interrupt is freed when exit has returned, or init has failed; what was requested last is freed first.
     */
    record DevmRequestIrq(String handler, Optional<String> thread) implements RequestsThread {
        @Override
        public Optional<String> servedBy() {
            return thread;
        }

        @Override
        public String c() {
            return thread.map(t -> "devm_request_threaded_irq(dev, irq, " + handler + ", " + t)
                    .orElse("devm_request_irq(dev, irq, " + handler) + ", 0, \"" + handler + "\", NULL)";
        }
    }
}
