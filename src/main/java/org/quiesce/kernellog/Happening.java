package org.quiesce.kernellog;

import java.util.Optional;

/** What an event says (formats of {@code include/trace/events/} in 6.1 and 6.12). */
public sealed interface Happening {

    /** {@code sched_kthread_stop}: kthread_stop() of a thread begins, in the task that calls it. */
    record StopBegins(KernelTask target) implements Happening {}

    /** {@code sched_kthread_stop_ret}: kthread_stop() returns. */
    record StopReturns(int result) implements Happening {}

    /** {@code sched_waking}: a task is woken that was in a state which the wake-up is meant for. */
    record Waking(KernelTask target) implements Happening {}

    /** {@code sched_wakeup_new}: a new task may run for the first time. */
    record Started(KernelTask target) implements Happening {}

    /**
     * {@code sched_switch}: a CPU goes from one task to another.
     *
     * @param previous who ran
     * @param state    letters of the state in which that is left, such as {@code S} or {@code R+}
     * @param next     who runs
     */
    record Switch(KernelTask previous, String state, KernelTask next) implements Happening {

        /** Whether who ran can't go on until he is woken. */
        public boolean sleeps() {
            return !state.startsWith("R") && !isLast();
        }

        /** Whether who ran never runs again. */
        public boolean isLast() {
            return state.startsWith("X") || state.startsWith("Z");
        }
    }

    /** {@code sched_process_fork}. */
    record Fork(KernelTask parent, KernelTask child) implements Happening {}

    /** {@code sched_process_exit}: a task is past all but the exit code of the kernel. */
    record Exit(KernelTask task) implements Happening {}

    /** {@code sched_process_free}: a grace period after its last switch the kernel's reference on a task is put. */
    record Free(KernelTask task) implements Happening {}

    /** {@code sched_process_hang}: a task is found asleep for too long. */
    record Hang(KernelTask task) implements Happening {}

    /** {@code module_load}: before init runs. */
    record ModuleLoad(String module) implements Happening {}

    /** {@code module_free}: exit has returned, or init failed, and the text is about to go. */
    record ModuleFree(String module) implements Happening {}

    /** {@code module_put}: a reference on a module is put; after init, too, by {@code do_init_module}. */
    record ModulePut(String module, String caller) implements Happening {}

    /** Who runs what was put off. */
    enum Runner {
        /** A workqueue. */
        WORKQUEUE,
        /** A kthread worker. */
        KTHREAD_WORKER,
        /** The timers. */
        TIMER
    }

    /**
     * {@code workqueue_queue_work}, {@code sched_kthread_work_queue_work}: an item is put on its list.
     *
     * @param item what is printed for its address
     */
    record Queued(Runner runner, String item, Function function) implements Happening {}

    /** {@code workqueue_execute_start}, {@code sched_kthread_work_execute_start}, {@code timer_expire_entry}. */
    record Begins(Runner runner, String item, Function function) implements Happening {}

    /** {@code workqueue_execute_end}, {@code sched_kthread_work_execute_end}, {@code timer_expire_exit}. */
    record Ends(Runner runner, String item) implements Happening {}

    /** Any other event. */
    record Other() implements Happening {}

    /**
     * A function, as {@code %ps} prints it when the log is printed: where its text is gone by then, as an address.
     *
     * @param name   its name, or the address
     * @param module whose it is, if it is in one
     */
    record Function(String name, Optional<String> module) {

        /** Whether nobody knew its name any more. */
        public boolean isGone() {
            return name.startsWith("0x");
        }

        @Override
        public String toString() {
            return name + module.map(m -> " [" + m + "]").orElse("");
        }
    }
}
