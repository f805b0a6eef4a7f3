package org.quiesce.protocol;

import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.OperationFamily.GivesBackLock;
import org.quiesce.protocol.OperationFamily.TakesLock;
import org.quiesce.protocol.OperationTrait.AboutCpuHotplug;
import org.quiesce.protocol.OperationTrait.AboutPointer;
import org.quiesce.protocol.OperationTrait.NeverReturns;
import org.quiesce.protocol.OperationTrait.OfKthread;

/** Per-CPU threads, and the lock of CPU hotplug. */
public sealed interface SmpbootOperation extends Operation {

    /**
     * {@code smpboot_register_percpu_thread()}, which is assumed to succeed, on a machine with one CPU: creates its
     * thread, parks it at birth, stores the pointer and unparks it, all with the lock of CPU hotplug held for reading.
     */
    record SmpbootRegister(String thread, String pointer) implements SmpbootOperation, AboutPointer {
        @Override
        public String c() {
            return "smpboot_register_percpu_thread(&" + thread + "_threads)";
        }
    }

    /** {@code smpboot_unregister_percpu_thread()}: stops the thread, with the lock of CPU hotplug held for reading. */
    record SmpbootUnregister(String thread, String pointer) implements SmpbootOperation, AboutPointer {
        @Override
        public String c() {
            return "smpboot_unregister_percpu_thread(&" + thread + "_threads)";
        }
    }

    /** {@code smpboot_thread_fn()}: the loop of a per-CPU thread; core text. */
    record SmpbootThreadFn() implements SmpbootOperation, OfKthread, NeverReturns {
        @Override
        public String c() {
            return "smpboot_thread_fn(td)";
        }
    }

    /** {@code cpus_read_lock()} or {@code cpus_write_lock()}. */
    record CpusLock(Access access) implements SmpbootOperation, AboutCpuHotplug, TakesLock {
        @Override
        public String c() {
            return "cpus_" + access.suffix() + "_lock()";
        }
    }

    /** {@code cpus_read_unlock()} or {@code cpus_write_unlock()}. */
    record CpusUnlock(Access access) implements SmpbootOperation, AboutCpuHotplug, GivesBackLock {
        @Override
        public String c() {
            return "cpus_" + access.suffix() + "_unlock()";
        }
    }
}
