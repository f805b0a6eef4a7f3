package org.quiesce.protocol.step;

import java.util.List;
import java.util.Optional;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.LockOperation.LockKind;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.SleepOperation.Length;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WaitQueueOperation.Waiter;
import org.quiesce.protocol.WakeMask;

/**
 * What a step does: the smallest pieces of the kernel's behaviour, after the numbered micro-steps of the reference.
 *
 * <p>Here {@code c} is the running context, {@code t} the thread named by the operand. <em>Waking</em> {@code t} with
 * a mask: if {@code state[t]} matches the mask then {@code state[t]} becomes RUNNING and {@code asleep[t]} false,
 * otherwise nothing happens; except that with THAW_RESTORES_SLEEP a {@code t} with {@code inPlace[t] = "frozen"}, where
 * there is such a variable, gets {@code "woken"} there if INTERRUPTIBLE matches the mask. One with {@code "frozen"} or
 * {@code "woken"} is <em>frozen in place</em>. A thread with {@code usage[t] = 0} <em>is freed</em>: who touches it
 * faults with WRONG-VICTIM if it has a variable {@code reused[t]} that is true, and with KASAN-UAF otherwise.
 * <em>Checking</em> an operand: NULL or an error pointer faults with NULL-DEREF, a thread that is freed as said. Where no exit is named, the only one is {@link Exit#NEXT}.
 * {@code signalled[c]} is {@code notified[c]}, {@code signals[c]}, {@code killPending[c]} or {@code sharedKill[c]}, each
 * where there is such a variable. A sleep of {@code c} <em>is ended by a signal</em> in mode or state INTERRUPTIBLE with
 * {@code signalled[c]}, in KILLABLE with {@code killPending[c]}, where there is such a variable, and in no other
 * (signal_pending_state(): SIGKILL counts only among the signals of the task itself, not among those of its process).
 * {@code into}, if present, is a local variable of {@code c}. A callback is <em>running</em> unless its {@code pc} is
 * {@code "idle"}; work of a kthread worker {@code w} is also running while {@code w_running} names it: it was taken and
 * not begun yet. A thread is <em>out</em> if its {@code pc} is one of {@link LoweredProgram#out()}. A context
 * {@code r} is <em>inside a section</em> if it has a variable {@code nesting[r]} and that is above 0. It is <em>running
 * code that delays RCU</em> if the step at its {@code pc} has frame MODULE, {@code r} is not asleep, that step does none
 * of {@link Delay}, {@link Schedule} and {@link FreezableMicro.ScheduleFreezable} (which count for RCU even where they do
 * not sleep: {@code __schedule()} always calls {@code rcu_note_context_switch()}), {@link SynchronizeWait} and
 * {@link GraceMicro.SrcuSynchronizeWait}, and it is none that may sleep and whose guard does not hold ({@link CancelBegin}
 * excepted: that one spins, unless it waits for somebody else who cancels), nor a {@link WaitDone} or {@link LockMicro.DownTimeout} whose only exit is
 * {@link Exit#TIMED_OUT}: a context that sleeps is quiet, one that spins is not.
 *
 * <p>The entry of a context on a wait queue lies on its stack. It is <em>stale</em> if the context is on the queue, is one
 * of those that {@link StaleEntries#on} names, and is a thread with state DEAD, which has given its stack back
 * (finish_task_switch()), or is none and at one of the labels that {@link StaleEntries#returned} names: its function has
 * returned. Who wakes a queue walks it, and faults with KASAN-UAF at a stale entry; to join or leave it,
 * which may touch the neighbours, is not held against anybody here.
 *
 * <p>A micro for which {@link #maySleep()} is true faults with ATOMIC, before anything else and even where its guard
 * does not hold, if {@code c} owns a spinlock, is inside a section or is a callback of a kind that forbids sleeping.
 * The micros by which a context leaves module text, {@link ThreadReturn}, {@link TaskWorkReturn}, {@link InitReturn},
 * {@link TaskLeave} and {@link CallbackReturn}, fault likewise if {@code c} is inside a section.
 */
public sealed interface Micro {

    /** Whether the kernel function may sleep, and so must not be called while a spinlock is held. */
    default boolean maySleep() {
        return false;
    }

    /** A micro that stands with others of its topic, in a file of their own. */
    sealed interface OfTopic extends Micro
            permits TaskMicro, QueueMicro, LockMicro, CallbackMicro, WorkMicro, WorkerMicro, GraceMicro, FreezableMicro,
                    FileMicro {}

    /** The local variable that it may assign. */
    default Optional<String> into() {
        return Optional.empty();
    }

    /**
     * Whether the kernel function begins with {@code might_sleep()}, which with CONFIG_DEBUG_ATOMIC_SLEEP also warns
     * when the task has set a sleeping state by hand: all that may sleep but the sleeps themselves
     * and cond_resched().
     */
    default boolean mustBeRunning() {
        return maySleep() && !(this instanceof Delay) && !(this instanceof Schedule) && !(this instanceof Reschedule);
    }

    // ---- control

    /**
     * Reads the atom: {@link Exit#TRUE} or {@link Exit#FALSE}; {@link Condition.Chance} has both. ShouldStop and
     * ShouldPark read the bit of {@code c}, and in a work item of a kworker ShouldStop is false; a user task faults with
     * NULL-DEREF at ShouldStop, as to_kthread() warns and its caller goes on with NULL; SignalPending reads {@code signalled[c]}, FatalSignalPending {@code killPending[c]}, and is false where there is no such variable; PointerNull is true for NULL
     * only, PointerError for the error pointer only; MemoryNull and QueueNull are true for {@code "null"}, WorkerError for
     * {@code "error"}; CompletionDone is true above 0; Freezing is {@code freezing} and {@code freezable[c]};
     * ShouldStopOrPark is {@code shouldStop[c]} or {@code shouldPark[c]}, where there is such a variable; WorkPending is
     * true if the work is <em>pending</em>, see below; WaitqueueActive is true if some context is on the queue, whatever the barrier. (The kernel takes a
     * waiter of wait_event off the queue when it wakes it; here it stays until it leaves by itself, and a wake-up that
     * finds it there finds it RUNNING.)
     */
    record Test(Condition.Atom atom) implements Micro {}

    /** {@code timer[c] = "expired"}: {@link Exit#TRUE} or {@link Exit#FALSE}. */
    record TestTimer() implements Micro {}

    /** Nothing shared happens; the instruction itself is the step. */
    record Nop() implements Micro {}

    /**
     * might_sleep(), by itself, in a call that does nothing else to what is shared (copy_to_user(), which may fault), and at
     * the beginning of wait_event(), before that looks at its condition: nothing shared happens.
     */
    record MightSleep() implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * cond_resched(): nothing shared happens. Its check is that of might_sleep() but for the task state, which a task
     * that gives up the CPU of its own accord keeps (__might_resched()).
     */
    record Reschedule() implements Micro {
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
        public Optional<String> into() {
            return call.into();
        }

        @Override
        public boolean maySleep() {
            return call.maySleep();
        }
    }

    /** A bounded delay (msleep): nothing shared happens, but it takes its time. */
    record Delay(Length length, SleepMode mode) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** Sets a local variable of {@code c}. */
    record SetLocal(String local, Value value) implements Micro {
        @Override
        public Optional<String> into() {
            return Optional.of(local);
        }
    }

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

    /**
     * X6: with {@code taskWork[c] = "queued"} it becomes {@code "none"}: {@link Exit#TRUE}, and the thread runs the
     * work, module text again. Otherwise it becomes {@code "closed"}: {@link Exit#FALSE}.
     */
    record TaskWorkRun() implements Micro {}

    /** The function of a task work returns: nothing shared happens. */
    record TaskWorkReturn() implements Micro {}

    /**
     * X7 to X10: {@code state[c]} becomes DEAD. The kernel's own reference is given to call_rcu(): if {@code rcu} has any
     * context, {@code gracePeriod[c]} becomes the set of those of them, {@code c} excepted, that are
     * {@linkplain RcuReaders reading}.
     *
     * @param rcu whom the grace period may have to wait for: nobody, where that decides nothing
     */
    record ExitReap(RcuReaders rcu) implements Micro {}

    /**
     * X11 and X12, after a grace period: {@code usage[c]} shrinks by one; at 0 it faults with REFCOUNT (somebody put
     * one reference too many). At 1, with a variable {@code blkcg[c]} that is true, {@code warned} becomes true.
     *
     * <p>If {@code rcu} has any context it waits until {@code gracePeriod[c]} is empty or has a member that is not reading;
     * then all members that are not reading leave it. Only if it is empty after that all the above is done:
     * {@link Exit#NEXT}; otherwise nothing else, not even a fault: {@link Exit#TRUE}. A reader may so look at a task that
     * was alive when its section began; who puts the last reference himself frees the task at once.
     *
     * @param rcu as for {@link ExitReap}
     */
    record TaskFree(RcuReaders rcu) implements Micro {}

    // ---- calls about a task

    /** S0: {@code arg[c]} becomes the pointer's value, or {@code c} itself for {@code current}. */
    record LoadArg(TaskRef task) implements Micro {}

    /** {@code arg[c]} becomes NULL: the call is over. */
    record DropArg() implements Micro {}

    /**
     * wake_up_process: checks the operand and wakes it with mask NORMAL; {@code into} becomes 1 if something happened to
     * it, be it only that {@code inPlace[t]} became {@code "woken"}, else 0.
     */
    record WakeTask(TaskOperand task, Optional<String> into) implements Micro {}

    /** get_task_struct: checks the operand; {@code usage[t]} grows by one, above the bound it faults with BOUND. */
    record GetTask(TaskOperand task) implements Micro {}

    /**
     * put_task_struct: NULL or an error pointer faults with NULL-DEREF, a thread with a variable {@code reused[t]} that
     * is true with WRONG-VICTIM; {@code usage[t]} shrinks by one. At 0, or at 1 while {@code pc[t]} is not {@code "gone"}, it faults with REFCOUNT: {@code __put_task_struct()} warns of a task that
     * still runs, and frees it all the same. Otherwise, whoever puts the last one frees the thread: with a variable
     * {@code blkcg[t]} that is true {@code warned} becomes true.
     */
    record PutTask(TaskOperand task) implements Micro {}

    /**
     * kthread_bind: checks the operand; waits while {@code state[t]} is UNINTERRUPTIBLE, KILLABLE or IDLE and
     * {@code asleep[t]} false. Then {@code warned} becomes true if {@code state[t]} is any other state: the thread was
     * not bound. A thread that is asleep in one of the three is bound: {@code cpuBound[t]}, where there is such a variable,
     * becomes true; with BIND_WARNS_OF_STARTED {@code warned} becomes true there, too, unless {@code pc[t]} is
     * {@code "born"}.
     */
    record BindTask(TaskOperand task) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * task_work_add: checks the operand. With {@code taskWork[t] = "closed"} {@code into} becomes -ESRCH. Otherwise, if
     * {@code taskWork} of some thread, {@code t} or another, is {@code "queued"}, it faults with BOUND: the one work
     * would be on two lists. Otherwise {@code taskWork[t]} becomes {@code "queued"} and {@code into} 0.
     */
    record TaskWorkAdd(TaskOperand task, Optional<String> into) implements Micro {}

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
     * S9 to S11: a reference on {@code t} is put as {@link PutTask} does it; {@code into} becomes {@code result[t]}.
     */
    record StopReturn(TaskOperand task, Optional<String> into) implements Micro {}

    // ---- park

    /**
     * P1: checks the operand; if {@code t} is out then {@code warned}
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

    /**
     * P3: {@code shouldPark[t]} becomes true. If {@code t} is {@code c}, {@code into} becomes 0: {@link Exit#TRUE}, as
     * nobody waits for himself; otherwise {@link Exit#NEXT}.
     */
    record ParkSet(TaskOperand task, Optional<String> into) implements Micro {}

    /** P2 and P3 in one: as {@link ParkBusyTest}, and where that is {@link Exit#NEXT} as {@link ParkSet}. */
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

    /**
     * {@code freezing}, where there is such a variable, becomes true; every thread {@code t} with {@code freezable[t]}
     * is told. <em>Telling</em> {@code t} is to wake it with mask NORMAL, except that one that is asleep with
     * {@code inPlace[t] = "sleeping"}, where there is such a variable, is frozen in place with FREEZER_USES_TASK_FROZEN:
     * {@code state[t]} becomes FROZEN and {@code inPlace[t]} {@code "frozen"}; without it nothing happens to that one, as
     * nothing ever does to one that is frozen in place already.
     */
    record FreezeThreads() implements Micro {}

    /**
     * {@code freezing}, where there is such a variable, becomes false; every thread {@code t} that is at a step that
     * does {@link Refrigerate}, or at the one that its {@link Exit#TRUE} leads to, gets {@code state[t]} RUNNING and
     * {@code asleep[t]} false: a thaw and the schedule() of the refrigerator are mutually atomic. One that is frozen in
     * place also gets {@code state[t]} RUNNING,
     * {@code asleep[t]} false and {@code inPlace[t]} {@code "none"}; except that with THAW_RESTORES_SLEEP a {@code "frozen"}
     * one sleeps on: {@code state[t]} INTERRUPTIBLE and {@code inPlace[t]} {@code "sleeping"}.
     */
    record ThawThreads() implements Micro {}

    /**
     * Freezing of user tasks begins. Each user task that is <em>in the kernel</em>, the loader anywhere but at live or
     * done, a file operation anywhere but at idle or done, is signalled: {@code signals[u]}, where there is such a
     * variable, becomes true, and {@code u}, where it has a {@code state}, is woken with mask INTERRUPTIBLE. (The
     * kernel marks such a task as if it had a signal, so that it leaves an interruptible sleep.)
     */
    record FreezeUsers() implements Micro {}

    /**
     * One turn of the loop that waits for user tasks. {@link Exit#NEXT} if none is in the kernel: {@code usersFrozen}
     * becomes true. {@link Exit#TRUE} if some are and one of them has a variable {@code signals[u]} that is false, or
     * is asleep in state INTERRUPTIBLE: all that are in the kernel are signalled as by {@link FreezeUsers}. It waits
     * while neither is so. A user task in a sleep that no signal ends, such as that of kthread_stop(), keeps it
     * waiting.
     */
    record FreezeUsersTurn() implements Micro {}

    /**
     * One turn of the loop that waits for kernel threads. A thread is <em>frozen</em> if it is asleep and the step at
     * its {@code pc} does {@link Refrigerate}, if it is frozen in place, or if it is asleep with {@code inPlace[t] =
     * "sleeping"} without FREEZER_USES_TASK_FROZEN; it is <em>missing</em> if it is freezable ({@code freezable[t]},
     * where there is such a variable), not frozen and not out. {@link Exit#NEXT} if no thread is missing.
     * {@link Exit#TRUE} if some are and one of them is asleep in a state that matches mask NORMAL: all that are missing
     * are told as by {@link FreezeThreads}. It waits while neither is so.
     */
    record FreezeThreadsTurn() implements Micro {}

    /** thaw_processes() for user tasks: {@code usersFrozen} becomes false. */
    record ThawUsers() implements Micro {}

    // ---- sleeping

    /** {@code state[c]} becomes that state. */
    record SetState(TaskState state) implements Micro {}

    /**
     * schedule(): in state RUNNING nothing happens; in a state in which the sleep is ended by a signal the state becomes
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
     * prepare_to_wait_event: in a mode in which the sleep is ended by a signal, {@code c} leaves the queue:
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

    /**
     * wake_up: with a stale entry on the queue it faults with KASAN-UAF; otherwise it wakes every context on the queue with
     * the mask. A context that queues there with {@link AddWait} also
     * gets {@code woken[t]}, whether its state matches or not. The queue itself does not change.
     */
    record WakeQueue(String queue, WakeMask mask) implements Micro {}

    /**
     * wake_up of a queue on which some wait exclusively. With a stale entry on the queue it faults with KASAN-UAF. An <em>exclusive waiter</em> is one of {@code exclusive} that
     * is on the queue and, where it has such a variable, has {@code exclusive[t]}. With every other context on the
     * queue happens what {@link WakeQueue} does. Of the exclusive waiters whose state matches the mask one is woken,
     * any of them: the choice is open, each is a way to take the step; if none matches then none is woken. A waiter
     * that was woken and has not run yet is RUNNING, so that the next wake-up goes to another. The kernel wakes the one
     * that queued first; that order is not kept. The queue itself does not change.
     *
     * @param exclusive the contexts that wait exclusively on the queue at some time, in order; not empty
     */
    record WakeQueueOne(String queue, WakeMask mask, List<String> exclusive) implements Micro {
        public WakeQueueOne {
            exclusive = List.copyOf(exclusive);
        }
    }

    /**
     * How {@code c} queues from now on: {@code exclusive[c]} is true for EXCLUSIVE and false for ORDINARY. It stands
     * beside each {@link WaitPrepare} of a program that waits on one queue in both ways, whichever its exit; in others
     * it is never needed, and there is no such variable.
     */
    record QueueAs(Waiter waiter) implements Micro {}

    /** add_wait_queue: {@code c} joins the queue; {@code warned} becomes true if it was on it already. */
    record AddWait(String queue) implements Micro {}

    /** remove_wait_queue: {@code c} leaves the queue; {@code warned} becomes true if it was not on it. */
    record RemoveWait(String queue) implements Micro {}

    /**
     * The test of wait_woken: {@link Exit#TRUE} with {@code woken[c]}, or if {@code c} is a thread and
     * {@code shouldStop[c]}, or with WAIT_WOKEN_TESTS_PARK if it has a variable {@code shouldPark[c]} and that is true;
     * {@code into} becomes 1. Otherwise {@link Exit#FALSE}.
     */
    record WokenTest(Optional<String> into) implements Micro {}

    /** The end of wait_woken: {@code state[c]} becomes RUNNING, {@code woken[c]} false. */
    record WokenClear() implements Micro {}

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
     *   <li>{@link Exit#SIGNALLED} if it is 0 and the sleep is ended by a signal in that mode: {@code into} becomes
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
     * The kernel calls back: waits until {@code armed[c]} and, for an item of an ordered workqueue, until none of the
     * others on it is running and {@code ahead[c]} is empty, where there is such a variable, for an IRQ or a TASKLET
     * with a variable {@code disabled[c]} until that is 0 (a tasklet that is scheduled meanwhile stays so, which tasklet_kill()
     * waits for); then {@code armed[c]} becomes false, except for an IRQ, which stays requested,
     * {@code behindRunning[c]}, where there is such a variable, becomes {@code behind[c]}, and that empty.
     * Of a NOTIFIER it is {@link CallRegistered} that calls.
     */
    record CallbackStart(CallbackKind kind, List<String> others) implements Micro {}

    /** The kernel calls a function that is registered, and stays so: waits until {@code armed[c]}. */
    record CallRegistered() implements Micro {}

    /**
     * schedule_work, hrtimer_start, tasklet_schedule, the wake-up of the thread of an interrupt. With {@code cancelling[b]}
     * above 0 or {@code timed[b]} "on" (where there are such
     * variables) nothing happens and {@code into} becomes 0.
     * Otherwise {@code into} becomes 1 if {@code armed[b]} was false, else 0, and {@code armed[b]} becomes true.
     */
    record CallbackArm(String callback, Optional<String> into) implements Micro {}

    /**
     * request_irq and request_threaded_irq, which allocate. With {@code armed[b]} they fault with BOUND: whether a second
     * request is refused, or calls the handler twice, depends on whether the line is shared. Otherwise {@code armed[b]} becomes true, {@code disabled[b]}, where
     * there is such a variable, 0, {@code notified} of the thread that its handler wakes, where there is such a variable, false, and
     * {@code into} 0: {@link Exit#NEXT}. If failure is POSSIBLE there is also {@link Exit#FAILED}, where only {@code into} changes, to
     * -ENOMEM.
     */
    record RequestIrq(String callback, Failure failure, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * timer_delete, the begin of blocking_notifier_chain_unregister, and what releases an interrupt that was requested for a
     * device, if it was: {@code into} becomes
     * 1 if {@code armed[b]}, else 0; disarms.
     */
    record CallbackDisarm(String callback, Optional<String> into) implements Micro {}

    /**
     * timer_delete_sync, hrtimer_cancel: waits until the callback is not running (it spins); then as
     * {@link CallbackDisarm}.
     */
    record CallbackDelete(String callback, Optional<String> into) implements Micro {}

    /** timer_shutdown_sync: as {@link CallbackDelete}, and {@code shutdown[b]} becomes true. */
    record CallbackShutdown(String callback, Optional<String> into) implements Micro {}

    /**
     * The begin of cancel_work_sync (AT_ONCE) and cancel_delayed_work_sync (DELAYED), and of disable_work_sync and
     * disable_delayed_work_sync: the item is taken, as said below of work, and {@code cancelling[b]} grows by one, above the
     * bound it faults with BOUND. With CANCELLED_WORK_PENDS it also waits until {@code cancelling[b]} is 0: whoever cancels
     * keeps the item PENDING, and who comes second sleeps until that is over (__cancel_work_timer()).
     */
    record CancelBegin(String callback, Timing timing, Optional<String> into) implements Micro {
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

    /**
     * The end of cancel_work_sync, of its relatives and of tasklet_kill: {@code cancelling[b]} shrinks by one; at 0, where
     * somebody has enabled or initialised the item meanwhile, {@code warned} becomes true instead.
     */
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
     * The end of free_irq() of a threaded interrupt, and all of synchronize_irq(): waits until {@code armed[b]} is false and
     * the callback, an IRQ_THREAD, is not running. A thread that was woken and has not run since does so once more;
     * that it does is the fairness of its {@link CallbackStart}. Called by the thread function itself it waits for
     * ever. What the stop does to a function that still runs is {@link CallbackMicro.IrqThreadNotify} and
     * {@link CallbackMicro.IrqThreadWake}.
     */
    record IrqThreadStop(String callback) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /*
     * Who flushes waits behind instances of callbacks. behind[b] are the contexts that wait behind the one that is armed,
     * behindRunning[b] those that wait behind the one that runs. When b is called those of behind[b] become
     * behindRunning[b], and behind[b] becomes empty; when it returns behindRunning[b] becomes empty. When b is taken off its
     * queue behind[b] becomes empty: whoever waited there goes on, even if another instance runs (the barrier is an item of
     * its own behind the one that is taken, and stays when that goes: insert_wq_barrier(), try_to_grab_pending()).
     */

    /**
     * The begin of rcu_barrier and flush_workqueue: for each callback {@code b} of the list {@code c} joins
     * {@code behind[b]} if {@code armed[b]}, and {@code behindRunning[b]} if the callback is running.
     */
    record BarrierBegin(List<String> callbacks) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * The begin of flush_work, which waits for the last instance: if {@code armed[b]}, {@code c} joins {@code behind[b]} and
     * {@code into} becomes 1; otherwise, if the callback is running, it joins {@code behindRunning[b]} and {@code into}
     * becomes 1; otherwise {@code into} becomes 0.
     */
    record FlushBegin(String work, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * The rest of those: waits until {@code c} is in neither {@code behind[b]} nor {@code behindRunning[b]} of any callback
     * of the list. Instances that came later are not waited for.
     */
    record BarrierWait(List<String> callbacks) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** A callback returns: {@code behindRunning[c]}, where there is such a variable, becomes empty. */
    record CallbackReturn() implements Micro {}

    // ---- workqueues, in protocols that have some

    /*
     * A workqueue's variable is "null", "live", "draining" or "freed". *Checking* a queue: "null" faults with NULL-DEREF,
     * "freed" with KASAN-UAF. timed[b], for delayed work, is "off", "on" or "unlinked": its timer is not armed, armed, or
     * armed although the item was taken off its list. Work b is *being cancelled* if cancelling[b] is
     * above 0, and *pending* if armed[b], dropped[b] or timed[b] = "on", with CANCELLED_WORK_PENDS also if it is being
     * cancelled (each where there is such a variable). *Inserting* b into its queue: without a queue (a system workqueue)
     * armed[b] becomes true; otherwise the queue is checked, and if it is draining and the insertion comes from OUTSIDE
     * then dropped[b] and warned become true, else armed[b] becomes true. *Taking* b, AT_ONCE or DELAYED: waits until not
     * dropped[b] and, AT_ONCE, until timed[b] is not "on" (it spins); then armed[b] becomes false, behind[b] empty and timed[b]
     * "off", and into 1 if armed[b] was true or timed[b] "on", else 0 (each where there is such a variable).
     *
     * Items of an ordered workqueue, and of a kthread worker, are run in the order in which they were queued. Where one has
     * several, ahead[b] is the set of the items that are on it and were put there before b. Whatever makes armed[b] true
     * where it was false makes ahead[b] the set of the other items of that queue or worker that are armed. Whatever makes it
     * false makes ahead[b] empty, and takes b out of ahead of the others.
     */

    /** Who queues: an item of the same queue may while it is drained, nobody else. */
    enum Insertion {
        OUTSIDE,
        CHAINED
    }

    /** What a queue is drained for. */
    enum DrainedFor {
        USE,
        DESTRUCTION
    }

    /** alloc_workqueue: the queue becomes "live": {@link Exit#NEXT}; POSSIBLE: also {@link Exit#FAILED}, "null". */
    record AllocateWorkqueue(String queue, Failure failure) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** The queue is checked. */
    record QueueCheck(String queue) implements Micro {}

    /**
     * queue_work: if {@code b} is pending or {@code cancelling[b]} above 0 then {@code into} becomes 0; otherwise
     * {@code b} is inserted and {@code into} becomes 1, even if it was dropped.
     */
    record QueueWork(String queue, String work, Insertion insertion, Optional<String> into) implements Micro {}

    /**
     * queue_delayed_work, for both kinds of work: if {@code b} is pending or {@code cancelling[b]} above 0 then
     * {@code into} becomes 0; otherwise {@code timed[b]} becomes "on", {@code into} 1 and, for kthread work,
     * {@code hasWorker[b]}, where there is such a variable, true.
     */
    record DelayArm(String work, Optional<String> into) implements Micro {}

    /**
     * mod_delayed_work: waits until not {@code dropped[b]}; with {@code cancelling[b]} above 0 {@code into} becomes 1 with
     * CANCELLED_WORK_PENDS, else 0; otherwise {@code into} becomes 1 if {@code b} was pending, else 0, {@code armed[b]}
     * false, {@code behind[b]}, where there is such a variable, empty and {@code timed[b]} "on".
     */
    record DelayModify(String work, Optional<String> into) implements Micro {}

    /** The begin of flush_delayed_work: if {@code timed[b]} is "on" it becomes "off" and {@code b} is inserted. */
    record DelayFlush(String work, Optional<String> queue, Insertion insertion) implements Micro {}

    /**
     * cancel_work (AT_ONCE) and cancel_delayed_work (DELAYED): {@code b} is taken. (With CANCELLED_WORK_PENDS one that is
     * being cancelled is not: there is nothing to take then, and {@code into} becomes 0 all the same.)
     */
    record StealWork(String work, Timing timing, Optional<String> into) implements Micro {}

    /**
     * enable_work (AT_ONCE) and enable_delayed_work (DELAYED): {@code b} is taken, and lost if it was queued. If
     * {@code cancelling[b]} is above 0 it shrinks by one, otherwise {@code warned} becomes true. {@code into}, whatever
     * taking has made of it, becomes 1 if {@code cancelling[b]} is 0 after that, else 0.
     */
    record EnableWork(String work, Timing timing, Optional<String> into) implements Micro {}

    /** The begin of drain_workqueue and destroy_workqueue: the queue is checked and becomes "draining". */
    record DrainBegin(String queue) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * Waits until none of the items is armed or running; then the queue becomes "live", except for DESTRUCTION with
     * DRAINED_QUEUE_REJECTS: there it stays "draining".
     */
    record DrainWait(String queue, List<String> works, DrainedFor purpose) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * The end of destroy_workqueue: if one of the items is armed or running then {@code warned} becomes true and the
     * queue, which is leaked, "live"; otherwise it becomes "freed".
     */
    record FreeWorkqueue(String queue, List<String> works) implements Micro {}

    // ---- what never comes

    /** Waits for what never comes: it is never enabled. */
    record Never() implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    // ---- signals

    /*
     * Of signals there are SIGKILL and, for all others, SIGTERM. Of the latter allowed[t] and signals[t] say whether t
     * receives it and whether it is pending; of the former allowsKill[t] and, for what was sent to the thread itself,
     * killPending[t], for what was sent to its process sharedKill[t]. Where such a variable is missing nothing is done to
     * it.
     */

    /** allow_signal: {@code allowed[c]} becomes true, for SIGKILL {@code allowsKill[c]}. */
    record AllowSignal(Signal signal) implements Micro {}

    /**
     * send_sig, after checking the operand. SIGTERM: with {@code allowed[t]}, {@code signals[t]} becomes true and {@code t}
     * is woken with mask INTERRUPTIBLE. SIGKILL: with {@code allowsKill[t]} and not {@code killPending[t]}, that becomes
     * true and {@code t} is woken with mask KILL.
     */
    record SendSignal(TaskOperand task, Signal signal) implements Micro {}

    /**
     * kill_pid of SIGKILL, after checking the operand: with {@code allowsKill[t]} and not {@code sharedKill[t]}, that
     * becomes true and {@code t} is woken with mask KILL. (complete_signal() kills no thread that allowed the signal, and
     * so leaves it where it is, in what the process shares.)
     */
    record KillProcess(TaskOperand task) implements Micro {}

    /** flush_signals: {@code signals[c]}, {@code killPending[c]} and {@code sharedKill[c]} become false. */
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
     * mutex_lock_interruptible, mutex_lock_killable: {@link Exit#NEXT} as {@link Acquire}, {@code into} becomes 0;
     * {@link Exit#SIGNALLED} if somebody owns the lock and the sleep is ended by a signal in that mode: {@code into} becomes
     * -EINTR.
     */
    record AcquireUnlessSignalled(String lock, SleepMode mode, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * mutex_trylock, spin_trylock: {@link Exit#TRUE} if nobody owns the lock, then {@code c} does and {@code into} becomes 1;
     * otherwise {@link Exit#FALSE} and {@code into} becomes 0.
     */
    record TryAcquire(String lock, LockKind kind, Optional<String> into) implements Micro {}

    /** Nobody owns the lock any more; {@code warned} becomes true if {@code c} did not own it. */
    record Release(String lock, LockKind kind) implements Micro {}

    /**
     * down: waits until the semaphore is above 0; takes one off. The kernel hands what {@code up} gives to the waiter
     * that came first; here a newcomer may take it, and fairness sees to the others.
     */
    record Down(String semaphore) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * down_interruptible, down_killable: {@link Exit#NEXT} as {@link Down}, {@code into} becomes 0; {@link Exit#SIGNALLED}
     * if the semaphore is 0 and the sleep is ended by a signal in that mode: {@code into} becomes -EINTR. It waits until one
     * of the two is so.
     */
    record DownUnlessSignalled(String semaphore, SleepMode mode, Optional<String> into) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * down_trylock: {@link Exit#TRUE} if the semaphore is above 0: one is taken off, {@code into} becomes 0; otherwise
     * {@link Exit#FALSE} and {@code into} becomes 1.
     */
    record TryDown(String semaphore, Optional<String> into) implements Micro {}

    /** up: the semaphore grows by one, above {@link SharedObject.Semaphore#MAX} it faults with BOUND. */
    record Up(String semaphore) implements Micro {}

    /**
     * down_read, down_write. The variable of an rw_semaphore tells for each context that uses it how it holds it:
     * {@code "none"}, {@code "read"} or {@code "write"}; or that it sleeps until it can write: {@code "wait"}, which holds
     * nothing. READ: waits until no context holds it for writing, {@code c} included, and, if some context is at
     * {@code "wait"}, until none holds it for reading either, {@code c} included; then {@code c} holds it for reading, and
     * {@code warned} becomes true if it did so before (it still does so once). So a writer that waits keeps new readers out
     * (rwsem_down_read_slowpath()); who comes when nobody holds it may still be faster. WRITE: if no context holds it,
     * {@code c} included, {@code c} holds it for writing: {@link Exit#NEXT}. Otherwise, if {@code c} is at {@code "none"},
     * that becomes {@code "wait"}: {@link Exit#TRUE}. It waits while neither is so.
     */
    record DownRw(String semaphore, Access access) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /**
     * up_read, up_write: if {@code c} holds it that way then it holds it no more; otherwise {@code warned} becomes
     * true.
     */
    record UpRw(String semaphore, Access access) implements Micro {}

    // ---- sections

    /**
     * rcu_read_lock, preempt_disable, local_irq_save: {@code nesting[c]} grows by one, above the bound it faults with
     * BOUND.
     */
    record SectionBegin() implements Micro {}

    /**
     * rcu_read_unlock, preempt_enable, local_irq_restore: {@code nesting[c]} shrinks by one, at 0 {@code warned}
     * becomes true instead.
     */
    record SectionEnd() implements Micro {}

    /**
     * synchronize_rcu() of a program begins: {@code gracePeriod[c]} becomes the set of those of the contexts of
     * {@code rcu}, {@code c} excepted, that are {@linkplain RcuReaders reading}.
     */
    record SynchronizeBegin(RcuReaders rcu) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    /** synchronize_rcu() of a program goes on: as {@link RcuWait}, with {@code gracePeriod[c]} for {@code readers}. */
    record SynchronizeWait(RcuReaders rcu) implements Micro {
        @Override
        public boolean maySleep() {
            return true;
        }
    }

    // ---- module

    /**
     * End of init. The code is not negative: {@code module} becomes {@code "live"} and {@code initText}, where there is
     * such a variable, {@code "unneeded"}: {@link Exit#TRUE}. It is negative: {@code module} becomes {@code "going"}:
     * {@link Exit#FALSE}. Either way a reference is put as {@link ModulePut} does
     * it.
     */
    record InitReturn(Value code) implements Micro {}

    /**
     * U1 to U3. ORDERLY: waits until {@code module} is live and {@code refs} (where it is counted) at most 1. FORCED: waits
     * until {@code module} is live; the kernel tries what an orderly unload does, and goes on where that fails, so that
     * {@code refs} above 1 stays as it is. In both, {@code refs} at 1 becomes 0; at 0, which only a put too many leads to,
     * it faults with REFCOUNT ({@code try_release_module_ref()} finds less than the module's own reference);
     * {@code module} becomes {@code "going"}, and {@code signals[c]}, where there is such a variable, false: rmmod is
     * another task than modprobe was. With a variable {@code usersFrozen} it also waits until that is false.
     */
    record UnloadRequest(Unloading unloading) implements Micro {}

    /**
     * U6, synchronize_rcu() begins: {@code readers} becomes the set of those of the contexts of {@code rcu} that are
     * {@linkplain RcuReaders reading}.
     */
    record RcuBegin(RcuReaders rcu) implements Micro {}

    /**
     * U6, synchronize_rcu() goes on: waits until {@code readers} is empty or has a member that is not reading; then all
     * members that are not reading leave it. {@link Exit#NEXT} if it is empty after that, otherwise {@link Exit#TRUE}.
     */
    record RcuWait(RcuReaders rcu) implements Micro {}

    /** U6, the end of free_module: {@code module} becomes {@code "freed"}. */
    record FreeText() implements Micro {}

    /**
     * A call into the module. With a variable {@code usersFrozen} it waits until that is false, and in any case:
     *
     * <p>Without a file it waits until {@code module} is live and, with OWNER, {@code refs} above 0.
     *
     * <p>With one it waits until that is {@code "registered"}. NONE: nothing else, whatever {@code module} is; who calls
     * while it is {@code "going"} runs beside what unloads it, and who calls when it is {@code "freed"} because nobody has
     * withdrawn the file has its first instruction fetched from there. OWNER ({@code fops_get()}, which is try_module_get):
     * if {@code module} is {@code "freed"} it faults with KASAN-UAF, for the owner is gone; otherwise it also waits until
     * {@code module} is coming or live and {@code refs} above 0. (Who is refused makes no call.)
     *
     * <p>With OWNER {@code refs} grows by one, above the bound it faults with BOUND. What a call takes while {@code module}
     * is coming keeps nothing if init fails: the text is freed whatever {@code refs} is.
     */
    record TaskEnter(Pinning pinning, Optional<String> file) implements Micro {}

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

    /**
     * __module_get: with {@code module} freed it faults with KASAN-UAF; otherwise {@code refs} grows by one whatever
     * {@code module} is, 0 included (above the bound it faults with BOUND). On a module that is going it protects
     * nothing.
     */
    record UncheckedModuleGet() implements Micro {}

    // ---- data

    /**
     * The memory becomes {@code "valid"}: {@link Exit#NEXT}; if failure is POSSIBLE there is also {@link Exit#FAILED},
     * where it becomes {@code "null"}.
     *
     * @param sleeping whether it may sleep
     */
    record AllocateMemory(String memory, Failure failure, Sleeping sleeping) implements Micro {
        @Override
        public boolean maySleep() {
            return sleeping == Sleeping.ALLOWED;
        }
    }

    /** kfree: {@code "valid"} becomes {@code "freed"}, {@code "null"} stays, {@code "freed"} faults with KASAN-UAF. */
    record FreeMemory(String memory) implements Micro {}

    /** An access: {@code "null"} faults with NULL-DEREF, {@code "freed"} with KASAN-UAF. */
    record UseMemory(String memory) implements Micro {}

    /** A store to a flag. */
    record SetFlag(String flag, FlagValue value) implements Micro {}

    /**
     * One more. At the counter's maximum it faults with BOUND, if some step of the protocol does {@link Decrement} on it;
     * otherwise it stays there: no test tells the maximum from more, and nothing leads back from it but a reset.
     */
    record Increment(String counter) implements Micro {}

    /** One less; at 0 it faults with BOUND. */
    record Decrement(String counter) implements Micro {}

    /** The counter becomes 0. */
    record ResetCounter(String counter) implements Micro {}

    /** The task pointer becomes NULL. */
    record ClearPointer(String pointer) implements Micro {}
}
