package org.quiesce.csource;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.csource.UserFiles.UserFile;
import org.quiesce.csource.Users.Calls;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.CallbackOps;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** Translates what is run from outside: init and exit, drivers, and what users call. */
final class OutsidePrograms {

    private final CModule file;
    private final ModuleReading module;
    private final Programs programs;
    private final Entries entries;
    private final Callers callers;
    private final Users users;

    OutsidePrograms(ModuleReading module, Programs programs) {
        this.file = module.file();
        this.module = module;
        this.programs = programs;
        this.entries = new Entries(file);
        this.callers = new Callers(module);
        this.users = new Users(module, programs, callers);
    }

    void translate() {
        module.files().areCalled(called());
        init();
        exit();
        new Power(module, programs, this::matters).translate();
        removals();
        users();
    }

    private void init() {
        List<IASTFunctionDefinition> inits = file.inits();
        if (inits.isEmpty()) {
            drivers();
            return;
        }
        Consumer<Body> body = inits.size() == 1
                ? programs.function("init", Returns.VERDICT, ContextRules.Kind.TASK, inits.get(0), Optional.empty())
                : programs.program("init", builtIn(inits));
        programs.declare(b -> b.init(Programs.all(defined()).andThen(body)));
    }

    /** Of what is built in nobody asks whether its init functions fail. */
    private List<Statement> builtIn(List<IASTFunctionDefinition> inits) {
        return Translation.made(module, "init", in -> inits.forEach(in::inline));
    }

    private void exit() {
        file.exit().ifPresent(function -> {
            Consumer<Body> body =
                    programs.function("exit", Returns.NOTHING, ContextRules.Kind.TASK, function, Optional.empty());
            programs.declare(b -> b.exit(body));
        });
    }

    /** A module that macros give its init and exit. */
    private void drivers() {
        List<String> drivers = module.drivers().ofMacros();
        drivers.stream().filter(driver -> !file.variables().containsKey(driver)).forEach(driver ->
                module.abstracted(Kind.UNMODELLED, 1, "what the driver '" + driver + "' does is not in the file"));
        List<String> devices = file.marked("nobody_").values().stream().map(IBinding::getName).toList();
        List<Statement> init = Translation.made(module, "init", in -> {
            drivers.forEach(driver -> module.drivers().register(in, driver, line(driver)));
            devices.forEach(device -> module.files().of(device).ifPresent(f -> FileCalls.registered(in, f, line(device))));
        });
        List<Statement> exit = Translation.made(module, "exit", in -> {
            drivers.forEach(driver -> module.drivers().unregister(in, driver, line(driver)));
            devices.forEach(device -> module.files().of(device).ifPresent(f -> FileCalls.withdraw(in, f, line(device))));
        });
        if (drivers.isEmpty() && devices.isEmpty()) {
            programs.declare(b -> b.init(Programs.all(defined())));
        } else {
            Consumer<Body> loading = programs.program("init", init);
            programs.declare(b -> b.init(Programs.all(defined()).andThen(loading)));
            if (!file.isBuiltIn()) {
                Consumer<Body> body = programs.program("exit", exit);
                programs.declare(b -> b.exit(body));
            }
        }
    }

    /** What is done to kthread workers and tasklets before init, by their definition: it is as if init did it first. */
    private List<Statement> defined() {
        List<IASTDeclarator> workers = module.objects().definedWorkers(file.variables().values());
        List<IASTDeclarator> tasklets = module.contexts().disabledTasklets(file.variables().values());
        return Translation.made(module, "init", in -> {
            workers.forEach(worker -> in.emit(Ast.line(worker), Ops.kthreadInitWorker(module.objects().name(
                    worker.getName().resolveBinding(), SharedObject.Kind.KTHREAD_WORKER))));
            tasklets.forEach(tasklet -> in.emit(Ast.line(tasklet), CallbackOps.taskletDisableNosync(
                    module.contexts().callback(tasklet.getName().resolveBinding(), CallbackKind.TASKLET))));
        });
    }

    /** The device of a driver goes, while the module stays. */
    private void removals() {
        module.drivers().removable().forEach(driver -> {
            String name = module.names().fresh("remove_" + driver);
            Consumer<Body> body = programs.program(name, module.sleep().counted(line(driver),
                    Translation.made(module, name, in -> module.drivers().unregister(in, driver, line(driver)))));
            module.abstracted(Kind.ASSUMED, line(driver),
                    "the device of '" + driver + "' may be removed, once, at any time while the module is live");
            programs.declare(b -> b.fileOperations(name, 1, Pinning.OWNER, body));
        });
    }

    private int line(String variable) {
        return Optional.ofNullable(file.variables().get(variable)).map(Ast::line).orElse(1);
    }

    // ---- users

    /** The variables that hold functions which users call. */
    private Set<String> called() {
        return Stream.concat(entries.fileOperations().stream(),
                        entries.attributes().stream().filter(attribute -> matters(attribute.function())))
                .map(Entries.User::variable).collect(Collectors.toSet());
    }

    private void users() {
        Set<IASTFunctionDefinition> seen = new HashSet<>();
        DeviceFiles devices = new DeviceFiles(file, module.drivers(), callers);
        entries.sessions().forEach(session -> {
            Optional<UserFile> through = module.files().through(session.name());
            if (isOneCall(session, through)) {
                seen.addAll(session.ends().toList());
            } else {
                seen.addAll(session.all());
                session(session, through, through.isPresent() ? Optional.empty() : devices.driverOf(session.name()));
            }
        });
        entries.fileOperations().forEach(user -> {
            if (seen.add(user.function())) {
                user(user, devices, Optional.empty());
            }
        });
        entries.attributes().forEach(user -> {
            if (matters(user.function()) && seen.add(user.function())) {
                user(user, devices, Optional.of(in -> {
                    onlyWhileLive(user.function(), ", and the memory that it uses is there");
                    Needs.guard(in, user.function(), Set.of(SharedObject.Kind.MEMORY));
                }));
            }
        });
        entries.parameters().forEach(function -> {
            if (seen.add(function)) {
                parameter(function);
            }
        });
        users.translate();
    }

    private boolean matters(IASTFunctionDefinition function) {
        return callers.acts(Registrations.name(function));
    }

    /** Whether each call through a file is one by itself, as its removal waits for calls, and not until it is closed. */
    private boolean isOneCall(Entries.Session session, Optional<UserFile> through) {
        return through.filter(f -> f.type().removal() == SharedObject.Removal.AFTER_CALLS).isPresent()
                && session.ends().noneMatch(this::matters);
    }

    /**
     * A user who calls a function through the file that the module registers for it; otherwise once its device is there.
     *
     * @param otherwise what he does if neither is known, unless he just calls it
     */
    private void user(Entries.User user, DeviceFiles devices, Optional<Consumer<Translation>> otherwise) {
        String c = Registrations.name(user.function());
        String name = module.names().of("function " + c, c);
        Optional<UserFile> through = module.files().through(user.variable());
        Optional<String> driver = through.isPresent() ? Optional.empty() : devices.driverOf(user.variable());
        Optional<Consumer<Translation>> guarded = driver
                .<Consumer<Translation>>map(d -> in -> whileBound(in, d, user.function()))
                .or(() -> through.isPresent() ? Optional.empty() : otherwise);
        Consumer<Translation> call = guarded.orElse(in -> in.inline(user.function()));
        users.add(new Calls(name, List.of(user.function()), Ast.line(user.function()), Entries.pinning(user.pinning(), through),
                through, (program, times) -> times == 1 && guarded.isEmpty()
                        ? Translation.of(module, program, Returns.NUMBER, ContextRules.Kind.TASK, user.function(), Optional.empty(), 0)
                        : Translation.made(module, program, in -> again(in, user.function(), times, call)), call));
    }

    /** What a user may call again, if he likes. */
    private void again(Translation in, IASTFunctionDefinition function, int times, Consumer<Translation> call) {
        call.accept(in);
        if (times > 1) {
            in.out().branch(Ast.line(function), module.outside("the user calls " + Registrations.name(function) + "() again"),
                    () -> in.again(() -> again(in, function, times - 1, call)), () -> { });
        }
    }

    private void whileBound(Translation in, String driver, IASTFunctionDefinition function) {
        int line = Ast.line(function);
        in.out().branch(line, isBound(line, driver, Registrations.name(function) + "()"), () -> in.inline(function), () -> { });
    }

    private Condition isBound(int line, String driver, String what) {
        module.abstracted(Kind.ASSUMED, line, what + " is called once the device of '" + driver
                + "' is probed, and not any more once it is to be removed");
        return Conditions.flag(module.drivers().flag(driver));
    }

    private void onlyWhileLive(IASTFunctionDefinition function, String besides) {
        module.abstracted(Kind.ASSUMED, Ast.line(function),
                Registrations.name(function) + "() is only run while the module is live" + besides);
    }

    /** A user opens a file, does with it what can be done, each once or not at all, and closes it. */
    private void session(Entries.Session session, Optional<UserFile> through, Optional<String> driver) {
        int line = line(session.name());
        String name = module.names().of("session " + session.name(), session.name());
        users.add(new Calls(name, session.all(), line, Entries.pinning(session.pinning(), through), through,
                (program, times) -> Translation.made(module, program, in -> session(in, session, line, driver, times)),
                in -> session(in, session, line, driver, 1)));
    }

    private void session(Translation in, Entries.Session session, int line, Optional<String> driver, int times) {
        driver.ifPresent(d -> in.out().branch(line, isBound(line, d, "open() of '" + session.name() + "'"), () -> { },
                () -> in.out().returns(line, Value.of(0))));
        session.open().ifPresent(open -> {
            String failed = in.temporary("failed");
            in.inline(open, line, List.of(), Optional.of(Target.of(failed)));
            in.out().branch(line, Conditions.notEqual(failed, 0), () -> in.out().returns(line, Value.of(0)), () -> {});
        });
        session.between().forEach(function -> in.out().branch(Ast.line(function),
                module.outside("the user calls " + Registrations.name(function) + "()"),
                () -> again(in, function, callers.startsOrStops(function) ? times : 1, i -> i.inline(function)), () -> {}));
        session.release().ifPresent(release -> in.inline(release, line, List.of(), Optional.empty()));
    }

    /** Whoever writes to a parameter stands for the world outside; unless the function does what only a task can. */
    private void parameter(IASTFunctionDefinition function) {
        String c = Registrations.name(function);
        String name = module.names().of("function " + c, c);
        Consumer<Body> body =
                programs.function(name, Returns.NOTHING, ContextRules.Kind.TASK, function, Optional.empty());
        if (programs.operations(name).allMatch(OperationTrait.NeedsNoTask.class::isInstance)) {
            programs.declare(b -> b.environment(name, body));
        } else {
            if (callers.startsOrStops(function)) {
                // The files of parameters are there before init, and until the module's memory goes, which is after exit.
                module.abstracted(Kind.UNMODELLED, Ast.line(function),
                        "a write to a parameter calls " + c + "() also while init runs, and after exit");
            }
            onlyWhileLive(function, "");
            Consumer<Translation> call = in -> in.inline(function);
            users.add(new Calls(name, List.of(function), Ast.line(function), Pinning.OWNER, Optional.empty(),
                    (program, times) -> Translation.made(module, program, in -> again(in, function, times, call)), call));
        }
    }
}
