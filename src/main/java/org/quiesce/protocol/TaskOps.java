package org.quiesce.protocol;

import static org.quiesce.protocol.Given.given;

import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.TaskOperation.Reader;

/** Factories of operations about threads, besides those of {@link Ops}, for static import. */
public final class TaskOps {

    private TaskOps() {}

    public static Operation kthreadFunc(String pointer) {
        return new TaskOperation.ReadTask(task(pointer), Reader.FUNCTION);
    }

    public static Operation kthreadData(String pointer) {
        return new TaskOperation.ReadTask(task(pointer), Reader.DATA);
    }

    public static Operation kthreadProbeData(String pointer) {
        return new TaskOperation.ReadTask(task(pointer), Reader.PROBED_DATA);
    }

    public static Operation getKthreadComm(String pointer) {
        return new TaskOperation.ReadTask(task(pointer), Reader.NAME);
    }

    public static Operation tskIsKthread(String pointer) {
        return new TaskOperation.ReadTask(task(pointer), Reader.CONTROL_BLOCK);
    }

    /** {@code __kthread_should_park()} of another thread. */
    public static Operation kthreadShouldPark(String pointer) {
        return new TaskOperation.KthreadShouldPark(task(pointer));
    }

    public static Operation wakeUpState(String pointer, WakeMask mask) {
        return new TaskOperation.WakeUpState(task(pointer), given("mask", mask));
    }

    public static Operation kthreadAffinePreferred(String pointer) {
        return new TaskOperation.KthreadAffinePreferred(task(pointer));
    }

    public static Operation kthreadSetPerCpu(String pointer) {
        return new TaskOperation.KthreadSetPerCpu(task(pointer), FlagValue.TRUE);
    }

    /** {@code kthread_set_per_cpu(task, -1)}. */
    public static Operation kthreadClearPerCpu(String pointer) {
        return new TaskOperation.KthreadSetPerCpu(task(pointer), FlagValue.FALSE);
    }

    public static Operation kthreadIsPerCpu(String pointer) {
        return new TaskOperation.KthreadIsPerCpu(task(pointer));
    }

    public static Operation kthreadAssociateBlkcg() {
        return new TaskOperation.KthreadAssociateBlkcg(FlagValue.TRUE);
    }

    /** {@code kthread_associate_blkcg(NULL)}. */
    public static Operation kthreadDissociateBlkcg() {
        return new TaskOperation.KthreadAssociateBlkcg(FlagValue.FALSE);
    }

    public static Operation kthreadBlkcg() {
        return new TaskOperation.KthreadBlkcg();
    }

    public static Operation kthreadsUpdateHousekeeping() {
        return new TaskOperation.KthreadsUpdateHousekeeping();
    }

    /** {@code disallow_signal()} of a signal other than SIGKILL. */
    public static Operation disallowSignal() {
        return disallowSignal(Signal.SIGTERM);
    }

    public static Operation disallowSignal(Signal signal) {
        return new SignalOperation.DisallowSignal(given("signal", signal));
    }

    /** {@code kill_pid()} of SIGKILL. */
    public static Operation killProcess(String pointer) {
        return new SignalOperation.KillProcess(task(pointer));
    }

    public static Operation kernelDequeueSignal() {
        return new SignalOperation.KernelDequeueSignal();
    }

    private static TaskRef task(String pointer) {
        return new TaskRef.Pointer(given("pointer", pointer));
    }
}
