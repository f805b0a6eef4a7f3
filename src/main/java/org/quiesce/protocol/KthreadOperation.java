package org.quiesce.protocol;

import java.util.Optional;
import org.quiesce.protocol.OperationFamily.CountsReference;
import org.quiesce.protocol.OperationFamily.TearsDown;
import org.quiesce.protocol.OperationFamily.Wakes;
import org.quiesce.protocol.OperationTrait.AboutTask;
import org.quiesce.protocol.OperationTrait.Creation;
import org.quiesce.protocol.OperationTrait.LeavesThread;
import org.quiesce.protocol.OperationTrait.NeedsNoTask;
import org.quiesce.protocol.OperationTrait.OfKthread;
import org.quiesce.protocol.OperationTrait.YieldsNumber;

/** Creation, stop, exit and park of kernel threads, and what else only threads have: references, an address space. */
public sealed interface KthreadOperation extends Operation {

    /** {@code kthread_create()} and its forms: C1 to C5; the new thread sleeps until its first wake. */
    record KthreadCreate(String thread, Failure failure, Placement placement) implements KthreadOperation, Creation {
        @Override
        public String c() {
            return "kthread_create" + placement.call(thread);
        }

        /** The same call, with its failure explored. */
        public KthreadCreate mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public KthreadCreate with(Failure other) {
            return new KthreadCreate(thread, other, placement);
        }

        /** {@code kthread_create_on_node()}, {@code kthread_create_on_cpu()}. */
        public KthreadCreate placed(Placement where) {
            return new KthreadCreate(thread, failure, where);
        }
    }

    /** {@code kthread_run()} and {@code kthread_run_on_cpu()}: create, wake unless it failed, return. */
    record KthreadRun(String thread, Failure failure, Placement placement) implements KthreadOperation, Creation {
        @Override
        public String c() {
            return "kthread_run" + placement.call(thread);
        }

        /** The same call, with its failure explored. */
        public KthreadRun mayFail() {
            return with(Failure.POSSIBLE);
        }

        @Override
        public KthreadRun with(Failure other) {
            return new KthreadRun(thread, other, placement);
        }

        /** {@code kthread_run_on_cpu()}. */
        public KthreadRun placed(Placement where) {
            return new KthreadRun(thread, failure, where);
        }
    }

    /**
     * Where a creation call puts its thread. Scheduling is free in the model, so that it makes no difference to what a
     * thread does, only to what the C says.
     */
    enum Placement {
        ANYWHERE("", ""),
        ON_NODE("_on_node", "node, "),
        ON_CPU("_on_cpu", "cpu, ");

        private final String suffix;
        private final String argument;

        Placement(String suffix, String argument) {
            this.suffix = suffix;
            this.argument = argument;
        }

        /** Of the functions that make a kthread worker the place is an argument before the flags, or after them. */
        String worker(String flags, String worker) {
            return switch (this) {
                case ANYWHERE -> "(" + flags + ", \"" + worker + "\")";
                case ON_NODE -> "_on_node(" + flags + ", node, \"" + worker + "\")";
                case ON_CPU -> "_on_cpu(cpu, " + flags + ", \"" + worker + "\")";
            };
        }

        private String call(String thread) {
            return suffix + "(" + thread + ", NULL, " + argument + "\"" + thread + "\")";
        }
    }

    /**
     * {@code kthread_bind()}: binds a thread that was not woken yet to a CPU. One that runs is not bound, and the
     * kernel warns; one that happens to sleep uninterruptibly is.
     */
    record KthreadBind(TaskRef task) implements KthreadOperation, AboutTask {
        @Override
        public String c() {
            return "kthread_bind(" + task.c() + ", cpu)";
        }

        @Override
        public KthreadBind about(TaskRef other) {
            return new KthreadBind(other);
        }
    }

    /** {@code wake_up_process()}: yields whether it woke the thread, or will have at the next thaw. */
    record WakeUpProcess(TaskRef task) implements KthreadOperation, AboutTask, NeedsNoTask, YieldsNumber, Wakes {
        @Override
        public String c() {
            return "wake_up_process(" + task.c() + ")";
        }

        @Override
        public WakeUpProcess about(TaskRef other) {
            return new WakeUpProcess(other);
        }
    }

    /** {@code kthread_stop()}: S0 to S11. */
    record KthreadStop(TaskRef task) implements KthreadOperation, AboutTask, YieldsNumber, TearsDown {
        @Override
        public String c() {
            return "kthread_stop(" + task.c() + ")";
        }

        @Override
        public KthreadStop about(TaskRef other) {
            return new KthreadStop(other);
        }
    }

    /** {@code kthread_stop_put()}: a stop, then the caller's own reference is dropped. Linux 6.7 and later. */
    record KthreadStopPut(TaskRef task)
            implements KthreadOperation, AboutTask, YieldsNumber, CountsReference, TearsDown {
        @Override
        public String c() {
            return "kthread_stop_put(" + task.c() + ")";
        }

        @Override
        public Optional<Operation> withoutReference() {
            return Optional.of(new KthreadStop(task));
        }

        @Override
        public KthreadStopPut about(TaskRef other) {
            return new KthreadStopPut(other);
        }
    }

    /** {@code kthread_exit()}: leaves the thread; no module instruction follows. */
    record KthreadExit(Value code) implements KthreadOperation, LeavesThread {
        @Override
        public String c() {
            return "kthread_exit(" + code.c() + ")";
        }
    }

    /** {@code kthread_complete_and_exit()}: completes (unless NULL) and exits, both in core text. */
    record KthreadCompleteAndExit(Optional<String> completion, Value code)
            implements KthreadOperation, LeavesThread, Wakes {
        @Override
        public String c() {
            return "kthread_complete_and_exit(" + completion.map(c -> "&" + c).orElse("NULL") + ", " + code.c() + ")";
        }

        @Override
        public Optional<Operation> withoutWake() {
            return Optional.of(new KthreadExit(code));
        }
    }

    /** {@code module_put_and_kthread_exit()}: drops a module reference and exits, both in core text. */
    record ModulePutAndKthreadExit(Value code) implements KthreadOperation, LeavesThread, CountsReference {
        @Override
        public String c() {
            return "module_put_and_kthread_exit(" + code.c() + ")";
        }

        @Override
        public Optional<Operation> withoutReference() {
            return Optional.of(new KthreadExit(code));
        }
    }

    /** {@code get_task_struct()}. */
    record GetTaskStruct(TaskRef task) implements KthreadOperation, AboutTask, CountsReference {
        @Override
        public String c() {
            return "get_task_struct(" + task.c() + ")";
        }

        @Override
        public GetTaskStruct about(TaskRef other) {
            return new GetTaskStruct(other);
        }
    }

    /** {@code put_task_struct()}. */
    record PutTaskStruct(TaskRef task) implements KthreadOperation, AboutTask, CountsReference {
        @Override
        public String c() {
            return "put_task_struct(" + task.c() + ")";
        }

        @Override
        public PutTaskStruct about(TaskRef other) {
            return new PutTaskStruct(other);
        }
    }

    /**
     * {@code task_work_add()}: the thread runs the work when it exits; yields -ESRCH if it has got too far for that.
     */
    record TaskWorkAdd(TaskRef task, String work) implements KthreadOperation, AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "task_work_add(" + task.c() + ", &" + work + ", TWA_NONE)";
        }

        @Override
        public TaskWorkAdd about(TaskRef other) {
            return new TaskWorkAdd(other, work);
        }
    }

    /**
     * {@code kthread_park()} of another thread: P1 to P6.
     *
     * <p>Of itself a thread would only set KTHREAD_SHOULD_PARK and go on: P4 to P6 are left out, and it has to call
     * {@code kthread_parkme()}. That is not modelled, so {@code kthread_park(current)} is refused. Whether a pointer
     * names the caller is only known in a run: there the call takes P4 to P6 as well, and the caller waits for itself.
     */
    record KthreadPark(TaskRef task) implements KthreadOperation, AboutTask, YieldsNumber {
        @Override
        public String c() {
            return "kthread_park(" + task.c() + ")";
        }

        @Override
        public KthreadPark about(TaskRef other) {
            return new KthreadPark(other);
        }
    }

    /** {@code kthread_unpark()}: N1 to N4. */
    record KthreadUnpark(TaskRef task) implements KthreadOperation, AboutTask, Wakes {
        @Override
        public String c() {
            return "kthread_unpark(" + task.c() + ")";
        }

        @Override
        public KthreadUnpark about(TaskRef other) {
            return new KthreadUnpark(other);
        }
    }

    /** {@code kthread_parkme()}: Q1 to Q5. */
    record KthreadParkme() implements KthreadOperation, OfKthread {
        @Override
        public String c() {
            return "kthread_parkme()";
        }
    }

    /** {@code kthread_use_mm()}: warns if the thread has an address space already. */
    record KthreadUseMm() implements KthreadOperation, OfKthread {
        @Override
        public String c() {
            return "kthread_use_mm(mm)";
        }
    }

    /**
     * {@code kthread_unuse_mm()}: warns if the thread has none. One that exits without it drops a reference on the address
     * space that is not its own.
     */
    record KthreadUnuseMm() implements KthreadOperation, OfKthread, TearsDown {
        @Override
        public String c() {
            return "kthread_unuse_mm(mm)";
        }
    }

    /** {@code copy_to_user()}, which may sleep: refused in a kthread outside kthread_use_mm … kthread_unuse_mm. */
    record CopyToUser() implements KthreadOperation {
        @Override
        public String c() {
            return "copy_to_user(buf, data, len)";
        }
    }
}
