package org.quiesce.protocol;

import java.util.stream.Stream;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutTask;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.OfKthread;
import org.quiesce.protocol.OperationTrait.YieldsNumber;
import org.quiesce.protocol.SharedObject.FlagValue;

/** What is read of a thread and written to it that has nothing to do with its life, but needs it to be there. */
public sealed interface TaskOperation extends Operation {

    /** {@code kthread_func()}, {@code kthread_data()} and others: a read of the thread's control block. */
    record ReadTask(TaskRef task, Reader reader) implements TaskOperation, AboutTask {
        @Override
        public String c() {
            return reader.before + task.c() + ")";
        }

        @Override
        public ReadTask about(TaskRef other) {
            return new ReadTask(other, reader);
        }
    }

    /** Functions that read a thread and whose result is of no interest in a model. */
    enum Reader {
        FUNCTION("kthread_func("),
        DATA("kthread_data("),
        /** For debug output: it survives a task that is no kernel thread, not one that is freed. */
        PROBED_DATA("kthread_probe_data("),
        NAME("get_kthread_comm(buf, sizeof(buf), "),
        CONTROL_BLOCK("tsk_is_kthread(");

        private final String before;

        Reader(String before) {
            this.before = before;
        }
    }

    /** {@code __kthread_should_park()}: yields 1 if that thread is asked to park, else 0. */
    record KthreadShouldPark(TaskRef task) implements TaskOperation, AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "__kthread_should_park(" + task.c() + ")";
        }

        @Override
        public KthreadShouldPark about(TaskRef other) {
            return new KthreadShouldPark(other);
        }
    }

    /** {@code wake_up_state()}. */
    record WakeUpState(TaskRef task, WakeMask mask) implements TaskOperation, AboutTask, NeedsNoTask, YieldsNumber, Wakes {
        @Override
        public String c() {
            return "wake_up_state(" + task.c() + ", TASK_" + mask.name() + ")";
        }

        @Override
        public Stream<Operation> wakingOthers() {
            return Stream.of(WakeMask.NORMAL, WakeMask.INTERRUPTIBLE)
                    .filter(other -> other != mask)
                    .map(other -> new WakeUpState(task, other));
        }

        @Override
        public WakeUpState about(TaskRef other) {
            return new WakeUpState(other, mask);
        }
    }

    /** {@code kthread_affine_preferred()}: 0, or -EINVAL and a warning for a thread that was woken before. */
    record KthreadAffinePreferred(TaskRef task) implements TaskOperation, AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "kthread_affine_preferred(" + task.c() + ", mask)";
        }

        @Override
        public KthreadAffinePreferred about(TaskRef other) {
            return new KthreadAffinePreferred(other);
        }
    }

    /**
     * {@code kthread_set_per_cpu()}: an unpark of a marked thread binds it to its CPU again. (The kernel also warns if the
     * thread is not bound; that is not modelled.)
     */
    record KthreadSetPerCpu(TaskRef task, FlagValue marked) implements TaskOperation, AboutTask {
        @Override
        public String c() {
            return "kthread_set_per_cpu(" + task.c() + ", " + (marked == FlagValue.TRUE ? "cpu" : "-1") + ")";
        }

        @Override
        public KthreadSetPerCpu about(TaskRef other) {
            return new KthreadSetPerCpu(other, marked);
        }
    }

    /** {@code kthread_is_per_cpu()}: yields 1 if the thread is marked, else 0. */
    record KthreadIsPerCpu(TaskRef task) implements TaskOperation, AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "kthread_is_per_cpu(" + task.c() + ")";
        }

        @Override
        public KthreadIsPerCpu about(TaskRef other) {
            return new KthreadIsPerCpu(other);
        }
    }

    /** {@code kthread_associate_blkcg()} with a control group, or with NULL. A thread that keeps one causes a warning. */
    record KthreadAssociateBlkcg(FlagValue attached) implements TaskOperation, OfKthread {
        @Override
        public String c() {
            return "kthread_associate_blkcg(" + (attached == FlagValue.TRUE ? "css" : "NULL") + ")";
        }
    }

    /** {@code kthread_blkcg()}. */
    record KthreadBlkcg() implements TaskOperation, OfKthread {
        @Override
        public String c() {
            return "kthread_blkcg()";
        }
    }

    /** {@code kthreads_update_housekeeping()}: where threads may run makes no difference in the model. */
    record KthreadsUpdateHousekeeping() implements TaskOperation, NeedsNoTask {
        @Override
        public String c() {
            return "kthreads_update_housekeeping()";
        }
    }
}
