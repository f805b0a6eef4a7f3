package org.quiesce.protocol;

import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.OperationFamily.GivesBackLock;
import org.quiesce.protocol.OperationFamily.TakesLock;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationTrait.AboutCpuHotplug;
import org.quiesce.protocol.OperationTrait.AboutPointer;
import org.quiesce.protocol.OperationTrait.MayFail;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Per-CPU threads, and the lock of CPU hotplug. */
public sealed interface SmpbootOperation extends Operation {

    /**
     * {@code smpboot_register_percpu_thread()}, on a machine with one CPU: creates its thread, parks it at birth, stores
     * the pointer and unparks it, all with the lock of CPU hotplug held for reading. Where the thread can't be created
     * it yields {@code -ENOMEM}.
     */
    record SmpbootRegister(String thread, String pointer, Failure failure)
            implements SmpbootOperation, AboutPointer, MayFail, YieldsNumber {
        @Override
        public String c() {
            return "smpboot_register_percpu_thread(&" + thread + "_threads)";
        }

        /** The same call, with its failure explored. */
        public SmpbootRegister mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public SmpbootRegister with(Failure other) {
            return new SmpbootRegister(thread, pointer, other);
        }
    }

    /** {@code smpboot_unregister_percpu_thread()}: stops the thread, with the lock of CPU hotplug held for reading. */
    record SmpbootUnregister(String thread, String pointer) implements SmpbootOperation, AboutPointer, TearsDown {
        @Override
        public String c() {
            return "smpboot_unregister_percpu_thread(&" + thread + "_threads)";
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
