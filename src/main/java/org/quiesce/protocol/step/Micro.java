package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Operation.LockKind;
import org.quiesce.protocol.Operation.StopInRefrigerator;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WakeMask;

/**
 * What a step does: the smallest pieces of the kernel's behaviour, after the numbered micro-steps of the reference.
 *
 * <p>Here {@code c} is the running context, {@code t} the thread named by the operand. <em>Waking</em> {@code t} with
 * a mask: if {@code state[t]} matches the mask then {@code state[t]} becomes RUNNING and {@code asleep[t]} false,
 * otherwise nothing happens. <em>Checking</em> an operand: NULL or an error pointer faults with NULL-DEREF, a thread
 * with {@code usage[t] = 0} faults with KASAN-UAF. Where no exit is named, the only one is {@link Exit#NEXT}.
 * {@code signalled[c]} is {@code notified[c]} or {@code signals[c]}, each where there is such a variable.
 * {@code into}, if present, is a local variable of {@code c}. A callback is <em>running</em> unless its {@code pc} is
 * {@code "idle"}. A context {@code r} is <em>reading</em>, for RCU, if the step at its {@code pc} has frame MODULE,
 * {@code r} is not asleep, that step does neither {@link Delay} nor {@link Schedule} (which counts for RCU even where it
 * does not sleep: {@code __schedule()} always calls {@code rcu_note_context_switch()}), and it is none that may sleep and
 * whose guard does not hold, nor a {@link WaitDone} whose only exit is {@link Exit#TIMED_OUT}: a context that sleeps is
 * quiet, one that spins is not.
 *
 * <p>A micro for which {@link #maySleep()} is true faults with ATOMIC, before anything else and even where its guard
 * does not hold, if {@code c} owns a spinlock or is a callback of a kind that forbids sleeping.
 */
public sealed interface Micro {

    /** Whether the kernel function may sleep, and so must not be called while a spinlock is held. */
    default boolean maySleep() {
        return false;
    }

    // ---- control

    /**
     * Reads the atom: {@link Exit#TRUE} or {@link Exit#FALSE}; {@link Condition.Chance} has both. ShouldStop and
     * ShouldPark read the bit of {@code c}; SignalPending reads {@code signalled[c]}; PointerNull is true for NULL
     * only, PointerError for the error pointer only; MemoryNull is true for {@code "null"}.
     */
    record Test(Condition.Atom atom) implements Micro {}

    /** {@code timer[c] = "expired"}: {@link Exit#TRUE} or {@link Exit#FALSE}. */
    record TestTimer() implements Micro {}

    /** Nothing shared happens; the instruction itself is the step. */
    record Nop() implements Micro {}

    /** might_sleep(), with which wait_event() begins, before it looks at its condition: nothing shared happens. */
    record MightSleep() implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * The first look of a call that may wait: if {@code call} could leave by {@link Exit#NEXT}, all that it does then
     * happens, and the exit is {@link Exit#TRUE}; otherwise nothing happens: {@link Exit#FALSE}. Who need not wait never
     * touches its task state ({@code do_wait_for_common()}, {@code __mutex_lock_common()}).
     */
    record AtOnce(Micro call) implements Micro {
        @Override
        public boolean maySleep() {
            return call.maySleep();
        }
    }

    /** A bounded delay (msleep): nothing shared happens, but it takes its time. */
    record Delay() implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** Sets a local variable of {@code c}. */
    record SetLocal(String local, Value value) implements Micro {}

    // ---- birth and exit of a thread

    /**
     * C1 to C5 (with D1 to D3 and T1 to T6): takes the first thread {@code t} of the program, in the order of its
     * contexts, with {@code pc[t] = "none"}; {@code pc[t]} becomes {@code "born"}, {@code state[t]} UNINTERRUPTIBLE,
     * {@code asleep[t]} true, {@code usage[t]} 1 and {@code arg[c]} {@code t}: {@link Exit#NEXT}. If failure is
     * POSSIBLE there is also {@link Exit#FAILED}, where only {@code arg[c]} changes, to the error pointer. If no thread
     * of the program is left then {@link Exit#NEXT} is replaced by a fault with {@link Bounds#BOUND_FAULT}.
     */
    record CreateThread(String program, Failure failure) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** The wake in kthread_run: checks {@code arg[c]} and wakes it with mask NORMAL. */
    record WakeNew() implements Micro {}

    /** The task pointer becomes {@code arg[c]}, and {@code arg[c]} NULL. */
    record StorePointer(String pointer) implements Micro {}

    /**
     * T8, the trampoline's stop test: with {@code shouldStop[c]} the result of {@code c} becomes -EINTR and the exit
     * is {@link Exit#FAILED}; otherwise {@link Exit#NEXT}.
     */
    record BirthTest() implements Micro {}

    /** X0 to X3: the last module instruction, or the call of a no-return helper; {@code result[c]} becomes the code. */
    record ThreadReturn(Value code) implements Micro {}

    /** X4: {@code exited[c]} grows by one. */
    record ExitComplete() implements Micro {}

    /** X7 to X10: {@code state[c]} becomes DEAD. */
    record ExitReap() implements Micro {}

    /**
     * X11 and X12, after a grace period: {@code usage[c]} shrinks by one; at 0 it faults with REFCOUNT (somebody put
     * one reference too many).
     */
    record TaskFree() implements Micro {}

    // ---- calls about a task

    /** S0: {@code arg[c]} becomes the pointer's value, or {@code c} itself for {@code current}. */
    record LoadArg(TaskRef task) implements Micro {}

    /** {@code arg[c]} becomes NULL: the call is over. */
    record DropArg() implements Micro {}

    /** wake_up_process: checks the operand and wakes it with mask NORMAL. */
    record WakeTask(TaskOperand task) implements Micro {}

    /** get_task_struct: checks the operand; {@code usage[t]} grows by one, above the bound it faults with BOUND. */
    record GetTask(TaskOperand task) implements Micro {}

    /**
     * put_task_struct: NULL or an error pointer faults with NULL-DEREF; {@code usage[t]} shrinks by one, at 0 it faults
     * with REFCOUNT.
     */
    record PutTask(TaskOperand task) implements Micro {}

    // ---- kthread_stop

    /** S2, S3: as {@link GetTask}. */
    record StopGet(TaskOperand task) implements Micro {}

    /** S4: {@code shouldStop[t]} becomes true. */
    record StopSet(TaskOperand task) implements Micro {}

    /** S5: if {@code shouldPark[t]} then it becomes false and {@code t} is woken with mask PARKED. */
    record StopUnpark(TaskOperand task) implements Micro {}

    /** S6: with STOP_SETS_NOTIFY_SIGNAL {@code notified[t]} becomes true, otherwise nothing happens. */
    record StopNotify(TaskOperand task) implements Micro {}

    /** S7: wakes {@code t} with mask NORMAL. */
    record StopWake(TaskOperand task) implements Micro {}

    /** S8: waits until {@code exited[t]} is above 0; takes one off. */
    record StopWait(TaskOperand task) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * S9 to S11: {@code usage[t]} shrinks by one, at 0 it faults with REFCOUNT; {@code into} becomes
     * {@code result[t]}.
     */
    record StopReturn(TaskOperand task, Optional<String> into) implements Micro {}

    // ---- park

    /**
     * P1: checks the operand; if {@code t} is exiting ({@code pc[t]} is exit, exited, dead or gone) then {@code warned}
     * becomes true, {@code into} -ENOSYS: {@link Exit#FAILED}; otherwise {@link Exit#NEXT}.
     */
    record ParkTest(TaskOperand task, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * P2: if {@code shouldPark[t]} then {@code warned} becomes true, {@code into} -EBUSY: {@link Exit#FAILED};
     * otherwise {@link Exit#NEXT}.
     */
    record ParkBusyTest(TaskOperand task, Optional<String> into) implements Micro {}

    /** P3: {@code shouldPark[t]} becomes true. */
    record ParkSet(TaskOperand task) implements Micro {}

    /** P2 and P3 in one: as {@link ParkBusyTest}, and on {@link Exit#NEXT} {@code shouldPark[t]} becomes true. */
    record ParkTestAndSet(TaskOperand task, Optional<String> into) implements Micro {}

    /** P4: wakes {@code t} with mask NORMAL. */
    record ParkWake(TaskOperand task) implements Micro {}

    /** P5: waits until {@code parked[t]} is above 0; takes one off. */
    record ParkWait(TaskOperand task) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * P6: waits while {@code state[t]} is PARKED and {@code asleep[t]} false; then {@code into} becomes 0, and
     * {@code warned} true if {@code state[t]} is not PARKED.
     */
    record ParkVerify(TaskOperand task, Optional<String> into) implements Micro {}

    /** N1 to N4: checks the operand; then as {@link StopUnpark}. */
    record Unpark(TaskOperand task) implements Micro {}

    /**
     * Q2 and Q3: with {@code shouldPark[c]}, {@code parked[c]} grows by one (above the bound it faults with BOUND):
     * {@link Exit#TRUE}; otherwise {@link Exit#FALSE}.
     */
    record ParkmeTest() implements Micro {}

    // ---- freezer

    /** {@code freezable[c]} becomes true. */
    record SetFreezable() implements Micro {}

    /** {@code freezing} and {@code freezable[c]}: {@link Exit#TRUE} or {@link Exit#FALSE}. */
    record FreezingTest() implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * One turn of the refrigerator's loop. {@code c} stays if {@code freezing} and {@code freezable[c]}, unless a stop
     * is HONOURED and {@code shouldStop[c]}: then {@code state[c]} becomes FROZEN with FREEZER_USES_TASK_FROZEN, else
     * UNINTERRUPTIBLE: {@link Exit#TRUE}. Otherwise {@code state[c]} becomes RUNNING: {@link Exit#FALSE}.
     */
    record Refrigerate(StopInRefrigerator stop) implements Micro {}

    /** {@code into} becomes 1 if {@code shouldStop[c]}, else 0. */
    record ReadShouldStop(Optional<String> into) implements Micro {}

    /** {@code freezing} becomes true; every thread {@code t} with {@code freezable[t]} is woken with mask NORMAL. */
    record FreezeThreads() implements Micro {}

    /**
     * {@code freezing} becomes false; every thread {@code t} that is at a step that does {@link Refrigerate}, or at the
     * one that its {@link Exit#TRUE} leads to, gets {@code state[t]} RUNNING and {@code asleep[t]} false: a thaw and the
     * schedule() of the refrigerator are mutually atomic.
     */
    record ThawThreads() implements Micro {}

    // ---- sleeping

    /** {@code state[c]} becomes that state. */
    record SetState(TaskState state) implements Micro {}

    /**
     * schedule(): in state RUNNING nothing happens; in state INTERRUPTIBLE with {@code signalled[c]} the state becomes
     * RUNNING; in every other state {@code asleep[c]} becomes true.
     */
    record Schedule() implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** {@code timer[c]} becomes {@code "armed"}. */
    record TimerArm() implements Micro {}

    /** {@code into} becomes 0 if {@code timer[c]} is {@code "expired"}, else 1; {@code timer[c]} becomes {@code "off"}. */
    record TimerOff(Optional<String> into) implements Micro {}

    /**
     * prepare_to_wait_event: in mode INTERRUPTIBLE with {@code signalled[c]}, {@code c} leaves the queue:
     * {@link Exit#SIGNALLED}; otherwise {@code c} joins it and {@code state[c]} becomes that of the mode:
     * {@link Exit#NEXT}.
     */
    record WaitPrepare(String queue, SleepMode mode) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** finish_wait: {@code state[c]} becomes RUNNING, {@code c} leaves the queue. */
    record WaitFinish(String queue) implements Micro {}

    /** wake_up: wakes every context on the queue with the mask. The queue itself does not change. */
    record WakeQueue(String queue, WakeMask mask) implements Micro {}

    /** complete: one more, above COMPLETION_MAX it faults with BOUND; nothing if it is COMPLETED_FOR_ALL. */
    record Complete(String completion) implements Micro {}

    /** complete_all: the completion becomes COMPLETED_FOR_ALL. */
    record CompleteAll(String completion) implements Micro {}

    /** reinit_completion: the completion becomes 0. */
    record ReinitCompletion(String completion) implements Micro {}

    /**
     * wait_for_completion, with these exits:
     * <ul>
     *   <li>{@link Exit#NEXT} if the completion is above 0: one is taken off unless it is COMPLETED_FOR_ALL;
     *       {@code into} becomes 1 with a finite timeout, else 0;
     *   <li>{@link Exit#SIGNALLED} if it is 0, the mode INTERRUPTIBLE and {@code signalled[c]}: {@code into} becomes
     *       -ERESTARTSYS;
     *   <li>{@link Exit#TIMED_OUT} if it is 0 and the timeout finite: {@code into} becomes 0.
     * </ul>
     */
    record WaitDone(String completion, SleepMode mode, Timeout timeout, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    // ---- callbacks

    /**
     * The kernel calls back: waits until {@code armed[c]}, which then becomes false, except for an IRQ, which stays
     * requested.
     */
    record CallbackStart(CallbackKind kind) implements Micro {}

    /**
     * mod_timer, schedule_work, tasklet_schedule, call_rcu. With {@code shutdown[b]} or
     * {@code cancelling[b]} above 0 (where there are such variables) nothing happens and {@code into} becomes 0.
     * Otherwise {@code into} becomes 1 if {@code armed[b]} was false, else 0, and {@code armed[b]} becomes true.
     */
    record CallbackArm(String callback, Optional<String> into) implements Micro {}

    /**
     * request_irq, which allocates: {@code armed[b]} becomes true, {@code into} 0: {@link Exit#NEXT}. If failure is
     * POSSIBLE there is also {@link Exit#FAILED}, where only {@code into} changes, to -ENOMEM.
     */
    record RequestIrq(String callback, Failure failure, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** timer_delete, cancel_work, the begin of free_irq: {@code into} becomes 1 if {@code armed[b]}, else 0; disarms. */
    record CallbackDisarm(String callback, Optional<String> into) implements Micro {}

    /** timer_delete_sync: waits until the callback is not running; then {@code armed[b]} becomes false. It spins. */
    record CallbackDelete(String callback) implements Micro {}

    /** timer_shutdown_sync: as {@link CallbackDelete}, and {@code shutdown[b]} becomes true. */
    record CallbackShutdown(String callback) implements Micro {}

    /**
     * The begin of cancel_work_sync: {@code armed[b]} becomes false, {@code cancelling[b]} grows by one, above the bound
     * it faults with BOUND.
     */
    record CancelBegin(String callback) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** Waits until the callback is not running. */
    record CallbackWait(String callback) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** The end of cancel_work_sync and of tasklet_kill: {@code cancelling[b]} shrinks by one. */
    record CancelEnd(String callback) implements Micro {}

    /**
     * The begin of tasklet_kill, which takes the tasklet's SCHED bit: waits until {@code armed[b]} is false and
     * {@code cancelling[b]} 0; then {@code cancelling[b]} is 1.
     */
    record TaskletClaim(String callback) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * The begin of rcu_barrier: {@code awaited[b]} becomes the number of instances that are on their way: one if
     * {@code armed[b]}, one more if the callback is running.
     */
    record BarrierBegin(String callback) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** The rest of rcu_barrier: waits until {@code awaited[b]} is 0. Instances that came later are not waited for. */
    record BarrierWait(String callback) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** A callback returns: {@code awaited[c]}, where there is such a variable, shrinks by one if it is above 0. */
    record CallbackReturn() implements Micro {}

    // ---- signals

    /** {@code allowed[c]} becomes true. */
    record AllowSignal() implements Micro {}

    /**
     * send_sig: checks the operand; with {@code allowed[t]}, {@code signals[t]} becomes true and {@code t} is woken with
     * mask INTERRUPTIBLE.
     */
    record SendSignal(TaskOperand task) implements Micro {}

    /** flush_signals: {@code signals[c]} becomes false. */
    record FlushSignals() implements Micro {}

    // ---- locks

    /** Waits until nobody owns the lock; then {@code c} does. */
    record Acquire(String lock, LockKind kind) implements Micro {
        @Override
        public boolean maySleep() {
            return kind == LockKind.MUTEX;
        }
    }

    /**
     * mutex_lock_interruptible: {@link Exit#NEXT} as {@link Acquire}, {@code into} becomes 0; {@link Exit#SIGNALLED} if
     * somebody owns the lock and {@code signalled[c]}: {@code into} becomes -EINTR.
     */
    record AcquireInterruptible(String lock, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * mutex_trylock: {@link Exit#TRUE} if nobody owns the lock, then {@code c} does and {@code into} becomes 1;
     * otherwise {@link Exit#FALSE} and {@code into} becomes 0.
     */
    record TryAcquire(String lock, Optional<String> into) implements Micro {}

    /** Nobody owns the lock any more; {@code warned} becomes true if {@code c} did not own it. */
    record Release(String lock, LockKind kind) implements Micro {}

    // ---- module

    /**
     * End of init. The code is not negative: {@code module} becomes {@code "live"}: {@link Exit#TRUE}. It is negative:
     * {@code module} becomes {@code "going"}: {@link Exit#FALSE}. Either way a reference is put as {@link ModulePut} does
     * it.
     */
    record InitReturn(Value code) implements Micro {}

    /**
     * U1 to U3. ORDERLY: waits until {@code module} is live and {@code refs} (where it is counted) at most 1. FORCED: waits
     * until {@code module} is live; the kernel tries what an orderly unload does, and goes on where that fails, so that
     * {@code refs} above 1 stays as it is. In both, {@code refs} at 1 becomes 0; at 0, which only a put too many leads to,
     * it faults with REFCOUNT ({@code try_release_module_ref()} finds less than the module's own reference);
     * {@code module} becomes {@code "going"}, and {@code signals[c]}, where there is such a variable, false: rmmod is
     * another task than modprobe was.
     */
    record UnloadRequest(Unloading unloading) implements Micro {}

    /** U6, synchronize_rcu() begins: {@code readers} becomes the set of those of the contexts that are reading. */
    record RcuBegin(List<String> contexts) implements Micro {}

    /**
     * U6, synchronize_rcu() goes on: waits until {@code readers} is empty or has a member that is not reading; then all
     * members that are not reading leave it. {@link Exit#NEXT} if it is empty after that, otherwise {@link Exit#TRUE}.
     */
    record RcuWait() implements Micro {}

    /** U6, the end of free_module: {@code module} becomes {@code "freed"}. */
    record FreeText() implements Micro {}

    /**
     * A call into the module: waits until {@code module} is live and, with OWNER, {@code refs} above 0; with OWNER
     * {@code refs} grows by one, above the bound it faults with BOUND.
     */
    record TaskEnter(Pinning pinning) implements Micro {}

    /** The call has returned; with OWNER a reference is put as {@link ModulePut} does it. */
    record TaskLeave(Pinning pinning) implements Micro {}

    /**
     * try_module_get: {@link Exit#TRUE} if {@code module} is coming or live and {@code refs} above 0: {@code refs}
     * grows by one (above the bound it faults with BOUND), {@code into} becomes 1; otherwise {@link Exit#FALSE} and
     * {@code into} becomes 0.
     *
     * <p>The kernel reads the module's state and then counts, unless the count is 0. Up to 6.1 a failed init waits for
     * both together; in 6.12 it does not, and neither does a forced unload on any kernel. One step says the same: a
     * count that succeeds after the module began to go could as well have come right after the state was read, for
     * between the two nobody does more with {@code refs} than count; and a count that fails, right where it fails.
     */
    record ModuleGet(Optional<String> into) implements Micro {}

    /**
     * module_put: with {@code module} freed it faults with KASAN-UAF; otherwise {@code refs} shrinks by one, at 0
     * {@code warned} becomes true instead.
     */
    record ModulePut() implements Micro {}

    // ---- data

    /**
     * The memory becomes {@code "valid"}: {@link Exit#NEXT}; if failure is POSSIBLE there is also {@link Exit#FAILED},
     * where it becomes {@code "null"}.
     */
    record AllocateMemory(String memory, Failure failure) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** kfree: {@code "valid"} becomes {@code "freed"}, {@code "null"} stays, {@code "freed"} faults with KASAN-UAF. */
    record FreeMemory(String memory) implements Micro {}

    /** An access: {@code "null"} faults with NULL-DEREF, {@code "freed"} with KASAN-UAF. */
    record UseMemory(String memory) implements Micro {}

    /** A store to a flag. */
    record SetFlag(String flag, FlagValue value) implements Micro {}

    /** One more, up to the counter's maximum. */
    record Increment(String counter) implements Micro {}

    /** One less, down to 0. */
    record Decrement(String counter) implements Micro {}

    /** The counter becomes 0. */
    record ResetCounter(String counter) implements Micro {}

    /** The task pointer becomes NULL. */
    record ClearPointer(String pointer) implements Micro {}
}
