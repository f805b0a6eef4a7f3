package org.quiesce.csource;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;
import org.quiesce.csource.Place.Variable;

/** The memory of a module that its code frees somewhere, and who reads or writes it. */
final class FreedMemory {

    /** Functions that free what their first argument points to. */
    static final Set<String> FREES = Set.of("kfree", "kvfree", "vfree", "kfree_sensitive");

    private final Places places;
    private final Set<IBinding> freed = new HashSet<>();

    FreedMemory(CModule module, Places places) {
        this.places = places;
        module.calls((name, call) -> {
            if (FREES.contains(name)) {
                Ast.arguments(call).stream().findFirst().flatMap(this::memory).ifPresent(freed::add);
            }
        });
    }

    /** Whether a function reads or writes through a pointer to memory that is freed somewhere. */
    boolean isTouchedBy(IASTFunctionDefinition function) {
        boolean[] touches = new boolean[1];
        Ast.expressions(function, e -> touches[0] |= through(e).flatMap(this::memory).filter(freed::contains).isPresent());
        return touches[0];
    }

    /** The pointer through which an expression reads or writes, if it does. */
    static Optional<IASTExpression> through(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        return expression instanceof IASTFieldReference field && field.isPointerDereference()
                ? Optional.of(field.getFieldOwner())
                : Ast.isUnary(expression, IASTUnaryExpression.op_star)
                        ? Optional.of(((IASTUnaryExpression) expression).getOperand())
                        : Optional.empty();
    }

    /** What a pointer points to: as its name says, or its type if there is only one such. */
    private Optional<IBinding> memory(IASTExpression pointer) {
        CType type = CType.of(pointer.getExpressionType());
        return places.of(pointer, Scope.nowhere())
                .flatMap(place -> place instanceof Variable variable ? places.memory(variable.binding()) : Optional.empty())
                .or(() -> type.isPointerToStruct() ? places.memoryOf(type.name()) : Optional.empty());
    }
}
