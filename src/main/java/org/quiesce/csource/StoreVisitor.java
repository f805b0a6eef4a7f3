package org.quiesce.csource;

import java.util.Optional;
import org.eclipse.cdt.core.dom.ast.ASTVisitor;
import org.eclipse.cdt.core.dom.ast.IASTBinaryExpression;
import org.eclipse.cdt.core.dom.ast.IASTDeclarator;
import org.eclipse.cdt.core.dom.ast.IASTExpression;
import org.eclipse.cdt.core.dom.ast.IASTFunctionCallExpression;
import org.eclipse.cdt.core.dom.ast.IBinding;

/** Meets, in the order of a piece of C, where variables get values, and calls, in which parameters may. */
abstract class StoreVisitor extends ASTVisitor {

    StoreVisitor() {
        shouldVisitDeclarators = true;
        shouldVisitExpressions = true;
    }

    /** {@code type variable = value}. */
    abstract void declared(IBinding variable, IASTExpression value);

    /** {@code to = value}. */
    abstract void assigned(IASTExpression to, IASTExpression value);

    abstract void called(IASTFunctionCallExpression call);

    @Override
    public final int visit(IASTDeclarator declarator) {
        CModule.value(declarator).filter(IASTExpression.class::isInstance).ifPresent(value ->
                Optional.ofNullable(declarator.getName().resolveBinding())
                        .ifPresent(variable -> declared(variable, (IASTExpression) value)));
        return PROCESS_CONTINUE;
    }

    @Override
    public final int visit(IASTExpression expression) {
        if (Ast.isBinary(expression, IASTBinaryExpression.op_assign)) {
            IASTBinaryExpression store = (IASTBinaryExpression) expression;
            assigned(store.getOperand1(), store.getOperand2());
        } else if (expression instanceof IASTFunctionCallExpression call) {
            called(call);
        }
        return PROCESS_CONTINUE;
    }
}
