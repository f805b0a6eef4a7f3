package org.quiesce.protocol.step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.kernel.Outcome;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.LockOperation.Access;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Signal;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Value;

/**
 * The variables of a lowered protocol: one vocabulary for specification, simulator, traces and results.
 *
 * <p>A protocol has the variables that it needs and no others; {@code pc}, {@code state}, {@code asleep},
 * {@code module} and {@code fault} are always there, as are the variables of kernel threads where there are any.
 *
 * <p>At first every thread is {@code "none"} with state NEW, awake, with no reference and result 0; every other sleeper
 * is RUNNING; {@code module} is {@code "coming"} with two references, timers are off, truths false, numbers 0, pointers
 * and {@code arg} NULL, locks unowned, {@code initText}
 * {@code "needed"}, {@code taskWork} and {@code inPlace} {@code "none"}, semaphores as they start, queues and grace periods
 * empty, nobody in an SRCU domain, memory {@code "null"}, files by which users call in {@code "none"}, unless the protocol says otherwise. A local variable that no step assigns is no variable; it reads as 0.
 */
public final class Vocabulary {

    /** No task, as the value of a pointer. */
    public static final String NULL = "NULL";
    /** An error pointer. */
    public static final String ERR = "ERR";
    /** The value of {@code fault} in a run that goes on, and the owner of a lock that is free. */
    public static final String NONE = "none";

    /** What the variable of an rw_semaphore says of a context that sleeps until it can write. */
    public static final String RW_WAITS = "wait";

    /** What only a context with a state of its own does. */
    private static final List<Class<? extends Micro>> SLEEPING = List.of(
            Micro.SetState.class, Micro.Schedule.class, Micro.WaitPrepare.class, Micro.AddWait.class,
            QueueMicro.Enqueue.class, QueueMicro.EnqueueUnlessSignalled.class, QueueMicro.Join.class,
            FreezableMicro.ScheduleFreezable.class);

    private static final List<Class<? extends Micro>> WARNING = List.of(
            TaskMicro.PreferAffinity.class, TaskMicro.SetPerCpu.class, TaskMicro.RebindParked.class,
            TaskMicro.AssociateBlkcg.class, TaskMicro.UseMm.class, TaskMicro.UnuseMm.class, QueueMicro.Join.class, LockMicro.DownRwUnlessSignalled.class, LockMicro.TryDownRw.class,
            LockMicro.SpinRw.class, LockMicro.ReleaseToWaiters.class, LockMicro.UpRwToWaiters.class, CallbackMicro.IrqEnable.class, CallbackMicro.IrqFree.class,
            CallbackMicro.NotifierRegister.class, WorkMicro.EnableTest.class, WorkMicro.KthreadInit.class,
            GraceMicro.SrcuEnd.class, GraceMicro.CallRcu.class, GraceMicro.RcuArm.class, GraceMicro.SrcuArm.class);

    /** So many values that are sets take some 60 MB. */
    private static final int MOST_SETS = 1 << 17;

    private final LoweredProtocol lowered;
    private final Participants who;
    private final List<StateVariable> variables = new ArrayList<>();
    /** How many values that are sets may still come. */
    private long room = MOST_SETS;

    private Vocabulary(LoweredProtocol lowered) {
        this.lowered = lowered;
        this.who = new Participants(lowered);
    }

    /**
     * The variables, in the order in which specifications declare them.
     *
     * @throws TooLargeException if a variable has more values than there is room for
     */
    public static List<StateVariable> of(LoweredProtocol lowered) {
        Vocabulary vocabulary = new Vocabulary(lowered);
        vocabulary.kernelVariables();
        vocabulary.objects();
        vocabulary.locals();
        vocabulary.plain("fault", "what a real kernel would show where this run ended, or \"none\"", faults());
        return List.copyOf(vocabulary.variables);
    }

    /** The contexts that have the variables {@code state} and {@code asleep}: threads, and others that call schedule. */
    public static List<String> sleepers(LoweredProtocol lowered) {
        return lowered.programs().stream()
                .filter(p -> p.isKthread() || p.steps().stream().anyMatch(Vocabulary::sleeps))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /**
     * The contexts that have the variable {@code signals}: the threads, where somebody sends some besides SIGKILL, and every user task
     * whose program a signal can make a difference to.
     */
    public static List<String> signalled(LoweredProtocol lowered) {
        return lowered.programs().stream()
                .filter(p -> p.isKthread()
                        ? sends(lowered, Signal.SIGTERM)
                        : p.isUserTask() && heedsSignals(p))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /**
     * The contexts that have the variable {@code notified}: the threads, and the functions of threaded interrupts that some
     * step stops and to which a signal can make a difference.
     */
    public static List<String> notified(LoweredProtocol lowered) {
        Set<String> stopped = lowered.steps().flatMap(s -> s.micros().stream())
                .filter(CallbackMicro.IrqThreadNotify.class::isInstance)
                .map(m -> ((CallbackMicro.IrqThreadNotify) m).callback())
                .collect(Collectors.toSet());
        return lowered.programs().stream()
                .filter(p -> p.isKthread() || stopped.contains(p.program().name()) && heedsSignals(p))
                .flatMap(p -> p.contexts().stream())
                .toList();
    }

    /** Whether a signal can make a difference to a program. */
    public static boolean heedsSignals(LoweredProgram program) {
        return program.steps().stream().anyMatch(Vocabulary::heedsSignals);
    }

    /** Whether a signal can make a difference to a step. */
    static boolean heedsSignals(Step step) {
        return step.micros().stream().anyMatch(Vocabulary::heedsSignals);
    }

    /** Whether who takes a step is off the run queue then, or may be made so. */
    static boolean sleeps(Step step) {
        return SLEEPING.stream().anyMatch(step::does);
    }

    /** Whether a step of the protocol sends that signal to a thread itself. */
    private static boolean sends(LoweredProtocol lowered, Signal signal) {
        return lowered.steps()
                .flatMap(s -> s.micros().stream())
                .anyMatch(m -> m instanceof Micro.SendSignal send && send.signal() == signal);
    }

    private static boolean heedsSignals(Micro micro) {
        return micro instanceof Micro.WaitPrepare wait && wait.mode() == SleepMode.INTERRUPTIBLE
                || micro instanceof QueueMicro.EnqueueUnlessSignalled entry && entry.mode() == SleepMode.INTERRUPTIBLE
                || micro instanceof QueueMicro.Enqueue enqueue && enqueue.state() == TaskState.INTERRUPTIBLE
                || micro instanceof LockMicro.DownRwUnlessSignalled rw && rw.mode() == SleepMode.INTERRUPTIBLE
                || micro instanceof Micro.WaitDone done && done.mode() == SleepMode.INTERRUPTIBLE
                || micro instanceof Micro.AcquireUnlessSignalled lock && lock.mode() == SleepMode.INTERRUPTIBLE
                || micro instanceof Micro.DownUnlessSignalled down && down.mode() == SleepMode.INTERRUPTIBLE
                || micro instanceof Micro.SetState set && set.state() == TaskState.INTERRUPTIBLE
                || micro instanceof Micro.Test test && test.atom() instanceof Condition.SignalPending;
    }

    /** Whether the protocol counts references on its module, in the variable {@code refs}. */
    public static boolean countsModuleReferences(LoweredProtocol lowered) {
        return lowered.does(Micro.ModuleGet.class)
                || lowered.does(Micro.UncheckedModuleGet.class)
                || lowered.does(Micro.ModulePut.class)
                || lowered.protocol().fileOperations().stream()
                        .anyMatch(f -> f.pinning() == Program.Pinning.OWNER);
    }

    private void kernelVariables() {
        List<String> threads = lowered.kthreads();
        Map<String, List<Datum>> pc = new LinkedHashMap<>();
        lowered.programs().forEach(p -> p.contexts().forEach(c -> pc.put(c, words(labels(p)))));
        variables.add(new StateVariable("pc", "where each context is in its program", pc));
        perContext("state", "task state", sleepers(lowered),
                words(Stream.of(TaskState.values()).map(Enum::name).toList()));
        perContext("asleep", "off the run queue", sleepers(lowered), truths());
        perContext("shouldStop", "KTHREAD_SHOULD_STOP", threads, truths());
        if (usesPark()) {
            perContext("shouldPark", "KTHREAD_SHOULD_PARK", threads, truths());
            perContext("parked", "count of the completion that kthread_park() waits for", threads,
                    numbers(0, Bounds.PARKED_MAX));
        }
        if (lowered.does(Micro.Refrigerate.class) || tests(Condition.Freezing.class)) {
            perContext("freezable", "takes part in freezing", threads, truths());
            plain("freezing", "a freeze is under way", truths());
        }
        perContext("inPlace", "frozen in place: \"none\", \"sleeping\" so that it may be, \"frozen\", or \"woken\" since",
                who.doing(List.of(FreezableMicro.ScheduleFreezable.class)),
                words(List.of("none", "sleeping", "frozen", "woken")));
        if (lowered.does(Micro.FreezeUsersTurn.class)) {
            plain("usersFrozen", "user tasks are frozen, outside of the kernel", truths());
        }
        signals();
        perContext("notified", "TIF_NOTIFY_SIGNAL", notified(lowered), truths());
        perContext("exited", "count of the completion that kthread_stop() waits for", threads, numbers(0, 2));
        perContext("result", "what the thread function returned", threads, integers());
        perContext("usage", "references on the task; 0 is no task, or a freed one", threads,
                numbers(0, Bounds.REFERENCES_MAX));
        if (lowered.protocol().reusesMemory()) {
            perContext("reused", "its memory is another task's", threads, truths());
        }
        if (lowered.does(TaskMicro.SetPerCpu.class)) {
            perContext("cpuBound", "PF_NO_SETAFFINITY: bound to a CPU", threads, truths());
            perContext("perCpu", "KTHREAD_IS_PER_CPU", threads, truths());
        }
        if (lowered.does(TaskMicro.AssociateBlkcg.class)) {
            perContext("blkcg", "charges its block I/O to a control group", threads, truths());
        }
        perContext("adopted", "has a user address space, from kthread_use_mm()",
                who.doing(List.of(TaskMicro.UseMm.class, TaskMicro.UnuseMm.class)), truths());
        if (lowered.protocol().taskWork().isPresent()) {
            perContext("taskWork", "its task work: \"none\", \"queued\", or \"closed\" when it takes no more", threads,
                    words(List.of("none", "queued", "closed")));
        }
        perContext("exclusive", "queued as an exclusive waiter, if at all", who.doing(List.of(Micro.QueueAs.class)),
                truths());
        perContext("woken", "WQ_FLAG_WOKEN of its wait queue entry",
                who.doing(List.of(Micro.AddWait.class, Micro.WokenTest.class)), truths());
        List<String> callers = who.doing(List.of(Micro.LoadArg.class, Micro.CreateThread.class,
                WorkerMicro.WorkerTask.class));
        if (!callers.isEmpty()) {
            perContext("arg", "the task that each context's call is about", callers, pointers());
        }
        List<String> timed = who.doing(List.of(Micro.TimerArm.class));
        if (!timed.isEmpty()) {
            perContext("timer", "\"off\", \"armed\" or \"expired\"", timed,
                    words(List.of("off", "armed", "expired")));
        }
        callbacks();
        plain("module", "\"coming\", \"live\", \"going\" or \"freed\"",
                words(List.of("coming", "live", "going", "freed")));
        if (lowered.programs().stream().anyMatch(LoweredProgram::isInInitText)) {
            plain("initText", "init text: \"needed\" by init, \"unneeded\" or \"freed\"",
                    words(List.of("needed", "unneeded", "freed")));
        }
        if (countsModuleReferences(lowered)) {
            plain("refs", "references on the module: one is its own, one more is held during init",
                    numbers(0, Bounds.REFERENCES_MAX));
        }
        lowered.steps().flatMap(s -> s.micros().stream())
                .filter(Micro.RcuBegin.class::isInstance)
                .map(Micro.RcuBegin.class::cast)
                .findFirst()
                .ifPresent(begin -> plain("readers", "whom synchronize_rcu() still waits for",
                        subsets(begin.rcu().contexts())));
        graces();
        perContext("nesting", "sections that must not sleep, one in the other", who.doing(List.of(
                Micro.SectionBegin.class, Micro.SectionEnd.class)), numbers(0, Bounds.NESTING_MAX));
        if (!lowered.oopsing().isEmpty()) {
            plain("oopsed", "a thread died of an oops", truths());
        }
        if (mayWarn(lowered)) {
            plain("warned", "the kernel printed a warning", truths());
        }
    }

    private void signals() {
        List<String> threads = lowered.kthreads();
        boolean kills = sends(lowered, Signal.SIGKILL);
        boolean killsProcesses = lowered.does(Micro.KillProcess.class);
        if (sends(lowered, Signal.SIGTERM)) {
            perContext("allowed", "receives signals", threads, truths());
        }
        perContext("signals", kills || killsProcesses ? "a signal other than SIGKILL is pending" : "TIF_SIGPENDING",
                signalled(lowered), truths());
        if (kills || killsProcesses) {
            perContext("allowsKill", "receives SIGKILL", threads, truths());
        }
        if (kills) {
            perContext("killPending", "SIGKILL is pending, sent to the thread itself", threads, truths());
        }
        if (killsProcesses) {
            perContext("sharedKill", "SIGKILL is pending, sent to the process", threads, truths());
        }
    }

    private void graces() {
        Map<String, List<Datum>> graces = new LinkedHashMap<>();
        Map<String, List<Datum>> srcu = new LinkedHashMap<>();
        for (LoweredProgram program : lowered.programs()) {
            Set<String> waited = new LinkedHashSet<>();
            program.steps().stream().flatMap(s -> s.micros().stream()).forEach(micro -> {
                if (micro instanceof Micro.SynchronizeBegin begin) {
                    program.contexts().forEach(c -> graces.put(c, subsets(begin.rcu().contexts())));
                } else if (micro instanceof GraceMicro.RcuCall call) {
                    program.contexts().forEach(c -> graces.put(c, subsets(call.rcu().contexts())));
                } else if (micro instanceof Micro.TaskFree free && !free.rcu().contexts().isEmpty()) {
                    program.contexts().forEach(c -> graces.put(c, subsets(free.rcu().contexts())));
                } else if (micro instanceof GraceMicro.SrcuSynchronizeBegin begin) {
                    waited.addAll(begin.readers());
                } else if (micro instanceof GraceMicro.SrcuCall call) {
                    waited.addAll(call.readers());
                }
            });
            if (program.steps().stream().anyMatch(s -> s.does(GraceMicro.SrcuSynchronizeBegin.class)
                    || s.does(GraceMicro.SrcuCall.class))) {
                List<String> ordered = lowered.contexts().stream().filter(waited::contains).toList();
                program.contexts().forEach(c -> srcu.put(c, subsets(ordered)));
            }
        }
        if (!graces.isEmpty()) {
            variables.add(new StateVariable("gracePeriod", "whom the grace period of each context still waits for", graces));
        }
        if (!srcu.isEmpty()) {
            variables.add(new StateVariable("srcuGrace", "whom the synchronize_srcu() of each context still waits for", srcu));
        }
    }

    private void callbacks() {
        perContext("armed", "timers, work, tasklets and RCU callbacks that are pending; interrupts that are requested"
                        + (who.callbacks(c -> c.kind() == CallbackKind.NOTIFIER).isEmpty() ? "" : "; notifiers that are registered"),
                lowered.protocol().callbacks().stream().map(Program.Callback::name).toList(), truths());
        perContext("disabled", "how often the interrupt was disabled", who.disabled(), numbers(0, Bounds.DISABLED_MAX));
        if (lowered.does(Micro.CallbackShutdown.class) || lowered.does(CallbackMicro.ShutdownAtOnce.class)) {
            perContext("shutdown", "timers that can't be armed any more", who.callbacks(c -> c.kind() == CallbackKind.TIMER), truths());
        }
        perContext("timed", "the timers of delayed work: \"off\", \"on\", or \"unlinked\" from the item",
                who.callbacks(c -> c.timing() == Timing.DELAYED), words(List.of("off", "on", "unlinked")));
        lines();
        if (lowered.does(Micro.DrainBegin.class)) {
            perContext("dropped", "work that a draining workqueue has refused: pending, and on no list",
                    who.callbacks(c -> c.kind().isWork() && c.runner().isPresent()), truths());
        }
        perContext("cancelling", "how many forbid that it is queued, in cancel_work_sync() or tasklet_kill()",
                who.cancellable(), numbers(0, Bounds.CANCELLING_MAX));
        flushes("behind", "who waits behind the instance that is queued, in a flush or rcu_barrier()", who.barriers());
        flushes("behindRunning", "who waits behind the instance that runs", who.barriersBehindRunning());
        perContext("hasWorker", "work->worker: kthread work that was queued at some time", who.traced(), truths());
        perContext("flushing", "what the flush item of each context stands behind, if it is on the list of a kthread worker",
                who.flushers(), words(flushed()));
        if (lowered.protocol().spuriousWakeUps() > 0) {
            plain("spurious", "spurious wake-ups so far", numbers(0, lowered.protocol().spuriousWakeUps()));
        }
    }

    private void lines() {
        Map<String, List<Datum>> ahead = new LinkedHashMap<>();
        lowered.protocol().callbacks().forEach(item -> {
            List<String> others = InLine.others(lowered.protocol(), item);
            if (!others.isEmpty()) {
                ahead.put(item.name(), subsets(others));
            }
        });
        if (!ahead.isEmpty()) {
            variables.add(new StateVariable("ahead", "what was put on the queue before each item, and still is there", ahead));
        }
    }

    private void objects() {
        for (SharedObject object : lowered.protocol().objects()) {
            if (object instanceof SharedObject.TaskPointer) {
                plain(object.name(), "struct task_struct *", pointers());
            } else if (object instanceof SharedObject.Flag) {
                plain(object.name(), "bool", truths());
            } else if (object instanceof SharedObject.Counter counter) {
                plain(object.name(), "counter, at most " + counter.max(), numbers(0, counter.max()));
            } else if (object instanceof SharedObject.Completion) {
                plain(object.name(), "struct completion", numbers(0, Bounds.COMPLETED_FOR_ALL));
            } else if (object instanceof SharedObject.WaitQueue queue) {
                plain(object.name(), "wait_queue_head_t: who is on it", subsets(who.waiters(queue.name())));
            } else if (object instanceof SharedObject.Mutex) {
                plain(object.name(), "struct mutex: its owner", owners());
            } else if (object instanceof SharedObject.Spinlock) {
                plain(object.name(), "spinlock_t: its owner", owners());
            } else if (object instanceof SharedObject.Semaphore) {
                plain(object.name(), "struct semaphore: its count", numbers(0, SharedObject.Semaphore.MAX));
            } else if (object instanceof SharedObject.ReadersAndWriter) {
                perContext(object.name(), (object instanceof SharedObject.Rwlock ? "rwlock_t" : "struct rw_semaphore")
                        + ": how each context holds it", who.holders(object.name()),
                        words(List.of(NONE, Access.READ.suffix(), Access.WRITE.suffix(), RW_WAITS)));
            } else if (object instanceof SharedObject.SrcuDomain) {
                perContext(object.name(), "struct srcu_struct: how often each context reads in it",
                        who.srcuReaders(object.name()), numbers(0, Bounds.NESTING_MAX));
            } else if (object instanceof SharedObject.Memory) {
                plain(object.name(), "memory: \"null\", \"valid\" or \"freed\"",
                        words(List.of("null", "valid", "freed")));
            } else if (object instanceof SharedObject.UserFile file) {
                plain(file.name(), file.kind().noun() + ": \"none\", \"registered\" or \"withdrawn\"",
                        words(List.of("none", "registered", "withdrawn")));
            } else if (object instanceof SharedObject.Workqueue) {
                plain(object.name(), "struct workqueue_struct *: \"null\", \"live\", \"draining\" or \"freed\"",
                        words(List.of("null", "live", "draining", "freed")));
            } else if (object instanceof SharedObject.KthreadWorker worker) {
                plain(worker.name(), "struct kthread_worker *: \"null\", \"error\", \"live\" or \"freed\"",
                        words(List.of("null", "error", "live", "freed")));
                plain(worker.task(), worker.name() + "->task", pointers());
                plain(worker.current(), worker.name() + "->current_work: what its thread took last",
                        words(Stream.concat(runs(worker).stream(), who.flushers().stream()).toList()));
                plain(worker.running(), "the work that the thread of " + worker.name() + " runs", words(runs(worker)));
            }
        }
    }

    private List<String> runs(SharedObject.KthreadWorker worker) {
        List<String> works = new ArrayList<>(List.of(NONE));
        lowered.protocol().callbacks().stream()
                .filter(c -> c.runner().filter(worker.name()::equals).isPresent())
                .map(Program.Callback::name)
                .forEach(works::add);
        return works;
    }

    /** What any flush item may stand behind. */
    private List<String> flushed() {
        Stream<String> behind = lowered.programs().stream().flatMap(program -> program.flushed().stream());
        return Stream.concat(Stream.of(NONE), behind).distinct().toList();
    }

    private void locals() {
        Map<String, List<String>> contexts = new LinkedHashMap<>();
        for (LoweredProgram program : lowered.programs()) {
            Set<String> names = new TreeSet<>();
            program.steps().forEach(s -> s.micros().forEach(m -> m.into().ifPresent(names::add)));
            for (String name : names) {
                contexts.computeIfAbsent(name, n -> new ArrayList<>()).addAll(program.contexts());
            }
        }
        contexts.forEach((name, owners) -> perContext(name, "local variable", owners, integers()));
    }

    private boolean tests(Class<? extends Condition.Atom> kind) {
        return lowered.steps().flatMap(s -> s.micros().stream())
                .anyMatch(m -> m instanceof Micro.Test t && kind.isInstance(t.atom()));
    }

    private boolean usesPark() {
        return lowered.does(Micro.ParkTest.class)
                || lowered.does(Micro.Unpark.class)
                || lowered.does(Micro.ParkmeTest.class)
                || tests(Condition.ShouldPark.class);
    }

    /** Whether the kernel may print a warning, noted in the variable {@code warned}. */
    public static boolean mayWarn(LoweredProtocol lowered) {
        return lowered.does(Micro.ModulePut.class)
                || lowered.does(Micro.ParkTest.class)
                || lowered.does(Micro.Release.class)
                || lowered.does(Micro.DrainBegin.class)
                || lowered.does(Micro.EnableWork.class)
                || lowered.does(WorkerMicro.KthreadCancel.class)
                || lowered.does(WorkerMicro.WorkerEnter.class)
                || lowered.does(WorkerMicro.WorkerTask.class)
                || lowered.does(Micro.AddWait.class)
                || lowered.does(Micro.RemoveWait.class)
                || lowered.does(Micro.UpRw.class)
                || lowered.does(Micro.SectionEnd.class)
                || lowered.does(Micro.BindTask.class)
                || lowered.does(Micro.DownRw.class)
                || WARNING.stream().anyMatch(lowered::does)
                || lowered.steps().flatMap(s -> s.micros().stream())
                        .anyMatch(m -> m instanceof FileMicro.FileWithdraw w && w.absence() == SharedObject.Absence.WARNED_OF);
    }

    private static List<String> labels(LoweredProgram program) {
        Set<String> labels = new LinkedHashSet<>();
        labels.add(program.start());
        program.steps().forEach(s -> labels.add(s.label()));
        program.steps().forEach(s -> labels.addAll(s.exits().values()));
        return List.copyOf(labels);
    }

    private List<Datum> pointers() {
        List<String> words = new ArrayList<>(List.of(NULL, ERR));
        words.addAll(lowered.kthreads());
        return words(words);
    }

    private List<Datum> owners() {
        List<String> words = new ArrayList<>(List.of(NONE));
        words.addAll(lowered.contexts());
        return words(words);
    }

    private static List<Datum> faults() {
        return words(List.of(NONE, Outcome.TEXT_FAULT.code(), Outcome.KASAN_UAF.code(), Outcome.REFCOUNT.code(),
                Outcome.NULL_DEREF.code(), Outcome.ATOMIC.code(), Outcome.WRONG_VICTIM.code(), Bounds.BOUND_FAULT));
    }

    /** Every number that the protocol can store or return. */
    private List<Datum> integers() {
        Set<Integer> numbers = new TreeSet<>(List.of(0, 1, Errno.EINTR.negative(), Errno.ERESTARTSYS.negative(),
                Errno.ENOSYS.negative(), Errno.EBUSY.negative()));
        if (!lowered.oopsing().isEmpty()) {
            numbers.add(SystemEvent.OOPS_SIGNAL);
        }
        if (lowered.does(Micro.TaskWorkAdd.class)) {
            numbers.add(Errno.ESRCH.negative());
        }
        lowered.steps().flatMap(s -> s.micros().stream()).forEach(micro -> {
            Value value = micro instanceof Micro.SetLocal m ? m.value()
                    : micro instanceof Micro.ThreadReturn m ? m.code()
                    : micro instanceof Micro.InitReturn m ? m.code() : Value.of(0);
            if (value instanceof Value.Literal literal) {
                numbers.add(literal.number());
            }
            if (micro instanceof Micro.RequestIrq || micro instanceof FileMicro.FileRegister) {
                numbers.add(Errno.ENOMEM.negative());
            } else if (micro instanceof CallbackMicro.TryDelete) {
                numbers.add(-1);
            } else if (micro instanceof LockMicro.DownTimeout) {
                numbers.add(Errno.ETIME.negative());
            } else if (micro instanceof TaskMicro.PreferAffinity) {
                numbers.add(Errno.EINVAL.negative());
            } else if (micro instanceof TaskMicro.DequeueSignal) {
                numbers.add(Signal.SIGTERM.number());
                if (sends(lowered, Signal.SIGKILL) || lowered.does(Micro.KillProcess.class)) {
                    numbers.add(Signal.SIGKILL.number());
                }
            } else if (micro instanceof WorkMicro.ReadBusy) {
                numbers.addAll(List.of(2, 3));
            }
        });
        return numbers.stream().map(Datum::of).toList();
    }

    private void flushes(String name, String meaning, Map<String, List<String>> flushers) {
        if (!flushers.isEmpty()) {
            Map<String, List<Datum>> domains = new LinkedHashMap<>();
            flushers.forEach((callback, waiters) -> domains.put(callback, subsets(waiters)));
            variables.add(new StateVariable(name, meaning, domains));
        }
    }

    private void perContext(String name, String meaning, List<String> contexts, List<Datum> domain) {
        if (contexts.isEmpty()) {
            return;
        }
        Map<String, List<Datum>> domains = new LinkedHashMap<>();
        contexts.forEach(c -> domains.put(c, domain));
        variables.add(new StateVariable(name, meaning, domains));
    }

    private void plain(String name, String meaning, List<Datum> domain) {
        variables.add(new StateVariable(name, meaning, Map.of(StateVariable.PLAIN, domain)));
    }

    private static List<Datum> words(List<String> words) {
        return words.stream().map(Datum::of).toList();
    }

    private static List<Datum> truths() {
        return List.of(Datum.of(false), Datum.of(true));
    }

    private static List<Datum> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Datum::of).toList();
    }

    /** Every subset, the one with bit i of its position set holding element i. */
    private List<Datum> subsets(List<String> elements) {
        long sets = elements.size() < Integer.SIZE ? 1L << elements.size() : Long.MAX_VALUE;
        room -= Math.min(sets, MOST_SETS + 1L);
        if (room < 0) {
            throw new TooLargeException("protocol " + lowered.protocol().name() + ": any of " + elements.size()
                    + " may wait for something, or be waited for (" + String.join(", ", elements)
                    + "), and there is no room for as many sets of them; let fewer take part");
        }
        return IntStream.range(0, 1 << elements.size())
                .mapToObj(bits -> Datum.of(IntStream.range(0, elements.size())
                        .filter(i -> (bits >> i & 1) == 1)
                        .mapToObj(elements::get)
                        .toList()))
                .toList();
    }
}
