package org.quiesce.csource;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.KthreadWorkerOperation.KthreadCreateWorker;
import org.quiesce.protocol.KthreadWorkerOperation.KthreadRunWorker;
import org.quiesce.protocol.Operation;
import org.quiesce.protocol.OperationTrait;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.Statement;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.WorkOperation;

/**
 * What some statements use and neither create nor test: who runs them knows that it is there.
 *
 * @param workqueues that the module has, without those of the kernel
 */
record Needs(List<Statement> statements, Set<String> workqueues) {

    /** All kinds of things that may be missing. */
    static final Set<Kind> ALL = Set.of(Kind.MEMORY, Kind.TASK_POINTER, Kind.WORKQUEUE);

    static Needs of(ModuleReading module, List<Statement> statements) {
        return new Needs(statements, Set.copyOf(module.objects().all(Kind.WORKQUEUE)));
    }

    /** Runs a function of the file, unless something of these kinds that it needs is missing. */
    static void guard(Translation in, IASTFunctionDefinition function, Set<Kind> kinds) {
        int line = Ast.line(function);
        List<Statement> statements = in.out().apart(() -> in.inline(function, line, List.of(), Optional.empty()));
        if (!in.out().isOpen()) {
            in.abstracted(Abstraction.Kind.UNMODELLED, line,
                    Registrations.name(function) + "() never returns to who calls it");
            return;
        }
        of(in.module(), statements).isMissing(kinds).ifPresentOrElse(
                missing -> in.out().branch(line, missing, () -> { }, () -> in.out().append(statements)),
                () -> in.out().append(statements));
    }

    /** That something of it, of these kinds, is not there: it is NULL, or an error pointer; empty if nothing is needed. */
    Optional<Condition> isMissing(Set<Kind> kinds) {
        Set<Condition> missing = new LinkedHashSet<>();
        Set<String> told = told();
        operations().forEach(operation -> {
            if (operation instanceof DataOperation.Use use && kinds.contains(Kind.MEMORY) && !told.contains(use.memory())) {
                missing.add(Conditions.memoryNull(use.memory()));
            } else if (operation instanceof OperationTrait.AboutTask about && about.task() instanceof TaskRef.Pointer task
                    && kinds.contains(Kind.TASK_POINTER) && !told.contains(task.name())) {
                missing.add(Conditions.isNull(task.name()));
                missing.add(Conditions.isErr(task.name()));
            }
            queue(operation).filter(queue -> kinds.contains(Kind.WORKQUEUE) && workqueues.contains(queue) && !told.contains(queue))
                    .ifPresent(queue -> missing.add(Conditions.queueNull(queue)));
        });
        return missing.stream().reduce(Conditions::or);
    }

    /** The kthread workers that are used and not created. */
    Set<String> workers() {
        Set<String> used = new LinkedHashSet<>();
        Set<String> created = new HashSet<>();
        operations().forEach(operation -> {
            if (operation instanceof KthreadCreateWorker create) {
                created.add(create.worker());
            } else if (operation instanceof KthreadRunWorker run) {
                created.add(run.worker());
            } else if (operation instanceof OperationTrait.AboutWorker about) {
                used.add(about.worker());
            } else if (operation instanceof OperationTrait.Queues queues) {
                queues.runner().filter(runner -> !workqueues.contains(runner)).ifPresent(used::add);
            }
        });
        used.removeAll(created);
        return used;
    }

    private static Optional<String> queue(Operation operation) {
        return operation instanceof OperationTrait.Queues queues ? queues.runner()
                : operation instanceof OperationTrait.AboutObject about && about.objectKind() == Kind.WORKQUEUE
                        ? Optional.of(about.object())
                        : Optional.empty();
    }

    private Stream<Operation> operations() {
        return statements.stream().flatMap(Statement::calls).map(Statement.Call::operation);
    }

    /** What they create or test. */
    private Set<String> told() {
        Set<String> told = new HashSet<>();
        statements.stream().flatMap(Statement::calls).forEach(call -> {
            call.into().ifPresent(told::add);
            if (call.operation() instanceof DataOperation.Allocate allocation) {
                told.add(allocation.memory());
            } else if (call.operation() instanceof WorkOperation.AllocWorkqueue allocation) {
                told.add(allocation.queue());
            }
        });
        statements.stream().flatMap(Statement::all).flatMap(s -> s.tested().stream()).flatMap(Condition::atoms).forEach(atom -> {
            if (atom instanceof Condition.MemoryNull test) {
                told.add(test.memory());
            } else if (atom instanceof Condition.PointerNull test) {
                told.add(test.pointer());
            } else if (atom instanceof Condition.PointerError test) {
                told.add(test.pointer());
            } else if (atom instanceof Condition.QueueNull test) {
                told.add(test.queue());
            }
        });
        return told;
    }
}
