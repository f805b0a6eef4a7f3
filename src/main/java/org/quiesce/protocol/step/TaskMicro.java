package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.WakeMask;

/** What is read of a task, what is said of it besides its life, and what the running thread says of itself. */
public sealed interface TaskMicro extends Micro.OfTopic {

    /** kthread_func, kthread_data, kthread_probe_data and what else only reads: checks the operand. */
    record ReadTask(TaskOperand task) implements TaskMicro {}

    /**
     * __kthread_should_park: checks the operand; {@code into} becomes 1 if {@code t} has a variable
     * {@code shouldPark[t]} and that is true, else 0.
     */
    record ReadShouldPark(TaskOperand task, Optional<String> into) implements TaskMicro {}

    /** wake_up_state: as {@link Micro.WakeTask}, with the mask. */
    record WakeState(TaskOperand task, WakeMask mask, Optional<String> into) implements TaskMicro {}

    /**
     * kthread_affine_preferred: checks the operand; waits while {@code state[t]} is UNINTERRUPTIBLE, KILLABLE or IDLE
     * and {@code asleep[t]} false. Then, if {@code pc[t]} is {@code "born"} and {@code asleep[t]}, {@code into} becomes
     * 0; otherwise, for a thread that was woken before, {@code warned} becomes true and {@code into} -EINVAL.
     */
    record PreferAffinity(TaskOperand task, Optional<String> into) implements TaskMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * kthread_set_per_cpu: checks the operand; {@code warned} becomes true if not {@code cpuBound[t]}; {@code perCpu[t]}
     * becomes that, either way.
     */
    record SetPerCpu(TaskOperand task, FlagValue marked) implements TaskMicro {}

    /** kthread_is_per_cpu: checks the operand; {@code into} becomes 1 if {@code perCpu[t]}, else 0. */
    record ReadPerCpu(TaskOperand task, Optional<String> into) implements TaskMicro {}

    /**
     * N2, and S5 of a thread that is marked as per-CPU: checks the operand. With {@code perCpu[t]} and, with
     * UNPARK_ONLY_IF_PARK_BIT, a variable {@code shouldPark[t]} that is true it waits while {@code state[t]} is PARKED and {@code asleep[t]} false;
     * then {@code warned} becomes true if {@code state[t]} is not PARKED: the thread was not bound again. Otherwise nothing
     * happens.
     */
    record RebindParked(TaskOperand task) implements TaskMicro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** kthread_associate_blkcg: {@code blkcg[c]} becomes true for a control group, false for NULL. */
    record AssociateBlkcg(FlagValue attached) implements TaskMicro {}

    /** kthread_use_mm: {@code warned} becomes true if {@code adopted[c]}; {@code adopted[c]} becomes true. */
    record UseMm() implements TaskMicro {}

    /** kthread_unuse_mm: {@code warned} becomes true if not {@code adopted[c]}; {@code adopted[c]} becomes false. */
    record UnuseMm() implements TaskMicro {}

    /**
     * What follows X4: with {@code adopted[c]} it faults with REFCOUNT: the exit drops a reference on the address space that
     * adopting it never took.
     */
    record ExitMm() implements TaskMicro {}

    /**
     * disallow_signal: {@code allowed[c]} and {@code signals[c]} become false, for SIGKILL {@code allowsKill[c]},
     * {@code killPending[c]} and {@code sharedKill[c]}; each where there is such a variable.
     */
    record DisallowSignal(Signal signal) implements TaskMicro {}

    /**
     * kernel_dequeue_signal takes the lowest signal of the thread itself before what its process shares: the first that is
     * true of {@code killPending[c]}, {@code signals[c]} and {@code sharedKill[c]}, each where there is such a variable,
     * becomes false, and {@code into} the {@linkplain Signal#number() number} of its signal; 0 if none is.
     */
    record DequeueSignal(Optional<String> into) implements TaskMicro {}
}
