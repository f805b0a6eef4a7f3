package org.quiesce.protocol.step;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Errno;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.FreezerOperation;
import org.quiesce.protocol.FreezerOperation.StopInRefrigerator;
import org.quiesce.protocol.HrtimerOperation;
import org.quiesce.protocol.InterruptOperation;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.KthreadOperation.Placement;
import org.quiesce.protocol.ModuleOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SharedObject.KthreadWorker;
import org.quiesce.protocol.SimpleWaitOperation;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.SleepOperation;
import org.quiesce.protocol.SleepOperation.Length;
import org.quiesce.protocol.SmpbootOperation;
import org.quiesce.protocol.Spelling;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;
import org.quiesce.protocol.WaitQueueOperation;
import org.quiesce.protocol.step.TaskLowering.Effect;

/** Lowers the calls of one program to the micro-steps of the reference. */
final class OperationLowering {

    /** What the two steps do that stop the thread of an interrupt. */
    static final String NOTIFIES_IRQ_THREAD = "raises TIF_NOTIFY_SIGNAL of the thread of the interrupt, on kernels that do";
    static final String WAKES_IRQ_THREAD = "wakes the thread of the interrupt, on kernels that do";

    private final Protocol protocol;
    private final Program program;
    private final StepFactory factory;
    private final Granularity granularity;
    private final Rcu rcu;
    private final PointerWriters writers;
    private final Conditions conditions;
    private final SleepEndings endings;
    private final WaitLowering waits;
    private final QueueLowering queues;
    private final TaskLowering tasks;
    private final DeferredLowering deferred;
    private final WorkLowering works;
    private final SmpbootLowering smpboot;
    private final LockLowering locks;
    private final CallbackLowering callbacks;
    private final FileLowering files;
    private final Sleeps sleeps;

    OperationLowering(
            Protocol protocol,
            Program program,
            StepFactory factory,
            Conditions conditions,
            Granularity granularity,
            Rcu rcu,
            PointerWriters writers) {
        this.protocol = protocol;
        this.program = program;
        this.factory = factory;
        this.granularity = granularity;
        this.rcu = rcu;
        this.writers = writers;
        this.conditions = conditions;
        ExclusiveWaits exclusive = new ExclusiveWaits(protocol);
        boolean mixed = exclusive.areMixed(program);
        this.endings = SleepEndings.of(protocol, program);
        this.waits = new WaitLowering(factory, conditions, endings, mixed);
        this.queues = new QueueLowering(exclusive, endings, mixed);
        this.tasks = new TaskLowering(this::about);
        this.sleeps = new Sleeps(Stream.of(OperationTrait.SetsState.class, WaitQueueOperation.PrepareToWait.class,
                        WaitQueueOperation.PrepareToWaitEvent.class)
                .anyMatch(kind -> program.operations(kind).findAny().isPresent()));
        this.locks = new LockLowering(sleeps, endings, new LockWaiters(protocol, program));
        this.callbacks = new CallbackLowering(sleeps);
        this.files = new FileLowering(protocol, sleeps);
        this.deferred = new DeferredLowering(protocol, sleeps, new GracePeriods(protocol, rcu));
        this.works = new WorkLowering(protocol, program, sleeps, this::stopLoaded);
        this.smpboot = new SmpbootLowering(protocol, sleeps, this::stopLoaded);
    }

    /** Only where some program parks threads do births and stops look at the park bit. */
    boolean threadsCanBeParked() {
        return protocol.programs().stream()
                .flatMap(Program::calls)
                .anyMatch(call -> call.operation() instanceof KthreadOperation.KthreadPark
                        || call.operation() instanceof SmpbootOperation.SmpbootRegister);
    }

    /** Unpark and stop bind a marked thread again. */
    private boolean threadsCanBePerCpu() {
        return TaskLowering.marksThreads(protocol);
    }

    Code lower(Statement.Call call, String next) {
        Optional<Value> yields = call.spelling().flatMap(Spelling::yields).filter(value -> call.into().isPresent());
        if (yields.isEmpty()) {
            return lower(call, call.into(), next);
        }
        Step result = factory.step(call.line() + ".result", call.line(), text(call), "stores its result", List.of(),
                Frame.MODULE, Fairness.WEAK, List.of(new Micro.SetLocal(call.into().orElseThrow(), yields.get())),
                new TreeMap<>(Map.of(Exit.NEXT, next)));
        return lower(call, Optional.empty(), result.label()).then(new Code(result.label(), List.of(result)));
    }

    private String text(Statement.Call call) {
        return protocol.listing().text(call.line()).orElse("");
    }

    private Code lower(Statement.Call call, Optional<String> into, String next) {
        Operation operation = call.operation();
        Chain chain = new Chain(factory, call.line(), text(call));
        if (operation instanceof WaitQueueOperation.WaitEvent wait) {
            return waits.waitEvent(wait, into, call.line(), text(call), next);
        } else if (operation instanceof SimpleWaitOperation.SwaitEvent wait) {
            return waits.swaitEvent(wait, into, call.line(), text(call), next);
        } else if (operation instanceof SimpleWaitOperation.RcuwaitWaitEvent wait) {
            return new OtherWaits(factory, conditions, endings, call.line(), text(call)).rcuwait(wait, into, next);
        } else if (operation instanceof WaitQueueOperation.WaitEventLocked wait) {
            return new OtherWaits(factory, conditions, endings, call.line(), text(call)).locked(wait, into, next);
        } else if (operation instanceof KthreadOperation.KthreadCreate create) {
            create(chain, create.thread(), create.failure(), create.placement(), into);
        } else if (operation instanceof KthreadOperation.KthreadRun run) {
            run(chain, run, into, next);
        } else if (operation instanceof KthreadOperation.KthreadStop stop) {
            stop(chain, stop.task());
            stopReturn(chain, into);
        } else if (operation instanceof KthreadOperation.KthreadStopPut stop) {
            stop(chain, stop.task());
            chain.step("put", "takes the result and drops the reference of the stop", "S9 S10 S11",
                    new Micro.StopReturn(new TaskOperand.Register(), into));
            chain.step("drop", "drops the caller's reference", "", new Micro.PutTask(new TaskOperand.Register()),
                    new Micro.DropArg());
        } else if (operation instanceof KthreadOperation.WakeUpProcess wake) {
            about(chain, wake.task(), "wake", "wakes " + wake.task().c(), task -> new Micro.WakeTask(task, into));
        } else if (operation instanceof KthreadOperation.TaskWorkAdd add) {
            about(chain, add.task(), "add", "gives " + add.task().c() + " work to do when it exits",
                    task -> new Micro.TaskWorkAdd(task, into));
        } else if (operation instanceof KthreadOperation.KthreadBind bind) {
            // Who waits for a moment between two of the thread's sleeps polls, and sees one of them in the end.
            about(chain, bind.task(), "bind", "binds " + bind.task().c() + " to a CPU once it is off its own",
                    Fairness.STRONG, Micro.BindTask::new);
        } else if (operation instanceof KthreadOperation.GetTaskStruct get) {
            about(chain, get.task(), "get", "takes a reference on " + get.task().c(), Micro.GetTask::new);
        } else if (operation instanceof KthreadOperation.PutTaskStruct put) {
            about(chain, put.task(), "put", "drops a reference on " + put.task().c(), Micro.PutTask::new);
        } else if (operation instanceof KthreadOperation.KthreadUnpark unpark) {
            unpark(chain, unpark.task());
        } else if (operation instanceof KthreadOperation.KthreadPark park) {
            return park(chain, park.task(), into, next);
        } else if (operation instanceof KthreadOperation.KthreadParkme) {
            return parkme(chain, next);
        } else if (operation instanceof FreezerOperation.SetFreezable) {
            chain.step("set", "takes part in freezing from now on", "", new Micro.SetFreezable());
            return refrigerator(chain, StopInRefrigerator.IGNORED, Chain.AFTER).to(next);
        } else if (operation instanceof FreezerOperation.SuspendFreezeProcesses) {
            return freezeAll(chain).to(next);
        } else if (operation instanceof FreezerOperation.TryToFreeze) {
            return refrigerator(chain, StopInRefrigerator.IGNORED, Chain.AFTER).to(next);
        } else if (operation instanceof FreezerOperation.KthreadFreezableShouldStop) {
            return refrigerator(chain, StopInRefrigerator.HONOURED, ".stop")
                    .step("stop", "tests kthread_should_stop()", "", new Micro.ReadShouldStop(into))
                    .to(next);
        } else if (operation instanceof WaitQueueOperation.WaitWoken wait) {
            return waitWoken(chain, wait, into).to(next);
        } else if (operation instanceof InterruptOperation.FreeIrq free) {
            callbacks.lower(chain, free, into);
            protocol.irqThread(free.handler()).ifPresent(thread -> stop(chain, thread));
        } else if (operation instanceof HrtimerOperation.HrtimerRestart) {
            return restartHrtimer(chain);
        } else if (operation instanceof RcuOperation.KfreeAfterGracePeriod free) {
            return chain.core("", "frees " + free.memory(), "", new Micro.FreeMemory(free.memory()),
                    new Micro.CallbackReturn()).to(Label.IDLE);
        } else if (operation instanceof InterruptOperation.IrqWakeThread) {
            return wakeIrqThread(chain, protocol.irqThread(program.name()).orElseThrow());
        } else if (operation instanceof OperationTrait.LeavesThread leave) {
            return leave(chain, leave);
        } else {
            simple(chain, operation, into);
        }
        return chain.to(next);
    }

    // ---- creation

    private void create(Chain chain, String thread, Failure failure, Placement placement, Optional<String> into) {
        createStep(chain, thread, failure);
        if (failure == Failure.POSSIBLE) {
            chain.exit(Exit.FAILED, stored(into));
        }
        TaskLowering.bindNew(chain, placement, protocol);
        store(chain, into);
    }

    private void run(Chain chain, KthreadOperation.KthreadRun run, Optional<String> into, String next) {
        createStep(chain, run.thread(), run.failure());
        if (run.failure() == Failure.POSSIBLE) {
            chain.exit(Exit.FAILED, stored(into));
        }
        TaskLowering.bindNew(chain, run.placement(), protocol);
        chain.step("wake", "wakes the new thread", "", new Micro.WakeNew());
        store(chain, into);
    }

    private static String stored(Optional<String> into) {
        return into.isPresent() ? ".store" : ".drop";
    }

    private void createStep(Chain chain, String thread, Failure failure) {
        chain.step("create", "creates a thread of " + thread, "C1 C2 C3 C4 C5",
                new Micro.CreateThread(thread, failure));
    }

    private void store(Chain chain, Optional<String> into) {
        if (into.isPresent()) {
            chain.step("store", "stores the pointer in " + into.get(), "", new Micro.StorePointer(into.get()));
        } else {
            chain.step("drop", "forgets the pointer", "", new Micro.DropArg());
        }
    }

    // ---- calls about a task

    /** A call with one effect on a task: the pointer is read first, in the same step if nobody else writes it. */
    private void about(Chain chain, TaskRef task, String suffix, String what, Effect micro) {
        about(chain, task, suffix, what, Fairness.WEAK, micro);
    }

    private void about(Chain chain, TaskRef task, String suffix, String what, Fairness fairness, Effect micro) {
        if (fuses(task)) {
            chain.step(suffix, what, "", Frame.MODULE, fairness, micro.about(direct(task)));
        } else {
            load(chain, task);
            chain.step(suffix, what, "", Frame.MODULE, fairness, micro.about(new TaskOperand.Register()),
                    new Micro.DropArg());
        }
    }

    /** S0. A worker's task pointer lies in the worker, which has to be there. */
    private static void load(Chain chain, TaskRef task) {
        if (task instanceof TaskRef.OfWorker of) {
            chain.step("load", "reads " + task.c(), "S0", new WorkerMicro.WorkerCheck(of.worker()),
                    new Micro.LoadArg(new TaskRef.Pointer(new KthreadWorker(of.worker()).task())));
        } else {
            chain.step("load", "reads " + task.c(), "S0", new Micro.LoadArg(task));
        }
    }

    private boolean fuses(TaskRef task) {
        return granularity == Granularity.MERGED
                && !(task instanceof TaskRef.OfWorker)
                && (!(task instanceof TaskRef.Pointer pointer) || writers.isPrivate(pointer.name(), program));
    }

    private static TaskOperand direct(TaskRef task) {
        return task instanceof TaskRef.Pointer pointer
                ? new TaskOperand.Direct(pointer.name())
                : new TaskOperand.Self();
    }

    /** S0 to S8. */
    private void stop(Chain chain, TaskRef task) {
        if (fuses(task)) {
            chain.step("set", "takes a reference on " + task.c() + " and sets KTHREAD_SHOULD_STOP", "S0 S2 S3 S4",
                    new Micro.LoadArg(task), new Micro.StopGet(direct(task)), new Micro.StopSet(direct(task)));
        } else {
            load(chain, task);
            getAndSet(chain);
        }
        knock(chain);
    }

    /** S2 to S11 on the thread that {@code arg[c]} names. */
    private void stopLoaded(Chain chain) {
        getAndSet(chain);
        knock(chain);
        stopReturn(chain, Optional.empty());
    }

    private static void stopReturn(Chain chain, Optional<String> into) {
        chain.step("put", "takes the result and drops its reference", "S9 S10 S11",
                new Micro.StopReturn(new TaskOperand.Register(), into), new Micro.DropArg());
    }

    private void getAndSet(Chain chain) {
        TaskOperand register = new TaskOperand.Register();
        if (granularity == Granularity.MICRO) {
            chain.step("get", "takes a reference on the thread", "S2 S3", new Micro.StopGet(register));
            chain.step("set", "sets KTHREAD_SHOULD_STOP", "S4", new Micro.StopSet(register));
        } else {
            chain.step("set", "takes a reference on the thread and sets KTHREAD_SHOULD_STOP", "S2 S3 S4",
                    new Micro.StopGet(register), new Micro.StopSet(register));
        }
    }

    /** S5 to S8. */
    private void knock(Chain chain) {
        TaskOperand register = new TaskOperand.Register();
        if (threadsCanBePerCpu()) {
            rebind(chain, "S5");
        }
        if (threadsCanBeParked()) {
            chain.step("unpark", "unparks the thread if it was asked to park", "S5", new Micro.StopUnpark(register));
        }
        chain.step("notify", "raises TIF_NOTIFY_SIGNAL, on kernels that do", "S6", new Micro.StopNotify(register));
        chain.step("wake", "wakes the thread", "S7", new Micro.StopWake(register));
        sleeps.waitFor(chain, new Sleeps.Told("takes 'exited' as it is, if the thread is gone", "waits for 'exited'", "S8"),
                new Micro.StopWait(register), ".put");
    }

    /** The thread of an interrupt, which is no kthread of the protocol: only what its function runs is. */
    private void stop(Chain chain, String thread) {
        chain.step("notify", NOTIFIES_IRQ_THREAD, "S6", new CallbackMicro.IrqThreadNotify(thread));
        chain.step("wake", WAKES_IRQ_THREAD, "S7", new CallbackMicro.IrqThreadWake(thread));
        sleeps.waitFor(chain, "stop", new Sleeps.Told(
                        "stops the thread of the interrupt, if it has nothing left to do",
                        "stops the thread of the interrupt, which runs " + thread + " once more if it was woken", ""),
                new Micro.IrqThreadStop(thread), Chain.AFTER);
    }

    // ---- park

    private void unpark(Chain chain, TaskRef task) {
        String what = "clears KTHREAD_SHOULD_PARK and wakes the parked thread";
        if (!threadsCanBePerCpu()) {
            about(chain, task, "unpark", what, Micro.Unpark::new);
            return;
        }
        load(chain, task);
        rebind(chain, "N2");
        chain.step("unpark", what, "", new Micro.Unpark(new TaskOperand.Register()), new Micro.DropArg());
    }

    private static void rebind(Chain chain, String ids) {
        chain.await("rebind", "binds the thread to its CPU again, if it is marked as per-CPU", ids,
                new TaskMicro.RebindParked(new TaskOperand.Register()));
    }

    private Code park(Chain chain, TaskRef task, Optional<String> into, String next) {
        TaskOperand register = new TaskOperand.Register();
        load(chain, task);
        chain.step("exiting", "tests PF_EXITING", "P1", new Micro.ParkTest(register, into))
                .exit(Exit.FAILED, ".drop");
        if (granularity == Granularity.MICRO || severalCanPark()) {
            chain.step("busy", "tests KTHREAD_SHOULD_PARK", "P2", new Micro.ParkBusyTest(register, into))
                    .exit(Exit.FAILED, ".drop");
            chain.step("set", "sets KTHREAD_SHOULD_PARK", "P3", new Micro.ParkSet(register, into));
        } else {
            chain.step("set", "tests and sets KTHREAD_SHOULD_PARK", "P2 P3",
                            new Micro.ParkTestAndSet(register, into))
                    .exit(Exit.FAILED, ".drop");
        }
        if (program instanceof Program.Kthread) {
            chain.exit(Exit.TRUE, ".drop");
        }
        chain.step("wake", "wakes the thread", "P4", new Micro.ParkWake(register));
        sleeps.waitFor(chain, new Sleeps.Told("takes 'parked' as it is, if the thread has parked", "waits for 'parked'", "P5"),
                new Micro.ParkWait(register), ".verify");
        chain.step("verify", "waits until the thread is off its CPU, parked", "P6",
                new Micro.ParkVerify(register, into));
        chain.step("drop", "returns", "", new Micro.DropArg());
        return chain.to(next);
    }

    /** With two parkers both can find the bit clear before either sets it: then its test and its setting stay apart. */
    private boolean severalCanPark() {
        return protocol.programs().stream()
                        .filter(p -> p.operations(KthreadOperation.KthreadPark.class).findAny().isPresent())
                        .mapToInt(Program::count)
                        .sum()
                > 1;
    }

    private Code parkme(Chain chain, String next) {
        chain.step("state", "sets TASK_PARKED", "Q1", new Micro.SetState(TaskState.PARKED));
        chain.step("test", "tests KTHREAD_SHOULD_PARK; if it is set completes 'parked'", "Q2 Q3",
                        new Micro.ParkmeTest())
                .withoutNext()
                .exit(Exit.TRUE, ".sleep")
                .exit(Exit.FALSE, ".run");
        chain.step("sleep", "calls schedule()", "Q4", new Micro.Schedule()).exit(Exit.NEXT, ".state");
        chain.step("run", "sets TASK_RUNNING", "Q5", new Micro.SetState(TaskState.RUNNING));
        return chain.to(next);
    }

    // ---- freezer

    /** Tests whether a freeze is under way, and sleeps in the refrigerator as long as it is. */
    private static Chain refrigerator(Chain chain, StopInRefrigerator stop, String out) {
        return chain.step("freezing", "tests whether a freeze is under way", "", new Micro.FreezingTest())
                .withoutNext()
                .exit(Exit.TRUE, ".freeze")
                .exit(Exit.FALSE, out)
                .step("freeze", "stays in the refrigerator while a freeze is under way", "",
                        new Micro.Refrigerate(stop))
                .withoutNext()
                .exit(Exit.TRUE, ".sleep")
                .exit(Exit.FALSE, out)
                .step("sleep", "calls schedule()", "", new Micro.Schedule())
                .exit(Exit.NEXT, ".freeze");
    }

    /** What was begun goes on by itself: the steps after the first are fair, in an environment too. */
    private static Chain freezeAll(Chain chain) {
        return chain.step("begin", "freezing of user tasks begins", "", new Micro.FreezeUsers())
                .await("users", "waits until no user task is in the kernel", "", new Micro.FreezeUsersTurn())
                .exit(Exit.TRUE, ".users")
                .step("threads", "freezing of kernel threads begins; freezable ones are woken", "", Frame.MODULE,
                        Fairness.STRONG, new Micro.FreezeThreads())
                .await("wait", "waits until every freezable thread is in the refrigerator", "",
                        new Micro.FreezeThreadsTurn())
                .exit(Exit.TRUE, ".wait");
    }

    // ---- leaving the thread

    /** The call is the last module instruction; all that follows is in core text. */
    private Code leave(Chain chain, OperationTrait.LeavesThread operation) {
        if (operation instanceof KthreadOperation.KthreadExit exit) {
            chain.step("", "leaves the thread", "X0 X1", new Micro.ThreadReturn(exit.code()));
        } else if (operation instanceof KthreadOperation.KthreadCompleteAndExit exit) {
            exit.completion().ifPresentOrElse(
                    c -> enterCore(chain, "complete", "completes " + c, new Micro.Complete(c), exit.code()),
                    () -> chain.step("", "leaves the thread", "X0 X1", new Micro.ThreadReturn(exit.code())));
        } else if (operation instanceof KthreadOperation.ModulePutAndKthreadExit exit) {
            enterCore(chain, "put", "drops a reference on the module", new Micro.ModulePut(), exit.code());
        }
        return chain.to(Label.EXIT);
    }

    /** The thread is woken in core text, when the handler has returned. */
    private Code wakeIrqThread(Chain chain, String thread) {
        Micro[] wake = {new Micro.CallbackArm(thread, Optional.empty()), new Micro.CallbackReturn()};
        if (granularity == Granularity.MICRO) {
            chain.step("return", "returns", "", new Micro.Nop());
            chain.core("wake", "wakes the thread of the interrupt", "", wake);
        } else {
            chain.step("", "returns, and wakes the thread of the interrupt", "", wake);
        }
        return chain.to(Label.IDLE);
    }

    /** The timer is armed again in core text, when its function has returned. */
    private Code restartHrtimer(Chain chain) {
        Micro[] restart = {new Micro.CallbackArm(program.name(), Optional.empty()), new Micro.CallbackReturn()};
        if (granularity == Granularity.MICRO) {
            chain.step("return", "returns", "", new Micro.Nop());
            chain.core("restart", "arms the timer again", "", restart);
        } else {
            chain.step("", "returns, and the timer is armed again", "", restart);
        }
        return chain.to(Label.IDLE);
    }

    /** Two steps at every granularity: the text may be freed between them, and what follows may touch the module still. */
    private void enterCore(Chain chain, String suffix, String what, Micro micro, Value code) {
        chain.step("call", "calls into core text; no module instruction follows", "X0", new Micro.Nop());
        chain.core(suffix, what, "", micro);
        chain.core("exit", "leaves the thread", "X1", new Micro.ThreadReturn(code));
    }

    // ---- calls of one step, or nearly

    private void simple(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof SleepOperation.SetCurrentState set) {
            chain.step("", "sets " + set.state().c(), "", new Micro.SetState(set.state()));
        } else if (operation instanceof SleepOperation.PlainSetCurrentState set) {
            chain.step("", "sets " + set.state().c() + ", without a barrier", "", new Micro.SetState(set.state()));
        } else if (operation instanceof SleepOperation.Schedule) {
            chain.step("", "calls schedule()", "", new Micro.Schedule());
        } else if (operation instanceof SleepOperation.ScheduleTimeout) {
            chain.step("arm", "arms the timer of its sleep", "", new Micro.TimerArm());
            chain.step("sleep", "calls schedule()", "", new Micro.Schedule());
            chain.step("disarm", "takes the timer back", "", new Micro.TimerOff(into));
        } else if (operation instanceof SleepOperation.ScheduleTimeoutIn sleep) {
            chain.step("state", "sets " + sleep.mode().state().c(), "", new Micro.SetState(sleep.mode().state()));
            chain.step("arm", "arms the timer of its sleep", "", new Micro.TimerArm());
            chain.step("sleep", "calls schedule()", "", new Micro.Schedule());
            chain.step("disarm", "takes the timer back", "", new Micro.TimerOff(into));
        } else if (operation instanceof SleepOperation.ScheduleHrtimeout) {
            hrtimeout(chain, into);
        } else if (operation instanceof SleepOperation.MightSleep) {
            chain.step("", "may sleep", "", new Micro.MightSleep());
        } else if (operation instanceof SleepOperation.CondResched) {
            chain.step("", "lets others run", "", new Micro.Reschedule());
        } else if (operation instanceof SleepOperation.Msleep sleep) {
            sleeps.delay(chain, "sleeps for a while", sleep.length(), SleepMode.UNINTERRUPTIBLE);
        } else if (operation instanceof SleepOperation.MsleepInterruptible sleep) {
            sleeps.delay(chain, "sleeps for a while", sleep.length(), SleepMode.INTERRUPTIBLE);
        } else if (operation instanceof FreezerOperation.FreezeKernelThreads) {
            chain.step("", "freezing begins; freezable threads are woken", "", new Micro.FreezeThreads());
        } else if (operation instanceof FreezerOperation.ThawKernelThreads) {
            chain.step("", "freezing ends; frozen threads are woken", "", new Micro.ThawThreads());
        } else if (operation instanceof FreezerOperation.ThawProcesses) {
            chain.step("", "freezing ends; frozen threads are woken, user tasks go on", "", new Micro.ThawThreads(),
                    new Micro.ThawUsers());
        } else if (operation instanceof RcuOperation.SectionBegin begin) {
            chain.step("", begin.section() == RcuOperation.Section.RCU ? "begins to read under RCU" : "must not sleep from now on",
                    "", new Micro.SectionBegin());
        } else if (operation instanceof RcuOperation.SectionEnd end) {
            chain.step("", end.section() == RcuOperation.Section.RCU ? "ends to read under RCU" : "may sleep again", "",
                    new Micro.SectionEnd());
        } else if (operation instanceof RcuOperation.SynchronizeRcu) {
            synchronizeRcu(chain);
        } else if (operation instanceof ModuleOperation.TryModuleGet) {
            chain.step("", "takes a reference on the module unless it is going", "", new Micro.ModuleGet(into));
            branches(chain);
        } else if (operation instanceof ModuleOperation.UncheckedModuleGet) {
            chain.step("", "takes a reference on the module even if it is going", "", new Micro.UncheckedModuleGet());
        } else if (operation instanceof ModuleOperation.ModulePut) {
            chain.step("", "drops a reference on the module", "", new Micro.ModulePut());
        } else if (!locks.lower(chain, operation, into)
                && !queues.lower(chain, operation, into)
                && !tasks.lower(chain, operation, into)
                && !deferred.lower(chain, operation, into)
                && !works.lower(chain, operation, into)
                && !smpboot.lower(chain, operation, into)
                && !callbacks.lower(chain, operation, into)
                && !files.lower(chain, operation, into)) {
            data(chain, operation);
        }
    }

    /** Whether its time is over is known only afterwards; where nobody asks it makes no difference. */
    private static void hrtimeout(Chain chain, Optional<String> into) {
        chain.step("arm", "arms the timer of its sleep", "", new Micro.TimerArm());
        chain.step("sleep", "calls schedule()", "", new Micro.Schedule());
        if (into.isEmpty()) {
            chain.step("disarm", "takes the timer back", "", new Micro.TimerOff(into));
            return;
        }
        chain.step("expired", "tests whether its time is over", "", new Micro.TestTimer())
                .withoutNext()
                .exit(Exit.TRUE, ".late")
                .exit(Exit.FALSE, ".early");
        chain.step("late", "returns 0", "", new Micro.TimerOff(Optional.empty()),
                        new Micro.SetLocal(into.get(), Value.of(0)))
                .exit(Exit.NEXT, Chain.AFTER);
        chain.step("early", "takes the timer back and returns -EINTR", "", new Micro.TimerOff(Optional.empty()),
                new Micro.SetLocal(into.get(), Value.error(Errno.EINTR)));
    }

    /** The state is set before the flags are read, so that a wake-up in between is not lost. */
    private static Chain waitWoken(Chain chain, WaitQueueOperation.WaitWoken wait, Optional<String> into) {
        boolean timed = wait.timeout() == Timeout.FINITE;
        chain.step("state", "sets " + wait.mode().state().c(), "", new Micro.SetState(wait.mode().state()))
                .step("test", "tests whether it was woken, or shall stop or park", "",
                        new Micro.WokenTest(timed ? into : Optional.empty()))
                .withoutNext()
                .exit(Exit.TRUE, ".run")
                .exit(Exit.FALSE, timed ? ".arm" : ".sleep");
        if (timed) {
            chain.step("arm", "arms the timer of its sleep", "", new Micro.TimerArm());
        }
        chain.step("sleep", "calls schedule()", "", new Micro.Schedule());
        if (timed) {
            chain.step("disarm", "takes the timer back", "", new Micro.TimerOff(into));
        }
        String run = "sets TASK_RUNNING and forgets that it was woken";
        return !timed && into.isPresent()
                ? chain.step("run", run, "", new Micro.WokenClear(), new Micro.SetLocal(into.get(), Value.of(1)))
                : chain.step("run", run, "", new Micro.WokenClear());
    }

    /** Where nobody can be a reader, a grace period is a delay. */
    private void synchronizeRcu(Chain chain) {
        RcuReaders readers = rcu.readers(protocol, program);
        if (readers.contexts().isEmpty()) {
            chain.step("", "waits for a grace period", "", Stream.concat(Stream.of(new Micro.MightSleep()),
                            Stream.of(sleeps.awake(new Micro.Delay(Length.MOMENT, SleepMode.UNINTERRUPTIBLE))))
                    .toArray(Micro[]::new));
            return;
        }
        chain.step("begin", "begins to wait for RCU", "", new Micro.SynchronizeBegin(readers));
        chain.await("wait", "waits for those who are reading", "", sleeps.awake(new Micro.SynchronizeWait(readers)))
                .exit(Exit.TRUE, ".wait");
    }

    private static void branches(Chain chain) {
        chain.withoutNext().alsoNext(Exit.TRUE).alsoNext(Exit.FALSE);
    }

    private static void copy(Chain chain, String to, String reads, Micro... read) {
        chain.step("load", reads, "", read);
        chain.step("store", "stores the pointer in " + to, "", new Micro.StorePointer(to));
    }

    private static void data(Chain chain, Operation operation) {
        if (operation instanceof DataOperation.Allocate allocate) {
            chain.step("", "allocates " + allocate.memory(), "",
                    new Micro.AllocateMemory(allocate.memory(), allocate.failure(), allocate.sleeping()));
            if (allocate.failure() == Failure.POSSIBLE) {
                chain.alsoNext(Exit.FAILED);
            }
        } else if (operation instanceof DataOperation.Free free) {
            chain.step("", "frees " + free.memory(), "", new Micro.FreeMemory(free.memory()));
        } else if (operation instanceof DataOperation.Use use) {
            chain.step("", "touches " + use.memory(), "", new Micro.UseMemory(use.memory()));
        } else if (operation instanceof DataOperation.SetFlag set) {
            chain.step("", (set.value() == FlagValue.TRUE ? "sets " : "clears ") + set.flag(), "",
                    new Micro.SetFlag(set.flag(), set.value()));
        } else if (operation instanceof DataOperation.Increment increment) {
            chain.step("", "counts " + increment.counter() + " up", "", new Micro.Increment(increment.counter()));
        } else if (operation instanceof DataOperation.Decrement decrement) {
            chain.step("", "counts " + decrement.counter() + " down", "", new Micro.Decrement(decrement.counter()));
        } else if (operation instanceof DataOperation.ResetCounter reset) {
            chain.step("", "sets " + reset.counter() + " to 0", "", new Micro.ResetCounter(reset.counter()));
        } else if (operation instanceof DataOperation.ClearPointer clear) {
            chain.step("", "sets " + clear.pointer() + " to NULL", "", new Micro.ClearPointer(clear.pointer()));
        } else if (operation instanceof DataOperation.CopyPointer copy) {
            copy(chain, copy.pointer(), "reads " + copy.from(), new Micro.LoadArg(new TaskRef.Pointer(copy.from())));
        } else if (operation instanceof DataOperation.TakePointer take) {
            copy(chain, take.pointer(), "takes what is in " + take.from() + ", and leaves NULL there",
                    new Micro.LoadArg(new TaskRef.Pointer(take.from())), new Micro.ClearPointer(take.from()));
        } else if (operation instanceof DataOperation.SetLocal set) {
            chain.step("", "sets " + set.local(), "", new Micro.SetLocal(set.local(), set.value()));
        } else if (operation instanceof KthreadOperation.KthreadUseMm) {
            chain.step("", "adopts a user address space", "", new TaskMicro.UseMm());
        } else if (operation instanceof KthreadOperation.KthreadUnuseMm) {
            chain.step("", "drops the user address space", "", new TaskMicro.UnuseMm());
        } else if (operation instanceof KthreadOperation.CopyToUser) {
            chain.step("", "copies to user memory", "", new Micro.MightSleep());
        } else {
            throw new AssertionError(operation);
        }
    }
}
