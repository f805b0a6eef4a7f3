package org.quiesce.protocol.step;

import java.util.Optional;
import org.quiesce.protocol.Failure;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.Operation.StopInRefrigerator;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.SharedObject.FlagValue;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.Timeout;
import org.quiesce.protocol.Value;

/** Lowers the calls of one program to the micro-steps of the reference. */
final class OperationLowering {

    private final Protocol protocol;
    private final Program program;
    private final StepFactory factory;
    private final Granularity granularity;
    private final PointerWriters writers;
    private final WaitLowering waits;
    private final boolean setsItsState;

    OperationLowering(
            Protocol protocol,
            Program program,
            StepFactory factory,
            Conditions conditions,
            Granularity granularity,
            PointerWriters writers) {
        this.protocol = protocol;
        this.program = program;
        this.factory = factory;
        this.granularity = granularity;
        this.writers = writers;
        this.waits = new WaitLowering(factory, conditions);
        this.setsItsState = program.calls().anyMatch(call -> call.operation() instanceof Operation.SetCurrentState
                || call.operation() instanceof Operation.PlainSetCurrentState);
    }

    /** Only where some program parks threads do births and stops look at the park bit. */
    boolean threadsCanBeParked() {
        return protocol.programs().stream()
                .flatMap(Program::calls)
                .anyMatch(call -> call.operation() instanceof Operation.KthreadPark);
    }

    Code lower(Statement.Call call, String next) {
        Operation operation = call.operation();
        Chain chain = new Chain(factory, call.line(), protocol.listing().text(call.line()).orElse(""));
        Optional<String> into = call.into();
        if (operation instanceof Operation.WaitEvent wait) {
            return waits.waitEvent(wait, into, call.line(), protocol.listing().text(call.line()).orElse(""), next);
        } else if (operation instanceof Operation.KthreadCreate create) {
            create(chain, create.thread(), create.failure(), into);
        } else if (operation instanceof Operation.KthreadRun run) {
            run(chain, run, into, next);
        } else if (operation instanceof Operation.KthreadStop stop) {
            stop(chain, stop.task());
            chain.step("put", "takes the result and drops its reference", "S9 S10 S11",
                    new Micro.StopReturn(new TaskOperand.Register(), into), new Micro.DropArg());
        } else if (operation instanceof Operation.KthreadStopPut stop) {
            stop(chain, stop.task());
            chain.step("put", "takes the result and drops the reference of the stop", "S9 S10 S11",
                    new Micro.StopReturn(new TaskOperand.Register(), into));
            chain.step("drop", "drops the caller's reference", "", new Micro.PutTask(new TaskOperand.Register()),
                    new Micro.DropArg());
        } else if (operation instanceof Operation.WakeUpProcess wake) {
            about(chain, wake.task(), "wake", "wakes " + wake.task().c(), Micro.WakeTask::new);
        } else if (operation instanceof Operation.GetTaskStruct get) {
            about(chain, get.task(), "get", "takes a reference on " + get.task().c(), Micro.GetTask::new);
        } else if (operation instanceof Operation.PutTaskStruct put) {
            about(chain, put.task(), "put", "drops a reference on " + put.task().c(), Micro.PutTask::new);
        } else if (operation instanceof Operation.SendSignal signal) {
            about(chain, signal.task(), "send", "sends " + signal.task().c() + " a signal", Micro.SendSignal::new);
        } else if (operation instanceof Operation.KthreadUnpark unpark) {
            about(chain, unpark.task(), "unpark", "clears KTHREAD_SHOULD_PARK and wakes the parked thread",
                    Micro.Unpark::new);
        } else if (operation instanceof Operation.KthreadPark park) {
            return park(chain, park.task(), into, next);
        } else if (operation instanceof Operation.KthreadParkme) {
            return parkme(chain, next);
        } else if (operation instanceof Operation.SetFreezable) {
            chain.step("set", "takes part in freezing from now on", "", new Micro.SetFreezable());
            return refrigerator(chain, StopInRefrigerator.IGNORED, Chain.AFTER).to(next);
        } else if (operation instanceof Operation.TryToFreeze) {
            return refrigerator(chain, StopInRefrigerator.IGNORED, Chain.AFTER).to(next);
        } else if (operation instanceof Operation.KthreadFreezableShouldStop) {
            return refrigerator(chain, StopInRefrigerator.HONOURED, ".stop")
                    .step("stop", "tests kthread_should_stop()", "", new Micro.ReadShouldStop(into))
                    .to(next);
        } else if (operation.neverReturns()) {
            return leave(chain, operation);
        } else {
            simple(chain, operation, into);
        }
        return chain.to(next);
    }

    // ---- creation

    private void create(Chain chain, String thread, Failure failure, Optional<String> into) {
        createStep(chain, thread, failure);
        if (failure == Failure.POSSIBLE) {
            chain.alsoNext(Exit.FAILED);
        }
        store(chain, into);
    }

    private void run(Chain chain, Operation.KthreadRun run, Optional<String> into, String next) {
        createStep(chain, run.thread(), run.failure());
        if (run.failure() == Failure.POSSIBLE) {
            chain.exit(Exit.FAILED, into.isPresent() ? ".store" : ".drop");
        }
        chain.step("wake", "wakes the new thread", "", new Micro.WakeNew());
        store(chain, into);
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

    private interface TaskMicro {
        Micro about(TaskOperand task);
    }

    /** A call with one effect on a task: the pointer is read first, in the same step if nobody else writes it. */
    private void about(Chain chain, TaskRef task, String suffix, String what, TaskMicro micro) {
        if (fuses(task)) {
            chain.step(suffix, what, "", micro.about(direct(task)));
        } else {
            chain.step("load", "reads " + task.c(), "S0", new Micro.LoadArg(task));
            chain.step(suffix, what, "", micro.about(new TaskOperand.Register()), new Micro.DropArg());
        }
    }

    private boolean fuses(TaskRef task) {
        return granularity == Granularity.MERGED
                && (!(task instanceof TaskRef.Pointer pointer) || writers.isPrivate(pointer.name(), program));
    }

    private static TaskOperand direct(TaskRef task) {
        return task instanceof TaskRef.Pointer pointer
                ? new TaskOperand.Direct(pointer.name())
                : new TaskOperand.Self();
    }

    /** S0 to S8. */
    private void stop(Chain chain, TaskRef task) {
        TaskOperand register = new TaskOperand.Register();
        if (granularity == Granularity.MICRO) {
            chain.step("load", "reads " + task.c(), "S0", new Micro.LoadArg(task));
            chain.step("get", "takes a reference on the thread", "S2 S3", new Micro.StopGet(register));
            chain.step("set", "sets KTHREAD_SHOULD_STOP", "S4", new Micro.StopSet(register));
        } else if (fuses(task)) {
            chain.step("set", "takes a reference on " + task.c() + " and sets KTHREAD_SHOULD_STOP", "S0 S2 S3 S4",
                    new Micro.LoadArg(task), new Micro.StopGet(direct(task)), new Micro.StopSet(direct(task)));
        } else {
            chain.step("load", "reads " + task.c(), "S0", new Micro.LoadArg(task));
            chain.step("set", "takes a reference on the thread and sets KTHREAD_SHOULD_STOP", "S2 S3 S4",
                    new Micro.StopGet(register), new Micro.StopSet(register));
        }
        if (threadsCanBeParked()) {
            chain.step("unpark", "unparks the thread if it was asked to park", "S5", new Micro.StopUnpark(register));
        }
        chain.step("notify", "raises TIF_NOTIFY_SIGNAL, on kernels that do", "S6", new Micro.StopNotify(register));
        chain.step("wake", "wakes the thread", "S7", new Micro.StopWake(register));
        sleep(chain, new Sleep("'exited' as it is, if the thread is gone", "waits for 'exited'", "S8"),
                new Micro.StopWait(register), ".put");
    }

    // ---- park

    private Code park(Chain chain, TaskRef task, Optional<String> into, String next) {
        TaskOperand register = new TaskOperand.Register();
        chain.step("load", "reads " + task.c(), "S0", new Micro.LoadArg(task));
        chain.step("exiting", "tests PF_EXITING", "P1", new Micro.ParkTest(register, into))
                .exit(Exit.FAILED, ".drop");
        if (granularity == Granularity.MICRO || severalCanPark()) {
            chain.step("busy", "tests KTHREAD_SHOULD_PARK", "P2", new Micro.ParkBusyTest(register, into))
                    .exit(Exit.FAILED, ".drop");
            chain.step("set", "sets KTHREAD_SHOULD_PARK", "P3", new Micro.ParkSet(register));
        } else {
            chain.step("set", "tests and sets KTHREAD_SHOULD_PARK", "P2 P3",
                            new Micro.ParkTestAndSet(register, into))
                    .exit(Exit.FAILED, ".drop");
        }
        chain.step("wake", "wakes the thread", "P4", new Micro.ParkWake(register));
        sleep(chain, new Sleep("'parked' as it is, if the thread has parked", "waits for 'parked'", "P5"),
                new Micro.ParkWait(register), ".verify");
        chain.step("verify", "waits until the thread is off its CPU, parked", "P6",
                new Micro.ParkVerify(register, into));
        chain.step("drop", "returns", "", new Micro.DropArg());
        return chain.to(next);
    }

    /** With two parkers both can find the bit clear before either sets it: then its test and its setting stay apart. */
    private boolean severalCanPark() {
        return protocol.programs().stream()
                        .filter(p -> p.calls().anyMatch(c -> c.operation() instanceof Operation.KthreadPark))
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

    // ---- leaving the thread

    /** The call is the last module instruction; all that follows is in core text. */
    private Code leave(Chain chain, Operation operation) {
        if (operation instanceof Operation.KthreadExit exit) {
            chain.step("", "leaves the thread", "X0 X1", new Micro.ThreadReturn(exit.code()));
        } else if (operation instanceof Operation.KthreadCompleteAndExit exit) {
            exit.completion().ifPresentOrElse(
                    c -> enterCore(chain, "complete", "completes " + c, new Micro.Complete(c), exit.code()),
                    () -> chain.step("", "leaves the thread", "X0 X1", new Micro.ThreadReturn(exit.code())));
        } else if (operation instanceof Operation.ModulePutAndKthreadExit exit) {
            enterCore(chain, "put", "drops a reference on the module", new Micro.ModulePut(), exit.code());
        }
        return chain.to(Label.EXIT);
    }

    /** Two steps at every granularity: the text may be freed between them, and what follows may touch the module still. */
    private void enterCore(Chain chain, String suffix, String what, Micro micro, Value code) {
        chain.step("call", "calls into core text; no module instruction follows", "X0", new Micro.Nop());
        chain.step(suffix, what, "", Frame.CORE, Fairness.WEAK, micro);
        chain.step("exit", "leaves the thread", "X1", Frame.CORE, Fairness.WEAK, new Micro.ThreadReturn(code));
    }

    // ---- calls of one step, or nearly

    private void simple(Chain chain, Operation operation, Optional<String> into) {
        if (operation instanceof Operation.SetCurrentState set) {
            chain.step("", "sets " + set.state().c(), "", new Micro.SetState(set.state()));
        } else if (operation instanceof Operation.PlainSetCurrentState set) {
            chain.step("", "sets " + set.state().c() + ", without a barrier", "", new Micro.SetState(set.state()));
        } else if (operation instanceof Operation.Schedule) {
            chain.step("", "calls schedule()", "", new Micro.Schedule());
        } else if (operation instanceof Operation.ScheduleTimeout) {
            chain.step("arm", "arms the timer of its sleep", "", new Micro.TimerArm());
            chain.step("sleep", "calls schedule()", "", new Micro.Schedule());
            chain.step("disarm", "takes the timer back", "", new Micro.TimerOff(into));
        } else if (operation instanceof Operation.Msleep || operation instanceof Operation.MsleepInterruptible) {
            chain.step("", "sleeps for a while", "", awake(new Micro.Delay()));
        } else if (operation instanceof Operation.AllowSignal) {
            chain.step("", "receives signals from now on", "", new Micro.AllowSignal());
        } else if (operation instanceof Operation.FlushSignals) {
            chain.step("", "forgets its signals", "", new Micro.FlushSignals());
        } else if (operation instanceof Operation.FreezeKernelThreads) {
            chain.step("", "freezing begins; freezable threads are woken", "", new Micro.FreezeThreads());
        } else if (operation instanceof Operation.ThawKernelThreads) {
            chain.step("", "freezing ends; frozen threads are woken", "", new Micro.ThawThreads());
        } else if (operation instanceof Operation.WakeUp wake) {
            chain.step("", "wakes the waiters on " + wake.queue(), "", new Micro.WakeQueue(wake.queue(), wake.mask()));
        } else if (operation instanceof Operation.Complete complete) {
            chain.step("", "completes " + complete.completion(), "", new Micro.Complete(complete.completion()));
        } else if (operation instanceof Operation.CompleteAll complete) {
            chain.step("", "completes " + complete.completion() + " for all", "",
                    new Micro.CompleteAll(complete.completion()));
        } else if (operation instanceof Operation.ReinitCompletion reinit) {
            chain.step("", "resets " + reinit.completion(), "", new Micro.ReinitCompletion(reinit.completion()));
        } else if (operation instanceof Operation.WaitForCompletion wait) {
            waitForCompletion(chain, wait, into);
        } else if (operation instanceof Operation.Lock lock) {
            lock(chain, lock);
        } else if (operation instanceof Operation.MutexLockInterruptible lock) {
            sleep(chain, new Sleep(lock.lock() + " if it is free", "takes " + lock.lock() + " unless a signal is pending",
                            ""), new Micro.AcquireInterruptible(lock.lock(), into), Chain.AFTER);
            chain.alsoNext(Exit.SIGNALLED);
        } else if (operation instanceof Operation.MutexTrylock lock) {
            chain.step("", "takes " + lock.lock() + " if it is free", "", new Micro.TryAcquire(lock.lock(), into));
            branches(chain);
        } else if (operation instanceof Operation.Unlock unlock) {
            chain.step("", "releases " + unlock.lock(), "", new Micro.Release(unlock.lock(), unlock.kind()));
        } else if (operation instanceof Operation.TryModuleGet) {
            chain.step("", "takes a reference on the module unless it is going", "", new Micro.ModuleGet(into));
            branches(chain);
        } else if (operation instanceof Operation.ModulePut) {
            chain.step("", "drops a reference on the module", "", new Micro.ModulePut());
        } else if (!CallbackLowering.lower(chain, operation, into)) {
            data(chain, operation);
        }
    }

    /**
     * A primitive that slept set its own state and is RUNNING when it returns, whatever the state was before. Only in a
     * program that sets its state by hand is there a state to lose.
     */
    private Micro[] awake(Micro sleep) {
        return setsItsState
                ? new Micro[] {sleep, new Micro.SetState(TaskState.RUNNING)}
                : new Micro[] {sleep};
    }

    /**
     * How a call that may sleep is told.
     *
     * @param atOnce what it takes if it need not wait
     * @param waits  what it does in general
     * @param ids    micro-step ids of the reference
     */
    private record Sleep(String atOnce, String waits, String ids) {}

    /**
     * A call that sleeps only if what it waits for is not there yet, and leaves the state alone otherwise. Where that
     * state matters, the look at it is a step of its own.
     *
     * @param after where it leads if it need not wait
     */
    private void sleep(Chain chain, Sleep told, Micro wait, String after) {
        if (setsItsState) {
            chain.step("try", "takes " + told.atOnce, told.ids, new Micro.AtOnce(wait))
                    .withoutNext()
                    .exit(Exit.TRUE, after)
                    .exit(Exit.FALSE, ".wait");
        }
        chain.step("wait", told.waits, told.ids, Frame.MODULE, Fairness.STRONG, awake(wait));
    }

    private void lock(Chain chain, Operation.Lock lock) {
        Micro acquire = new Micro.Acquire(lock.lock(), lock.kind());
        if (lock.kind() == Operation.LockKind.MUTEX) {
            sleep(chain, new Sleep(lock.lock() + " if it is free", "takes " + lock.lock(), ""), acquire, Chain.AFTER);
        } else {
            chain.step("", "takes " + lock.lock(), "", Frame.MODULE, Fairness.STRONG, acquire);
        }
    }

    private static void branches(Chain chain) {
        chain.withoutNext().alsoNext(Exit.TRUE).alsoNext(Exit.FALSE);
    }

    private void waitForCompletion(Chain chain, Operation.WaitForCompletion wait, Optional<String> into) {
        sleep(chain, new Sleep(wait.completion() + " if it is complete", "waits for " + wait.completion(), ""),
                new Micro.WaitDone(wait.completion(), wait.mode(), wait.timeout(), into), Chain.AFTER);
        if (wait.mode() == SleepMode.INTERRUPTIBLE) {
            chain.alsoNext(Exit.SIGNALLED);
        }
        if (wait.timeout() == Timeout.FINITE) {
            chain.alsoNext(Exit.TIMED_OUT);
        }
    }

    private static void data(Chain chain, Operation operation) {
        if (operation instanceof Operation.Allocate allocate) {
            chain.step("", "allocates " + allocate.memory(), "",
                    new Micro.AllocateMemory(allocate.memory(), allocate.failure()));
            if (allocate.failure() == Failure.POSSIBLE) {
                chain.alsoNext(Exit.FAILED);
            }
        } else if (operation instanceof Operation.Free free) {
            chain.step("", "frees " + free.memory(), "", new Micro.FreeMemory(free.memory()));
        } else if (operation instanceof Operation.Use use) {
            chain.step("", "touches " + use.memory(), "", new Micro.UseMemory(use.memory()));
        } else if (operation instanceof Operation.SetFlag set) {
            chain.step("", (set.value() == FlagValue.TRUE ? "sets " : "clears ") + set.flag(), "",
                    new Micro.SetFlag(set.flag(), set.value()));
        } else if (operation instanceof Operation.Increment increment) {
            chain.step("", "counts " + increment.counter() + " up", "", new Micro.Increment(increment.counter()));
        } else if (operation instanceof Operation.Decrement decrement) {
            chain.step("", "counts " + decrement.counter() + " down", "", new Micro.Decrement(decrement.counter()));
        } else if (operation instanceof Operation.ResetCounter reset) {
            chain.step("", "sets " + reset.counter() + " to 0", "", new Micro.ResetCounter(reset.counter()));
        } else if (operation instanceof Operation.ClearPointer clear) {
            chain.step("", "sets " + clear.pointer() + " to NULL", "", new Micro.ClearPointer(clear.pointer()));
        } else if (operation instanceof Operation.SetLocal set) {
            chain.step("", "sets " + set.local(), "", new Micro.SetLocal(set.local(), set.value()));
        } else if (operation instanceof Operation.KthreadUseMm) {
            chain.step("", "adopts a user address space", "", new Micro.Nop());
        } else if (operation instanceof Operation.KthreadUnuseMm) {
            chain.step("", "drops the user address space", "", new Micro.Nop());
        } else if (operation instanceof Operation.CopyToUser) {
            chain.step("", "copies to user memory", "", new Micro.Nop());
        } else {
            throw new AssertionError(operation);
        }
    }
}
