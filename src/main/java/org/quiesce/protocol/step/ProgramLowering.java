package org.quiesce.protocol.step;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.InterruptOperation;
import org.quiesce.protocol.KthreadOperation;
import org.quiesce.protocol.Program;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Unloading;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.RcuOperation;
import org.quiesce.protocol.SrcuOperation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskState;
import org.quiesce.protocol.TaskWork;
import org.quiesce.protocol.Value;

/** Lowers one program: control flow becomes labels. */
final class ProgramLowering {

    /** Where break and continue of the innermost loop lead. */
    private record Loop(String leave, String again) {}

    /** What is lowered: it decides what a return does. */
    private enum Part {
        FUNCTION,
        INIT,
        TASK_WORK
    }

    private static final String RELEASE_ALL = "devres_release_all()";
    private static final Loop NO_LOOP = new Loop(Label.DONE, Label.DONE);

    private final Protocol protocol;
    private final Program program;
    private final Rcu rcu;
    private final StepFactory factory;
    private final Conditions conditions;
    private final OperationLowering operations;
    /** Heads of loops, known only once the loop is lowered. */
    private final Map<String, String> heads = new HashMap<>();
    private Part part = Part.FUNCTION;
    private Statement.Owner owner = Statement.Owner.MODULE;

    ProgramLowering(Protocol protocol, Program program, Granularity granularity, Rcu rcu, PointerWriters writers) {
        this.rcu = rcu;
        this.protocol = protocol;
        this.program = program;
        this.factory = new StepFactory(program.name(), protocol.listing());
        this.conditions = new Conditions(factory, program);
        this.operations = new OperationLowering(protocol, program, factory, conditions, granularity, rcu, writers);
    }

    Code lower() {
        Code code;
        if (program instanceof Program.Kthread kthread) {
            code = kthread(kthread);
        } else if (program instanceof Program.Loader loader) {
            code = loader(loader);
        } else if (program instanceof Program.FileOperation operation) {
            code = fileOperation(operation);
        } else if (program instanceof Program.Callback callback) {
            code = callback(callback);
        } else if (program instanceof Program.Environment environment) {
            Code body = block(environment.body(), Label.DONE, NO_LOOP);
            code = new Code(body.entry(), body.steps().stream().map(ProgramLowering::unfair).toList());
        } else {
            throw new AssertionError(program);
        }
        return Reordering.explored(program, factory,
                new Code(resolved(code.entry()), code.steps().stream().map(step -> step.led(this::resolved)).toList()));
    }

    // ---- the frame of each kind of program

    private Code kthread(Program.Kthread kthread) {
        Code body = block(kthread.body(), Label.EXIT, NO_LOOP);
        boolean parks = operations.threadsCanBeParked();
        SortedMap<Exit, String> birth = new TreeMap<>();
        birth.put(Exit.NEXT, parks ? Label.BORN_PARK : body.entry());
        birth.put(Exit.FAILED, Label.EXIT);
        Code code = new Code(Label.BORN, List.of(core(Label.BORN, "kthread()", "tests KTHREAD_SHOULD_STOP before its"
                + " thread function", "T8", Fairness.WEAK, new Micro.BirthTest(), birth)));
        if (parks) {
            code = code.then(parkedBirth(body.entry()));
        }
        String reap = kthread.taskWork().isPresent() ? Label.REAP : Label.EXITED;
        return code.then(body)
                .then(one(core(Label.EXIT, "do_exit()", "completes 'exited'", "X4", Fairness.WEAK,
                        exit(), next(Label.EXITED))))
                .then(kthread.taskWork().map(this::taskWork).orElse(new Code(Label.EXITED, List.of())))
                .then(release(reap));
    }

    /** X7 to X12. Where somebody may look at a task as a reader, readers that leave end the grace period one by one. */
    private Code release(String reap) {
        RcuReaders readers = new GracePeriods(protocol, rcu).ofTask(program);
        Code reaped = one(core(reap, "do_exit()", "is reaped and leaves its CPU", "X7 X8 X9 X10", Fairness.WEAK,
                new Micro.ExitReap(readers), next(Label.DEAD)));
        String what = "after a grace period the kernel drops its reference on the task";
        SortedMap<Exit, String> turn = next(Label.GONE);
        if (!readers.contexts().isEmpty()) {
            turn.put(Exit.TRUE, Label.DEAD);
        }
        return reaped.then(one(core(Label.DEAD, "delayed_put_task_struct()",
                readers.contexts().isEmpty() ? what : what + ", or some have ended to read", "X11 X12",
                readers.contexts().isEmpty() ? Fairness.WEAK : Fairness.STRONG, new Micro.TaskFree(readers), turn)));
    }

    /** X6: what others gave the thread to run, the last given first, until there is nothing left. */
    private Code taskWork(TaskWork work) {
        part = Part.TASK_WORK;
        Code body = block(work.body(), Label.RETURN, NO_LOOP);
        part = Part.FUNCTION;
        SortedMap<Exit, String> run = new TreeMap<>();
        run.put(Exit.TRUE, body.entry());
        run.put(Exit.FALSE, Label.REAP);
        return one(core(Label.EXITED, "do_exit()", "runs its task work, if it has any", "X6", Fairness.WEAK,
                        new Micro.TaskWorkRun(), run))
                .then(body)
                .then(one(lastInstruction(work.name(), Label.EXITED, new Micro.TaskWorkReturn())));
    }

    /** T9: a thread parked before its first wake sleeps here; the stop bit is not tested again. */
    private Code parkedBirth(String entry) {
        String test = Label.BORN_PARK + ".test";
        String sleep = Label.BORN_PARK + ".sleep";
        String run = Label.BORN_PARK + ".run";
        SortedMap<Exit, String> tested = new TreeMap<>();
        tested.put(Exit.TRUE, sleep);
        tested.put(Exit.FALSE, run);
        return one(core(Label.BORN_PARK, "kthread()", "sets TASK_PARKED", "Q1", Fairness.WEAK,
                        new Micro.SetState(TaskState.PARKED), next(test)))
                .then(one(core(test, "kthread()", "tests KTHREAD_SHOULD_PARK", "Q2 Q3", Fairness.WEAK,
                        new Micro.ParkmeTest(), tested)))
                .then(one(core(sleep, "kthread()", "calls schedule()", "Q4", Fairness.WEAK, new Micro.Schedule(),
                        next(Label.BORN_PARK))))
                .then(one(core(run, "kthread()", "sets TASK_RUNNING", "Q5", Fairness.WEAK,
                        new Micro.SetState(TaskState.RUNNING), next(entry))));
    }

    private Code loader(Program.Loader loader) {
        part = Part.INIT;
        Code init = block(loader.init(), Label.LIVE, NO_LOOP);
        if (builtIn()) {
            return init.then(asyncs(Label.LOADED, "do_init_module()", Label.LIVE));
        }
        part = Part.FUNCTION;
        Code undo = releases(Label.UNDO, Label.SYNC);
        boolean unloads = loader.exit().isPresent() || loader.unloading() == Unloading.FORCED;
        Code unload = unloads ? unload(loader) : new Code(Label.LIVE, List.of());
        return init
                .then(asyncs(Label.LOADED, "do_init_module()", Label.LIVE))
                .then(unload)
                .then(undo)
                .then(synchronizeRcu())
                .then(one(core(Label.FREE, "free_module()", "frees the module's text", "U6", Fairness.WEAK,
                        new Micro.FreeText(), next(Label.DONE))));
    }

    private Code unload(Program.Loader loader) {
        Code after = afterExit();
        Code exit = block(loader.exit().orElse(List.of()), after.entry(), NO_LOOP);
        String what = loader.exit().isPresent() ? "its exit is called" : "it has no exit";
        String how = loader.unloading() == Unloading.FORCED ? " by force" : "";
        return one(core(Label.LIVE, "delete_module()", "somebody unloads the module" + how + "; " + what,
                        "U1 U2 U3 U4", Fairness.NONE, new Micro.UnloadRequest(loader.unloading()),
                        next(exit.entry())))
                .then(exit)
                .then(after);
    }

    /** What the kernel does between a module's exit and the end of its text. */
    private Code afterExit() {
        Code async = asyncs(Label.RELEASE + ".async", "delete_module()", Label.SYNC);
        return releases(Label.RELEASE, async.entry()).then(async);
    }

    /** The kernel waits for all asynchronous calls; where there are none there is no such step. */
    private Code asyncs(String label, String function, String next) {
        List<String> asyncs = DeferredLowering.asyncs(protocol);
        return asyncs.isEmpty()
                ? new Code(next, List.of())
                : one(core(label, function, "waits until no asynchronous call is left", "", Fairness.STRONG,
                        new CallbackMicro.AsyncWait(asyncs), next(next)));
    }

    /** Frees what was requested for the device, the last first; what was never requested needs nothing. */
    private Code releases(String prefix, String next) {
        List<String> handlers = protocol.operations(InterruptOperation.DevmRequestIrq.class)
                .map(InterruptOperation.DevmRequestIrq::handler)
                .distinct()
                .toList();
        Code code = new Code(next, List.of());
        for (String handler : handlers) {
            code = release(prefix + "." + handler, handler, code.entry()).then(code);
        }
        return code;
    }

    private Code release(String prefix, String handler, String next) {
        String wait = prefix + ".wait";
        String notify = prefix + ".notify";
        String wake = prefix + ".wake";
        String stop = prefix + ".stop";
        Optional<String> thread = protocol.irqThread(handler);
        Code code = one(core(prefix, RELEASE_ALL, "shuts the interrupt off", "", Fairness.WEAK,
                        new Micro.CallbackDisarm(handler, Optional.empty()), next(wait)))
                .then(one(core(wait, RELEASE_ALL, "waits for a running handler", "", Fairness.STRONG,
                        new Micro.CallbackWait(handler), next(thread.isPresent() ? notify : next))));
        return thread.map(t -> code
                        .then(one(core(notify, RELEASE_ALL, OperationLowering.NOTIFIES_IRQ_THREAD, "S6", Fairness.WEAK,
                                new CallbackMicro.IrqThreadNotify(t), next(wake))))
                        .then(one(core(wake, RELEASE_ALL, OperationLowering.WAKES_IRQ_THREAD, "S7", Fairness.WEAK,
                                new CallbackMicro.IrqThreadWake(t), next(stop))))
                        .then(one(core(stop, RELEASE_ALL, "stops the thread of the interrupt", "",
                                Fairness.STRONG, new Micro.IrqThreadStop(t), next(next)))))
                .orElse(code);
    }

    /** Where nothing that can run is a reader, the grace period is over at once. */
    private Code synchronizeRcu() {
        RcuReaders readers = rcu.readers(protocol, program);
        if (readers.contexts().isEmpty()) {
            return one(core(Label.SYNC, "free_module()", "waits for RCU", "U5 U6", Fairness.WEAK, new Micro.Nop(),
                    next(Label.FREE)));
        }
        SortedMap<Exit, String> turn = next(Label.FREE);
        turn.put(Exit.TRUE, Label.GRACE);
        return one(core(Label.SYNC, "free_module()", "begins to wait for RCU", "U5 U6", Fairness.WEAK,
                        new Micro.RcuBegin(readers), next(Label.GRACE)))
                .then(one(core(Label.GRACE, "free_module()", "waits for those who run code that delays RCU", "U6",
                        Fairness.STRONG, new Micro.RcuWait(readers), turn)));
    }

    private Code fileOperation(Program.FileOperation operation) {
        // With a file a call may begin during init, and a module whose init fails is freed whatever pins it.
        boolean returns = operation.isOfModule() && (operation.pinning() == Pinning.NONE || operation.file().isPresent());
        Code body = block(operation.body(), returns ? Label.RETURN : Label.LEAVE, NO_LOOP);
        String what = "a user calls into the " + (operation.isOfModule() ? "module" : "kernel");
        return one(core(Label.IDLE, operation.name() + "()", what, "", Fairness.NONE,
                        new Micro.TaskEnter(operation.pinning(), operation.file()),
                        next(body.entry())))
                .then(body)
                .then(returns
                        ? one(lastInstruction(program.name(), Label.LEAVE, new Micro.Nop()))
                        : new Code(Label.LEAVE, List.of()))
                .then(one(core(Label.LEAVE, operation.name() + "()", "the call returns to user space", "",
                        Fairness.WEAK, new Micro.TaskLeave(operation.pinning()), next(Label.DONE))));
    }

    private Code callback(Program.Callback callback) {
        Code body = block(callback.body(), Label.RETURN, NO_LOOP);
        String what = switch (callback.kind()) {
            case TIMER -> "the timer expires";
            case HRTIMER -> "the timer expires";
            case WORK -> "a kworker takes the work item";
            case BH_WORK -> "softirq takes the work item";
            case KTHREAD_WORK -> "the worker's thread calls it";
            case TASKLET -> "softirq takes the tasklet";
            case RCU, SRCU -> "the grace period is over";
            case ASYNC -> "a kworker calls it";
            case IRQ -> "the device raises the interrupt";
            case IRQ_THREAD -> "the thread of the interrupt runs its function";
            case NOTIFIER -> "something happens that the notifier is told";
        };
        return one(start(callback, what, body.entry()))
                .then(body)
                .then(one(lastInstruction(program.name(), Label.IDLE, new Micro.CallbackReturn())));
    }

    /** Where somebody may be reading, readers that leave end the grace period one after the other. */
    private Step start(Program.Callback callback, String what, String entry) {
        String text = callback.name() + "()";
        GracePeriods graces = new GracePeriods(protocol, rcu);
        Optional<Micro> grace = callback.kind() == CallbackKind.SRCU
                ? callback.runner().map(domain -> new GraceMicro.SrcuCall(domain, graces.srcu(domain)))
                : graces.ofCallback(callback.name()).map(GraceMicro.RcuCall::new);
        if (grace.isPresent()) {
            SortedMap<Exit, String> turn = next(entry);
            turn.put(Exit.TRUE, Label.IDLE);
            return core(Label.IDLE, text, what + ", or some have ended to read", "", Fairness.STRONG,
                    withHead(callback, grace.get()), turn);
        }
        Micro start = callback.kind() == CallbackKind.NOTIFIER
                ? new Micro.CallRegistered()
                : new Micro.CallbackStart(callback.kind(), orderedWith(callback));
        Fairness fairness = callback.kind().staysRegistered() ? Fairness.NONE : Fairness.WEAK;
        return core(Label.IDLE, text, what, "", fairness, withHead(callback, start), next(entry));
    }

    /**
     * The kernel takes the entry of a callback off its list: the memory that it lies in, if that is always the same, has to
     * be there.
     */
    private List<Micro> withHead(Program.Callback callback, Micro start) {
        List<Optional<String>> memories = Stream.concat(
                        protocol.operations(RcuOperation.CallRcu.class)
                                .filter(o -> o.callback().equals(callback.name())).map(RcuOperation.CallRcu::memory),
                        protocol.operations(SrcuOperation.CallSrcu.class)
                                .filter(o -> o.callback().equals(callback.name())).map(SrcuOperation.CallSrcu::memory))
                .distinct()
                .toList();
        return memories.size() == 1 && memories.get(0).isPresent()
                ? List.of(start, new Micro.UseMemory(memories.get(0).get()))
                : List.of(start);
    }

    /** The other items of an ordered workqueue; kthread work is begun when the worker has taken it. */
    private List<String> orderedWith(Program.Callback callback) {
        return callback.kind() == CallbackKind.KTHREAD_WORK ? List.of() : InLine.others(protocol, callback);
    }

    private Step lastInstruction(String function, String next, Micro micro) {
        return factory.step(Label.RETURN, 0, function + "()", "returns", List.of(), Frame.MODULE, Fairness.WEAK,
                List.of(micro), next(next));
    }

    /** X4, and what the exit does right after it where a thread may have a user address space. */
    private List<Micro> exit() {
        return program.operations(KthreadOperation.KthreadUseMm.class).findAny().isPresent()
                ? List.of(new Micro.ExitComplete(), new TaskMicro.ExitMm())
                : List.of(new Micro.ExitComplete());
    }

    private Step core(String label, String text, String what, String ids, Fairness fairness, Micro micro,
            SortedMap<Exit, String> exits) {
        return core(label, text, what, ids, fairness, List.of(micro), exits);
    }

    private Step core(String label, String text, String what, String ids, Fairness fairness, List<Micro> micros,
            SortedMap<Exit, String> exits) {
        return factory.step(label, 0, text, what, ids.isEmpty() ? List.of() : List.of(ids.split(" ")), Frame.CORE,
                fairness, micros, exits);
    }

    private static Code one(Step step) {
        return new Code(step.label(), List.of(step));
    }

    private static SortedMap<Exit, String> next(String label) {
        return new TreeMap<>(Map.of(Exit.NEXT, label));
    }

    /** Nothing is assumed of an environment, but that the kernel ends what the environment began in it. */
    private static Step unfair(Step step) {
        return new Step(step.action(), step.label(), step.number(), step.line(), step.text(), step.what(), step.ids(),
                Frame.CORE,
                step.fairness() == Fairness.STRONG ? Fairness.STRONG : Fairness.NONE, step.micros(), step.exits());
    }

    // ---- statements

    private Code block(List<Statement> statements, String next, Loop loop) {
        Code code = new Code(next, List.of());
        for (int i = statements.size() - 1; i >= 0; i--) {
            code = statement(statements.get(i), code.entry(), loop).then(code);
        }
        return code;
    }

    private Code statement(Statement statement, String next, Loop loop) {
        Optional<Statement.Call> waits = RetriedDelete.in(statement);
        if (waits.isPresent()) {
            return here(operations.lower(waits.get(), next));
        } else if (statement instanceof Statement.Call call) {
            return here(operations.lower(call, next));
        } else if (statement instanceof Statement.If branch) {
            Code then = block(branch.then(), next, loop);
            Code otherwise = block(branch.otherwise(), next, loop);
            return test(branch.line(), branch.condition(), then.entry(), otherwise.entry()).then(then).then(otherwise);
        } else if (statement instanceof Statement.While whileLoop) {
            return whileLoop(whileLoop, next);
        } else if (statement instanceof Statement.DoWhile doWhile) {
            return doWhile(doWhile, next);
        } else if (statement instanceof Statement.Text text) {
            return text(text, next, loop);
        } else if (statement instanceof Statement.Break) {
            return new Code(loop.leave(), List.of());
        } else if (statement instanceof Statement.Continue) {
            return new Code(loop.again(), List.of());
        } else if (statement instanceof Statement.Return exit) {
            return here(returns(exit));
        }
        throw new AssertionError(statement);
    }

    private Code text(Statement.Text text, String next, Loop loop) {
        Statement.Owner around = owner;
        owner = text.owner();
        Code code = block(text.body(), next, loop);
        owner = around;
        return code;
    }

    /** The steps, in the text of whoever owns the statement. */
    private Code here(Code code) {
        return owner == Statement.Owner.MODULE
                ? code
                : new Code(code.entry(), code.steps().stream().map(Step::inCore).toList());
    }

    private Code doWhile(Statement.DoWhile loop, String next) {
        String head = head(loop.line());
        Code body = loopBody(loop.line(), loop.condition(), block(loop.body(), head, new Loop(next, head)));
        Code test = test(loop.line(), loop.condition(), body.entry(), next);
        heads.put(head, test.entry());
        return body.then(test);
    }

    /** An endless loop that does nothing still executes: its body is one step that leads to itself. */
    private Code loopBody(int line, Condition condition, Code body) {
        if (condition instanceof Condition.Always && body.entry().equals(head(line))) {
            return new Chain(factory, line, lineText(line))
                    .step("", "loops", "", new Micro.Nop())
                    .to(factory.label(line));
        }
        return body;
    }

    private Code whileLoop(Statement.While loop, String next) {
        String head = head(loop.line());
        Code body = loopBody(loop.line(), loop.condition(), block(loop.body(), head, new Loop(next, head)));
        Code test = test(loop.line(), loop.condition(), body.entry(), next);
        heads.put(head, test.entry());
        return test.then(body);
    }

    private Code test(int line, Condition condition, String whenTrue, String whenFalse) {
        return here(conditions.lower(condition, line, factory.label(line), lineText(line), whenTrue, whenFalse));
    }

    /** Of what is built in nobody asks whether it fails. */
    private boolean builtIn() {
        return protocol.loader().unloading() == Unloading.NEVER;
    }

    private Code returns(Statement.Return exit) {
        Chain chain = new Chain(factory, exit.line(), lineText(exit.line()));
        if (part == Part.TASK_WORK) {
            return chain.step("", "returns", "", new Micro.TaskWorkReturn()).to(Label.EXITED);
        }
        if (program instanceof Program.Kthread) {
            return chain.step("", "returns from the thread function", "X0 X1", new Micro.ThreadReturn(exit.value()))
                    .to(Label.EXIT);
        }
        if (part == Part.INIT) {
            Value code = builtIn() ? Value.of(0) : exit.value();
            chain.step("", "init returns", "L7", new Micro.InitReturn(code)).withoutNext();
            boolean literal = code instanceof Value.Literal;
            if (!literal || ((Value.Literal) code).number() >= 0) {
                chain.exit(Exit.TRUE, asyncs(Label.LOADED, "do_init_module()", Label.LIVE).entry());
            }
            if (!literal || ((Value.Literal) code).number() < 0) {
                chain.exit(Exit.FALSE, releases(Label.UNDO, Label.SYNC).entry());
            }
            return chain.to(Label.DONE);
        }
        if (program instanceof Program.Callback) {
            return chain.step("", "returns", "", new Micro.CallbackReturn()).to(Label.IDLE);
        }
        String after = program instanceof Program.Loader ? afterExit().entry()
                : program instanceof Program.FileOperation ? Label.LEAVE : Label.DONE;
        return chain.step("", "returns", "", new Micro.Nop()).to(after);
    }

    private String lineText(int line) {
        return protocol.listing().text(line).orElse("");
    }

    // ---- heads of loops

    private static String head(int line) {
        return "@" + line;
    }

    private String resolved(String label) {
        String result = label;
        while (heads.containsKey(result)) {
            result = heads.get(result);
        }
        return result;
    }
}
