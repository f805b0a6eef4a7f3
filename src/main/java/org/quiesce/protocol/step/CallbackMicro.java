package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;

/** Timers that are not waited for, interrupts that are off for a while, and asynchronous function calls. */
public sealed interface CallbackMicro extends Micro.OfTopic {

    /**
     * mod_timer: with {@code shutdown[b]}, where there is such a variable, nothing happens and {@code into} becomes 0.
     * Otherwise {@code into} becomes 1 if {@code armed[b]}, else 0, and {@code armed[b]} becomes true.
     */
    record TimerStart(String timer, Optional<String> into) implements CallbackMicro {}

    /**
     * try_to_del_timer_sync, hrtimer_try_to_cancel: if the callback is running {@code into} becomes -1 and nothing else
     * happens; otherwise as {@link Micro.CallbackDisarm}.
     */
    record TryDelete(String callback, Optional<String> into) implements CallbackMicro {}

    /** timer_shutdown: as {@link Micro.CallbackDisarm}, and {@code shutdown[b]} becomes true. */
    record ShutdownAtOnce(String callback, Optional<String> into) implements CallbackMicro {}

    /**
     * The begin of free_irq: waits while another context is {@linkplain LoweredProgram#freeing freeing} that interrupt, as
     * who does holds the request_mutex of the line until it is done. Then, if not {@code armed[b]}, {@code warned} becomes
     * true ("Trying to free already-free IRQ", kernel/irq/manage.c), and that is all: {@link Exit#FALSE}; otherwise
     * {@code armed[b]} becomes false: {@link Exit#NEXT}.
     */
    record IrqFree(String callback) implements CallbackMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * blocking_notifier_chain_register: if {@code armed[b]}, {@code warned} becomes true ("already registered",
     * kernel/notifier.c); {@code armed[b]} becomes true.
     */
    record NotifierRegister(String callback) implements CallbackMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * The begin of disable_irq and of tasklet_disable, disable_irq_nosync, and tasklet_disable_nosync: {@code disabled[b]} grows by one, above
     * {@link Bounds#DISABLED_MAX} it faults with BOUND.
     */
    record IrqDisable(String callback) implements CallbackMicro {}

    /**
     * S6 of the stop with which free_irq ends the thread of an interrupt: with STOP_SETS_NOTIFY_SIGNAL and without
     * FREE_IRQ_AWAITS_THREAD {@code notified[b]}, where there is such a variable, becomes true; otherwise nothing happens:
     * where the function has returned before the stop, it never sees it.
     */
    record IrqThreadNotify(String callback) implements CallbackMicro {}

    /**
     * S7 of that stop: without FREE_IRQ_AWAITS_THREAD {@code b}, if it is a context that can sleep, is woken with mask
     * NORMAL; otherwise nothing happens.
     */
    record IrqThreadWake(String callback) implements CallbackMicro {}

    /** enable_irq: {@code disabled[b]} shrinks by one, at 0 {@code warned} becomes true instead. */
    record IrqEnable(String callback) implements CallbackMicro {}

    /**
     * tasklet_enable: {@code disabled[b]} shrinks by one; at 0 it faults with BOUND. (The kernel says nothing then, and counts
     * on below 0, where the tasklet is as little enabled as above.)
     */
    record TaskletEnable(String callback) implements CallbackMicro {}

    /**
     * async_schedule: {@code armed[b]} becomes true; if it is already it faults with BOUND, for the kernel would call
     * the function twice.
     */
    record AsyncSchedule(String callback) implements CallbackMicro {}

    /** async_synchronize_full: waits until none of the callbacks is armed or running. */
    record AsyncWait(List<String> callbacks) implements CallbackMicro {
        public AsyncWait {
            callbacks = List.copyOf(callbacks);
        }

        @Override
        public boolean maySleep() {
            return true;
        }
    }
}
