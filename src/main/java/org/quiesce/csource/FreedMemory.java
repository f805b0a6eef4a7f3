package org.quiesce.csource;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.cdt.core.dom.ast.IASTArraySubscriptExpression;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFieldReference;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionDefinition;
import org.eclipse.cdt.core.dom.ast.IASTUnaryExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;

/** The memory of a module that its code frees somewhere, and who frees, reads or writes it. */
final class FreedMemory {

    private final Places places;
    private final Set<IBinding> freed = new HashSet<>();

    FreedMemory(CModule module, Places places) {
        this.places = places;
        freed.addAll(places.managedMemory());
        module.functions().values().forEach(function ->
                Ast.expressions(function, e -> given(e).flatMap(places::pointee).ifPresent(freed::add)));
    }

    /** What is given to a call that frees it. */
    private static Optional<IASTExpression> given(IASTExpression expression) {
        return expression instanceof IASTFunctionCallExpression call ? Allocations.freed(call) : Optional.empty();
    }

    /** Whether a function frees, reads or writes through a pointer to memory that is freed somewhere. */
    boolean isTouchedBy(IASTFunctionDefinition function) {
        boolean[] touches = new boolean[1];
        Ast.expressions(function, e -> touches[0] |=
                through(e).or(() -> given(e)).flatMap(places::pointee).filter(freed::contains).isPresent());
        return touches[0];
    }

    /** Whether memory is freed somewhere. */
    boolean contains(IBinding memory) {
        return freed.contains(memory);
    }

    /** The pointer through which an expression reads or writes, if it does. */
    static Optional<IASTExpression> through(IASTExpression written) {
        IASTExpression expression = Ast.bare(written);
        if (expression instanceof IASTFieldReference field && field.isPointerDereference()) {
            return Optional.of(field.getFieldOwner());
        } else if (Ast.isUnary(expression, IASTUnaryExpression.op_star)) {
            return Optional.of(((IASTUnaryExpression) expression).getOperand());
        }
        return expression instanceof IASTArraySubscriptExpression element
                ? Optional.of(element.getArrayExpression())
                : Optional.empty();
    }
}
