package org.quiesce.csource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IBasicType;
import org.eclipse.cdt.core.dom.ast.IFunction;
import org.eclipse.cdt.core.dom.ast.IPointerType;
import org.eclipse.cdt.core.dom.ast.IType;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Callers.Part;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.KthreadWorkerOperation.KthreadCreateWorker;
import org.quiesce.protocol.KthreadWorkerOperation.KthreadRunWorker;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.Value;

/** What nobody in the file starts: functions that others call, threads and kthread workers that others create. */
final class Orphans {

    /** More functions that anybody may call at any time can't be checked. */
    private static final int MOST = 6;

    private final ModuleReading module;
    private final Programs programs;
    private final StartedPrograms started;

    Orphans(ModuleReading module, Programs programs, StartedPrograms started) {
        this.module = module;
        this.programs = programs;
        this.started = started;
    }

    /** When somebody calls functions that nobody in the file calls is unknown; if there is nothing else, one by one. */
    void functions() {
        Callers callers = new Callers(module);
        List<IASTFunctionDefinition> unknown = callers.unknown(module.running());
        unknown.forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                "who calls " + Registrations.name(function) + "(), and when, is not in the file"));
        callers.harmless(module.running()).stream().findFirst().ifPresent(function -> module.abstracted(Kind.ASSUMED, 1,
                "functions that are called from outside and do nothing to what is tracked, such as " + function
                        + "(), are not called once the module is gone"));
        if (programs.isEmpty()) {
            List<IASTFunctionDefinition> some = unknown.stream().limit(MOST).toList();
            some.stream().filter(callers::isOfThread).forEach(function -> thread(function, callers));
            List<IASTFunctionDefinition> others = some.stream()
                    .filter(function -> !callers.isOfThread(function))
                    .sorted(Comparator.comparing(callers::part))
                    .toList();
            if (!others.isEmpty()) {
                caller(others, callers);
            }
            started.translate();
        }
    }

    /** Somebody calls functions in an order that makes sense: what there is not he does not use. */
    private void caller(List<IASTFunctionDefinition> functions, Callers callers) {
        String name = module.names().fresh("caller");
        List<Statement> statements = new ArrayList<>(Translation.made(module, name, in -> functions.forEach(function -> {
            int line = Ast.line(function);
            if (callers.part(function).compareTo(Part.USES) < 0) {
                creates(in, function, line);
            } else {
                in.out().branch(line, module.outside("somebody calls " + Registrations.name(function) + "()"),
                        () -> Needs.guard(in, function, Needs.ALL), () -> { });
            }
        })));
        Needs.of(module, statements).workers().forEach(worker -> {
            createdElsewhere(worker);
            statements.add(0, new Statement.Call(Ast.line(functions.get(0)), Ops.kthreadCreateWorker(worker), Optional.empty()));
        });
        Consumer<Body> body = programs.program(name, statements);
        module.abstracted(Kind.ASSUMED, Ast.line(functions.get(0)), "somebody calls one after the other, each once at most: "
                + functions.stream().map(f -> Registrations.name(f) + "()").collect(Collectors.joining(", "))
                + "; none after what creates something has failed, and none that needs what is not there");
        programs.declare(b -> b.fileOperation(name, body));
    }

    private void createdElsewhere(String worker) {
        module.abstracted(Kind.UNMODELLED, 1, "who creates the kthread worker '" + worker + "' is not in the file");
    }

    /** Who can't create something, as the number or the pointer that he gets says, or gets no memory, goes no further. */
    private void creates(Translation in, IASTFunctionDefinition function, int line) {
        IType yields = function.getDeclarator().getName().resolveBinding() instanceof IFunction declared
                ? declared.getType().getReturnType()
                : null;
        boolean isPointer = yields instanceof IPointerType;
        boolean isNumber = yields instanceof IBasicType number && number.getKind() == IBasicType.Kind.eInt;
        String result = in.temporary(isPointer ? "created" : "failed");
        List<Statement> statements = in.out().apart(() ->
                in.inline(function, line, List.of(), !isPointer && !isNumber ? Optional.empty()
                        : Optional.of(isPointer ? new Target(result, Set.of(0, 1)) : Target.of(result))));
        Needs.of(module, statements).isMissing(Needs.ALL).ifPresent(missing ->
                in.out().branch(line, missing, () -> in.out().returns(line, Value.of(0)), () -> { }));
        in.out().append(statements);
        if (isPointer || isNumber) {
            in.out().branch(line, isPointer ? Conditions.notEqual(result, 1) : Conditions.notEqual(result, 0),
                    () -> in.out().returns(line, Value.of(0)), () -> { });
        }
        in.out().statements().stream().flatMap(Statement::calls).map(Statement.Call::operation)
                .flatMap(operation -> operation instanceof DataOperation.Allocate a ? Stream.of(a.memory()) : Stream.empty())
                .distinct().toList()
                .forEach(memory -> in.out().branch(line, Conditions.memoryNull(memory),
                        () -> in.out().returns(line, Value.of(0)), () -> { }));
    }

    /** Somebody creates a thread with a function, and stops it if the function asks for that. */
    private void thread(IASTFunctionDefinition function, Callers callers) {
        String name = module.names().of("function " + Registrations.name(function), Registrations.name(function));
        Consumer<Body> body =
                programs.function(name, Returns.NUMBER, ContextRules.Kind.KTHREAD, function, Optional.empty());
        String creator = module.names().fresh("create_" + name);
        String task = module.names().fresh(name + "_task");
        programs.declare(b -> b.kthread(name, body).taskPointer(task).fileOperation(creator, creates -> {
            if (callers.asksToStop(function)) {
                // A function that may end by itself is stopped by somebody who holds a reference on its task.
                creates.assign(task, Ops.kthreadCreate(name).mayFail())
                        .when(Conditions.isErr(task), failed -> failed.returns(0))
                        .call(Ops.getTaskStruct(task))
                        .call(Ops.wakeUpProcess(task))
                        .call(Ops.kthreadStop(task))
                        .call(Ops.putTaskStruct(task));
            } else {
                creates.assign(task, Ops.kthreadRun(name).mayFail());
            }
        }));
    }

    /** Workers that somebody else creates. */
    void workers() {
        for (String worker : module.objects().all(SharedObject.Kind.KTHREAD_WORKER)) {
            String thread = new SharedObject.KthreadWorker(worker).thread();
            boolean isCreated = programs.operations().anyMatch(operation ->
                    operation instanceof KthreadCreateWorker create && create.worker().equals(worker)
                            || operation instanceof KthreadRunWorker run && run.worker().equals(worker)
                            || operation instanceof OperationTrait.Creation creation && creation.thread().equals(thread));
            if (!isCreated) {
                createdElsewhere(worker);
                String creator = module.names().fresh("create_" + worker);
                programs.declare(b -> b.fileOperation(creator, body -> body.call(Ops.kthreadCreateWorker(worker))));
            }
        }
    }
}
