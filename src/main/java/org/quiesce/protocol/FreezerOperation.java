package org.quiesce.protocol;

import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.OfKthread;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** The freezer, as a thread meets it and as a suspend uses it. */
public sealed interface FreezerOperation extends Operation {

    /**
     * {@code set_freezable()}: the thread takes part in freezing from now on; if one is under way it freezes at once.
     */
    record SetFreezable() implements FreezerOperation, OfKthread {
        @Override
        public String c() {
            return "set_freezable()";
        }
    }

    /** {@code try_to_freeze()}: sleeps in the refrigerator while a freeze is under way; a stop is not looked at. */
    record TryToFreeze() implements FreezerOperation, OfKthread {
        @Override
        public String c() {
            return "try_to_freeze()";
        }
    }

    /**
     * {@code kthread_freezable_should_stop()}: as try_to_freeze, but a stop requested before it sleeps lets it go on;
     * yields 1 if a stop was requested, else 0.
     */
    record KthreadFreezableShouldStop() implements FreezerOperation, OfKthread, YieldsNumber {
        @Override
        public String c() {
            return "kthread_freezable_should_stop(NULL)";
        }
    }

    /** What a suspend does to kernel threads: freezing begins, and freezable ones are woken once to notice. */
    record FreezeKernelThreads() implements FreezerOperation, NeedsNoTask {
        @Override
        public String c() {
            return "freeze_kernel_threads()";
        }
    }

    /** What a resume does to kernel threads: freezing ends, and frozen ones are woken. */
    record ThawKernelThreads() implements FreezerOperation, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "thaw_kernel_threads()";
        }
    }

    /**
     * {@code suspend_freeze_processes()}: freezes user tasks, waits until each is out of the kernel, then freezes
     * kernel threads and waits until each freezable one is in the refrigerator. It wakes who is not there yet again and
     * again.
     */
    record SuspendFreezeProcesses() implements FreezerOperation, NeedsNoTask {
        @Override
        public String c() {
            return "suspend_freeze_processes()";
        }
    }

    /** {@code thaw_processes()}: freezing ends, for kernel threads and user tasks. */
    record ThawProcesses() implements FreezerOperation, NeedsNoTask, Wakes {
        @Override
        public String c() {
            return "thaw_processes()";
        }
    }

    /** Whether a thread in the refrigerator leaves it for a stop. */
    enum StopInRefrigerator {
        IGNORED,
        HONOURED
    }
}
