package org.quiesce.csource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;

/**
 * Whether pointers are error pointers that the file makes itself, such as by {@code ERR_PTR()}: of a shared one that gets
 * such a flag says it, of a local one a local variable of the program.
 */
final class Errors {

    private final Translation in;
    /** The local variables that say of local pointers whether they are error pointers. */
    private final Map<List<Object>, String> ofLocals = new HashMap<>();

    Errors(Translation in) {
        this.in = in;
    }

    /** That a pointer is such an error pointer; empty if it never is. */
    Optional<Condition> condition(IASTExpression pointer) {
        Optional<IBinding> local = Ast.named(pointer).filter(Places::isLocal);
        return local.isPresent()
                ? local.map(l -> ofLocals.get(key(l, in.running().scope()))).map(name -> Conditions.notEqual(name, 0))
                : in.variable(pointer).filter(in.module().places()::isErroneous)
                        .map(in.module().objects()::erroneous).map(Conditions::flag);
    }

    private static List<Object> key(IBinding local, Scope scope) {
        return List.of("error", local, scope);
    }

    /**
     * A pointer gets a value.
     *
     * @param local the variable itself, if it is a local one
     * @param of    the call that a local one is in
     */
    void copy(IBinding variable, Optional<IBinding> local, Scope of, IASTExpression value, int line) {
        if (!in.module().places().isErroneous(local.orElse(variable))) {
            return;
        }
        Condition is = condition(value).orElseGet(() -> of(value, line));
        if (local.isPresent()) {
            String name = ofLocals.computeIfAbsent(key(local.get(), of),
                    k -> in.module().names().local(k, local.get().getName() + "_is_error"));
            in.out().set(line, name, is);
        } else {
            String flag = in.module().objects().erroneous(variable);
            in.out().branch(line, is, () -> in.emit(line, Ops.set(flag)), () -> in.emit(line, Ops.clear(flag)));
        }
    }

    /** Of an object of the file, of new memory and of a task it is known otherwise; of anything else it may be. */
    private Condition of(IASTExpression value, int line) {
        if (Yielded.isError(value)) {
            return Conditions.always();
        }
        boolean isOther = Ast.isNull(value) || Allocations.isOne(value) || Ast.isUnary(value, IASTUnaryExpression.op_amper)
                || Ast.callee(value).filter(name -> Places.createsThread(name) || !Places.reads(name)).isPresent()
                || in.variable(value).filter(v -> in.module().places().memory(v).isPresent() || Places.isTask(v)).isPresent();
        if (isOther) {
            return Tests.NEVER;
        }
        String question = "'" + Ast.text(value) + "' is an error pointer";
        in.abstracted(Kind.CHOICE, line, question + ", or it is not");
        return Conditions.chance(question);
    }
}
