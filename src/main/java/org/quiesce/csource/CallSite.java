package org.quiesce.csource;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTIdExpression;
import org.eclipse.cdt.core.dom.ast.IASTInitializerClause;
import org.eclipse.cdt.core.dom.ast.IASTName;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Place.CurrentTask;
import org.quiesce.csource.Place.Variable;
import org.quiesce.csource.Place.WorkerTask;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Program.CallbackKind;
import org.quiesce.protocol.SharedObject.Kind;
import org.quiesce.protocol.SleepMode;
import org.quiesce.protocol.TaskRef;
import org.quiesce.protocol.TaskState;

/**
 * One call of a kernel function: what its arguments name.
 *
 * <p>Each question throws {@link Unresolved} if its argument names nothing of that kind.
 */
record CallSite(Translation in, String name, List<IASTExpression> arguments, int line) {

    /** The same call without the arguments before one. */
    CallSite from(int position) {
        return new CallSite(in, name, arguments.subList(Math.min(position, arguments.size()), arguments.size()), line);
    }

    /** The argument of that position, from 0. */
    IASTExpression argument(int position) {
        if (position >= arguments.size()) {
            throw new Unresolved(name + "() has " + arguments.size() + " arguments");
        }
        return arguments.get(position);
    }

    Place place(int position) {
        return in.place(argument(position)).orElseThrow(() -> unresolved(position));
    }

    private Unresolved unresolved(int position) {
        return new Unresolved("what '" + Ast.text(argument(position)) + "' in " + name + "() names is unknown");
    }

    /** The variable or field that an argument names or points to. */
    IBinding variable(int position) {
        return place(position) instanceof Variable variable ? variable.binding() : refuse(position);
    }

    private IBinding refuse(int position) {
        throw unresolved(position);
    }

    /** The name of the shared object of that kind; elements of arrays can't be told apart. */
    String object(int position, Kind kind) {
        if (in.isUnknownElement(argument(position))) {
            in.abstracted(Abstraction.Kind.UNMODELLED, line,
                    "which element '" + Ast.text(argument(position)) + "' is");
        }
        return in.module().objects().name(variable(position), kind);
    }

    /** Whether the call fails, of which nothing is known: a choice, which is said. */
    Condition fails() {
        String question = name + "() fails";
        in.abstracted(Abstraction.Kind.CHOICE, line, question + ", or it does not");
        return Conditions.chance(question);
    }

    TaskRef task(int position) {
        if (in.isOfUnknownStruct(argument(position))) {
            throw new Unresolved("which struct '" + Ast.text(argument(position)) + "' is in");
        }
        in.doubtful(argument(position)).ifPresent(pointer -> {
            throw new Unresolved("'" + pointer + "' may point to something else here");
        });
        if (in.effects().isTaken(argument(position))) {
            return new TaskRef.Pointer(in.effects().taken(argument(position), line));
        }
        Place place = place(position);
        if (place instanceof CurrentTask) {
            return new TaskRef.Current();
        } else if (place instanceof WorkerTask task) {
            return new TaskRef.OfWorker(in.module().objects().name(task.worker().binding(), Kind.KTHREAD_WORKER));
        }
        if (place instanceof Variable pointer && in.module().isUnknownTask(pointer.binding())) {
            throw new Unresolved("who sets '" + Ast.text(argument(position)) + "' is not in the file, or not modelled");
        }
        return new TaskRef.Pointer(object(position, Kind.TASK_POINTER));
    }

    /** The name of a callback that is known by its object, such as a work item. */
    String callback(int position, CallbackKind kind) {
        return in.module().contexts().callback(variable(position), kind);
    }

    /** The name of a callback that is known by its function. */
    String callbackFunction(int position, CallbackKind kind) {
        return in.module().contexts().callback(function(position), kind, Optional.empty());
    }

    /** Whether the address of a pointer is given, which leads to nothing that the pointer names. */
    private boolean isPointer(IBinding variable, IASTExpression argument) {
        return Ast.isUnary(Ast.bare(argument), IASTUnaryExpression.op_amper)
                && in.module().places().type(variable).pointers() > 0;
    }

    /**
     * The name of a callback that is known by its function, and gets what an argument points to.
     *
     * @param data the position of that argument
     */
    String callbackFunction(int position, CallbackKind kind, int data) {
        Optional<Place> place = data < arguments.size() && !Ast.isNull(argument(data))
                ? in.place(argument(data)).filter(p -> !(p instanceof Variable v
                        && (Places.isLocal(v.binding()) && in.module().memory(p).isEmpty() || isPointer(v.binding(), argument(data)))))
                : Optional.empty();
        if (in.module().contexts().getsOther(function(position), place)) {
            in.abstracted(Abstraction.Kind.UNMODELLED, line,
                    "what " + Registrations.name(function(position)) + "() gets differs from call to call");
        }
        return in.module().contexts().callback(function(position), kind, place);
    }

    IASTFunctionDefinition function(int position) {
        return in.chosen(argument(position)).or(() -> in.module().file().functionNamedBy(argument(position)))
                .or(() -> in.module().pointers().only(argument(position)))
                .orElseThrow(() -> new Unresolved("'" + Ast.text(argument(position)) + "' in " + name
                        + "() is no function of the file"));
    }

    /** The C name of the variable that an argument names or points to. */
    String name(int position) {
        return variable(position).getName();
    }

    /** The memory of the module in which the field lies whose address an argument is; nothing for anything else. */
    Optional<String> memoryAround(int position) {
        return in.memoryAround(argument(position)).map(memory -> in.module().objects().name(memory, Kind.MEMORY));
    }

    /** The name of a semaphore. It begins with the number of its definition, if that has one. */
    String semaphore(int position) {
        initialised(position, "count")
                .filter(IASTExpression.class::isInstance)
                .flatMap(count -> Ast.number((IASTExpression) count))
                .ifPresent(count -> in.module().objects().semaphore(variable(position), count));
        return object(position, Kind.SEMAPHORE);
    }

    /** The name of a semaphore that begins with that number. */
    String semaphore(int position, int initially) {
        return in.module().objects().semaphore(variable(position), initially);
    }

    /** A semaphore begins with the number that is the next argument. */
    void beginsWith(int position) {
        semaphore(position, number(position + 1).orElseThrow(() -> unresolved(position + 1)));
    }

    /** Whether a field of the variable that an argument names is initialised with that word. */
    boolean isInitialised(int position, String field, String word) {
        return initialised(position, field)
                .filter(value -> value instanceof IASTIdExpression id && id.getName().toString().equals(word))
                .isPresent();
    }

    /** With what a field of the variable that an argument names is initialised, where that is defined. */
    private Optional<IASTInitializerClause> initialised(int position, String field) {
        return Stream.of(in.module().file().unit().getDeclarationsInAST(variable(position)))
                .map(IASTName::getParent)
                .filter(IASTDeclarator.class::isInstance)
                .findFirst()
                .map(declarator -> CModule.fields((IASTDeclarator) declarator).get(field));
    }

    /** The name that stands there, such as {@code TASK_IDLE}. */
    String word(int position) {
        return Ast.bare(argument(position)) instanceof IASTIdExpression id ? id.getName().toString() : "";
    }

    Optional<Integer> number(int position) {
        return position < arguments.size() ? Ast.number(arguments.get(position)) : Optional.empty();
    }

    TaskState state(int position) {
        // What a macro gets, such as WRITE_ONCE(), has its name and not its text.
        String name = word(position).isEmpty() ? Ast.text(argument(position)).replaceAll("[()]", "") : word(position);
        return switch (name) {
            case "TASK_RUNNING" -> TaskState.RUNNING;
            case "TASK_INTERRUPTIBLE" -> TaskState.INTERRUPTIBLE;
            case "TASK_UNINTERRUPTIBLE" -> TaskState.UNINTERRUPTIBLE;
            case "TASK_KILLABLE" -> TaskState.KILLABLE;
            case "TASK_IDLE" -> TaskState.IDLE;
            default -> throw new Unresolved("the state '" + Ast.text(argument(position)) + "' is not modelled");
        };
    }

    /** How somebody sleeps who gives that state. */
    SleepMode sleepMode(int position) {
        TaskState state = state(position);
        for (SleepMode mode : SleepMode.values()) {
            if (mode.state() == state) {
                return mode;
            }
        }
        throw new Unresolved(name + "() in the state '" + Ast.text(argument(position)) + "' is not modelled");
    }
}
