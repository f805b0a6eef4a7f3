package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SignalOperation;
import org.quiesce.protocol.TaskOperation;
import org.quiesce.protocol.TaskRef;

/** Lowers what is read of threads and written to them besides their life. */
final class TaskLowering {

    /** Appends the steps of a call with one effect on a task. */
    interface About {
        void task(Chain chain, TaskRef task, String suffix, String what, Effect micro);
    }

    /** What such a call does to the task. */
    interface Effect {
        Micro about(TaskOperand task);
    }

    private final About about;

    TaskLowering(About about) {
        this.about = about;
    }

    /** Whether some program marks threads as per-CPU. */
    static boolean marksThreads(Protocol protocol) {
        return protocol.operations(TaskOperation.KthreadSetPerCpu.class).findAny().isPresent();
    }

    /** Binds a new thread, which {@code arg[c]} names, to its CPU, where that makes a difference: to who marks it. */
    static void bindNew(Chain chain, Placement placement, Protocol protocol) {
        if (placement == Placement.ON_CPU && marksThreads(protocol)) {
            chain.await("bind", "binds the new thread to its CPU", "", new Micro.BindTask(new TaskOperand.Register()));
        }
    }

    /** Appends the steps of such a call; false if it is none. */
    boolean lower(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof TaskOperation.ReadTask o) {
            about.task(chain, o.task(), "read", "reads the control block of " + o.task().c(), TaskMicro.ReadTask::new);
        } else if (operation instanceof TaskOperation.KthreadShouldPark o) {
            about.task(chain, o.task(), "read", "tests whether " + o.task().c() + " is asked to park",
                    task -> new TaskMicro.ReadShouldPark(task, into));
        } else if (operation instanceof TaskOperation.WakeUpState o) {
            about.task(chain, o.task(), "wake", "wakes " + o.task().c() + " if it sleeps in such a state",
                    task -> new TaskMicro.WakeState(task, o.mask(), into));
        } else if (operation instanceof TaskOperation.KthreadAffinePreferred o) {
            about.task(chain, o.task(), "prefer", "gives " + o.task().c() + " its CPUs, unless it was woken before",
                    task -> new TaskMicro.PreferAffinity(task, into));
        } else if (operation instanceof TaskOperation.KthreadSetPerCpu o) {
            about.task(chain, o.task(), "mark", "marks " + o.task().c() + " as per-CPU, or takes the mark off",
                    task -> new TaskMicro.SetPerCpu(task, o.marked()));
        } else if (operation instanceof TaskOperation.KthreadIsPerCpu o) {
            about.task(chain, o.task(), "read", "tests whether " + o.task().c() + " is marked as per-CPU",
                    task -> new TaskMicro.ReadPerCpu(task, into));
        } else if (operation instanceof TaskOperation.KthreadAssociateBlkcg o) {
            chain.step("", "charges its block I/O to a control group, or to none", "",
                    new TaskMicro.AssociateBlkcg(o.attached()));
        } else if (operation instanceof TaskOperation.KthreadBlkcg) {
            chain.step("", "reads which control group its block I/O is charged to", "", new Micro.Nop());
        } else if (operation instanceof TaskOperation.KthreadsUpdateHousekeeping) {
            chain.step("", "applies the affinities of threads anew", "", new Micro.Nop());
        } else if (operation instanceof SignalOperation.AllowSignal o) {
            chain.step("", "receives " + named(o.signal()) + " from now on", "", new Micro.AllowSignal(o.signal()));
        } else if (operation instanceof SignalOperation.FlushSignals) {
            chain.step("", "forgets its signals", "", new Micro.FlushSignals());
        } else if (operation instanceof SignalOperation.SendSignal o) {
            String what = o.signal() == Signal.SIGKILL ? "SIGKILL" : "a signal";
            about.task(chain, o.task(), "send", "sends " + o.task().c() + " " + what,
                    task -> new Micro.SendSignal(task, o.signal()));
        } else if (operation instanceof SignalOperation.KillProcess o) {
            about.task(chain, o.task(), "kill", "sends the process of " + o.task().c() + " SIGKILL", Micro.KillProcess::new);
        } else if (operation instanceof SignalOperation.DisallowSignal o) {
            chain.step("", "ignores " + named(o.signal()) + " from now on", "", new TaskMicro.DisallowSignal(o.signal()));
        } else if (operation instanceof SignalOperation.KernelDequeueSignal) {
            chain.step("", "takes a pending signal", "", new TaskMicro.DequeueSignal(into));
        } else {
            return false;
        }
        return true;
    }

    private static String named(Signal signal) {
        return signal == Signal.SIGKILL ? "SIGKILL" : "signals";
    }
}
