package org.quiesce.csource;

import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.SharedObject;

/** Stores to pointers: to tasks, memory, workqueues and kthread workers; of others only what a local one stands for. */
final class Pointers {

    private final Translation in;
    private final Effects effects;

    Pointers(Translation in, Effects effects) {
        this.in = in;
        this.effects = effects;
    }

    /**
     * A pointer is set.
     *
     * @param local the variable itself, if it is a local one: it may stand for something else from now on
     */
    void set(IBinding variable, Optional<IBinding> local, IASTExpression written, int line) {
        IASTExpression value = Ast.bare(written);
        CType type = in.module().places().type(variable);
        if (Places.isAllocation(value)) {
            effects.arguments((IASTFunctionCallExpression) value);
            in.module().places().memory(variable).ifPresent(memory -> allocate(memory, line));
        } else if (type.is("task_struct") && type.pointers() == 1) {
            task(variable, local, value, line);
        } else if (type.is("workqueue_struct") && value instanceof IASTFunctionCallExpression call
                && Ast.callee(call).filter(c -> c.startsWith("alloc_") || c.startsWith("create_")).isPresent()) {
            workqueue(variable, call, line);
        } else if (type.is("kthread_worker") && value instanceof IASTFunctionCallExpression call
                && Ast.callee(call).filter(c -> c.startsWith("kthread_create_worker")
                || c.startsWith("kthread_run_worker")).isPresent()) {
            worker(variable, call, line);
        } else if (in.module().places().memory(variable).isPresent() && !Places.isLocal(variable)) {
            effects.run(value);
            if (in.module().isTested(variable) && !in.module().places().memory(variable)
                    .equals(in.variable(value).flatMap(in.module().places()::memory))) {
                in.abstracted(Kind.UNMODELLED, line, "a pointer to memory that is tested elsewhere gets '"
                        + Ast.text(written) + "'");
            }
        } else {
            effects.run(value);
            alias(local, type, value);
        }
    }

    /** A local pointer stands for what it is set to. */
    private void alias(Optional<IBinding> pointer, CType type, IASTExpression value) {
        pointer.ifPresent(local -> in.place(value)
                .or(() -> type.isPointerToStruct() && !Ast.isNull(value)
                        ? in.module().places().memoryOf(type.name()).map(Place.Variable::new)
                        : Optional.empty())
                .ifPresent(place -> in.running().scope().alias(local, place)));
    }

    private void allocate(IBinding memory, int line) {
        DataOperation.Allocate allocation = Ops.allocate(effects.memoryName(memory));
        if (in.module().isTested(memory)) {
            in.emit(line, allocation.mayFail());
        } else {
            in.abstracted(Kind.ASSUMED, line, "the allocation succeeds: nothing tests whether it did");
            in.emit(line, allocation);
        }
    }

    private void task(IBinding variable, Optional<IBinding> local, IASTExpression value, int line) {
        if (Ast.isNull(value)) {
            in.emit(line, Ops.clearPointer(in.module().objects().name(variable, SharedObject.Kind.TASK_POINTER)));
        } else if (value instanceof IASTFunctionCallExpression call) {
            Meaning meaning = effects.meaning(call).orElse(new Nothing());
            if (meaning instanceof Does does && does.operation().result() == Result.TASK) {
                if (local.flatMap(in.module().places()::published).isPresent()) {
                    in.abstracted(Kind.ASSUMED, line, "the pointer is in '" + variable.getName() + "' at once");
                }
                in.out().assign(line, in.module().objects().name(variable, SharedObject.Kind.TASK_POINTER),
                        does.operation());
            } else {
                effects.done(meaning, line, Optional.empty());
                if (!Ast.callee(call).equals(Optional.of("get_task_struct")) || Ast.arguments(call).size() != 1) {
                    in.abstracted(Kind.UNMODELLED, line, "which task '" + variable.getName() + "' names is not modelled");
                } else {
                    alias(local, in.module().places().type(variable), Ast.arguments(call).get(0));
                }
            }
        } else if (local.isPresent()) {
            alias(local, in.module().places().type(variable), value);
            in.copied(value, line);
        } else if (!in.variable(value).equals(Optional.of(variable))) {
            in.abstracted(Kind.UNMODELLED, line, "which task '" + variable.getName() + "' names is not modelled");
        }
    }

    private void workqueue(IBinding variable, IASTFunctionCallExpression call, int line) {
        String function = Ast.callee(call).orElseThrow();
        boolean ordered = function.equals("alloc_ordered_workqueue") || function.startsWith("create_singlethread");
        String queue = in.module().objects().workqueue(variable,
                ordered ? SharedObject.Ordering.ORDERED : SharedObject.Ordering.CONCURRENT);
        in.emit(line, (ordered ? Ops.allocOrderedWorkqueue(queue) : Ops.allocWorkqueue(queue)).mayFail());
    }

    private void worker(IBinding variable, IASTFunctionCallExpression call, int line) {
        if (Ast.callee(call).filter(c -> c.startsWith("kthread_run_worker")).isPresent()) {
            in.abstracted(Kind.UNMODELLED, line, "kthread_run_worker() is not modelled");
        }
        in.emit(line, Ops.kthreadCreateWorker(
                in.module().objects().name(variable, SharedObject.Kind.KTHREAD_WORKER)).mayFail());
    }
}
