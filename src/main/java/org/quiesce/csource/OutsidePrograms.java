package org.quiesce.csource;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** Translates what is run from outside: init and exit, drivers, and what users call. */
final class OutsidePrograms {

    private final CModule file;
    private final ModuleReading module;
    private final Programs programs;

    OutsidePrograms(ModuleReading module, Programs programs) {
        this.file = module.file();
        this.module = module;
        this.programs = programs;
    }

    void translate() {
        init();
        exit();
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
        return Translation.made(module, "init", in -> inits.forEach(init ->
                in.inline(init, Ast.line(init), List.of(), Optional.empty())));
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
        List<Statement> init = Translation.made(module, "init", in ->
                drivers.forEach(driver -> module.drivers().register(in, driver, line(driver))));
        List<Statement> exit = Translation.made(module, "exit", in ->
                drivers.forEach(driver -> module.drivers().unregister(in, driver, line(driver))));
        programs.declare(b -> b.init(Programs.all(defined()).andThen(Programs.all(init))));
        if (!drivers.isEmpty() || !file.marked("nobody_").isEmpty()) {
            programs.program("init", init);
            Consumer<Body> body = programs.program("exit", exit);
            programs.declare(b -> b.exit(body));
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
            Consumer<Body> body = programs.program(name, Translation.made(module, name, in ->
                    module.drivers().unregister(in, driver, line(driver))));
            module.abstracted(Kind.ASSUMED, line(driver),
                    "the device of '" + driver + "' may be removed, once, at any time while the module is live");
            programs.declare(b -> b.fileOperations(name, 1, Pinning.OWNER, body));
        });
    }

    private int line(String variable) {
        return Optional.ofNullable(file.variables().get(variable)).map(Ast::line).orElse(1);
    }

    // ---- users

    private void users() {
        Entries entries = new Entries(file);
        Set<IASTFunctionDefinition> seen = new HashSet<>();
        Callers callers = new Callers(module);
        DeviceFiles devices = new DeviceFiles(file, module.drivers(), callers);
        entries.sessions().forEach(session -> {
            seen.addAll(session.all());
            session(session, devices.driverOf(session.name()));
        });
        entries.fileOperations().forEach(user -> {
            if (seen.add(user.function())) {
                devices.driverOf(user.variable()).ifPresentOrElse(
                        driver -> ofDevice(user, in -> whileBound(in, driver, user.function())),
                        () -> programs.fileOperation(user.function(), user.pinning()));
            }
        });
        entries.attributes().forEach(user -> {
            if (callers.acts(Registrations.name(user.function()), module::decides) && seen.add(user.function())) {
                devices.driverOf(user.variable()).ifPresentOrElse(driver -> ofDevice(user, in -> attribute(in, driver, user)), () -> {
                    onlyWhileLive(user.function(), ", and the memory that it uses is there");
                    ofDevice(user, in -> Needs.guard(in, user.function(), Set.of(SharedObject.Kind.MEMORY)));
                });
            }
        });
        entries.parameters().forEach(function -> {
            if (seen.add(function)) {
                parameter(function);
            }
        });
    }

    /** A user of a file that somebody has to make first. */
    private void ofDevice(Entries.User user, Consumer<Translation> content) {
        String c = Registrations.name(user.function());
        String name = module.names().of("function " + c, c);
        Consumer<Body> body = programs.program(name, Translation.made(module, name, content));
        int users = programs.users(name, Ast.line(user.function()));
        programs.declare(b -> b.fileOperations(name, users, user.pinning(), body));
    }

    private void whileBound(Translation in, String driver, IASTFunctionDefinition function) {
        int line = Ast.line(function);
        in.out().branch(line, isBound(line, driver, Registrations.name(function) + "()"),
                () -> in.inline(function, line, List.of(), Optional.empty()), () -> { });
    }

    private Condition isBound(int line, String driver, String what) {
        module.abstracted(Kind.ASSUMED, line, what + " is called once the device of '" + driver
                + "' is probed, and not any more once it is to be removed");
        return Conditions.flag(module.drivers().flag(driver));
    }

    /** Who removes a file from sysfs waits for all that are in it. */
    private void attribute(Translation in, String driver, Entries.User user) {
        int line = Ast.line(user.function());
        in.emit(line, Ops.downRead(module.drivers().files()));
        whileBound(in, driver, user.function());
        in.emit(line, Ops.upRead(module.drivers().files()));
    }

    private void onlyWhileLive(IASTFunctionDefinition function, String besides) {
        module.abstracted(Kind.ASSUMED, Ast.line(function),
                Registrations.name(function) + "() is only run while the module is live" + besides);
    }

    /** A user opens a file, does with it what can be done, each once or not at all, and closes it. */
    private void session(Entries.Session session, Optional<String> driver) {
        int line = line(session.name());
        String name = module.names().of("session " + session.name(), session.name());
        Consumer<Body> body = programs.program(name, Translation.made(module, name, in -> {
            driver.ifPresent(d -> in.out().branch(line, isBound(line, d, "open() of '" + session.name() + "'"), () -> { },
                    () -> in.out().returns(line, Value.of(0))));
            session.open().ifPresent(open -> {
                String failed = in.temporary("failed");
                in.inline(open, line, List.of(), Optional.of(Target.of(failed)));
                in.out().branch(line, Conditions.notEqual(failed, 0), () -> in.out().returns(line, Value.of(0)), () -> {});
            });
            session.between().forEach(function -> in.out().branch(Ast.line(function),
                    module.outside("the user calls " + Registrations.name(function) + "()"),
                    () -> in.inline(function, Ast.line(function), List.of(), Optional.empty()), () -> {}));
            session.release().ifPresent(release -> in.inline(release, line, List.of(), Optional.empty()));
        }));
        int users = programs.users(name, line);
        module.abstracted(Kind.ASSUMED, line, users + (users == 1 ? " user opens" : " users open")
                + " the file of '" + session.name() + "', and call each of its functions once at most");
        programs.declare(b -> b.fileOperations(name, users, session.pinning(), body));
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
            onlyWhileLive(function, "");
            int users = programs.users(name, Ast.line(function));
            programs.declare(b -> b.fileOperations(name, users, Pinning.OWNER, body));
        }
    }
}
