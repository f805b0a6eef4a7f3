package org.quiesce.csource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTProblem;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Contexts.Callback;
import org.quiesce.csource.Contexts.Running;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.FreezerOperation;
import org.quiesce.protocol.KthreadWorkerOperation;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Origin;
import org.quiesce.protocol.Outside;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.Program.Timing;
import org.quiesce.protocol.Protocol;
import org.quiesce.protocol.ProtocolBuilder;
import org.quiesce.protocol.ProtocolException;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.SmpbootOperation;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** Reads the C of a module: finds its contexts, and translates what each of them does. */
public final class CReader {

    /** More functions that anybody may call at any time can't be checked. */
    private static final int MOST_OTHERS = 6;

    private final CModule file;
    private final ModuleReading module;
    private final Bounds bounds;
    private final String choice;
    private final ProtocolBuilder builder;
    /** What was translated, by program; in an order of its own, as contexts are found on the way. */
    private final Map<String, List<Statement>> programs = new LinkedHashMap<>();
    private final List<Consumer<ProtocolBuilder>> declarations = new ArrayList<>();
    private final Set<Object> done = new HashSet<>();

    private CReader(CModule file, Bounds bounds, String choice, Set<IBinding> kept) {
        this.file = file;
        this.module = new ModuleReading(file, bounds, kept);
        this.bounds = bounds;
        this.builder = Protocol.module(Names.protocol(file.source().file(), choice));
        this.choice = choice;
    }

    /**
     * The protocol of a C file. What an {@code #if} asks for is not defined.
     *
     * @throws CSourceException if it is no C of a module
     */
    public static CReading read(CSource source, Bounds bounds) {
        Preprocessing usual = Preprocessing.usual();
        return read(source, bounds, usual, Conditionals.undecided(source, usual), "");
    }

    /**
     * The protocols of a C file: one, unless an {@code #if} decides what is done to threads by a macro of which it is not
     * given whether it is defined; then one for each case.
     *
     * @throws CSourceException if it is no C of a module, or if there are too many cases
     */
    public static List<CReading> readEach(CSource source, Bounds bounds, Preprocessing given) {
        List<String> undecided = Conditionals.undecided(source, given);
        return Conditionals.choices(source, given, undecided).stream()
                .map(choice -> read(source, bounds, choice, List.of(), choice.options(undecided)))
                .toList();
    }

    /** @param undecided macros of which nothing is given, though it matters: they are taken for not defined */
    private static CReading read(
            CSource source, Bounds bounds, Preprocessing given, List<String> undecided, String choice) {
        try {
            CModule file = new CModule(source, given);
            Set<IBinding> kept = new HashSet<>();
            while (true) {
                CReader reader = new CReader(file, bounds, choice, kept);
                undecided.forEach(reader::notDefined);
                CReading reading = reader.run();
                if (!kept.addAll(reader.module.missing())) {
                    return reading;
                }
            }
        } catch (StackOverflowError e) {
            throw new CSourceException(source.file()
                    + ": something is nested too deep to be read, such as a long chain of else-if; split it");
        }
    }

    private void notDefined(String macro) {
        module.abstracted(Kind.ASSUMED, 1, "'" + macro + "' is not defined, which decides what is done to threads");
    }

    private CReading run() {
        problems();
        file.description().ifPresent(builder::title);
        entries();
        contexts();
        others();
        if (programs.isEmpty()) {
            throw new CSourceException(file.source().file() + ": nothing in it is run: it has neither module_init() nor"
                    + " file operations, nor does it do anything to threads\nname the file of the module that has them");
        }
        orphanedWorkers();
        module.handed();
        module.objects().declare(builder);
        module.drivers().declare(builder);
        declarations.forEach(declare -> declare.accept(builder));
        if (bounds.outside().contains(Outside.FORCES_UNLOAD)) {
            builder.forcedUnload();
        }
        if (bounds.outside().contains(Outside.REUSES_MEMORY)) {
            builder.memoryReuse();
        }
        if (bounds.outside().contains(Outside.OOPSES)) {
            module.contexts().threads().forEach(thread -> builder.oops(thread.name()));
        }
        try {
            List<Abstraction> abstractions = List.copyOf(module.abstractions());
            builder.from(new Origin(file.source().file(), file.source().parts(),
                    clauses(abstractions, kind -> kind != Kind.UNMODELLED), module.outside(),
                    clauses(abstractions, kind -> kind == Kind.UNMODELLED)));
            return new CReading(file.source(), choice, builder.build(), abstractions);
        } catch (ProtocolException e) {
            throw new CSourceException(file.source().file() + ": what it does can't be told as a protocol: "
                    + e.getMessage());
        }
    }

    private List<String> clauses(List<Abstraction> abstractions, Predicate<Kind> kind) {
        return abstractions.stream()
                .filter(a -> kind.test(a.kind()))
                .map(a -> file.source().at(a.line()) + ": " + a.what())
                .toList();
    }

    /** Workers that somebody else creates. */
    private void orphanedWorkers() {
        for (String worker : module.objects().all(SharedObject.Kind.KTHREAD_WORKER)) {
            String thread = new SharedObject.KthreadWorker(worker).thread();
            boolean isCreated = operations().anyMatch(operation ->
                    operation instanceof KthreadWorkerOperation.KthreadCreateWorker create && create.worker().equals(worker)
                            || operation instanceof OperationTrait.Creation creation && creation.thread().equals(thread));
            if (!isCreated) {
                module.abstracted(Kind.UNMODELLED, 1, "who creates the kthread worker '" + worker + "' is not in the file");
                String creator = module.names().fresh("create_" + worker);
                declarations.add(b -> b.fileOperation(creator, body -> body.call(Ops.kthreadCreateWorker(worker))));
            }
        }
    }

    private Stream<Operation> operations() {
        return programs.values().stream().flatMap(List::stream).flatMap(Statement::calls).map(Statement.Call::operation);
    }

    private void problems() {
        for (IASTProblem problem : file.problems()) {
            module.abstracted(Kind.UNMODELLED, Ast.line(problem), "'" + Ast.text(problem) + "' is not understood");
        }
        file.definedAgain().forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                Registrations.name(function) + "() is defined a second time, and only the first counts"));
    }

    // ---- what is run from outside

    private void entries() {
        file.entry("init").ifPresent(function -> {
            List<Statement> body = translate("init", Returns.VERDICT, ContextRules.Kind.TASK, function, Optional.empty());
            declarations.add(b -> b.init(all(defined()).andThen(all(body))));
        });
        if (file.entry("init").isEmpty()) {
            drivers();
        }
        file.entry("exit").ifPresent(function -> {
            List<Statement> body = translate("exit", Returns.NOTHING, ContextRules.Kind.TASK, function, Optional.empty());
            declarations.add(b -> b.exit(all(body)));
        });
        removals();
        Entries entries = new Entries(file);
        Set<IASTFunctionDefinition> seen = new HashSet<>();
        entries.sessions().forEach(session -> {
            seen.addAll(session.all());
            session(session);
        });
        entries.fileOperations().forEach(user -> {
            if (seen.add(user.function())) {
                fileOperation(user.function(), user.pinning());
            }
        });
        Callers callers = new Callers(file, module.calls());
        entries.attributes().forEach(function -> {
            if (callers.acts(Registrations.name(function), module::decides) && seen.add(function)) {
                module.abstracted(Kind.ASSUMED, Ast.line(function),
                        Registrations.name(function) + "() is only run while the module is live");
                fileOperation(function, Pinning.OWNER);
            }
        });
        entries.parameters().forEach(function -> {
            if (seen.add(function)) {
                parameter(function);
            }
        });
    }

    /** A module that macros give its init and exit. */
    private void drivers() {
        List<String> drivers = module.drivers().ofMacros();
        drivers.stream().filter(driver -> !file.variables().containsKey(driver)).forEach(driver ->
                module.abstracted(Kind.UNMODELLED, 1, "what the driver '" + driver + "' does is not in the file"));
        List<Statement> init = Translation.made(module, "init", in ->
                drivers.forEach(driver -> module.drivers().register(in, driver, line(driver))));
        List<Statement> exit = Translation.made(module, "exit", in ->
                drivers.forEach(driver -> module.drivers().unregister(in, driver, line(driver))));
        declarations.add(b -> b.init(all(defined()).andThen(all(init))));
        if (!drivers.isEmpty() || !file.marked("nobody_").isEmpty()) {
            programs.put("init", init);
            programs.put("exit", exit);
            declarations.add(b -> b.exit(all(exit)));
        }
    }

    /** What is done to kthread workers before init, by their definition: it is as if init did it first. */
    private List<Statement> defined() {
        List<IASTDeclarator> workers = module.objects().definedWorkers(file.variables().values());
        return Translation.made(module, "init", in -> workers.forEach(worker ->
                in.emit(Ast.line(worker), Ops.kthreadInitWorker(module.objects().name(
                        worker.getName().resolveBinding(), SharedObject.Kind.KTHREAD_WORKER)))));
    }

    /** The device of a driver goes, while the module stays. */
    private void removals() {
        module.drivers().removable().forEach(driver -> {
            String name = module.names().fresh("remove_" + driver);
            programs.put(name, Translation.made(module, name, in -> module.drivers().unregister(in, driver, line(driver))));
            module.abstracted(Kind.ASSUMED, line(driver),
                    "the device of '" + driver + "' may be removed, once, at any time while the module is live");
            declarations.add(b -> b.fileOperations(name, 1, Pinning.OWNER, all(programs.get(name))));
        });
    }

    private int line(String variable) {
        return Optional.ofNullable(file.variables().get(variable)).map(Ast::line).orElse(1);
    }

    /** A user opens a file, does with it what can be done, each once or not at all, and closes it. */
    private void session(Entries.Session session) {
        int line = line(session.name());
        String name = module.names().of("session " + session.name(), session.name());
        List<Statement> body = Translation.made(module, name, in -> {
            session.open().ifPresent(open -> {
                String failed = in.temporary("failed");
                in.inline(open, line, List.of(), Optional.of(Target.of(failed)));
                in.out().branch(line, Conditions.notEqual(failed, 0), () -> in.out().returns(line, Value.of(0)), () -> {});
            });
            session.between().forEach(function -> in.out().branch(Ast.line(function),
                    module.outside("the user calls " + Registrations.name(function) + "()"),
                    () -> in.inline(function, Ast.line(function), List.of(), Optional.empty()), () -> {}));
            session.release().ifPresent(release -> in.inline(release, line, List.of(), Optional.empty()));
        });
        programs.put(name, body);
        module.abstracted(Kind.ASSUMED, line, bounds.users(name) + (bounds.users(name) == 1 ? " user opens" : " users open")
                + " the file of '" + session.name() + "', and call each of its functions once at most");
        declarations.add(b -> b.fileOperations(name, bounds.users(name), session.pinning(), all(body)));
    }

    private void fileOperation(IASTFunctionDefinition function, Pinning pinning) {
        String c = Registrations.name(function);
        String name = module.names().of("function " + c, c);
        List<Statement> body = translate(name, Returns.NUMBER, ContextRules.Kind.TASK, function, Optional.empty());
        declarations.add(b -> b.fileOperations(name, bounds.users(name), pinning, all(body)));
    }

    /** Whoever writes to a parameter stands for the world outside; unless the function does what only a task can. */
    private void parameter(IASTFunctionDefinition function) {
        String c = Registrations.name(function);
        String name = module.names().of("function " + c, c);
        List<Statement> body = translate(name, Returns.NOTHING, ContextRules.Kind.TASK, function, Optional.empty());
        boolean needsTask = body.stream().flatMap(Statement::calls)
                .anyMatch(call -> !(call.operation() instanceof OperationTrait.NeedsNoTask));
        if (needsTask) {
            module.abstracted(Kind.ASSUMED, Ast.line(function), c + "() is only run while the module is live");
            declarations.add(b -> b.fileOperations(name, bounds.users(name), Pinning.OWNER, all(body)));
        } else {
            declarations.add(b -> b.environment(name, all(body)));
        }
    }

    // ---- what these start

    private void contexts() {
        boolean more = true;
        while (more) {
            more = false;
            for (Running thread : module.contexts().threads()) {
                more |= done.add(thread.name()) && thread(thread);
            }
            for (Callback callback : module.contexts().callbacks()) {
                more |= done.add(callback.running().name()) && callback(callback);
            }
            for (Running offline : module.contexts().hotplug()) {
                more |= done.add(offline.name()) && hotplug(offline);
            }
            for (Running work : module.contexts().taskWorks()) {
                more |= done.add(work.name()) && taskWork(work);
            }
            for (Contexts.Smpboot threads : module.contexts().smpboots()) {
                more |= done.add(threads) && percpu(threads);
            }
        }
        if (module.contexts().smpboots().isEmpty() && does(SmpbootOperation.CpusLock.class)
                && done.add(SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK)) {
            declarations.add(b -> b.rwSemaphore(SharedObject.RwSemaphore.CPU_HOTPLUG_LOCK));
        }
        if (does(FreezerOperation.SetFreezable.class) && done.add(FreezerOperation.SetFreezable.class)) {
            suspend();
        }
    }

    private boolean does(Class<? extends Operation> kind) {
        return operations().anyMatch(kind::isInstance);
    }

    /** Who makes a thread freezable expects the machine to be suspended. */
    private void suspend() {
        String name = module.names().fresh("suspend");
        boolean threadsOnly = bounds.outside().contains(Outside.FREEZES_THREADS);
        declarations.add(b -> b.environment(name, body -> body
                .call(threadsOnly ? Ops.freezeKernelThreads() : Ops.suspendFreezeProcesses())
                .call(threadsOnly ? Ops.thawKernelThreads() : Ops.thawProcesses())));
    }

    /** A CPU goes offline, with the lock of CPU hotplug held. */
    private boolean hotplug(Running offline) {
        int line = Ast.line(offline.function());
        List<Statement> body = Translation.made(module, offline.name(), in -> {
            in.emit(line, Ops.cpusWriteLock());
            in.inline(offline.function(), line, List.of(), Optional.empty());
            in.emit(line, Ops.cpusWriteUnlock());
        });
        programs.put(offline.name(), body);
        module.abstracted(Kind.ASSUMED, Ast.line(offline.function()),
                offline.name() + "() is only run while the module is live");
        declarations.add(b ->
                b.fileOperations(offline.name(), bounds.users(offline.name()), Pinning.OWNER, all(body)));
        return true;
    }

    /** Functions that others call, nobody in the file: when they do is unknown. */
    private void others() {
        List<IASTFunctionDefinition> unknown = new Callers(file, module.calls()).unknown(module.running());
        unknown.forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                "who calls " + Registrations.name(function) + "(), and when, is not in the file"));
        if (programs.isEmpty()) {
            unknown.stream().limit(MOST_OTHERS).forEach(function -> fileOperation(function, Pinning.OWNER));
            contexts();
        }
    }

    private boolean thread(Running thread) {
        List<Statement> body = translate(thread.name(), Returns.NUMBER, ContextRules.Kind.KTHREAD, thread.function(),
                thread.argument());
        declarations.add(b -> {
            b.kthreads(thread.name(), Math.min(Protocol.MAX_THREADS, bounds.threads(thread.name(),
                    module.contexts().threads(thread))), all(body));
            if (CModule.isInitText(thread.function())) {
                b.initText(thread.name());
            }
        });
        return true;
    }

    private boolean percpu(Contexts.Smpboot threads) {
        PercpuFunctions functions = new PercpuFunctions(module, threads);
        programs.put(threads.thread(), functions.statements());
        String cpu = module.names().fresh("cpu_hotplug");
        module.abstracted(Kind.ASSUMED, threads.line(), "there is one CPU, which goes offline once at most");
        declarations.add(b -> b.smpbootThread(threads.thread(), threads.pointer(), functions::hooks)
                .cpuHotplug(cpu, threads.pointer()));
        return true;
    }

    private boolean callback(Callback callback) {
        Running running = callback.running();
        Returns returns = callback.kind() == CallbackKind.IRQ ? Returns.IRQ : Returns.NOTHING;
        List<Statement> body = translate(running.name(), returns, kind(callback.kind()), running.function(),
                running.argument());
        declarations.add(b -> declare(b, callback, all(body)));
        return true;
    }

    private static ContextRules.Kind kind(CallbackKind kind) {
        return kind == CallbackKind.WORK ? ContextRules.Kind.KWORKER
                : kind.sleeping() == Sleeping.FORBIDDEN ? ContextRules.Kind.INTERRUPT
                : ContextRules.Kind.TASK;
    }

    private void declare(ProtocolBuilder to, Callback callback, Consumer<Body> body) {
        String name = callback.running().name();
        Optional<String> runner = module.contexts().runner(callback);
        boolean delayed = callback.timing() == Timing.DELAYED;
        switch (callback.kind()) {
            case TIMER -> to.timer(name, body);
            case TASKLET -> to.tasklet(name, body);
            case RCU -> to.rcuCallback(name, body);
            case IRQ -> to.irqHandler(name, body);
            case IRQ_THREAD -> to.irqThread(name, body);
            case NOTIFIER -> to.notifier(name, body);
            case WORK -> {
                if (runner.isPresent()) {
                    work(to, name, runner.get(), delayed ? to::delayedWork : to::work, body);
                } else if (delayed) {
                    to.delayedWork(name, body);
                } else {
                    to.work(name, body);
                }
            }
            case KTHREAD_WORK -> work(to, name, runner.orElseGet(this::onlyWorker),
                    delayed ? to::kthreadDelayedWork : to::kthreadWork, body);
            default -> throw new AssertionError(callback.kind());
        }
    }

    /** Declares an item with what runs it. */
    private interface Runner {
        ProtocolBuilder declare(String name, String runner, Consumer<Body> body);
    }

    private static void work(ProtocolBuilder to, String name, String runner, Runner declare, Consumer<Body> body) {
        declare.declare(name, runner, body);
    }

    /** A kthread work item that nobody queues belongs to whichever worker there is. */
    private String onlyWorker() {
        return module.objects().all(SharedObject.Kind.KTHREAD_WORKER).stream().findFirst()
                .orElseThrow(() -> new CSourceException(file.source().file()
                        + ": a kthread work item is used, and no kthread worker is in the file"));
    }

    private boolean taskWork(Running work) {
        List<Statement> body = translate(work.name(), Returns.NOTHING, ContextRules.Kind.TASK, work.function(),
                work.argument());
        declarations.add(b -> b.taskWork(work.name(), all(body)));
        return true;
    }

    private List<Statement> translate(
            String program, Returns returns, ContextRules.Kind kind, IASTFunctionDefinition function,
            Optional<Place> argument) {
        List<Statement> body = Translation.of(module, program, returns, kind, function, argument);
        programs.put(program, body);
        return body;
    }

    private static Consumer<Body> all(List<Statement> statements) {
        return body -> statements.forEach(body::statement);
    }
}
