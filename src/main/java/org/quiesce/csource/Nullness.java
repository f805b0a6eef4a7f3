package org.quiesce.csource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.IASTConditionalExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Abstraction.Kind;
import org.quiesce.protocol.Condition;
import org.quiesce.protocol.Conditions;
import org.quiesce.protocol.Ops;

/**
 * Whether pointers to memory are NULL: of a shared one that is set to NULL somewhere a flag says it, and a local pointer
 * keeps what the flag said when it was read, in a local variable of the program.
 */
final class Nullness {

    private final Translation in;
    /** The local variables that say of local pointers whether they are NULL. */
    private final Map<List<Object>, String> ofLocals = new HashMap<>();

    Nullness(Translation in) {
        this.in = in;
    }

    /** That a pointer is NULL by now; empty if it is as its memory says. */
    Optional<Condition> condition(IASTExpression pointer) {
        Optional<IBinding> local = Ast.named(pointer).filter(Places::isLocal);
        return local.isPresent()
                ? local.map(l -> ofLocals.get(key(l, in.running().scope()))).map(name -> Conditions.notEqual(name, 0))
                : flag(pointer).map(Conditions::flag);
    }

    private Optional<String> flag(IASTExpression pointer) {
        return in.variable(pointer).filter(in.module().places()::isNulled).map(in.module().objects()::nulled);
    }

    private static List<Object> key(IBinding local, Scope scope) {
        return List.of("NULL", local, scope);
    }

    /** A local pointer, or a parameter, gets a value. */
    void copy(IBinding local, Scope scope, IASTExpression written, int line) {
        if (!in.module().places().isNullableLocal(local)) {
            return;
        }
        IASTExpression value = Ast.bare(written);
        Optional<IASTExpression> taken = exchanged(value);
        Optional<Condition> source = condition(taken.orElse(value));
        String name = ofLocals.computeIfAbsent(key(local, scope),
                k -> in.module().names().local(k, local.getName() + "_is_null"));
        if (taken.isPresent()) {
            take(name, flag(taken.get()).orElseThrow(), line);
        } else if (Ast.isNull(value)) {
            in.out().set(line, name, 1);
        } else if (source.isPresent()) {
            in.out().set(line, name, source.get());
        } else if (value instanceof IASTConditionalExpression || isUnknown(value)) {
            in.abstracted(Kind.CHOICE, line, "'" + Ast.text(value) + "' may be NULL");
            in.out().set(line, name, Conditions.chance("'" + Ast.text(value) + "' is NULL"));
        } else {
            in.out().set(line, name, 0);
        }
    }

    /** A shared pointer gets the value of one that may be NULL. */
    void store(IBinding pointer, IASTExpression value, int line) {
        if (in.module().places().isNulled(pointer)) {
            String flag = in.module().objects().nulled(pointer);
            condition(value).ifPresent(isNull ->
                    in.out().branch(line, isNull, () -> in.emit(line, Ops.set(flag)), () -> in.emit(line, Ops.clear(flag))));
        }
    }

    private boolean isUnknown(IASTExpression value) {
        return value instanceof IASTFunctionCallExpression && !Allocations.isOne(value) && in.place(value).isEmpty();
    }

    /** The pointer to memory whose value an expression takes, leaving NULL there. */
    Optional<IASTExpression> exchanged(IASTExpression value) {
        return Stores.exchanged(value).filter(pointer -> flag(pointer).isPresent());
    }

    /** Takes the value of a shared pointer, and leaves NULL there, at once for all who do so. */
    private void take(String name, String flag, int line) {
        String lock = in.module().objects().exchanging(flag);
        in.emit(line, Ops.spinLock(lock));
        in.out().set(line, name, Conditions.flag(flag));
        in.emit(line, Ops.set(flag));
        in.emit(line, Ops.spinUnlock(lock));
    }
}
