package org.quiesce.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quiesce.protocol.Program.Callback;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Environment;
import org.quiesce.protocol.Program.Kthread;
import org.quiesce.protocol.Program.Sleeping;

/** Refuses a function that names what isn't there, or calls what its kind of context can't call. */
final class ProgramCheck {

    private final Protocol protocol;
    private final Program program;
    private final Place place;
    private final Set<String> mixedQueues;

    ProgramCheck(Protocol protocol, Program program, String function) {
        this.protocol = protocol;
        this.program = program;
        this.place = new Place(protocol, function);
        this.mixedQueues = WaitCheck.mixed(protocol);
    }

    void run(List<Statement> body) {
        locals(body);
        block(body, 0);
        new PathCheck(place, program, body).run(body);
    }

    private void locals(List<Statement> body) {
        Set<String> locals = body.stream()
                .flatMap(Statement::calls)
                .flatMap(call -> call.assigned().stream())
                .filter(variable -> protocol.object(variable).isEmpty())
                .collect(Collectors.toSet());
        for (String local : locals) {
            Names.checkIdentifier(place.toString(), local);
            if (contexts().anyMatch(local::equals)) {
                throw place.refuse("local variable '" + local + "' has the name of something else; rename it");
            }
        }
    }

    private Stream<String> contexts() {
        return protocol.programs().stream().flatMap(program -> Stream.concat(Stream.of(program.name()),
                IntStream.rangeClosed(1, program.count()).mapToObj(i -> program.name() + i)));
    }

    private void block(List<Statement> statements, int loops) {
        for (Statement statement : statements) {
            if (statement instanceof Statement.Call call) {
                call(call);
            } else if (statement instanceof Statement.If branch) {
                condition(branch.line(), branch.condition());
                block(branch.then(), loops);
                block(branch.otherwise(), loops);
            } else if (statement instanceof Statement.While loop) {
                condition(loop.line(), loop.condition());
                block(loop.body(), loops + 1);
            } else if (statement instanceof Statement.DoWhile loop) {
                block(loop.body(), loops + 1);
                condition(loop.line(), loop.condition());
            } else if (statement instanceof Statement.Text text) {
                block(text.body(), loops);
            } else if (statement instanceof Statement.Return exit) {
                returns(exit);
            } else if (loops == 0) {
                String word = statement instanceof Statement.Break ? "break" : "continue";
                throw place.refuse(statement.line(), word + " outside of a loop; put it into one");
            }
        }
    }

    private void returns(Statement.Return exit) {
        value(exit.line(), exit.value());
        boolean isVoid = place.function().equals("exit")
                || isTaskWork()
                || program instanceof Callback
                || program instanceof Environment;
        if (isVoid && !exit.value().equals(Value.of(0))) {
            throw place.refuse(exit.line(), "nobody takes what '" + place.function()
                    + "' returns; returns(0) stands for a plain return");
        }
    }

    /** Whether it is not the program's own function that is checked, but what its threads may run when they exit. */
    private boolean isTaskWork() {
        return protocol.taskWork().filter(work -> work.name().equals(place.function())).isPresent();
    }

    private void call(Statement.Call call) {
        Operation operation = call.operation();
        int line = call.line();
        call.into().ifPresent(variable -> into(call, variable));
        kindOfContext(line, operation);
        if (operation instanceof OperationTrait.AboutObject about) {
            needs(line, about.objectKind(), about.object());
        }
        if (operation instanceof OperationTrait.AboutTask about) {
            task(line, about.task());
        }
        if (operation instanceof OperationTrait.AboutCallback about) {
            needsCallback(line, about.callbackKind(), about.callback());
        }
        if (operation instanceof OperationTrait.LiesInMemory lying) {
            lying.memory().ifPresent(memory -> needs(line, SharedObject.Kind.MEMORY, memory));
        }
        if (operation instanceof OperationTrait.Creation creation) {
            needsThread(line, creation.thread());
        } else if (operation instanceof SmpbootOperation.SmpbootRegister register) {
            needsThread(line, register.thread());
            needs(line, SharedObject.Kind.RW_SEMAPHORE, SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK);
        } else if (operation instanceof OperationTrait.LeavesThread leave) {
            value(line, leave.code());
        } else if (operation instanceof DataOperation.SetLocal set) {
            if (protocol.object(set.local()).isPresent()) {
                throw place.refuse(line,
                        "'" + set.local() + "' is a shared object; a local variable needs a name of its own");
            }
            value(line, set.value());
        } else if (operation instanceof OperationTrait.SetsState set) {
            settable(line, set.state());
        } else if (operation instanceof OperationTrait.AwaitsCondition wait) {
            condition(line, wait.condition());
        } else if (operation instanceof InterruptOperation.RequestThreadedIrq request) {
            needsCallback(line, CallbackKind.IRQ_THREAD, request.thread());
        } else if (operation instanceof KthreadOperation.TaskWorkAdd add
                && protocol.taskWork().filter(work -> work.name().equals(add.work())).isEmpty()) {
            throw place.refuse(line, "there is no task work '" + add.work() + "'; declare it before build()");
        }
        if (operation instanceof WaitQueueOperation.WaitEvent wait
                && wait.around() instanceof WaitQueueOperation.AroundSleep.Unlocked unlocked) {
            needs(line, SharedObject.Kind.SPINLOCK, unlocked.lock());
        } else if (operation instanceof WaitQueueOperation.WaitEventLocked wait) {
            needs(line, SharedObject.Kind.SPINLOCK, wait.lock());
        } else if (operation instanceof BitWaitOperation.WaitOnBit wait) {
            needs(line, SharedObject.Kind.FLAG, wait.flag());
        } else if (operation instanceof BitWaitOperation.WaitOnBitLock wait) {
            needs(line, SharedObject.Kind.FLAG, wait.flag());
        } else if (operation instanceof BitWaitOperation.WakeUpBit wake) {
            needs(line, SharedObject.Kind.FLAG, wake.flag());
        } else if (operation instanceof BitWaitOperation.ClearAndWakeUpBit wake) {
            needs(line, SharedObject.Kind.FLAG, wake.flag());
        } else if (operation instanceof RcuOperation.KfreeRcu free) {
            needsCallback(line, CallbackKind.RCU, RcuOperation.afterGracePeriod(free.memory()));
        } else if (operation instanceof InterruptOperation.DevmRequestIrq request) {
            request.thread().ifPresent(thread -> needsCallback(line, CallbackKind.IRQ_THREAD, thread));
        }
        if (operation instanceof DataOperation.CopyPointer copy) {
            needs(line, SharedObject.Kind.TASK_POINTER, copy.from());
        } else if (operation instanceof DataOperation.TakePointer take) {
            needs(line, SharedObject.Kind.TASK_POINTER, take.from());
        }
        WorkCheck.of(protocol, operation)
                .or(() -> WaitCheck.of(protocol, program, mixedQueues, operation))
                .or(() -> placement(operation))
                .ifPresent(why -> {
                    throw place.refuse(line, why);
                });
        if (operation instanceof KthreadOperation.KthreadCompleteAndExit exit) {
            exit.completion().ifPresent(completion -> needs(line, SharedObject.Kind.COMPLETION, completion));
        }
    }

    private void task(int line, TaskRef task) {
        if (task instanceof TaskRef.Pointer pointer) {
            needs(line, SharedObject.Kind.TASK_POINTER, pointer.name());
        } else if (task instanceof TaskRef.OfWorker of) {
            needs(line, SharedObject.Kind.KTHREAD_WORKER, of.worker());
        }
    }

    private static Optional<String> placement(Operation operation) {
        return operation instanceof KthreadOperation.KthreadRun run && run.placement() == KthreadOperation.Placement.ON_NODE
                ? Optional.of("the kernel has no such function; create the thread on the node and wake it")
                : Optional.empty();
    }

    private void into(Statement.Call call, String variable) {
        int line = call.line();
        switch (call.result()) {
            case NOTHING -> throw place.refuse(line,
                    call.called() + " yields nothing that could be assigned; use call()");
            case TASK -> needs(line, SharedObject.Kind.TASK_POINTER, variable);
            case NUMBER -> {
                if (protocol.object(variable).isPresent()) {
                    throw place.refuse(line, call.called() + " yields a number, and '" + variable
                            + "' is a shared object; assign it to a local variable");
                }
            }
        }
    }

    private void kindOfContext(int line, Operation operation) {
        boolean ofKthread = operation instanceof OperationTrait.OfKthread
                || operation instanceof OperationTrait.AboutTask about && about.task() instanceof TaskRef.Current;
        if (ofKthread && !(program instanceof Kthread)) {
            throw place.refuse(line, "only a kernel thread can call this, and '" + place.function()
                    + "' is none; call it in a kthread");
        }
        if (operation instanceof KthreadOperation.KthreadUseMm && isTaskWork()) {
            throw place.refuse(line, "the thread has dropped its address space already when it runs a task work, and"
                    + " nothing takes another one back; adopt one in the thread function");
        }
        if (operation instanceof OperationTrait.NeverReturns && isTaskWork()) {
            throw place.refuse(line, "the thread has exited already when it runs a task work; return instead");
        }
        if (operation instanceof HrtimerOperation.HrtimerRestart
                && !(program instanceof Callback callback && callback.kind() == CallbackKind.HRTIMER)) {
            throw place.refuse(line, "only the function of an hrtimer returns this; call it there");
        }
        if (operation instanceof WaitQueueOperation.WaitEvent wait
                && wait.around() instanceof WaitQueueOperation.AroundSleep.Freezing
                && !(program instanceof Kthread)) {
            throw place.refuse(line, "freezing in place is modelled for kernel threads, and '" + place.function()
                    + "' is none; use wait_event_interruptible()");
        }
        if (operation instanceof InterruptOperation.IrqWakeThread && protocol.irqThread(program.name()).isEmpty()) {
            throw place.refuse(line, "no request_threaded_irq() gives '" + place.function() + "' a thread; request it so");
        }
        if (operation instanceof FreezerOperation.SuspendFreezeProcesses && !(program instanceof Environment)) {
            throw place.refuse(line, "what suspends the machine calls this, and that is outside of the module;"
                    + " put it into an environment");
        }
        if (program instanceof Environment && !(operation instanceof OperationTrait.NeedsNoTask)) {
            throw place.refuse(line, "this needs a task, and the environment '" + place.function()
                    + "' is none; use a fileOperation");
        }
        if (operation instanceof OperationTrait.SetsState && interrupts()) {
            throw place.refuse(line, "'" + place.function() + "' interrupts a task, whose state this would set;"
                    + " set it in the task that is to sleep");
        }
    }

    /** Whether the function runs on top of whatever task there is. */
    private boolean interrupts() {
        return program instanceof Environment
                || program instanceof Callback callback && callback.kind().sleeping() == Sleeping.FORBIDDEN;
    }

    private void condition(int line, Condition condition) {
        condition.atoms().forEach(atom -> atom(line, atom));
    }

    private void atom(int line, Condition.Atom atom) {
        if (atom instanceof Condition.FlagSet flag) {
            needs(line, SharedObject.Kind.FLAG, flag.flag());
        } else if (atom instanceof Condition.CounterAbove above) {
            needs(line, SharedObject.Kind.COUNTER, above.counter());
            int max = ((SharedObject.Counter) protocol.object(above.counter()).orElseThrow()).max();
            if (above.bound() < 0 || above.bound() >= max) {
                throw place.refuse(line,
                        above.c() + " is decided already: " + above.counter() + " stays within 0 to " + max);
            }
        } else if (atom instanceof Condition.PointerNull pointer) {
            needs(line, SharedObject.Kind.TASK_POINTER, pointer.pointer());
        } else if (atom instanceof Condition.PointerError pointer) {
            needs(line, SharedObject.Kind.TASK_POINTER, pointer.pointer());
        } else if (atom instanceof Condition.MemoryNull memory) {
            needs(line, SharedObject.Kind.MEMORY, memory.memory());
        } else if (atom instanceof Condition.QueueNull queue) {
            needs(line, SharedObject.Kind.WORKQUEUE, queue.queue());
        } else if (atom instanceof Condition.WorkerError worker) {
            needs(line, SharedObject.Kind.KTHREAD_WORKER, worker.worker());
        } else if (atom instanceof Condition.WaitqueueActive active) {
            needs(line, SharedObject.Kind.WAIT_QUEUE, active.queue());
        } else if (atom instanceof Condition.CompletionDone done) {
            needs(line, SharedObject.Kind.COMPLETION, done.completion());
        } else if (atom instanceof Condition.WorkPending pending) {
            needsCallback(line, CallbackKind.WORK, pending.work());
        } else if (atom instanceof Condition.CurrentWork current) {
            needsCallback(line, CallbackKind.WORK, current.work());
        } else if (atom instanceof Condition.Freezing && !(program instanceof Kthread)) {
            throw place.refuse(line, atom.c() + " is modelled for kernel threads, and '" + place.function()
                    + "' is none; leave it out");
        } else if (atom instanceof Condition.LocalCompare compare) {
            value(line, Value.of(compare.number()));
        } else if (atom instanceof Condition.ShouldStop || atom instanceof Condition.ShouldPark) {
            boolean ofAnyTask = atom instanceof Condition.ShouldStop && (runsInKworker() || program instanceof Program.Loader
                    || program instanceof Program.FileOperation);
            if (!(program instanceof Kthread || ofAnyTask)) {
                throw place.refuse(line, atom.c() + " tests the calling kernel thread, and '" + place.function()
                        + "' is none; share a flag");
            }
        } else if (atom instanceof Condition.Chance chance) {
            if (chance.reason().isBlank() || chance.reason().chars().anyMatch(Character::isISOControl)) {
                throw place.refuse(line, "the reason of a chance must say, on one line, what the C tests there");
            }
        } else if ((atom instanceof Condition.SignalPending
                || atom instanceof Condition.FatalSignalPending) && interrupts()) {
            throw place.refuse(line, atom.c() + " tests the running task, and '" + place.function()
                    + "' is none; test it in the task");
        }
    }

    private boolean runsInKworker() {
        return program instanceof Callback callback && callback.kind().isWork();
    }

    private void value(int line, Value value) {
        if (value instanceof Value.Literal literal
                && (literal.number() < -Errno.MAX || literal.number() > Errno.MAX)) {
            throw place.refuse(line, "the value " + literal.number() + " is out of range; use -" + Errno.MAX + " to "
                    + Errno.MAX);
        }
    }

    private void settable(int line, TaskState state) {
        if (state != TaskState.RUNNING && !state.isNormalSleep()) {
            throw place.refuse(line, state.c() + " is not for a thread to set by hand");
        }
    }

    private void needsThread(int line, String thread) {
        if (protocol.kthreads().stream().noneMatch(k -> k.name().equals(thread))) {
            throw place.refuse(line,
                    "there is no kthread '" + thread + "'; declare it with kthread(\"" + thread + "\", …)");
        }
    }

    private void needs(int line, SharedObject.Kind kind, String object) {
        if (protocol.object(object).filter(o -> o.kind() == kind).isEmpty()) {
            throw place.refuse(line, "there is no " + kind.noun() + " '" + object + "'; declare it before build()");
        }
    }

    private void needsCallback(int line, CallbackKind kind, String callback) {
        if (protocol.callbacks().stream().noneMatch(c -> c.name().equals(callback)
                && (c.kind() == kind || kind == CallbackKind.WORK && c.kind().isWork()))) {
            throw place.refuse(line, "there is no " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " '"
                    + callback + "'; declare it before build()");
        }
    }
}
