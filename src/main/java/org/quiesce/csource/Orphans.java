package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Translation.Returns;
import org.quiesce.protocol.Body;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.KthreadWorkerOperation.KthreadCreateWorker;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.Pinning;
import org.quiesce.protocol.SharedObject;

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

    /** When somebody calls functions that nobody in the file calls is unknown; if there is nothing else, at any time. */
    void functions() {
        Callers callers = new Callers(module);
        List<IASTFunctionDefinition> unknown = callers.unknown(module.running());
        unknown.forEach(function -> module.abstracted(Kind.UNMODELLED, Ast.line(function),
                "who calls " + Registrations.name(function) + "(), and when, is not in the file"));
        callers.harmless(module.running()).stream().findFirst().ifPresent(function -> module.abstracted(Kind.ASSUMED, 1,
                "functions that are called from outside and do nothing to what is tracked, such as " + function
                        + "(), are not called once the module is gone"));
        if (programs.isEmpty()) {
            unknown.stream().limit(MOST).forEach(function -> {
                if (callers.isOfThread(function)) {
                    thread(function, callers);
                } else {
                    programs.fileOperation(function, Pinning.OWNER);
                }
            });
            started.translate();
        }
    }

    /** Somebody creates a thread with a function, and stops it if the function asks for that. */
    private void thread(IASTFunctionDefinition function, Callers callers) {
        String name = module.names().of("function " + Registrations.name(function), Registrations.name(function));
        Consumer<Body> body =
                programs.function(name, Returns.NUMBER, ContextRules.Kind.KTHREAD, function, Optional.empty());
        String creator = module.names().fresh("create_" + name);
        String task = module.names().fresh(name + "_task");
        programs.declare(b -> b.kthread(name, body).taskPointer(task).fileOperation(creator, creates -> {
            creates.assign(task, Ops.kthreadRun(name).mayFail());
            if (callers.asksToStop(function)) {
                creates.when(Conditions.isErr(task), failed -> failed.returns(0)).call(Ops.kthreadStop(task));
            }
        }));
    }

    /** Workers that somebody else creates. */
    void workers() {
        for (String worker : module.objects().all(SharedObject.Kind.KTHREAD_WORKER)) {
            String thread = new SharedObject.KthreadWorker(worker).thread();
            boolean isCreated = programs.operations().anyMatch(operation ->
                    operation instanceof KthreadCreateWorker create && create.worker().equals(worker)
                            || operation instanceof OperationTrait.Creation creation && creation.thread().equals(thread));
            if (!isCreated) {
                module.abstracted(Kind.UNMODELLED, 1, "who creates the kthread worker '" + worker + "' is not in the file");
                String creator = module.names().fresh("create_" + worker);
                programs.declare(b -> b.fileOperation(creator, body -> body.call(Ops.kthreadCreateWorker(worker))));
            }
        }
    }
}
