package org.quiesce.protocol.property;

import static org.quiesce.protocol.property.Property.Kind.PROGRESS;
import static org.quiesce.protocol.property.Property.Kind.SAFETY;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SleepOperation.Length;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.step.CallbackMicro;
import org.quiesce.protocol.step.Fairness;
import org.quiesce.protocol.step.FileMicro;
import org.quiesce.protocol.step.Frame;
import org.quiesce.protocol.step.GraceMicro;
import org.quiesce.protocol.step.LoweredProgram;
import org.quiesce.protocol.step.LoweredProtocol;
import org.quiesce.protocol.step.LockMicro;
import org.quiesce.protocol.step.Micro;
import org.quiesce.protocol.step.QueueMicro;
import org.quiesce.protocol.step.Step;
import org.quiesce.protocol.step.TaskMicro;
import org.quiesce.protocol.step.Vocabulary;
import org.quiesce.protocol.step.WorkMicro;
import org.quiesce.protocol.step.WorkerMicro;

/**
 * A named claim.
 *
 * <p>In the formulas below, {@code target} of a step that stops a thread is {@code arg[c]}, the value of the pointer
 * that the step reads itself, or {@code c} for {@code current}; <em>out</em> stands for the labels of
 * {@link LoweredProgram#out()}; a context is <em>at</em> a micro if the step at its {@code pc} does it. A run that
 * faults has ended: progress is then no longer asked for. A fault with BOUND is no violation of anything; where a run
 * has it, a property that no run within the bounds violates is inconclusive.
 */
public enum Property {
    /**
     * {@code fault} is not TEXT-FAULT; with {@code module = "freed"} no context is at a step whose frame is MODULE, and
     * with {@code initText = "freed"} none whose program is in init text.
     */
    NO_CODE_AFTER_UNLOAD("NoCodeAfterUnload", SAFETY,
            "no context has a frame in module text when the text is freed",
            List.of(Outcome.TEXT_FAULT), List.of(Micro.FreeText.class),
            p -> !isBuiltIn(p) || p.programs().stream().anyMatch(LoweredProgram::isInInitText)),
    /** {@code fault} is neither KASAN-UAF nor WRONG-VICTIM. */
    NO_USE_AFTER_FREE("NoUseAfterFree", SAFETY,
            "nothing touches a freed task or freed memory of the module",
            List.of(Outcome.KASAN_UAF, Outcome.REFCOUNT, Outcome.NULL_DEREF),
            List.of(Micro.TaskFree.class, Micro.FreeMemory.class, Micro.FreeWorkqueue.class, WorkerMicro.WorkerFree.class,
                    Micro.AddWait.class, QueueMicro.Join.class),
            Property::frees),
    /** {@code fault} is not WRONG-VICTIM. */
    NO_WRONG_VICTIM("NoWrongVictim", SAFETY,
            "no call gets the pointer of a task that is gone where the memory is another task's by now",
            List.of(Outcome.WRONG_VICTIM), List.of(Micro.TaskFree.class), p -> p.protocol().reusesMemory()),
    /** {@code fault} is not NULL-DEREF. */
    NO_INVALID_TASK("NoInvalidTask", SAFETY,
            "no call gets NULL or an error pointer where it needs a task, memory, a workqueue or a kthread worker",
            List.of(Outcome.NULL_DEREF),
            List.of(Micro.StopGet.class, Micro.WakeTask.class, Micro.GetTask.class, Micro.PutTask.class,
                    Micro.ParkTest.class, Micro.Unpark.class, Micro.SendSignal.class, Micro.KillProcess.class, Micro.UseMemory.class,
                    Micro.BindTask.class, Micro.TaskWorkAdd.class, Micro.QueueWork.class, Micro.QueueCheck.class,
                    Micro.DrainBegin.class, WorkerMicro.WorkerCheck.class, WorkerMicro.WorkerQueue.class, WorkerMicro.WorkerTask.class,
                    TaskMicro.ReadTask.class, TaskMicro.ReadShouldPark.class, TaskMicro.WakeState.class,
                    TaskMicro.PreferAffinity.class, TaskMicro.SetPerCpu.class, TaskMicro.ReadPerCpu.class,
                    WorkMicro.KthreadModify.class),
            Property::followsPointers),
    /** No context at StopSet has a target {@code t} with {@code shouldStop[t]}. */
    NO_DOUBLE_STOP("NoDoubleStop", SAFETY,
            "no thread is stopped a second time",
            List.of(Outcome.HUNG_STOPPER, Outcome.KASAN_UAF), List.of(Micro.StopSet.class), Property::stops),
    /** No context at StopSet is its own target. */
    NO_SELF_STOP("NoSelfStop", SAFETY,
            "no thread calls kthread_stop() on itself",
            List.of(Outcome.HUNG_STOPPER), List.of(Micro.StopSet.class), Property::stops),
    /** {@code fault} is not ATOMIC. */
    NO_SLEEP_IN_ATOMIC("NoSleepInAtomic", SAFETY,
            "nothing that may sleep is called while a spinlock is held, in a section that must not sleep, or by a callback"
                    + " that must not sleep",
            List.of(Outcome.ATOMIC), List.of(Micro.Acquire.class, Micro.CallbackStart.class, Micro.SectionBegin.class,
                    GraceMicro.RcuCall.class, GraceMicro.SrcuCall.class),
            p -> !p.protocol().objects(SharedObject.Spinlock.class).isEmpty()
                    || p.does(Micro.SectionBegin.class)
                    || p.protocol().callbacks().stream().anyMatch(c -> c.kind().sleeping() == Sleeping.FORBIDDEN)),
    /**
     * No context that is awake, with a {@code state} other than RUNNING, is at a step with a micro that
     * {@link Micro#mustBeRunning()}.
     */
    NO_BLOCKING_IN_WAIT_WINDOW("NoBlockingInWaitWindow", SAFETY,
            "nothing that may block is called between setting a sleeping state and schedule()",
            List.of(Outcome.WARN_SLEEP),
            List.of(Micro.SetState.class, QueueMicro.Enqueue.class, QueueMicro.EnqueueUnlessSignalled.class),
            Property::mayBlockInWaitWindow),
    /**
     * No thread with {@code shouldStop} is at a step that does a {@link Micro.Delay} of MINUTES, except an INTERRUPTIBLE
     * one with STOP_SETS_NOTIFY_SIGNAL, which a stop ends.
     */
    STOP_IS_PROMPT("StopIsPrompt", SAFETY,
            "no thread that is asked to stop sits out a sleep of minutes",
            List.of(Outcome.DELAY), List.of(Micro.StopSet.class), Property::mayStopLate),
    /**
     * {@code fault} is not REFCOUNT; with {@code module = "freed"} every thread that is gone has {@code usage} 0; and,
     * where {@code refs} is counted, it is 1 whenever {@code module = "live"}, every thread is none or gone, every file
     * operation idle or done, and every callback idle and, unless it is an IRQ or a NOTIFIER, neither armed nor, where there
     * is such a variable, with a {@code timed[b]} that is not "off".
     */
    REFERENCES_BALANCED("ReferencesBalanced", SAFETY,
            "every reference taken on a task or on the module is dropped, and none twice",
            List.of(Outcome.REFCOUNT, Outcome.LEAK, Outcome.RMMOD_BUSY), List.of(Micro.FreeText.class),
            Property::referencesAreSeen),
    /** {@code exited[t]} is at most 1. */
    EXITED_ONCE("ExitedOnce", SAFETY,
            "a thread completes 'exited' at most once",
            List.of(Outcome.NONE), List.of(Micro.ExitComplete.class), Property::stops),
    /** Not {@code warned}. */
    NO_KERNEL_WARNING("NoKernelWarning", SAFETY,
            "the kernel prints no warning about the use of its interface",
            List.of(Outcome.WARN),
            List.of(Micro.ModulePut.class, Micro.ParkTest.class, Micro.Release.class, Micro.DrainBegin.class,
                    Micro.EnableWork.class, WorkerMicro.KthreadCancel.class, WorkerMicro.WorkerEnter.class, WorkerMicro.WorkerTask.class,
                    Micro.AddWait.class, Micro.RemoveWait.class, Micro.UpRw.class, Micro.DownRw.class,
                    Micro.SectionEnd.class, Micro.BindTask.class,
                    TaskMicro.PreferAffinity.class, TaskMicro.SetPerCpu.class, TaskMicro.RebindParked.class,
                    TaskMicro.AssociateBlkcg.class, TaskMicro.UseMm.class, TaskMicro.UnuseMm.class, QueueMicro.Join.class, LockMicro.DownRwUnlessSignalled.class, LockMicro.TryDownRw.class,
                    LockMicro.SpinRw.class, LockMicro.ReleaseToWaiters.class, LockMicro.UpRwToWaiters.class, CallbackMicro.IrqEnable.class, CallbackMicro.IrqFree.class,
                    CallbackMicro.NotifierRegister.class, WorkMicro.EnableTest.class,
                    WorkMicro.KthreadInit.class, GraceMicro.SrcuEnd.class, GraceMicro.CallRcu.class, GraceMicro.RcuArm.class,
                    GraceMicro.SrcuArm.class, FileMicro.FileWithdraw.class),
            Vocabulary::mayWarn),
    /**
     * With {@code module = "freed"} no memory is valid, unless kfree_rcu() got it, so that the kernel still frees it (its
     * callback is armed or running); no workqueue live or draining, no kthread worker live that some
     * step sets up (one that a program initialises itself is no memory of its own), and no thread is born and asleep or at
     * one of the {@linkplain LoweredProgram#coreLoops() core loops} of its program; and no context is at an AllocateMemory
     * whose memory is valid, at an AllocateWorkqueue whose queue is live, or at a WorkerSetUp whose worker is live: the
     * only pointer to it would be overwritten.
     */
    NOTHING_LEAKED("NothingLeaked", SAFETY,
            "when the module is gone its memory, workqueues and kthread workers are gone too, and no thread of it waits for"
                    + " a first wake or for work",
            List.of(Outcome.LEAK, Outcome.HUNG_KTHREAD), List.of(Micro.FreeText.class),
            Property::leaksAreSeen),
    /**
     * No context of a program that {@linkplain org.quiesce.protocol.Program#isOfModule() is of the module} owns a mutex or
     * a spinlock, or holds an rw_semaphore or a rwlock, while the step at its {@code pc}, if there is one, has not the frame MODULE;
     * except, where there is such a variable, when {@code oopsed}: an oops turns lockdep off. (kernel/locking/lockdep.c
     * looks when a system call returns and when a task exits, kernel/workqueue.c after each item, kernel/time/timer.c
     * after each timer.)
     */
    LOCKS_RELEASED("LocksReleased", SAFETY,
            "nobody leaves the code of the module while holding a lock",
            List.of(Outcome.LOCKDEP, Outcome.HUNG_OTHER),
            List.of(Micro.Acquire.class, Micro.AcquireUnlessSignalled.class, Micro.TryAcquire.class, Micro.DownRw.class,
                    LockMicro.DownRwUnlessSignalled.class, LockMicro.TryDownRw.class, LockMicro.SpinRw.class,
                    LockMicro.JoinReaders.class),
            Property::takesLocks),
    /**
     * For every context at StopReturn with a thread {@code t} in {@code arg[c]}: {@code t} is out and not at exit,
     * and {@code result[t]} is -EINTR, one of the literal codes that its program returns (any, if it returns a
     * variable, or if the protocol lets it die of an oops), or 0 if its program does WorkerStopTest.
     */
    STOP_RESULT_CORRECT("StopResultCorrect", SAFETY,
            "kthread_stop() returns only when the thread is past its last instruction, and with its result",
            List.of(Outcome.NONE), List.of(Micro.StopReturn.class), Property::stops),
    /**
     * A context at StopUnpark, StopNotify, StopWake or StopWait is eventually at none of them. As a safety property
     * (NoStuckStop), which is found sooner: while a stop is pending in that sense, some fair step or event is enabled.
     */
    STOP_TERMINATES("StopTerminates", PROGRESS,
            "every kthread_stop() returns",
            List.of(Outcome.HUNG_STOPPER, Outcome.SPIN), List.of(Micro.StopSet.class), Property::stops),
    /** A thread with {@code shouldStop} is eventually out. */
    THREAD_EXITS("ThreadExits", PROGRESS,
            "every thread that is asked to stop leaves its thread function",
            List.of(Outcome.HUNG_STOPPER, Outcome.SPIN), List.of(Micro.StopSet.class), Property::stops),
    /** {@code module = "going"} leads to {@code module = "freed"}. */
    UNLOAD_COMPLETES("UnloadCompletes", PROGRESS,
            "an unload, or a failed load, comes to its end",
            List.of(Outcome.HUNG_STOPPER, Outcome.HUNG_OTHER, Outcome.SPIN), List.of(Micro.UnloadRequest.class),
            p -> !isBuiltIn(p)),
    /** {@code module = "coming"} leads to another value. */
    LOAD_COMPLETES("LoadCompletes", PROGRESS,
            "init comes to its end",
            List.of(Outcome.HUNG_OTHER, Outcome.HUNG_STOPPER, Outcome.SPIN), List.of(Micro.InitReturn.class),
            Property::initMayTakeLong),
    /**
     * {@code module = "live"} leads to {@code refs = 1} (where it is counted, and there is an UnloadRequest) or another
     * value of {@code module}. Where there are file operations or environments it is asked only if some step does ModuleGet
     * or UncheckedModuleGet, there is an UnloadRequest, and no program but those of threads and the loader does ModulePut:
     * others may come any time, and let go. Nor is it asked where an exit function may be among what is not modelled. It is then that it is not so for ever, from some state on, that
     * {@code module = "live"}, {@code refs} is not 1, every file operation is idle or done, and every thread whose program
     * does ModulePut is none or gone.
     */
    UNLOAD_POSSIBLE("UnloadPossible", PROGRESS,
            "again and again there is a moment at which rmmod would succeed",
            List.of(Outcome.RMMOD_BUSY), List.of(Micro.InitReturn.class), Property::pinIsSeen),
    /** A file operation that is neither idle nor done is eventually done. */
    REQUESTS_ANSWERED("RequestsAnswered", PROGRESS,
            "every call of a user into the module returns",
            List.of(Outcome.HUNG_OTHER, Outcome.HUNG_STOPPER), List.of(Micro.TaskEnter.class),
            p -> !p.protocol().fileOperations().isEmpty()),
    /** A context at ParkWake, ParkWait or ParkVerify is eventually at none of them. */
    PARK_TERMINATES("ParkTerminates", PROGRESS,
            "every kthread_park() returns",
            List.of(Outcome.HUNG_OTHER), List.of(Micro.ParkWake.class), p -> p.does(Micro.ParkTest.class)),
    /**
     * A context at FreezeUsersTurn is eventually not at it, and one at FreezeThreadsTurn is eventually not at that.
     * Time is abstract: the 20 seconds that the kernel waits are not.
     */
    FREEZE_COMPLETES("FreezeCompletes", PROGRESS,
            "every user task leaves the kernel, and every freezable thread gets to the refrigerator, when the machine is"
                    + " suspended",
            List.of(Outcome.SUSPEND_FAIL), List.of(Micro.FreezeUsers.class), p -> p.does(Micro.FreezeUsers.class)),
    /** A context at one of the trigger's micros is eventually at none of them. */
    FLUSH_TERMINATES("FlushTerminates", PROGRESS,
            "every flush, drain, synchronous cancel and wait for a grace period returns",
            List.of(Outcome.HUNG_OTHER, Outcome.HUNG_STOPPER, Outcome.SPIN),
            List.of(Micro.BarrierWait.class, Micro.Never.class, Micro.DrainWait.class, WorkerMicro.FlushItemWait.class,
                    Micro.CancelBegin.class, Micro.CallbackWait.class, Micro.CallbackDelete.class,
                    Micro.CallbackShutdown.class, Micro.TaskletClaim.class, Micro.DelayModify.class,
                    Micro.StealWork.class, Micro.EnableWork.class, WorkMicro.EnableTest.class, Micro.IrqThreadStop.class, Micro.SynchronizeWait.class,
                    GraceMicro.SrcuSynchronizeWait.class, CallbackMicro.AsyncWait.class, WorkMicro.Disable.class,
                    WorkMicro.RcuWorkWait.class, FileMicro.FileDrain.class),
            Property::flushes);

    /** What kind of claim it is. */
    public enum Kind {
        /** Something bad never happens: a finite run refutes it. */
        SAFETY,
        /** Something good happens eventually: an endless run, or a run that is stuck, refutes it. */
        PROGRESS
    }

    /** References on tasks may be one too many before anything is unloaded. */
    private static final List<Class<? extends Micro>> COUNTS = List.of(Micro.GetTask.class, Micro.PutTask.class);
    /** The only pointer to what was there may be overwritten before anything is unloaded. */
    private static final List<Class<? extends Micro>> ALLOCATES = List.of(
            Micro.AllocateMemory.class, Micro.AllocateWorkqueue.class, WorkerMicro.WorkerSetUp.class);

    /** Name of the safety form of {@link #STOP_TERMINATES}. */
    public static final String NO_STUCK_STOP = "NoStuckStop";

    private final String id;
    private final Kind kind;
    private final String meaning;
    private final List<Outcome> outcomes;
    private final List<Class<? extends Micro>> trigger;
    private final Predicate<LoweredProtocol> applies;

    Property(
            String id,
            Kind kind,
            String meaning,
            List<Outcome> outcomes,
            List<Class<? extends Micro>> trigger,
            Predicate<LoweredProtocol> applies) {
        this.id = id;
        this.kind = kind;
        this.meaning = meaning;
        this.outcomes = outcomes;
        this.trigger = trigger;
        this.applies = applies;
    }

    /** The name in specifications, models and results. */
    public String id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    /** The claim, as one clause. */
    public String meaning() {
        return meaning;
    }

    /** What a real kernel may show when it is violated, the most telling first. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    /** Steps of which at least one must have been taken in some run: else the property says nothing (is vacuous). */
    public List<Class<? extends Micro>> trigger() {
        return trigger;
    }

    /**
     * The same, in a protocol: where nothing but the module itself could be freed, what NoUseAfterFree speaks of is who
     * touches that. Of what is built in nothing is asked at its end, as there is none.
     */
    public List<Class<? extends Micro>> trigger(LoweredProtocol lowered) {
        if (isBuiltIn(lowered)) {
            Map<Property, List<Class<? extends Micro>>> meanwhile = Map.of(
                    NO_CODE_AFTER_UNLOAD, List.of(Micro.InitReturn.class),
                    REFERENCES_BALANCED, COUNTS,
                    NOTHING_LEAKED, ALLOCATES);
            return meanwhile.getOrDefault(this, trigger);
        }
        return this != NO_USE_AFTER_FREE || trigger.stream().anyMatch(lowered::does) ? trigger
                : List.of(Micro.ModulePut.class, Micro.UncheckedModuleGet.class, Micro.TaskLeave.class,
                        FileMicro.FileWithdraw.class);
    }

    /** Whether the property means something for the protocol. */
    public boolean appliesTo(LoweredProtocol lowered) {
        return applies.test(lowered);
    }

    /** The properties that apply to a protocol, in their order. */
    public static List<Property> of(LoweredProtocol lowered) {
        return Arrays.stream(values()).filter(p -> p.appliesTo(lowered)).toList();
    }

    /** The property of that name. */
    public static Optional<Property> named(String id) {
        return Arrays.stream(values()).filter(p -> p.id.equals(id)).findFirst();
    }

    private static boolean frees(LoweredProtocol lowered) {
        return NO_USE_AFTER_FREE.trigger.stream().anyMatch(lowered::does)
                || lowered.does(Micro.ModulePut.class)
                || lowered.does(Micro.UncheckedModuleGet.class)
                // The end of a call drops a reference on a module that may be freed by then.
                || lowered.protocol().loader().unloading() == Program.Unloading.FORCED
                        && Vocabulary.countsModuleReferences(lowered)
                || lowered.protocol().fileOperations().stream()
                        .anyMatch(f -> f.pinning() == Program.Pinning.OWNER && f.file().isPresent())
                || lowered.steps().flatMap(s -> s.micros().stream()).anyMatch(m ->
                        m instanceof FileMicro.FileWithdraw w && w.absence() == SharedObject.Absence.DANGLING);
    }

    private static boolean flushes(LoweredProtocol lowered) {
        return FLUSH_TERMINATES.trigger.stream().anyMatch(lowered::does);
    }

    private static boolean takesLocks(LoweredProtocol lowered) {
        return LOCKS_RELEASED.trigger.stream().anyMatch(lowered::does);
    }

    private static boolean followsPointers(LoweredProtocol lowered) {
        return NO_INVALID_TASK.trigger.stream().anyMatch(lowered::does)
                || lowered.programs().stream().filter(LoweredProgram::isUserTask).anyMatch(Property::asksWhetherToStop);
    }

    private static boolean asksWhetherToStop(LoweredProgram program) {
        return program.steps().stream()
                .flatMap(s -> s.micros().stream())
                .anyMatch(m -> m instanceof Micro.Test test && test.atom() instanceof Condition.ShouldStop);
    }

    /** Whether some program both sets a sleeping state by hand and calls what may block. */
    private static boolean mayBlockInWaitWindow(LoweredProtocol lowered) {
        return lowered.programs().stream().anyMatch(p -> p.steps().stream().anyMatch(Property::setsSleepingState)
                && p.steps().stream().anyMatch(s -> s.micros().stream().anyMatch(Micro::mustBeRunning)));
    }

    private static boolean setsSleepingState(Step step) {
        return step.frame() == Frame.MODULE && step.micros().stream()
                .anyMatch(m -> m instanceof Micro.SetState set && set.state() != TaskState.RUNNING
                        || m instanceof QueueMicro.Enqueue
                        || m instanceof QueueMicro.EnqueueUnlessSignalled);
    }

    private static boolean mayStopLate(LoweredProtocol lowered) {
        return stops(lowered) && lowered.programs().stream()
                .filter(LoweredProgram::isKthread)
                .flatMap(p -> p.steps().stream())
                .flatMap(s -> s.micros().stream())
                .anyMatch(m -> m instanceof Micro.Delay delay && delay.length() == Length.MINUTES);
    }

    private static boolean isBuiltIn(LoweredProtocol lowered) {
        return lowered.protocol().loader().unloading() == Program.Unloading.NEVER;
    }

    private static boolean referencesAreSeen(LoweredProtocol lowered) {
        return !isBuiltIn(lowered) || COUNTS.stream().anyMatch(lowered::does);
    }

    private static boolean leaksAreSeen(LoweredProtocol lowered) {
        return !isBuiltIn(lowered) || ALLOCATES.stream().anyMatch(lowered::does);
    }

    private static boolean pinIsSeen(LoweredProtocol lowered) {
        boolean unloads = lowered.does(Micro.UnloadRequest.class);
        if (isBuiltIn(lowered) || !unloads && lowered.protocol().origin().filter(o -> !o.unmodelled().isEmpty()).isPresent()) {
            return false;
        }
        if (nobodyElsePuts(lowered)) {
            return Vocabulary.countsModuleReferences(lowered) || !unloads;
        }
        boolean takes = lowered.does(Micro.ModuleGet.class) || lowered.does(Micro.UncheckedModuleGet.class);
        return takes && unloads && onlyThreadsPut(lowered);
    }

    /** Whether nothing outside of the module could be what lets go of it: there are no users, and no environment. */
    public static boolean nobodyElsePuts(LoweredProtocol lowered) {
        return lowered.protocol().fileOperations().isEmpty() && lowered.protocol().environments().isEmpty();
    }

    private static boolean onlyThreadsPut(LoweredProtocol lowered) {
        return lowered.programs().stream()
                .filter(p -> p.steps().stream().anyMatch(s -> s.does(Micro.ModulePut.class)))
                .allMatch(p -> p.isKthread() || p.program() instanceof Program.Loader);
    }

    /** Whether init has a loop, or a step that may have to wait. */
    private static boolean initMayTakeLong(LoweredProtocol lowered) {
        LoweredProgram loader = lowered.programOf(lowered.protocol().loader().name());
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(loader.start()));
        while (!open.isEmpty()) {
            Optional<Step> step = loader.at(open.pop()).filter(s -> !s.does(Micro.UnloadRequest.class));
            if (step.isPresent() && seen.add(step.get().label())) {
                open.addAll(step.get().exits().values());
            }
        }
        return loader.steps().stream()
                        .filter(s -> seen.contains(s.label()))
                        .anyMatch(s -> s.frame() == Frame.MODULE && s.fairness() == Fairness.STRONG
                                || s.does(Micro.Schedule.class)
                                || s.does(Micro.ParkVerify.class))
                || lowered.protocol().loader().init().stream().anyMatch(Property::loops);
    }

    private static boolean loops(Statement statement) {
        return statement instanceof Statement.While
                || statement instanceof Statement.DoWhile
                || statement.within().anyMatch(Property::loops);
    }

    private static boolean stops(LoweredProtocol lowered) {
        return lowered.does(Micro.StopSet.class);
    }
}
