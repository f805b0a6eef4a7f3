package org.quiesce.csource;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.eclipse.cdt.core.dom.ast.IVariable;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.csource.Meaning.Does;
import org.quiesce.csource.Meaning.Nothing;
import org.quiesce.protocol.DataOperation;
import org.quiesce.protocol.Operation.Result;
import org.quiesce.protocol.Ops;
import org.quiesce.protocol.Program.Sleeping;
import org.quiesce.protocol.SharedObject;
import org.quiesce.protocol.WorkOps;

/** Stores to pointers: to tasks, memory, workqueues and kthread workers; of others only what a local one stands for. */
final class Pointers {

    private static final Pattern WORKQUEUES = Pattern.compile("(?:alloc|create)_\\w*workqueue");
    private static final Pattern WORKERS = Pattern.compile("kthread_(?:create|run)_worker\\w*");

    private final Translation in;
    private final Effects effects;
    private final ThreadFunctions functions;

    Pointers(Translation in, Effects effects) {
        this.in = in;
        this.effects = effects;
        this.functions = new ThreadFunctions(in);
    }

    /** Whether a call of a function creates a workqueue or a kthread worker, which a protocol has. */
    static boolean isCreation(String function) {
        return WORKQUEUES.matcher(function).matches() || WORKERS.matcher(function).matches();
    }

    /**
     * A pointer is set.
     *
     * @param local the variable itself, if it is a local one: it may stand for something else from now on
     */
    void set(IBinding variable, Optional<IBinding> local, IASTExpression written, int line) {
        set(variable, local, in.running().scope(), written, line);
    }

    /** @param of the call that a local one is in: the value may stand in a return of a function that it calls */
    private void set(IBinding variable, Optional<IBinding> local, Scope of, IASTExpression written, int line) {
        IASTExpression value = effects.value(written);
        Optional<IASTFunctionDefinition> function = Yielded.by(in.module().file(), value);
        Optional<IASTExpression> ofThread = functions.open(value);
        if (ofThread.isPresent()) {
            functions.each(ofThread.get(), () -> set(variable, local, of, value, line));
        } else if (function.isPresent()) {
            in.inline(function.get(), (IASTFunctionCallExpression) value,
                    returned -> set(variable, local, of, returned, Ast.line(returned)));
        } else if (value instanceof IASTConditionalExpression choice && choice.getPositiveResultExpression() != null
                && (local.isEmpty() || Stream.of(choice.getPositiveResultExpression(), choice.getNegativeResultExpression())
                .anyMatch(arm -> Ast.isNull(arm) || Ast.bare(arm) instanceof IASTFunctionCallExpression))) {
            in.tests().branch(choice.getLogicalConditionExpression(),
                    () -> set(variable, local, of, choice.getPositiveResultExpression(), line),
                    () -> set(variable, local, of, choice.getNegativeResultExpression(), line));
        } else {
            setTo(variable, local, of, value, line);
        }
    }

    private void setTo(IBinding variable, Optional<IBinding> local, Scope of, IASTExpression value, int line) {
        CType type = in.module().places().type(variable);
        if (Allocations.isOne(value)) {
            IASTFunctionCallExpression call = (IASTFunctionCallExpression) value;
            effects.arguments(call);
            CallSite site = new CallSite(in, Ast.callee(call).orElseThrow(), Ast.arguments(call), line);
            in.module().places().memory(variable).ifPresentOrElse(
                    memory -> allocate(memory, site), () -> Allocations.mightSleep(site));
            if (in.module().places().isOneOfManyPieces(variable)) {
                in.abstracted(Kind.UNMODELLED, line, "there may be several of what is allocated for '" + variable.getName()
                        + "', which are not told apart");
            }
        } else if (type.is("task_struct") && type.pointers() == 1) {
            task(variable, local, of, value, line);
        } else if (value instanceof IASTFunctionCallExpression call && Yielded.isError(value)) {
            effects.arguments(call);
        } else if (value instanceof IASTFunctionCallExpression call
                && Ast.callee(call).filter(WORKQUEUES.asMatchPredicate()).isPresent()) {
            workqueue(variable, call, line);
        } else if (value instanceof IASTFunctionCallExpression call
                && Ast.callee(call).filter(WORKERS.asMatchPredicate()).isPresent()) {
            worker(variable, call, line);
        } else if (local.isEmpty() && Ast.isNull(value) && isAskedFor(variable)) {
            in.emit(line, Ops.set(in.module().objects().nulled(variable)));
        } else if (in.nullness().exchanged(value).isPresent() && local.isPresent()) {
            IASTExpression from = in.nullness().exchanged(value).get();
            effects.run(from);
            alias(local, of, type, from);
        } else if (in.module().places().memory(variable).isPresent() && !Places.isLocal(variable)) {
            effects.run(value);
            in.nullness().store(variable, value, line);
            if (in.module().isTested(variable) && !in.module().places().memory(variable)
                    .equals(in.variable(value).flatMap(in.module().places()::memory))) {
                in.abstracted(Kind.UNMODELLED, line, "a pointer to memory that is tested elsewhere gets '"
                        + Ast.text(value) + "'");
            }
        } else {
            effects.run(value);
            alias(local, of, type, value);
        }
        local.ifPresent(l -> in.nullness().copy(l, of, value, line));
        in.errors().copy(variable, local, of, value, line);
    }

    /** Whether a flag says of a pointer that it is NULL. */
    private boolean isAskedFor(IBinding pointer) {
        return in.module().places().isNulled(pointer)
                || in.module().isTested(pointer) && in.module().files().pointedTo(pointer).isPresent();
    }

    /** A local pointer stands for what it is set to. */
    private void alias(Optional<IBinding> pointer, Scope of, CType type, IASTExpression value) {
        if (type.is(AllocationFlags.TYPE)) {
            pointer.ifPresent(local -> flags(local, value, of));
            return;
        }
        pointer.ifPresent(local -> whichElement(value));
        pointer.ifPresent(local -> in.place(value)
                .or(() -> type.isPointerToStruct() && !Ast.isNull(value)
                        ? in.module().places().memoryOf(type.name()).map(Place.Variable::new)
                        : Optional.empty())
                .ifPresent(place -> of.alias(local, place)));
    }

    private void flags(IBinding variable, IASTExpression value, Scope scope) {
        scope.alias(variable, new Place.Flags(AllocationFlags.of(value, in.running().scope())));
    }

    private void allocate(IBinding memory, CallSite site) {
        int line = site.line();
        if ((in.isInLoop() || !in.turns().isEmpty()) && memory instanceof IVariable pointer && Indices.isOfObjects(pointer)) {
            in.abstracted(Kind.UNMODELLED, line, "what is allocated for '" + memory.getName()
                    + "' in each turn of a loop is not told apart");
        }
        if (in.module().places().isNulled(memory)) {
            in.emit(line, Ops.clear(in.module().objects().nulled(memory)));
        }
        Optional<Sleeping> sleeping = Allocations.sleeping(site);
        DataOperation.Allocate plain = Ops.allocate(effects.memoryName(memory));
        DataOperation.Allocate allocation = sleeping.equals(Optional.of(Sleeping.ALLOWED)) ? plain : plain.atomic();
        if (sleeping.isEmpty()) {
            Allocations.mightSleep(site, sleeping);
        }
        if (Allocations.isManaged(site.name())) {
            managed(memory, site);
        }
        if (in.module().isTested(memory)) {
            in.emit(line, allocation.mayFail());
        } else {
            in.abstracted(Kind.ASSUMED, line, "the allocation succeeds: nothing tests whether it did");
            in.emit(line, allocation);
        }
    }

    /** The device frees it; kfree() of what could not be allocated does nothing. */
    private void managed(IBinding memory, CallSite site) {
        String name = effects.memoryName(memory);
        in.module().drivers().probing().ifPresentOrElse(
                device -> device.gets(site, name, later -> later.emit(site.line(), Ops.kfree(name))),
                () -> in.abstracted(Kind.UNMODELLED, site.line(), "when what " + site.name() + "() allocates is freed"));
    }

    // ---- tasks

    /** A task pointer of the program itself is set, or a shared one. */
    private void task(IBinding variable, Optional<IBinding> local, Scope of, IASTExpression value, int line) {
        if (local.isPresent()) {
            ownTask(local.get(), of, value, line);
        } else if (isNoTask(value)) {
            in.emit(line, Ops.clearPointer(name(variable)));
        } else if (isTaken(value)) {
            in.emit(line, Ops.takePointer(name(variable), takenFrom(value)));
        } else if (value instanceof IASTFunctionCallExpression call && in.place(value).isEmpty()) {
            created(name(variable), variable, call, line).ifPresent(same -> task(variable, local, of, same, line));
        } else if (!in.variable(value).equals(Optional.of(variable))) {
            copy(variable, value, line);
        }
    }

    /** A local task pointer: it stands for the shared one that it is set to, as long as that is never another. */
    private void ownTask(IBinding local, Scope of, IASTExpression value, int line) {
        Optional<Place> place = in.place(value);
        boolean isReturned = of != in.running().scope();
        if (place.filter(p -> !(p instanceof Place.Variable)).isPresent()) {
            of.alias(local, place.get());
        } else if (place.isPresent() && !isReturned && !isCopied(local, ((Place.Variable) place.get()).binding())) {
            of.alias(local, place.get());
            if (!isOwn(((Place.Variable) place.get()).binding())) {
                in.abstracted(Kind.ASSUMED, line, "'" + Ast.text(value) + "' is read anew where its copy is used");
            }
        } else if (!(local instanceof IVariable declared)) {
            in.abstracted(Kind.UNMODELLED, line, "'" + local.getName() + "' is declared in more than one way");
        } else {
            Instance own = Instance.own(declared, in.program());
            if (isNoTask(value)) {
                in.emit(line, Ops.clearPointer(name(own)));
            } else if (isTaken(value)) {
                in.emit(line, Ops.takePointer(name(own), takenFrom(value)));
            } else if (value instanceof IASTFunctionCallExpression call && place.isEmpty()) {
                created(name(own), own, call, line).ifPresent(same -> ownTask(local, of, same, line));
            } else {
                copy(own, value, line);
            }
            if (of.alias(local).isEmpty() || !isAlias(value)) {
                of.alias(local, new Place.Variable(own));
            }
        }
    }

    /** Of an error pointer that the file makes itself it is kept apart that it is one. */
    private static boolean isNoTask(IASTExpression value) {
        return Ast.isNull(value) || Yielded.isError(value);
    }

    private static boolean isAlias(IASTExpression value) {
        return Ast.callee(value).equals(Optional.of("get_task_struct"));
    }

    /** Whether a local pointer keeps what a shared one was when it was read. */
    private boolean isCopied(IBinding local, IBinding from) {
        boolean changes = in.module().places().stores().isReassigned(from) || in.module().places().stores().isReassigned(local);
        return changes && !from.equals(local);
    }

    private static boolean isOwn(IBinding pointer) {
        return pointer instanceof Instance instance && instance.kind() == Instance.Kind.OWN;
    }

    private void copy(IBinding to, IASTExpression value, int line) {
        Optional<IBinding> from = in.variable(value).filter(v -> in.module().places().type(v).is("task_struct"));
        if (from.isPresent()) {
            effects.run(value);
            in.emit(line, Ops.copyPointer(name(to), name(from.get())));
        } else {
            effects.run(value);
            unknownTask(to, line);
        }
    }

    /** A call yields a task; what it was given, if it only yields that. */
    private Optional<IASTExpression> created(
            String name, IBinding variable, IASTFunctionCallExpression call, int line) {
        Meaning meaning = effects.meaning(call).orElse(new Nothing());
        if (meaning instanceof Does does && does.operation().result() == Result.TASK) {
            in.out().assign(line, name, does.operation());
            return Optional.empty();
        }
        effects.done(meaning, line, Optional.empty());
        if (isAlias(call) && Ast.arguments(call).size() == 1) {
            return Optional.of(Ast.arguments(call).get(0));
        }
        unknownTask(variable, line);
        return Optional.empty();
    }

    private void unknownTask(IBinding pointer, int line) {
        in.module().unknownTask(pointer);
        in.abstracted(Kind.UNMODELLED, line, "which task '" + pointer.getName() + "' names is not modelled");
    }

    private String name(IBinding pointer) {
        return in.module().objects().name(pointer, SharedObject.Kind.TASK_POINTER);
    }

    /** Whether an expression is {@code xchg(&task, NULL)}. */
    boolean isTaken(IASTExpression value) {
        return Stores.exchanged(value).flatMap(in::variable)
                .filter(v -> in.module().places().type(v).is("task_struct")).isPresent();
    }

    private String takenFrom(IASTExpression value) {
        IASTExpression from = Stores.exchanged(value).orElseThrow();
        effects.run(from);
        return name(in.variable(from).orElseThrow());
    }

    /** A pointer in which a task is that is taken out of another. */
    String taken(IASTExpression value, int line) {
        String own = in.module().objects().ownPointer(in.program(), in.temporary("taken"));
        in.emit(line, Ops.takePointer(own, takenFrom(value)));
        return own;
    }

    /** A pointer in which a task is that a call creates; it is NULL if it is unknown which thread that is. */
    String created(IASTFunctionCallExpression call, int line) {
        String own = in.module().objects().ownPointer(in.program(), in.temporary("created"));
        Meaning meaning = effects.meaning(call).orElse(new Nothing());
        if (meaning instanceof Does does && does.operation().result() == Result.TASK) {
            in.out().assign(line, own, does.operation());
        } else {
            effects.done(meaning, line, Optional.empty());
            in.emit(line, Ops.clearPointer(own));
        }
        return own;
    }

    /** A pointer is given to a parameter. */
    void pass(IBinding parameter, IASTExpression argument, Scope callee) {
        int line = Ast.line(argument);
        if (Yielded.by(in.module().file(), argument).isPresent()) {
            set(parameter, Optional.of(parameter), callee, argument, line);
            return;
        }
        if (Ast.bare(argument) instanceof IASTFunctionCallExpression && in.place(argument).isEmpty() && !isTaken(argument)) {
            effects.run(argument);
        }
        if (CType.of(parameter).is(AllocationFlags.TYPE)) {
            flags(parameter, argument, callee);
            return;
        }
        if (Places.isTask(parameter)) {
            Optional<Place> place = in.place(argument);
            boolean isCopied = isTaken(argument) || place.filter(p -> p instanceof Place.Variable from
                    && isCopied(parameter, from.binding()) && !isOwn(from.binding())).isPresent();
            if (isCopied && parameter instanceof IVariable declared) {
                Instance own = Instance.own(declared, in.program());
                if (isTaken(argument)) {
                    in.emit(line, Ops.takePointer(name(own), takenFrom(argument)));
                } else {
                    copy(own, argument, line);
                }
                callee.alias(parameter, new Place.Variable(own));
                in.errors().copy(parameter, Optional.of(parameter), callee, argument, line);
                return;
            } else if (place.filter(p -> p instanceof Place.Variable from && !Places.isLocal(from.binding())).isPresent()) {
                in.abstracted(Kind.ASSUMED, line, "'" + Ast.text(argument) + "' is read anew where its copy is used");
            }
        }
        whichElement(argument);
        in.place(argument).ifPresent(place -> callee.alias(parameter, place));
        in.nullness().copy(parameter, callee, argument, line);
        in.errors().copy(parameter, Optional.of(parameter), callee, argument, line);
    }

    private void whichElement(IASTExpression value) {
        if (in.isUnknownElement(value)) {
            in.abstracted(Kind.UNMODELLED, Ast.line(value), "which element '" + Ast.text(value) + "' is");
        }
    }

    private void workqueue(IBinding variable, IASTFunctionCallExpression call, int line) {
        String function = Ast.callee(call).orElseThrow();
        boolean ordered = function.equals("alloc_ordered_workqueue") || function.startsWith("create_singlethread")
                || function.equals("alloc_workqueue") && runsOneAtATime(call, line);
        String queue = in.module().objects().workqueue(variable,
                ordered ? SharedObject.Ordering.ORDERED : SharedObject.Ordering.CONCURRENT);
        if (Stream.of(call.getArguments()).anyMatch(argument -> Ast.text(argument).contains("WQ_FREEZABLE"))
                || function.startsWith("create_freezable")) {
            in.abstracted(Kind.UNMODELLED, line, "that the items of a freezable workqueue stand still while the machine is"
                    + " suspended");
        }
        in.emit(line, (ordered ? Ops.allocOrderedWorkqueue(queue) : Ops.allocWorkqueue(queue)).mayFail());
    }

    /**
     * Whether only one item of a queue runs at a time, in the order of queueing: its max_active is 1. Of a queue with
     * workers of each CPU that is so for the items of a CPU alone; of an unbound one for all, until Linux 6.9 by what it
     * says and since then on a machine with one node.
     */
    private boolean runsOneAtATime(IASTFunctionCallExpression call, int line) {
        IASTInitializerClause[] arguments = call.getArguments();
        if (arguments.length < 3 || !Ast.text(arguments[2]).equals("1")) {
            return false;
        } else if (Ast.text(arguments[1]).contains("WQ_UNBOUND")) {
            in.abstracted(Kind.ASSUMED, line, "the machine has one node, so that a workqueue with max_active 1 is ordered");
            return true;
        }
        in.abstracted(Kind.UNMODELLED, line, "that of the items of a CPU one runs at a time, as max_active is 1");
        return false;
    }

    private void worker(IBinding variable, IASTFunctionCallExpression call, int line) {
        effects.arguments(call);
        if (Ast.arguments(call).stream().anyMatch(argument -> Ast.text(argument).contains("KTW_FREEZABLE"))) {
            in.abstracted(Kind.UNMODELLED, line, "that a freezable worker stands still while the machine is suspended");
        }
        String worker = in.module().objects().name(variable, SharedObject.Kind.KTHREAD_WORKER);
        in.emit(line, Ast.callee(call).filter(c -> c.startsWith("kthread_run_worker")).isPresent()
                ? WorkOps.kthreadRunWorker(worker).mayFail()
                : Ops.kthreadCreateWorker(worker).mayFail());
    }
}
